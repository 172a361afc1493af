"""Each process so far gets what it says as its first edition."""

from datetime import UTC, datetime, time
from typing import Any

from django.db import migrations


def first_editions(apps: Any, schema_editor: Any) -> None:
    """Write what each process says now as its first edition."""
    edition = apps.get_model("account", "ProcessEdition")
    for row in apps.get_model("account", "Process").objects.select_related("owner"):
        owner = row.owner
        name = f"{owner.first_name} {owner.last_name}".strip() or owner.username if owner else ""
        edition.objects.create(
            process=row,
            number=row.version,
            title=row.title,
            customer=row.customer,
            steps=row.steps,
            owner_name=name or row.owner_name,
            agreement=row.agreement,
            holds_from=row.since,
            at=datetime.combine(row.since, time(), UTC),
        )


class Migration(migrations.Migration):
    dependencies = [("account", "0003_process_editions")]

    operations = [migrations.RunPython(first_editions, migrations.RunPython.noop)]
