"""The database itself refuses to change or remove what clocks are computed from."""

from django.db import migrations

TABLES = {
    "service_engagementevent": "what happened in an engagement stays as it was written",
    "service_calendaredition": "an edition of a calendar stays as it was written",
    "service_agreement": "an agreement stays as it was written",
    "service_valuestatement": "who said what about value stays as it was written",
    "service_feedback": "an answer stays as it was given",
}


def trigger(table, operation, word):
    name = f"{table}_no_{operation.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{word}'); END;",
        f"DROP TRIGGER {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("service", "0003_engagements")]
    operations = [
        trigger(table, operation, word)
        for table, word in TABLES.items()
        for operation in ("UPDATE", "DELETE")
    ]
