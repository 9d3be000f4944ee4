"""What an owner keeps beside a report, in a real browser without JavaScript: what it costs, and who offers most."""

import pytest
from django.core.cache import caches
from django.utils import translation
from playwright.sync_api import expect

from assessments.answering.holder import COOKIE, new_token
from tests.browser import faults, follow
from tests.journeys.owner import open_the_site
from tests.recommendations.reports import make_report
from tests.recommendations.test_costs_sums import DRAWN
from tests.recommendations.test_scorecard import MARKS, NAMES

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
    return make_report(open_the_site(), "payroll", "bookkeeping", token=token)


def holding(context, live_server, token):
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    return context.new_page()


def guess(page):
    for key, (low, high) in DRAWN.items():
        page.locator(f"#{key}-from").fill(str(low))
        page.locator(f"#{key}-to").fill(str(high))
    page.get_by_label("Amounts in").fill("€")
    follow(page.get_by_role("button", name="Save and work out"))


def test_an_owner_begins_with_two_figures_mends_one_and_reads_in_which_month_it_pays(
    open_context, live_server, report, token
):
    page = holding(open_context(java_script_enabled=False, viewport={"width": 375, "height": 800}), live_server, token)
    page.goto(f"/reports/{report.pk}/costs/")
    expect(page.locator("h1")).to_have_text("Two figures are enough to begin: your hours and the fee.")
    hours = page.get_by_role("group", name="Hours your people spend")
    hours.get_by_label("from").fill("96")
    page.get_by_role("group", name="The partner’s fee").get_by_label("from").fill("as agreed")
    page.keyboard.press("Enter")
    follow(page.get_by_role("link", name="The partner’s fee, from: write a number"))
    expect(page.locator("#fee-from:focus, #fee-from:target")).to_have_value("as agreed")
    expect(page.locator("#hours-from")).to_have_value("96")

    guess(page)

    expect(page.locator("h1")).to_have_text(
        "At the middle of your guesses it pays for itself in month 8. At their edges: in month 3, or never."
    )
    picture = page.get_by_role("img", name="What handing over saves or costs, added up over 24 months")
    expect(picture).to_be_visible()
    expect(page.get_by_role("row", name="After month 24")).to_contain_text("+18,400")


def test_an_owner_marks_three_providers_and_reads_who_leads_and_what_tips_it(open_context, live_server, report, token):
    page = holding(open_context(java_script_enabled=False), live_server, token)
    page.goto(f"/reports/{report.pk}/scorecard/")
    for number, name in enumerate(NAMES.values(), 1):
        page.get_by_label(f"Provider {number}").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mark what came back.")

    for question, row in MARKS.items():
        for place, mark in enumerate(row, 1):
            page.locator(f'[name="mark-{question}-{place}"][value="{mark}"]').check()
    for condition in page.get_by_role("combobox", name="Oakbridge").all():
        condition.select_option("No: out")
    note = page.get_by_text("Add a note").first
    note.click()
    page.get_by_role("textbox", name="Note: Larkfield Pay, question 1", exact=True).fill("Showed last month")
    follow(page.locator(".savebar").get_by_role("button", name="Save and add up"))

    expect(page.locator("h1")).to_contain_text("Larkfield Pay leads Numera by")
    expect(page.locator("h1")).to_contain_text("Oakbridge has more, but is out.")
    expect(page.get_by_role("heading", name="What tips it")).to_be_visible()
    expect(page.get_by_text("Showed last month").first).to_be_visible()
    with page.expect_download() as sent:
        page.get_by_role("link", name="As an Excel workbook").click()
    assert sent.value.suggested_filename.endswith(".xlsx")


def test_two_who_mark_the_same_are_asked_which_is_to_stand(open_context, live_server, report, token):
    context = open_context(java_script_enabled=False)
    one = holding(context, live_server, token)
    one.goto(f"/reports/{report.pk}/scorecard/")
    one.get_by_label("Provider 1").fill("Numera")
    follow(one.locator(".savebar button"))
    other = context.new_page()
    other.goto(one.url)
    other.locator('[name="mark-1-1"][value="4"]').check()
    follow(other.locator(".savebar button"))

    one.locator('[name="mark-1-1"][value="1"]').check()
    one.locator('[name="mark-2-1"][value="2"]').check()
    follow(one.locator(".savebar button"))
    expect(one.locator("h1")).to_have_text("Saved in another tab meanwhile")
    one.get_by_role("group", name="Numera, question 1").get_by_label("Saved in another tab").check()
    follow(one.get_by_role("button", name="Save it like this"))

    expect(one.locator('[name="mark-1-1"][value="4"]')).to_be_checked()
    expect(one.locator('[name="mark-2-1"][value="2"]')).to_be_checked()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_wrong_with_the_pages_empty_filled_refused_and_read(
    open_context, live_server, watch, token, language
):
    edition = open_the_site()
    with translation.override(language):
        report = make_report(edition, "payroll", "bookkeeping", token=token)
    page = holding(open_context(viewport={"width": 1280, "height": 800}), live_server, token)
    found = []

    page.goto(f"/reports/{report.pk}/costs/")
    found += faults(page, watch)
    page.locator("#fee-to").fill("-5")
    page.locator("#currency").fill(LONG)
    follow(page.locator(".savebar .btn"))
    found += faults(page, watch)
    for key, (low, high) in DRAWN.items():
        page.locator(f"#{key}-from").fill(str(low))
        page.locator(f"#{key}-to").fill(f"{high}000")
    page.locator("#currency").fill("WWWWWWWWWWWW")
    follow(page.locator(".savebar .btn"))
    expect(page.locator(".even__svg")).to_be_visible()
    found += faults(page, watch)

    page.goto(f"/reports/{report.pk}/scorecard/")
    found += faults(page, watch)
    for place, name in enumerate((LONG, "Numera", LONG[1:], "آگهی"), 1):
        page.locator(f"#name-{place}").fill(name)
    follow(page.locator(".savebar .btn"))
    for question, row in MARKS.items():
        for place, mark in enumerate((*row, 0), 1):
            page.locator(f'[name="mark-{question}-{place}"][value="{mark}"]').check(force=True)
    page.locator('[id^="must"][id$="-3"]').first.select_option("no")
    follow(page.locator(".savebar .btn"))
    expect(page.locator(".totals")).to_be_visible()
    found += faults(page, watch)

    assert found == []


def test_both_pages_stay_whole_in_large_letters_in_high_contrast_and_from_right_to_left(
    open_context, live_server, report, token
):
    page = holding(open_context(viewport={"width": 320, "height": 800}, forced_colors="active"), live_server, token)
    page.goto(f"/reports/{report.pk}/costs/")
    guess(page)
    page.goto(f"/reports/{report.pk}/scorecard/")
    for place, name in enumerate((LONG, "Numera"), 1):
        page.locator(f"#name-{place}").fill(name)
    follow(page.locator(".savebar .btn"))
    page.locator('[name="mark-1-1"][value="4"]').check(force=True)
    follow(page.locator(".savebar .btn"))
    wide = []

    for address in ("costs", "scorecard"):
        page.goto(f"/reports/{report.pk}/{address}/")
        for direction in ("ltr", "rtl"):
            for size in ("100%", "200%"):
                page.evaluate(
                    "([dir, size]) => { document.documentElement.dir = dir; document.documentElement.style.fontSize = size; }",
                    [direction, size],
                )
                page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                root = "document.documentElement"
                if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
                    wide.append((address, direction, size))

    assert wide == []
