"""An owner's way from the front page to a report, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import follow
from tests.journeys.owner import FINANCE, FIRST_STEP, STEPS, Owner, open_the_site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

EXPECTED = {
    "Bookkeeping and daily books": "BPO",
    "Invoices: issuing and entering": "BPO",
    "Tax planning": "KPO",
    "Forecasts, budgets and planning": "KPO",
    "Accounting system": "ITO",
}


@pytest.fixture
def owner(open_context):
    open_the_site()
    return Owner(open_context(viewport={"width": 1280, "height": 800}).new_page())


@pytest.fixture
def owner_without_scripts(open_context):
    open_the_site()
    return Owner(open_context(java_script_enabled=False, viewport={"width": 375, "height": 800}).new_page())


def read_the_map(page):
    """The best fit named for each function on the report."""
    rows = page.locator("table.fitmap tbody tr:not(.fitmap__group)")
    expect(rows).to_have_count(len(EXPECTED))
    return {row.locator("th").first.inner_text(): row.locator("td").first.inner_text() for row in rows.all()}


def reads_as_s05(page):
    told = read_the_map(page)
    for name, model in EXPECTED.items():
        said = [best for function, best in told.items() if function.startswith(name)]
        assert (name, len(said), model in "".join(said)) == (name, 1, True)
    headline = page.get_by_role("heading", level=1).inner_text()
    assert ("a BPO provider" in headline, "a KPO adviser" in headline, "an ITO provider" in headline) == (True,) * 3


@pytest.mark.everywhere
def test_the_finance_department_of_s05_is_told_a_mix(owner):
    owner.to_the_check()
    owner.report()

    reads_as_s05(owner.page)


def test_the_same_without_a_script_on_a_phone(owner_without_scripts):
    owner = owner_without_scripts
    owner.to_the_check()
    owner.report()

    reads_as_s05(owner.page)


def test_a_report_is_found_again_after_a_second_press(owner):
    owner.to_the_check()
    check = owner.page.url
    owner.report()
    report = owner.page.url

    owner.page.goto(check)

    follow(owner.main.get_by_role("link", name=re.compile("report", re.IGNORECASE)).first)
    expect(owner.page).to_have_url(report)


def test_coming_back_leads_to_the_first_page_that_is_not_finished(owner):
    owner.start()
    owner.choose(*FINANCE)
    owner.answer()
    owner.go_on()
    hub = owner.page.url.split("steps/")[0]
    context = owner.page.context
    owner.page.close()

    page = context.new_page()
    page.goto(hub)
    follow(page.get_by_role("main").get_by_role("link", name="Continue"))

    expect(page).to_have_url(f"{hub}steps/technology/")


def test_what_was_answered_stands_on_the_page_again(owner):
    owner.start()
    owner.choose(*FINANCE)
    owner.answer()
    first = owner.page.url
    owner.go_on()
    expect(owner.page).to_have_url(re.compile("steps/technology/"))

    owner.page.go_back()
    expect(owner.page).to_have_url(first)
    owner.page.reload()

    expect(owner.page.locator('[name="expert_need"][value="pressing"]')).to_be_checked()
    expect(owner.page.locator('[name="tax_planning--method"]')).to_have_value("professional_judgement")


def test_a_page_that_is_not_finished_says_what_is_missing_and_keeps_what_was_typed(owner):
    owner.start()
    owner.choose("payroll")
    owner.page.locator('[name="expert_need"][value="pressing"]').check()
    owner.go_on()

    expect(owner.page).to_have_title(re.compile("^Error: "))
    summary = owner.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(owner.page.locator('[name="expert_need"][value="pressing"]')).to_be_checked()
    summary.get_by_role("link").first.click()
    expect(owner.page.locator('[name="repetitive_load"]').first).to_be_focused()

    owner.answer()
    for key in FIRST_STEP:
        owner.page.locator(f'[name="payroll--{key}"]').select_option("dont_know")
    owner.go_on()

    expect(owner.page).to_have_url(re.compile("steps/technology/"))


@pytest.mark.everywhere
def test_two_tabs_show_both_values_and_let_the_owner_choose(owner):
    owner.start()
    owner.choose("payroll")
    stale = Owner(owner.page.context.new_page())
    stale.page.goto(owner.page.url)
    for tab, load in ((owner, "heavy"), (stale, "light")):
        tab.answer()
        for key in FIRST_STEP:
            tab.page.locator(f'[name="payroll--{key}"]').select_option("dont_know")
        tab.page.locator(f'[name="repetitive_load"][value="{load}"]').check()
    owner.go_on()
    expect(owner.page).to_have_url(re.compile("steps/technology/"))

    stale.go_on()

    expect(stale.page.get_by_role("heading", level=1)).to_contain_text("Saved in another tab")
    expect(stale.main).to_contain_text("Hardly at all")
    expect(stale.main).to_contain_text("It fills whole days")
    follow(stale.page.get_by_role("button", name="Save these answers"))
    expect(stale.page).to_have_url(re.compile("steps/technology/"))
    owner.page.go_back()
    expect(owner.page).to_have_url(re.compile("steps/core-problem/"))
    owner.page.reload()
    expect(owner.page.locator('[name="repetitive_load"][value="light"]')).to_be_checked()


def test_a_change_from_the_check_page_comes_straight_back(owner):
    owner.to_the_check()
    check = owner.page.url

    follow(owner.main.get_by_role("link", name=re.compile("Change.*Need for experts")))
    owner.page.locator('[name="expert_need"][value="rarely"]').check()
    follow(owner.page.get_by_role("button", name="Save and return to your answers"))

    expect(owner.page).to_have_url(re.compile(f"^{re.escape(check)}"))
    expect(owner.main).to_contain_text("Rarely or never")


def test_the_keyboard_alone_is_enough(owner):
    page = owner.page
    page.goto("/")

    def reach(locator):
        for _press in range(140):
            page.keyboard.press("Tab")
            if locator.evaluate("(one) => one === document.activeElement"):
                return
        pytest.fail(f"the Tab key never reaches {locator}")

    def enter(locator):
        reach(locator)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def tick(locator):
        reach(locator)
        page.keyboard.press("Space")

    enter(owner.main.get_by_role("button", name="Start the assessment").first)
    tick(page.locator('[name="functions"][value="payroll"]'))
    enter(page.get_by_role("button", name="Save and continue"))
    for key in ("repetitive_load", "expert_need", "technology_trouble"):
        tick(page.locator(f'[name="{key}"]').first)
    for key in FIRST_STEP:
        reach(page.locator(f'[name="payroll--{key}"]'))
        page.keyboard.press("ArrowDown")
    enter(page.get_by_role("button", name="Save and continue"))

    expect(page).to_have_url(re.compile(f"steps/{STEPS[1]}/"))
