"""Django's PostgreSQL backend, whose connections go back into a pool instead of being closed."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import IsolationLevel

from headwater.web.site.pooling import Pool, pool_of


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
        whole = not connection.closed and connection.info.transaction_status.name == "IDLE"
        pool.give_back(connection, whole=whole)

    def close_pool(self) -> None:
        """Close what nobody uses, so that a test database can be dropped."""
        pool_of(self._name()).empty()

    def _name(self) -> str:
        given = self.settings_dict
        return "|".join(str(given[each]) for each in ("HOST", "PORT", "USER", "NAME"))
