from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments import services as answering
from assessments.http import COOKIE, new_token
from recommendations.services import submit
from tests.factories import make_assessment, make_edition, save, shipped_edition, whole

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW = {"width": 320, "height": 640}


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


def wrong(page, watch):
    """What axe finds, and whether the page sticks out of a narrow screen."""
    with watch.looking_away():
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        told = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.url}: {one['id']} {node['html'][:120]}" for one in told for node in one["nodes"]] + [wide] * wide


def test_an_owner_shares_a_report_and_a_reader_reads_it(own, open_context, assessment):
    report = submit(assessment=assessment)
    own.goto(f"/reports/{report.pk}/")
    own.get_by_role("link", name="Share by link").click()
    own.get_by_label("Who is it for?").fill("The board")
    own.get_by_label("Passcode").fill("blue elephant")
    own.get_by_label("Leave out names").check()

    with own.context.expect_page() as opened:
        own.get_by_role("button", name="See what a reader will see").click()
    expect(opened.value.get_by_text("No link is made yet")).to_be_visible()
    expect(opened.value.locator("body")).not_to_contain_text("Canary")

    own.get_by_role("button", name="Make the link").click()
    reader = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    reader.goto(address_on(own))
    reader.get_by_label("Passcode").fill("blue elephant")
    reader.get_by_role("button", name="Read the report").click()
    expect(reader.get_by_text("anyone who has the link")).to_be_visible()
    expect(reader.locator("body")).not_to_contain_text("Canary")
    assert urlsplit(reader.url).path == f"/shared/report/{report.share_links.get().pk}/"

    own.goto(f"/reports/{report.pk}/share/")
    expect(own.get_by_role("row", name="The board")).to_contain_text("Opened once")
    own.get_by_role("button", name="Stop").click()
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")


def test_a_respondent_goes_on_in_another_browser(own, open_context, assessment):
    own.goto(f"/assessments/{assessment.pk}/?later=1")
    own.get_by_role("link", name="Get a link for another device").first.click()
    own.get_by_role("button", name="Show a new link").click()

    other = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    other.goto(address_on(own))
    other.get_by_role("button", name="Open them in this browser").click()

    expect(other.get_by_role("heading", level=1)).to_have_text("Canary Works")
    own.goto(f"/assessments/{assessment.pk}/")
    expect(own.get_by_role("heading", level=1)).to_have_text("Canary Works")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(theme, open_context, live_server, watch, token, assessment):  # noqa: PLR0913, PLR0917 - fixtures
    context = open_context(color_scheme=theme, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    page = context.new_page()
    found = []

    page.goto(f"/assessments/{assessment.pk}/resume/")
    page.get_by_role("button", name="Send the link").click()
    found += wrong(page, watch)
    page.get_by_role("button", name="Show a new link").click()
    found += wrong(page, watch)
    other = open_context(color_scheme=theme).new_page()
    other.goto(address_on(page))
    found += wrong(other, watch)

    report = submit(assessment=assessment)
    page.goto(f"/reports/{report.pk}/share/")
    page.get_by_label("Passcode").fill("short")
    page.get_by_role("button", name="Make the link").click()
    found += wrong(page, watch)
    page.get_by_label("Passcode").fill("blue elephant")
    page.get_by_role("button", name="Make the link").click()
    found += wrong(page, watch)
    other.goto(address_on(page))
    found += wrong(other, watch)
    other.get_by_label("Passcode").fill("blue elephant")
    other.get_by_role("button", name="Read the report").click()
    found += wrong(other, watch)
    page.get_by_role("button", name="Stop").click()
    found += wrong(page, watch)

    assert found == []
