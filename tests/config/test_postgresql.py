"""Django's pool as config/environment.py sets it up: no request meets a dead connection, and statements keep their plans."""

import psycopg
import pytest
from django.db import connection

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


def test_a_statement_is_planned_once_a_connection():
    def answer(number):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s + 1", [number])
            return cursor.fetchone()[0]

    connection.close()
    answers = [answer(number) for number in range(8)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = cursor.fetchall()
    assert answers == [*range(1, 9)]
    assert ("SELECT $1 + 1",) in kept
