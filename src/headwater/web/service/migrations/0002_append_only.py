"""The database itself refuses to change or remove what happened to a need, and an edition."""

from django.db import migrations

from headwater.web.organization.append_only import refuse

TABLES = {
    "service_needevent": "what happened to a need stays as it was written",
    "service_offeringedition": "an edition of an offering stays as it was written",
}


class Migration(migrations.Migration):
    dependencies = [("service", "0001_services")]
    operations = [
        refuse(table, event, word=word)
        for table, word in TABLES.items()
        for event in ("UPDATE", "DELETE")
    ]
