"""What an attacker types stays text, wherever it is shown and in every copy: the quick part of trust/payloads.py."""

import os
from itertools import cycle, islice
from typing import cast

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.template.backends.django import DjangoTemplates

from assessments.models import reading
from organisations.backend import Backend
from tests.payloads import ALL, Armed, Page, wrong_cells, wrong_in
from tests.posts import POSTS
from tests.test_access import ADDRESSES, ROLES, read_once, told
from tests.world import address, filled

EACH_FORM = int(os.environ.get("SOURCEFIT_PAYLOADS", "3"))  # how many payloads go through each form
# Words that a form offers to choose from, and numbers that it checks.
CHOSEN = frozenset(("version", "action", "link", "scope", "role", "do", "answer", "done", "days", "status", "state"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        made = Armed()
        patch.setattr(Backend, "get_user", read_once(Backend.get_user))
        yield made
        transaction.set_rollback(True)
    reading.forget()


def opened(world, role):
    """Open every page that this visitor may see."""
    for route, row in ADDRESSES.items():
        cell = told(row)[role]
        if str(cell).split()[0] != "200":
            continue
        path = address(route, filled(route, world.theirs(role)))
        with transaction.atomic():
            answer = world.clients[role].get(path)
            if answer.streaming:
                answer = HttpResponse(b"".join(answer.streaming_content), headers=dict(answer.items()))
            transaction.set_rollback(True)
        yield path, answer


@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_copy_runs_fetches_or_works_out_what_somebody_typed(db, world, role):
    answers = list(opened(world, role))

    assert world.placed > 100
    assert len(answers) > 10
    assert [(path, found) for path, answer in answers if (found := wrong_in(answer))] == []
    assert [(path, answer.status_code) for path, answer in answers if answer.status_code != 200] == []


def attacks():
    """Give every form so many payloads, each in all of its texts at once; over all forms each payload has its turn."""
    payloads = cycle(ALL)
    for route, posts in POSTS.items():
        for post in posts:
            yield from ((route, post, payload) for payload in islice(payloads, EACH_FORM))


def test_no_form_answers_with_what_was_typed_into_it_run(db, world):
    sent = 0
    wrong = []

    for route, post, payload in attacks():
        with transaction.atomic():
            client = post.ready(world)
            typed = {name: value if name in CHOSEN else payload for name, value in post.data(world).items()}
            answer = client.post(address(route, filled(route, post.things(world))), typed)
            transaction.set_rollback(True)
        sent += 1
        found = [] if answer.streaming else wrong_in(answer)
        wrong += [(route, payload, found or answer.status_code)] if found or answer.status_code >= 500 else []

    print(f"payloads sent: {sent}")  # noqa: T201 - the long gate counts them
    assert (wrong, sent) == ([], EACH_FORM * sum(map(len, POSTS.values())))


def test_a_page_without_escaping_is_found(db, world, monkeypatch):
    """The negative control: the walk above is one that can be lost."""
    monkeypatch.setattr(cast("DjangoTemplates", engines["django"]).engine, "autoescape", False)

    found = [path for path, answer in opened(world, "owner") if answer.status_code == 200 and wrong_in(answer)]

    assert len(found) > 3


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", " =1+1", "\uff1d1+1", "@SUM(1)", "\t=1", "-1+1"])
def test_a_formula_is_found(cell):
    assert wrong_cells([["name", cell]]) != []


@pytest.mark.parametrize(
    "markup", ["<script>zqx()</script>", '<img src="x" onerror="zqx()">', '<a href="javascript:zqx()">']
)
def test_markup_that_runs_is_found(markup):
    assert Page(f"<p>{markup}</p>").found != []
