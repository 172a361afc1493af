"""Django's SQLite backend, with a pool of connections, and fair turns at writing in a process."""

from typing import Any

from django.db.backends.sqlite3 import base

from headwater.web.site.pooling import Pool, pool_of, turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its connection from the pool, and its turn before a transaction that may write."""

    _from: Pool | None = None
    _has_turn = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection of the pool; a database in memory has none."""
        if self.is_in_memory_db():
            return super().get_new_connection(conn_params)
        pool = pool_of(self._name())
        made = pool.take(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
        self._from = pool
        return made

    def _close(self) -> None:
        connection, pool = self.connection, self._from
        if connection is None or pool is None:
            return super()._close()  # type: ignore[misc,no-any-return]
        self._from = None
        if connection.in_transaction:
            connection.rollback()
        pool.give_back(connection, whole=not connection.in_transaction)
        return self._end_turn()

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            turns_of(self._name()).take()
            self._has_turn = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            turns_of(self._name()).pass_on()

    def close_pool(self) -> None:
        """Close what nobody uses."""
        pool_of(self._name()).empty()

    def _name(self) -> str:
        return str(self.settings_dict["NAME"])
