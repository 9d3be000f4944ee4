"""Two owners at once on the real database: one always stays, and the check notices when none does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from organisations import people
from organisations.models import Membership
from organisations.people import LastOwnerError
from tests.factories import join, make_organisation, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture
def couple():
    return make_user("one@example.com"), make_user("two@example.com")


def at_once(*tasks):
    """Run tasks in threads of their own, begun together; tell which of them raised that an owner has to stay."""
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait(timeout=120)
            task()
        except LastOwnerError:
            return "stays"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return sorted(pool.map(run, tasks))


@pytest.mark.parametrize("second", ["leave", "remove", "change_role"])
def test_of_two_owners_who_go_at_once_one_stays(couple, second):
    outcomes = []
    for _round in range(ROUNDS):
        acme = make_organisation(*couple)
        one, two = acme.memberships.select_related("user", "organisation").order_by("pk")
        ways = {
            "leave": lambda two=two: people.leave(membership=two),
            "remove": lambda one=one, two=two: people.remove(membership=two, by=one.user),
            "change_role": lambda two=two: people.change_role(membership=two, role=Membership.Role.MEMBER, by=two.user),
        }

        said = at_once(lambda one=one: people.leave(membership=one), ways[second])

        outcomes.append((said, acme.memberships.filter(role="owner").count()))

    assert outcomes == [(["done", "stays"], 1)] * ROUNDS


def test_looking_before_the_lock_would_let_both_go(couple):
    acme = make_organisation(*couple)
    join(acme, make_user("three@example.com"))
    looked = Barrier(2)

    def leave(membership):
        owners = acme.memberships.filter(role="owner").count()
        looked.wait(timeout=120)
        with transaction.atomic():
            if owners > 1:
                membership.delete()

    at_once(*(lambda one=one: leave(one) for one in acme.memberships.filter(role="owner")))

    assert acme.memberships.filter(role="owner").count() == 0
