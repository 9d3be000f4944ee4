"""The overview that says where one stands, and the check that lists what is open and assumed, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.answering.holder import COOKIE
from assessments.answering.sheet import Sheet
from tests.browser import faults, follow
from tests.factories import hold, make_assessment, make_edition, save, shipped_edition

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assessment(client):
    made = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll", "bookkeeping"))
    told = {"edge": "pure_support", "own_skill": "lacking", "on_time": "slips_often", "documented": "written"}
    save(made, {("payroll", key): answer for key, answer in told.items()})
    return made


@pytest.fixture
def page(open_context, client, assessment, live_server):
    context = open_context(java_script_enabled=True, viewport={"width": 375, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE].value, "url": live_server.url}])
    return context.new_page()


def test_one_sees_where_one_stands_answers_what_settles_most_and_confirms_what_is_typical(page, assessment, watch):
    page.goto(reverse("assessments:hub", args=(assessment.pk,)))
    expect(page.get_by_role("heading", name="Where you stand so far")).to_be_visible()
    wrong = faults(page, watch)

    follow(page.locator('a[href*="return=hub"]').first)
    expect(page.get_by_role("button", name="Save and return to the overview").last).to_be_visible()
    follow(page.get_by_role("button", name="Save and return to the overview").last)
    expect(page.get_by_role("heading", name="Where you stand so far")).to_be_visible()

    page.goto(reverse("assessments:check", args=(assessment.pk,)))
    wrong += faults(page, watch)
    confirm = page.locator('button[name="confirm"][value="payroll"]')
    follow(confirm)
    expect(confirm).to_have_count(0)
    follow(page.get_by_role("button", name="See my report"))
    page.goto(f"{page.url}?open=answers#answers")
    expect(page.get_by_text("typical answers are assumed, because nobody gave or confirmed them")).to_be_visible()
    assert {about for about, _key in Sheet(assessment).assumed} == {"bookkeeping"}
    assert (wrong, watch.violations, watch.errors) == ([], [], [])
