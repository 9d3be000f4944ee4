"""After an outage of PostgreSQL the site is back within a second, however long the outage was."""

import pytest
from django.db import connection
from psycopg_pool import pool

from config.pool import SoonAgain


def test_the_pool_never_waits_longer_than_half_a_second_between_two_tries():
    attempt = SoonAgain(timeout=300)
    waits = []

    for second in range(60):
        attempt.update_delay(second)
        waits.append(attempt.delay)

    assert (waits[0] < 0.1, max(waits)) == (True, 0.5)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")
def test_the_site_s_pool_tries_as_we_say():
    assert (connection.vendor, vars(pool)["AttemptWithBackoff"]) == ("postgresql", SoonAgain)
