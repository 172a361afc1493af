"""The ledger of overrides is append-only: a line may be undone once, and nothing else."""

from django.db import migrations

TABLE = "portfolio_overrideentry"
WORD = "the ledger of overrides is append-only"
FIXED = (
    "id", "run_id", "number", "key", "kind", "project", "other", "reason", "cycle", "by_id",
    "by_name", "value_lost", "priced", "created",
)  # fmt: skip


def trigger(name, event, condition):
    return migrations.RunSQL(
        f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{WORD}'); END;",
        f"DROP TRIGGER {TABLE}_{name};",
    )


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0002_overrides")]
    operations = [
        trigger("no_delete", "DELETE", ""),
        trigger(
            "no_change",
            "UPDATE",
            "WHEN OLD.undone_at IS NOT NULL OR "
            + " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in FIXED),
        ),
    ]
