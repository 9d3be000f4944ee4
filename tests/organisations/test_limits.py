from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import F

from organisations.limits import Limit, TooOftenError
from organisations.models import Allowance

HOUR = timedelta(hours=1)
THREE = Limit("test", times=3, within=HOUR)
TEN = Limit("race", times=10, within=HOUR)


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch):
    monkeypatch.setattr("organisations.limits.time", SimpleNamespace(time=lambda: 1_800_000_000.0))


def spends(limit, who, times):
    """Count how many of so many tries were let through."""
    done = 0
    for _try in range(times):
        try:
            limit.spend(who)
        except TooOftenError:
            continue
        done += 1
    return done


def let_pass(seconds):
    Allowance.objects.update(full_at=F("full_at") - seconds)


@pytest.mark.django_db
def test_the_limit_is_what_it_says():
    assert spends(THREE, "anna", 8) == 3


@pytest.mark.django_db
def test_everybody_has_a_limit_of_their_own():
    spends(THREE, "anna", 3)

    assert spends(THREE, "ben", 3) == 3


@pytest.mark.django_db
def test_two_limits_do_not_count_together():
    spends(THREE, "anna", 3)

    assert spends(TEN, "anna", 10) == 10


@pytest.mark.django_db
def test_what_was_spent_comes_back_one_by_one():
    spends(THREE, "anna", 3)

    let_pass(20 * 60)

    assert spends(THREE, "anna", 3) == 1


@pytest.mark.django_db
def test_nobody_saves_up_more_than_the_limit():
    spends(THREE, "anna", 1)

    let_pass(24 * 60 * 60)

    assert spends(THREE, "anna", 8) == 3


@pytest.mark.django_db
def test_what_did_not_count_is_given_back():
    spends(THREE, "anna", 3)

    THREE.give_back("anna")

    assert spends(THREE, "anna", 3) == 1


@pytest.mark.django_db
def test_it_says_how_long_to_wait():
    spends(THREE, "anna", 3)

    with pytest.raises(TooOftenError) as refused:
        THREE.spend("anna")

    assert (refused.value.wait, "20 minutes" in str(refused.value)) == (20 * 60, True)


@pytest.mark.django_db
def test_whose_limit_it_is_is_not_written_down():
    THREE.spend("anna@company.example")

    assert "anna" not in Allowance.objects.get().key


def at_once(let_through, tries):
    def one(_number):
        try:
            return let_through()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return sum(threads.map(one, range(tries)))


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_too():
    assert at_once(lambda: spends(TEN, "anna", 1), 60) == 10


@pytest.mark.django_db(transaction=True)
def test_a_limit_that_reads_and_then_writes_would_let_more_through():
    """The negative control: the race above is one that can be lost."""
    Allowance.objects.create(key="naive", full_at=9)
    all_have_looked = Barrier(8)

    def naive():
        row = Allowance.objects.get(key="naive")
        all_have_looked.wait(timeout=120)
        if row.full_at >= 10:
            return 0
        Allowance.objects.filter(key="naive").update(full_at=row.full_at + 1)
        return 1

    assert at_once(naive, 8) == 8
