"""Django's PostgreSQL backend, whose connections go back into a pool instead of being closed.

Each request has a thread of its own; without a pool each would make a connection, and a full
room would ask for more than the server has. Whoever waits for one too long is told to come back.
"""

import os
import threading
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg import IsolationLevel

SIZE = "HEADWATER_DATABASE_CONNECTIONS"
USUAL_SIZE = 16  # connections of one process
PATIENCE = 10.0  # seconds to wait for a free one
OLDEST = 300.0  # seconds after which an idle one is made anew
BUSY = "every connection to the database is busy"


class Pool:
    """Connections to one database that nobody uses now, and how many may be out at a time."""

    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[tuple[float, Any]] = []
        self._lock = threading.Lock()

    def take(self, make: Any) -> Any:
        """Return an idle connection, or a new one; wait while too many are out.

        Raises
        ------
        OperationalError
            If none came free in time.
        """
        if not self._free.acquire(timeout=PATIENCE):
            raise OperationalError(BUSY)
        try:
            return self._fresh() or make()
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: Any) -> None:
        """Keep a connection for the next one, unless it is broken or in a transaction."""
        idle = not connection.closed and connection.info.transaction_status.name == "IDLE"
        if idle:
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
            if not connection.closed and time.monotonic() - since < OLDEST:
                return connection
            connection.close()


_POOLS: dict[tuple[int, str], Pool] = {}
_LOCK = threading.Lock()


def pool_of(database: str) -> Pool:
    """Return this process's pool for a database; a process that was forked has its own."""
    key = (os.getpid(), database)
    with _LOCK:
        if key not in _POOLS:
            _POOLS[key] = Pool(int(os.environ.get(SIZE) or USUAL_SIZE))
        return _POOLS[key]


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its connection from the pool and gives it back."""

    _from: Pool | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection of the pool."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        pool = pool_of(self._name())
        made = pool.take(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
        self._from = pool
        return made

    def _close(self) -> None:
        connection, pool = self.connection, self._from
        if connection is None or pool is None:
            return
        self._from = None
        if not connection.closed and connection.info.transaction_status.name == "INTRANS":
            connection.rollback()
        pool.give_back(connection)

    def close_pool(self) -> None:
        """Close what nobody uses, so that a test database can be dropped."""
        pool_of(self._name()).empty()

    def _name(self) -> str:
        given = self.settings_dict
        return "|".join(str(given[each]) for each in ("HOST", "PORT", "USER", "NAME"))
