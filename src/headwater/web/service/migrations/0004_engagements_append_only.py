"""The database itself refuses to change or remove what clocks are computed from."""

from django.db import migrations

from headwater.web.organization.append_only import refuse

TABLES = {
    "service_engagementevent": "what happened in an engagement stays as it was written",
    "service_calendaredition": "an edition of a calendar stays as it was written",
    "service_agreement": "an agreement stays as it was written",
    "service_valuestatement": "who said what about value stays as it was written",
    "service_feedback": "an answer stays as it was given",
}


class Migration(migrations.Migration):
    dependencies = [("service", "0003_engagements")]
    operations = [
        refuse(table, event, word=word)
        for table, word in TABLES.items()
        for event in ("UPDATE", "DELETE")
    ]
