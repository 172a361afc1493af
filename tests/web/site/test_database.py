"""The four settings without which SQLite loses what people wrote: in force on each connection."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db


@pytest.fixture
def connections(tmp_path: Path) -> Iterator[ConnectionHandler]:
    """Give connections made with the real settings, to a file of its own."""
    given = settings.DATABASES["default"]
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": given["ENGINE"],
                "NAME": str(tmp_path / "real.sqlite3"),
                "OPTIONS": dict(given["OPTIONS"]),
            }
        }
    )
    yield handler
    handler.close_all()


def pragma(connection: Any, name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def check(connection: Any) -> dict[str, Any]:
    names = ("journal_mode", "synchronous", "secure_delete", "busy_timeout", "foreign_keys")
    return {name: pragma(connection, name) for name in names}


IN_FORCE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "busy_timeout": 20_000,
    "foreign_keys": 1,
}


def test_they_are_in_force_on_the_first_connection_and_on_the_next(
    connections: ConnectionHandler,
) -> None:
    connection = connections["default"]
    assert check(connection) == IN_FORCE
    connection.close()
    assert check(connection) == IN_FORCE


def test_they_are_in_force_in_another_thread(connections: ConnectionHandler) -> None:
    found: list[dict[str, Any]] = []

    def look() -> None:
        found.append(check(connections["default"]))
        connections["default"].close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert found == [IN_FORCE]


def test_a_transaction_locks_before_it_reads(connections: ConnectionHandler) -> None:
    """IMMEDIATE: whoever begins first writes first; nobody fails half-way for having read."""
    said: list[str] = []
    first = connections["default"]
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER)")
    first.connection.set_trace_callback(said.append)
    second = connections.create_connection("default")
    with second.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")

    with first.cursor() as cursor:
        first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        cursor.execute("SELECT count(*) FROM t")
        with second.cursor() as late, pytest.raises(OperationalError, match="locked"):
            late.execute("INSERT INTO t VALUES (1)")
        first.rollback()
        first.set_autocommit(True)
    second.close()

    assert "BEGIN IMMEDIATE" in said


def test_the_tests_own_database_begins_the_same_way() -> None:
    from django.db import connection

    assert connection.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]
