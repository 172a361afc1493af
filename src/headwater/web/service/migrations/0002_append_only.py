"""The database itself refuses to change or remove what happened to a need, and an edition."""

from django.db import migrations

TABLES = {
    "service_needevent": "what happened to a need stays as it was written",
    "service_offeringedition": "an edition of an offering stays as it was written",
}


def trigger(table, operation, word):
    name = f"{table}_no_{operation.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{word}'); END;",
        f"DROP TRIGGER {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("service", "0001_services")]
    operations = [
        trigger(table, operation, word)
        for table, word in TABLES.items()
        for operation in ("UPDATE", "DELETE")
    ]
