"""An owner's plan in a real browser without JavaScript: from the report to names, days, rules and the calendar."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from icalendar import Calendar
from playwright.sync_api import expect

from assessments.answering.holder import COOKIE, new_token
from tests.browser import faults, follow
from tests.journeys.owner import open_the_site
from tests.recommendations.reports import make_report

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = "W" * 80


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


@pytest.fixture
def token():
    return new_token()


@pytest.fixture
def report(token):
    site = open_the_site()
    call_command("load_profiles", verbosity=0)
    return make_report(site, "payroll", "bookkeeping", token=token)


def holding(context, live_server, token):
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    return context.new_page()


def test_an_owner_gives_a_plan_its_people_and_days_and_takes_them_into_the_calendar(
    open_context, live_server, report, token
):
    page = holding(open_context(java_script_enabled=False, accept_downloads=True), live_server, token)
    page.goto(f"/reports/{report.pk}/?open=plan#plan")
    follow(page.get_by_role("link", name="Give the plan its dates, people and figures"))
    expect(page.get_by_text("Say above in which country you are")).to_be_visible()

    page.get_by_label("First day").fill("2027-01-04")
    page.get_by_label("Who answers for it").fill(LONG)
    page.get_by_label("Country you are in").select_option("A country of the European Union or the EEA")
    page.get_by_label(report.page["plan"]["measures"][0]["text"]).fill("6 of 100")
    follow(page.get_by_role("button", name="Save the plan"))

    expect(page.get_by_text("The plan is saved.")).to_be_visible()
    expect(page.get_by_text("4 January 2027").first).to_be_visible()
    expect(page.get_by_label("Who answers for it")).to_have_value(LONG)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Calendar file (.ics)").click()
    events = Calendar.from_ical(taken.value.path().read_bytes()).walk("VEVENT")
    assert sum("Draw the line" in str(event["SUMMARY"]) for event in events) == 1


def test_a_plan_can_be_read_by_everybody_and_widens_no_screen(open_context, live_server, watch, report, token):
    page = holding(open_context(viewport={"width": 1280, "height": 800}), live_server, token)
    page.goto(f"/reports/{report.pk}/plan/")
    page.get_by_label("Who is told").fill(LONG)
    page.get_by_label("First day").fill("2027-01-04")
    follow(page.get_by_role("button", name="Save the plan"))

    assert faults(page, watch) == []
