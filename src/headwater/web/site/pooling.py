"""Connections to the database that requests pass on to each other, and turns at writing.

Each request has a thread of its own and would make a connection of its own; a pool spares that,
and keeps a full room from asking for more connections than the server has.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from django.db.utils import OperationalError

SIZE = "HEADWATER_DATABASE_CONNECTIONS"
USUAL_SIZE = 16  # connections of one process
PATIENCE = 20.0  # seconds to wait for a connection, or for one's turn to write
OLDEST = 300.0  # seconds after which an idle connection is made anew
BUSY = "the database is busy: {what} did not come free in {patience:g} seconds"


class Pool:
    """Connections to one database that nobody uses now, and how many may be out at a time."""

    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[tuple[float, Any]] = []
        self._lock = threading.Lock()

    def take(self, make: Callable[[], Any]) -> Any:
        """Return an idle connection, or a new one; wait while too many are out.

        Raises
        ------
        OperationalError
            If none came free in time.
        """
        if not self._free.acquire(timeout=PATIENCE):
            raise OperationalError(BUSY.format(what="a connection", patience=PATIENCE))
        try:
            return self._fresh() or make()
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: Any, *, whole: bool) -> None:
        """Keep a connection for the next one; close one that is not whole."""
        if whole:
            with self._lock:
                self._idle.append((time.monotonic(), connection))
        else:
            connection.close()
        self._free.release()

    def empty(self) -> None:
        """Close what nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _fresh(self) -> Any:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                since, connection = self._idle.pop()
            if time.monotonic() - since < OLDEST and not getattr(connection, "closed", False):
                return connection
            connection.close()


class Turns:
    """One after the other, in the order in which they came.

    SQLite lets those who wait to write try again at odd moments, so that an unlucky one may wait
    for very long; within a process everybody has their turn instead.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def take(self) -> None:
        """Wait for one's turn.

        Raises
        ------
        OperationalError
            If it did not come in time.
        """
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(PATIENCE):
            return
        with self._lock:
            if mine.is_set():  # it came in the very last moment
                return
            self._waiting.remove(mine)
        raise OperationalError(BUSY.format(what="a turn to write", patience=PATIENCE))

    def pass_on(self) -> None:
        """Let the next one have their turn."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_KEPT: dict[tuple[str, int, str], Any] = {}
_LOCK = threading.Lock()


def pool_of(database: str) -> Pool:
    """Return this process's pool for a database; a process that was forked has its own."""
    pool: Pool = _of("pool", database, lambda: Pool(int(os.environ.get(SIZE) or USUAL_SIZE)))
    return pool


def turns_of(database: str) -> Turns:
    """Return this process's turns at writing to a database."""
    turns: Turns = _of("turns", database, Turns)
    return turns


def _of(kind: str, database: str, make: Callable[[], Any]) -> Any:
    key = (kind, os.getpid(), database)
    with _LOCK:
        if key not in _KEPT:
            _KEPT[key] = make()
        return _KEPT[key]
