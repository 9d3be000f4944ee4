"""The ways in and out of an assessment: one press to begin, back from the front page, kept until a day, deleted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import faults, follow
from tests.journeys.owner import Owner, open_the_site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 800}
KEPT = re.compile(r"Kept until \d+ \w+ \d{4}\.")


def go_on_from_the_front_page_and_delete(owner):
    page = owner.page
    owner.start()
    expect(page).to_have_url(re.compile("/functions/$"))
    owner.choose("payroll")
    hub = page.url.split("steps/")[0]

    page.goto("/")
    begun = owner.main.get_by_role("region", name="Go on where you stopped")
    expect(begun).to_contain_text(re.compile(r"0 of \d+ answered"))
    follow(begun.get_by_role("link", name="Continue"))
    expect(page).to_have_url(re.compile("/steps/core-problem/$"))

    page.goto(hub)
    expect(owner.main).to_contain_text(KEPT)
    follow(owner.main.get_by_role("link", name="Delete it now"))
    follow(owner.main.get_by_role("button", name="Delete it for good"))
    expect(owner.main).to_contain_text("Deleted: the answers")
    expect(owner.main.get_by_role("link", name="Continue")).to_have_count(0)


def test_one_press_begins_the_front_page_leads_back_and_deletion_is_said(open_context):
    open_the_site()

    go_on_from_the_front_page_and_delete(Owner(open_context(viewport={"width": 1280, "height": 800}).new_page()))


def test_the_same_without_a_script_on_a_phone(open_context):
    open_the_site()

    go_on_from_the_front_page_and_delete(Owner(open_context(java_script_enabled=False, viewport=PHONE).new_page()))


@pytest.mark.slow
def test_nothing_is_wrong_with_the_pages_of_what_no_account_keeps(page, watch):
    open_the_site()
    owner = Owner(page)
    owner.start()
    owner.choose("payroll")
    hub = page.url.split("steps/")[0]
    found = []

    for address in ("/", hub, f"{hub}delete/", f"{hub}resume/", f"{hub}check/"):
        page.goto(address)
        found += faults(page, watch)
    owner.report()
    report = page.url
    for address in (report, f"{report}share/", hub, f"{hub}delete/", f"{hub}resume/"):
        page.goto(address)
        found += faults(page, watch)

    assert found == []
