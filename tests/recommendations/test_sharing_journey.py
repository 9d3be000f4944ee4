import pytest
from playwright.sync_api import expect

from assessments.answering import services as answering
from assessments.answering.holder import COOKIE, new_token
from recommendations.reports.services import submit
from tests.browser import NARROW, faults, follow
from tests.factories import make_assessment, make_edition, save, shipped_edition, whole

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def token():
    return new_token()


@pytest.fixture
def assessment(token):
    made = make_assessment(make_edition(shipped_edition()), token=token, functions=("payroll",))
    answering.rename(assessment=made, company="Canary Works")
    save(made, whole(made))
    made.refresh_from_db()
    return made


@pytest.fixture
def own(open_context, live_server, token):
    """The browser in which it was begun."""
    context = open_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    return context.new_page()


def address_on(page):
    return page.locator(".user-select-all").inner_text()


def test_an_owner_shares_a_report_and_a_reader_reads_it(own, open_context, assessment):
    report = submit(assessment=assessment)
    own.goto(f"/reports/{report.pk}/")
    follow(own.get_by_role("link", name="Share", exact=True))
    own.get_by_label("Who is it for?").fill("The board")
    own.get_by_label("Passcode").fill("blue elephant")
    own.get_by_label("Leave out names").check()

    with own.context.expect_page() as opened:
        own.get_by_role("button", name="See what a reader will see").click()
    expect(opened.value.get_by_text("No link is made yet")).to_be_visible()
    expect(opened.value.locator("body")).not_to_contain_text("Canary")

    follow(own.get_by_role("button", name="Make the link"))
    reader = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    reader.goto(address_on(own))
    reader.get_by_label("Passcode").fill("blue elephant")
    follow(reader.get_by_role("button", name="Read the report"))
    expect(reader.get_by_text("anyone who has the link")).to_be_visible()
    expect(reader.locator("body")).not_to_contain_text("Canary")
    expect(reader).to_have_url(f"/shared/report/{report.share_links.get().pk}/")

    own.goto(f"/reports/{report.pk}/share/")
    expect(own.get_by_role("row", name="The board")).to_contain_text("Opened once")
    follow(own.get_by_role("button", name="Stop"))
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("This link no longer works")


def test_a_respondent_goes_on_in_another_browser(own, open_context, assessment):
    own.goto(f"/assessments/{assessment.pk}/?later=1")
    follow(own.get_by_role("link", name="Get a link for another device").first)
    follow(own.get_by_role("button", name="Show a new link"))

    other = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    other.goto(address_on(own))
    follow(other.get_by_role("button", name="Open them in this browser"))

    expect(other.get_by_role("heading", level=1)).to_have_text("Canary Works")
    own.goto(f"/assessments/{assessment.pk}/")
    expect(own.get_by_role("heading", level=1)).to_have_text("Canary Works")


def test_axe_finds_nothing_and_nothing_sticks_out(open_context, live_server, watch, token, assessment):
    context = open_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    page = context.new_page()
    found = []

    page.goto(f"/assessments/{assessment.pk}/resume/")
    follow(page.get_by_role("button", name="Send the link"))
    found += faults(page, watch)
    follow(page.get_by_role("button", name="Show a new link"))
    found += faults(page, watch)
    other = open_context().new_page()
    other.goto(address_on(page))
    found += faults(other, watch)

    report = submit(assessment=assessment)
    page.goto(f"/reports/{report.pk}/share/")
    page.get_by_label("Passcode").fill("short")
    follow(page.get_by_role("button", name="Make the link"))
    found += faults(page, watch)
    page.get_by_label("Passcode").fill("blue elephant")
    follow(page.get_by_role("button", name="Make the link"))
    found += faults(page, watch)
    other.goto(address_on(page))
    found += faults(other, watch)
    other.get_by_label("Passcode").fill("blue elephant")
    follow(other.get_by_role("button", name="Read the report"))
    found += faults(other, watch)
    follow(page.get_by_role("button", name="Stop"))
    found += faults(page, watch)

    assert found == []
