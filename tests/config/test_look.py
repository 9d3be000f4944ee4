"""The pages that everybody meets, in a real browser: accessible in both themes, within a narrow screen, without complaint."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import expect

from recommendations.trials.examples import load_examples
from tests.browser import faults, follow
from tests.factories import make_edition, make_organisation, make_user, shipped_edition

OPEN = (
    "/",
    "/models/",
    "/models/bpo/",
    "/models/kpo/",
    "/models/ito/",
    "/method/",
    "/glossary/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/inactive/",
    "/not/here/",
)
OWN = ("/account/", "/account/name/", "/account/organisations/new/", "/accounts/email/", "/accounts/password/change/")
PASSWORD = "a long enough password"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shipped():
    call_command("load_profiles", verbosity=0)
    load_examples(make_edition(shipped_edition()))


@pytest.fixture
def owner():
    # The limits of signing in are counted in a table that outlives a test.
    cache.clear()
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    make_organisation(user, name="A company with a name as long as some are")
    return user


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("owner@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("main").get_by_role("button", name="Sign in"))
    expect(page).to_have_url("/workspace/")


@pytest.mark.slow
@pytest.mark.usefixtures("shipped", "owner")
def test_nothing_is_wrong_with_any_page(page, watch):
    found = []

    for address in OPEN:
        page.goto(address)
        found += faults(page, watch)
    sign_in(page)
    for address in OWN:
        page.goto(address)
        found += faults(page, watch)

    assert found == []


@pytest.mark.usefixtures("shipped")
def test_without_a_script_an_error_has_the_focus_and_leads_to_its_field(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/accounts/signup/")

    follow(page.get_by_role("button", name="Create the account"))

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Create an account – SourceFit")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("new@example.com")
    expect(page.get_by_label("E-mail address")).to_have_value("new@example.com")


@pytest.mark.usefixtures("shipped")
def test_the_front_page_can_be_walked_with_the_keyboard_alone(page):
    page.goto("/")

    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("button", name="Start the assessment").first).to_be_focused()
