"""Passcodes of shared links: asked for, kept as a hash, and not tried without end."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.test import Client

from organisations.models import Allowance
from recommendations.models import ShareLink
from tests.factories import hold
from tests.recommendations.shared import (
    NAMES,
    NOTES,
    PASSCODE,
    canaries,
    form,
    link_of,
    made,
    make_report,
    page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client):
    return make_report(token=hold(client))


def test_a_passcode_is_asked_for_and_kept_as_a_hash(client, report):
    path = made(client, report, passcode=PASSCODE)
    reader = Client()

    asked = reader.get(path, follow=True)
    read = reader.post(asked.redirect_chain[-1][0], {"passcode": PASSCODE}, follow=True)

    link = link_of(path)
    assert (canaries(asked), canaries(read), link.opened) == (set(), NOTES | NAMES, 1)
    assert (link.passcode == PASSCODE, check_password(PASSCODE, link.passcode)) == (False, True)


def test_a_passcode_of_blanks_makes_no_open_link(client, report):
    answer = client.post(page(report), form(passcode=" " * 6))

    assert "Choose a passcode of 6 characters or more" in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_the_page_that_asks_tells_nothing_about_the_report(client, report):
    asked = Client().get(made(client, report, passcode=PASSCODE), follow=True)

    assert (report.reference in asked.content.decode(), "Canary" in asked.content.decode()) == (False, False)


@pytest.mark.parametrize("wrong", ["", "blue elephan", "Blue elephant", "blue elephant\x00", "x" * 65, "🐘" * 20])
def test_a_wrong_passcode_opens_nothing(client, report, wrong):
    reader = Client()
    here = reader.get(made(client, report, passcode=PASSCODE))["Location"]

    answer = reader.post(here, {"passcode": wrong})

    assert (answer.status_code, b"error-summary" in answer.content, canaries(answer)) == (200, True, set())
    assert canaries(reader.get(here)) == set()


def test_a_passcode_cannot_be_tried_without_end(client, report):
    reader = Client()
    path = made(client, report, passcode=PASSCODE)
    here = reader.get(path)["Location"]
    tries = [reader.post(here, {"passcode": f"guess {n}"}).status_code for n in range(10)]

    refused = Client()
    refused.get(path)
    answer = refused.post(here, {"passcode": PASSCODE})

    assert (tries, answer.status_code, canaries(answer)) == ([200] * 10, 429, set())
    assert 300 < int(answer["Retry-After"]) <= 360  # trying took its time


def test_after_a_while_the_passcode_may_be_tried_again(client, report):
    reader = Client()
    here = reader.get(made(client, report, passcode=PASSCODE))["Location"]
    for n in range(11):
        reader.post(here, {"passcode": f"guess {n}"})

    Allowance.objects.update(full_at=F("full_at") - 360)

    assert canaries(reader.post(here, {"passcode": PASSCODE}, follow=True)) == NOTES | NAMES


def test_readers_who_know_the_passcode_do_not_use_up_its_tries(client, report):
    path = made(client, report, passcode=PASSCODE)

    for _reader in range(15):
        reader = Client()
        answer = reader.post(reader.get(path)["Location"], {"passcode": PASSCODE})
        assert answer.status_code == 302


def test_the_passcode_of_one_link_opens_no_other(client, report):
    first, second = (made(client, report, passcode=word) for word in (PASSCODE, "another word"))
    reader = Client()
    passed = reader.post(reader.get(first)["Location"], {"passcode": PASSCODE}).cookies["passcode"].value

    other = Client()
    here = other.get(second)["Location"]
    other.cookies["passcode"] = passed

    assert canaries(other.get(here)) == set()


def test_the_passcode_page_can_be_sent_over_https(client, report):
    """A form on a page with no referrer at all is sent with “Origin: null” and refused."""
    reader = Client(enforce_csrf_checks=True)
    asked = reader.get(made(client, report, passcode=PASSCODE), follow=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.content.decode())[1]

    answer = reader.post(
        asked.redirect_chain[-1][0],
        {"passcode": PASSCODE, "csrfmiddlewaretoken": token},
        headers={"origin": "http://testserver"},
    )

    assert (asked["Referrer-Policy"], answer.status_code) == ("same-origin", 302)
