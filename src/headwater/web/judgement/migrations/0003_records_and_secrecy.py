"""Decision records are append-only; tables of answers keep no trace of the order of writing."""

from django.db import migrations

from headwater.web.organization.append_only import refuse

RECORDS = "judgement_decisionrecord"
WORD = "a decision record is never changed; supersede it"
UNORDERED = ("judgement_turnout", "judgement_ballot", "judgement_sealedballot")


def without_rowid(apps, editor):
    """Store each table in the order of its random ids; the tables are still empty."""
    if editor.connection.vendor != "sqlite":
        return
    for table in UNORDERED:
        with editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
                "ORDER BY type = 'index'",
                [table],
            )
            made, *indexes = (row[0] for row in cursor.fetchall())
        editor.execute(f"DROP TABLE {table}")
        editor.execute(f"{made} WITHOUT ROWID")
        for index in indexes:
            editor.execute(index)


class Migration(migrations.Migration):
    dependencies = [("judgement", "0002_workshops")]
    operations = [
        refuse(RECORDS, "UPDATE", word=WORD),
        refuse(RECORDS, "DELETE", word=WORD),
        migrations.RunPython(without_rowid, migrations.RunPython.noop),
    ]
