"""A passkey in a real browser, whose finger a virtual authenticator lends; and the codes for the day it is lost."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from tests.browser import faults, follow
from tests.factories import make_organisation, make_user
from tests.organisations.signing import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ASKED = re.compile("/accounts/2fa/authenticate/$")


@pytest.fixture
def olive():
    olive = make_user("olive@example.com", name="Olive Oak")
    EmailAddress.objects.create(user=olive, email=olive.email, verified=True, primary=True)
    make_organisation(olive, name="Acme Foods Ltd")
    return olive


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("main").get_by_role("button", name="Sign in"))


def sign_out(page):
    page.goto("/accounts/logout/")
    follow(page.get_by_role("main").get_by_role("button", name="Sign out"))


@pytest.mark.slow
def test_somebody_adds_a_passkey_and_signs_in_with_it_and_with_a_recovery_code(page, watch, olive):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    sign_in(page, olive.email)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Continue"))

    page.get_by_label("What to call this passkey").fill("My laptop")
    follow(page.get_by_role("button", name="Add the passkey"))
    expect(page).to_have_url(re.compile("/accounts/2fa/recovery-codes/$"))
    code = page.locator(".codes li").first.inner_text()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("My laptop").first).to_be_visible()
    found = faults(page, watch)

    sign_out(page)
    sign_in(page, olive.email)
    expect(page).to_have_url(ASKED)
    found += faults(page, watch)
    follow(page.get_by_role("button", name="Use a passkey"))
    expect(page).not_to_have_url(ASKED)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Last used on")).to_be_visible()

    sign_out(page)
    sign_in(page, olive.email)
    expect(page).to_have_url(ASKED)
    page.get_by_role("textbox", name="Code").fill(code)
    follow(page.get_by_role("main").get_by_role("button", name="Sign in"))
    expect(page).not_to_have_url(ASKED)
    page.goto("/account/")
    expect(page.get_by_text("Acme Foods Ltd").first).to_be_visible()
    assert found == []
