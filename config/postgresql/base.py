"""Django's PostgreSQL, asked less: a connection is looked at before it is used, and fixed statements keep their plans."""

import select
from contextlib import suppress
from typing import Any, Self

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor, DataError
from psycopg.abc import Params
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool


class FixedCursor(Cursor[Any]):
    """Sends the values apart from the words, whose plan can be kept; Django's own cursors put them in."""

    def execute(self, query: Any, params: Params | None = None, **options: Any) -> Self:
        try:
            return super().execute(query, params, **options)
        except FeatureNotSupported:
            # A migration widened a column whose plan was kept. In a transaction the rollback drops the plans.
            if self.connection.info.transaction_status is not TransactionStatus.IDLE:
                raise
            self.connection.execute("DEALLOCATE ALL")
            return super().execute(query, params, **options)


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Put a fixed statement's values into its words for the log of queries."""
        if not isinstance(cursor, FixedCursor):
            return super().last_executed_query(cursor, sql, params)
        with suppress(DataError):  # a value that cannot be sent has been refused already
            composed: str = self.compose_sql(sql, params)
            return composed
        return sql


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Take a connection from the pool that the server has not closed meanwhile.

        Django's own health check asks the server every time, which cost a step's page a twentieth; whoever was left
        without a word is found by keep-alives.
        """
        connection = super().get_new_connection(conn_params)
        pool: ConnectionPool | None = self.pool  # type: ignore[attr-defined] # the stubs leave it out
        while pool and _has_spoken(connection):
            connection.close()
            pool.putconn(connection)  # which opens another one in its place
            connection = super().get_new_connection(conn_params)
        return connection

    def fixed_cursor(self) -> CursorWrapper:
        """Open a cursor for a statement whose words never change, so that it is parsed and planned once a connection."""
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = FixedCursor(self.connection)
        wrapped: CursorWrapper = self._prepare_cursor(cursor)  # type: ignore[attr-defined] # the same
        return wrapped


def _has_spoken(connection: Any) -> bool:
    """Tell whether the server said something unasked: to a connection that lies in the pool, only that it goes."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
