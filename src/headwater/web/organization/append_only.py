"""Operations of migrations that make a table append-only, in SQLite and in PostgreSQL alike."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation


def refuse(
    table: str,
    event: str,
    *,
    word: str,
    name: str = "",
    kept: Sequence[str] = (),
    once: str = "",
) -> Operation:
    """Return an operation after which the database itself refuses to change or remove rows.

    Parameters
    ----------
    event
        ``UPDATE`` or ``DELETE``.
    word
        What the database says when it refuses.
    name
        Of the trigger; made from table and event where nothing is given.
    kept, once
        For UPDATE: the columns that must stay as they are, and one that, once set, closes the
        row. None named means that no change at all is allowed.
    """
    trigger = name or f"{table}_no_{event.lower()}"

    def forwards(apps: Any, editor: Any) -> None:
        vendor = editor.connection.vendor
        differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        changed = [f"OLD.{each} {differs} NEW.{each}" for each in kept]
        when = " OR ".join([*([f"OLD.{once} IS NOT NULL"] if once else []), *changed])
        for statement in _statements(vendor, f"{event} ON {table}", trigger, word, when):
            editor.execute(statement)

    def backwards(apps: Any, editor: Any) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER {trigger}{on}")

    return RunPython(forwards, backwards)


def _statements(vendor: str, event: str, trigger: str, word: str, when: str) -> tuple[str, ...]:
    """Return what to execute; names and words are the migration's own, never a person's."""
    word = word.replace("'", "''")
    if vendor == "postgresql":
        when = f"WHEN ({when}) " if when else ""
        return (
            f"CREATE OR REPLACE FUNCTION {trigger}_refuses() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{word}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END; $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {trigger} BEFORE {event} FOR EACH ROW {when}"
            f"EXECUTE FUNCTION {trigger}_refuses()",
        )
    when = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {trigger} BEFORE {event} {when}BEGIN SELECT RAISE(ABORT, '{word}'); END",
    )
