"""The database itself refuses to change or remove an audit event."""

from django.db import migrations

from headwater.web.organization.append_only import refuse

WORD = "the audit trail is append-only"
TABLE = "organization_auditevent"


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]
    operations = [refuse(TABLE, "UPDATE", word=WORD), refuse(TABLE, "DELETE", word=WORD)]
