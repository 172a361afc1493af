"""The ledger of overrides is append-only: a line may be undone once, and nothing else."""

from django.db import migrations

from headwater.web.organization.append_only import refuse

TABLE = "portfolio_overrideentry"
WORD = "the ledger of overrides is append-only"
FIXED = (
    "id", "run_id", "number", "key", "kind", "project", "other", "reason", "cycle", "by_id",
    "by_name", "value_lost", "priced", "created",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0002_overrides")]
    operations = [
        refuse(TABLE, "DELETE", word=WORD),
        refuse(
            TABLE,
            "UPDATE",
            word=WORD,
            name=f"{TABLE}_no_change",
            kept=FIXED,
            once="undone_at",
        ),
    ]
