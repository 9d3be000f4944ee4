"""Each try to sign in and each change of how somebody does is one line of the log, without a word that was typed."""

import json
import logging

import pytest
from django.test import Client

from config.logs import JsonFormatter
from tests.factories import make_user, protect
from tests.organisations.signing import PASSWORD, code_of, signed_in

pytestmark = pytest.mark.django_db

WRONG = "not the password at all"
NEW = "another one of good length"


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, "sourcefit.sign_ins")
    return caplog


@pytest.fixture
def somebody():
    person = make_user("somebody@example.test")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)  # type: ignore[attr-defined] # allauth adds it
    return person


def lines(log):
    records = [record for record in log.records if record.name == "sourcefit.sign_ins"]
    return [json.loads(JsonFormatter().format(record)) for record in records]


def told(log):
    return [(line["level"], line["message"], line["user"], line.get("by")) for line in lines(log)]


def sign_in(password, email="somebody@example.test"):
    browser = Client()
    browser.post("/accounts/login/", {"login": email, "password": password})
    return browser


def test_signing_in_and_out_is_told_with_how(log, somebody):
    sign_in(PASSWORD).post("/accounts/logout/")

    assert told(log) == [
        ("info", "a factor was accepted", str(somebody.pk), ["password"]),
        ("info", "signed in", str(somebody.pk), ["password"]),
        ("info", "signed out", str(somebody.pk), None),
    ]


def test_a_second_factor_is_told_by_its_kind_whether_it_was_right_or_wrong(log, somebody):
    protect(somebody)
    browser = sign_in(PASSWORD)

    browser.post("/accounts/2fa/authenticate/", {"code": "000000x"})
    browser.post("/accounts/2fa/authenticate/", {"code": code_of("JBSWY3DPEHPK3PXP")})

    assert ("warning", "a second factor was refused", str(somebody.pk), ["totp"]) in told(log)
    assert told(log)[-1] == ("info", "signed in", str(somebody.pk), ["password", "totp"])


def test_a_refused_password_is_told_and_tries_for_one_address_belong_together(log, somebody):
    for email in ("somebody@example.test", "Somebody@example.test", "nobody@example.test"):
        sign_in(WRONG, email)

    assert told(log) == [("warning", "a password was refused", None, None)] * 3
    first, second, third = (line["tried"] for line in lines(log))
    assert (first == second, first == third, len(first)) == (True, False, 16)


def test_a_wrong_password_where_somebody_is_asked_again_is_told(log, somebody):
    browser = signed_in(somebody, sure=False)
    log.clear()

    browser.post("/accounts/reauthenticate/", {"password": WRONG})

    assert [message for _level, message, _user, _by in told(log)] == ["a password was refused"]


def test_a_change_of_the_password_is_told(log, somebody):
    browser = signed_in(somebody)
    log.clear()

    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert ("info", "the password was changed", str(somebody.pk), None) in told(log)


def test_no_line_holds_a_word_that_was_typed(log, somebody):
    sign_in(PASSWORD)
    sign_in(WRONG)

    assert [word for word in (PASSWORD, WRONG, "somebody@", "example.test") if word in str(lines(log))] == []
    assert len(lines(log)) == 3
