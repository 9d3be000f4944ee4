"""A session of somebody who signed in ends when it is left alone for a day, and at last after two weeks."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from organisations.sessions import AT_LAST, ENDS, IDLE, STEP
from tests.factories import make_user

pytestmark = pytest.mark.django_db

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def browser():
    client = Client()
    client.force_login(make_user())
    return client


def ends_in(client):
    return Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()


def let_end_in(client, time):
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now() + time)


def test_a_session_left_alone_ends_after_a_day(browser):
    assert IDLE - A_MINUTE < ends_in(browser) <= IDLE


def test_a_session_whose_day_is_over_opens_nothing(browser):
    let_end_in(browser, -A_MINUTE)

    assert browser.get("/account/")["Location"] == "/accounts/login/?next=/account/"


def test_a_session_in_use_begins_its_day_anew(browser):
    let_end_in(browser, timedelta(hours=1))

    browser.get("/account/")

    assert ends_in(browser) > IDLE - A_MINUTE


def test_a_session_is_not_written_to_at_every_page(browser):
    let_end_in(browser, IDLE - STEP + A_MINUTE)

    browser.get("/account/")

    assert ends_in(browser) < IDLE - STEP + A_MINUTE


def test_a_session_ends_at_last_however_much_it_is_used(browser):
    session = browser.session
    session[ENDS] = (timezone.now() + timedelta(hours=1)).timestamp()
    session.save()

    browser.get("/account/")

    assert ends_in(browser) <= timedelta(hours=1)


def test_the_last_moment_of_a_session_is_set_when_somebody_signs_in_and_never_moved(browser):
    first = browser.session[ENDS]

    session = browser.session
    session["something"] = "else"
    session.save()

    assert (browser.session[ENDS], abs(first - (timezone.now() + AT_LAST).timestamp()) < 60) == (first, True)


def test_the_session_of_somebody_unknown_has_no_clock():
    client = Client()
    session = client.session
    session["something"] = "else"
    session.save()

    assert ENDS not in session


@pytest.mark.parametrize("path", ["/account/", "/workspace/", "/models/"])
def test_the_way_out_is_on_every_page(browser, path):
    assert 'href="/accounts/logout/"' in browser.get(path).text
