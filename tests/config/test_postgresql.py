"""A connection that PostgreSQL closed while it lay in the pool costs nobody an error, and no question to the server."""

import psycopg
import pytest
from django.db import connection

from assessments.models.prepared import fixed_cursor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server"),
]


def backend():
    """Ask as a request does: with a connection from the pool that goes back into it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    connection.close()
    return pid


def elsewhere():
    """Open a connection of our own, beside the pool."""
    names = ("host", "port", "user", "password", "dbname")
    return psycopg.connect(
        **{key: value for key, value in connection.get_connection_params().items() if key in names}, autocommit=True
    )


def end(*pids):
    with elsewhere() as other:
        for pid in pids:
            assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)


def test_a_connection_that_was_closed_in_the_pool_is_replaced():
    connection.close()
    before = backend()

    end(before)

    assert backend() != before


def test_connections_that_stand_are_used_again():
    connection.close()
    most = connection.settings_dict["OPTIONS"]["pool"]["max_size"]

    before = {backend() for _turn in range(most + 1)}

    assert before <= {backend() for _turn in range(most + 1)}


def test_a_fixed_statement_is_planned_once_a_connection(django_assert_num_queries):
    def answer(number):
        with fixed_cursor() as cursor:
            cursor.execute("SELECT %s + 1", [number])
            return cursor.fetchone()[0]

    connection.close()
    with django_assert_num_queries(8):
        answers = [answer(number) for number in range(8)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = cursor.fetchall()
    assert (answers, kept) == ([*range(1, 9)], [("SELECT $1 + 1",)])


def test_a_column_may_be_widened_under_a_kept_plan():
    def word():
        with fixed_cursor() as cursor:
            cursor.execute("SELECT word FROM widened WHERE word = %s", ["five"])
            return cursor.fetchone()[0]

    with elsewhere() as other:
        other.execute("CREATE TABLE widened AS SELECT 'five'::varchar(5) AS word")
        before = {word() for _time in range(8)}

        other.execute("ALTER TABLE widened ALTER COLUMN word TYPE varchar(9)")
        after = {word() for _time in range(8)}

        other.execute("DROP TABLE widened")
    assert (before, after) == ({"five"}, {"five"})
