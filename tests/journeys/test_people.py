"""An owner and somebody they invite, in real browsers: every page about people and leaving, and the second factor."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from tests.browser import faults, follow
from tests.factories import engage, join, make_consultancy, make_organisation, make_user
from tests.organisations.signing import PASSWORD, code_of, path_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def olive():
    return person("olive@example.com", "Olive Oak")


@pytest.fixture
def acme(olive):
    acme = make_organisation(olive, name="Acme Foods Ltd")
    engage(make_consultancy(make_user("advice@example.com")), acme)
    return acme


def person(email, name=""):
    made = make_user(email, name=name)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def sign_in_here(page, email):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("main").get_by_role("button", name="Sign in"))


def sign_in(page, email):
    page.goto("/accounts/login/")
    sign_in_here(page, email)


@pytest.mark.slow
def test_an_owner_invites_and_removes(page, open_context, watch, mailoutbox, olive, acme):
    bea, new = person("bea@example.com", "Bea Birch"), person("new@example.com")
    join(acme, bea)
    found = []

    def look(at=page):
        found.extend(faults(at, watch))

    sign_in(page, olive.email)
    page.goto("/account/")
    look()
    follow(page.get_by_role("link", name="Open Acme Foods Ltd"))
    follow(page.get_by_role("link", name="Invite somebody"))
    follow(page.get_by_role("button", name="Send the invitation"))
    look()  # with its error
    page.get_by_label("E-mail address").fill("new@example.com")
    follow(page.get_by_role("button", name="Send the invitation"))
    look()
    theirs = open_context().new_page()
    theirs.goto(path_in(mailoutbox[-1]))
    look(theirs)
    follow(theirs.get_by_role("link", name="I have an account"))
    sign_in_here(theirs, new.email)
    follow(theirs.get_by_role("button", name="Join"))
    look(theirs)
    page.goto(f"/account/organisations/{acme.pk}/members/{bea.pk}/")
    look()
    follow(page.get_by_role("button", name="Remove Bea Birch"))
    look()  # asks for the password
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Continue"))

    expect(page.get_by_text("Bea Birch no longer belongs")).to_be_visible()
    assert found == []


@pytest.mark.slow
def test_an_owner_takes_everything_along_and_has_it_erased(page, watch, olive, acme):
    found = []
    sign_in(page, olive.email)
    page.goto("/accounts/reauthenticate/?next=/account/")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Continue"))

    for place in ("advising/", "leave/", "activity/", "data/", "erase/"):
        page.goto(f"/account/organisations/{acme.pk}/{place}")
        found += faults(page, watch)
    page.get_by_label("Type the name").fill("Acme Foods Ltd")
    follow(page.get_by_role("button", name="Erase it"))
    expect(page.get_by_text("This organisation will be erased")).to_be_visible()
    found += faults(page, watch)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the archive").click()

    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    assert found == []


@pytest.mark.slow
def test_somebody_sets_up_an_app_and_signs_in_with_it(page, open_context, watch, olive, acme):
    found = []
    sign_in(page, olive.email)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Continue"))
    found += faults(page, watch)
    for place in ("/account/close/", "/accounts/sessions/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"):
        page.goto(place)
        found += faults(page, watch)
    secret = page.locator(".user-select-all").inner_text()
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    follow(page.get_by_role("button", name="Turn it on"))
    found += faults(page, watch)  # the recovery codes

    again = open_context().new_page()
    sign_in(again, olive.email)
    found += faults(again, watch)

    expect(again).to_have_url("/accounts/2fa/authenticate/")
    assert found == []
