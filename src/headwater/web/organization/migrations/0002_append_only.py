"""The database itself refuses to change or remove an audit event."""

from django.db import migrations

WORD = "the audit trail is append-only"


def trigger(operation):
    name = f"organization_auditevent_no_{operation.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {operation} ON organization_auditevent "
        f"BEGIN SELECT RAISE(ABORT, '{WORD}'); END;",
        f"DROP TRIGGER {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]
    operations = [trigger("UPDATE"), trigger("DELETE")]
