"""An owner's way from the front page to a report, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import follow
from tests.journeys.owner import FINANCE, STEPS, Owner, open_the_site

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


def stay_on(page):
    """Answer every question before leaving with no; give the list of what was asked."""
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def read_the_map(page):
    """To whom each function goes, as page one of the report says."""
    rows = page.locator("table.calls tbody tr")
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
    expect(owner.page.locator('[name="tax_planning--own_skill"][value="none"]')).to_be_checked()


def test_a_page_that_is_not_finished_leads_on_and_says_what_is_open(owner):
    owner.start()
    owner.choose("payroll")
    owner.page.locator('[name="expert_need"][value="pressing"]').check()
    owner.go_on()

    expect(owner.page).to_have_url(re.compile("steps/technology/"))
    expect(owner.main).to_contain_text("5 questions of “Your core problem” are still open")
    follow(owner.main.get_by_role("link", name="Answer now"))
    expect(owner.page.locator('[name="expert_need"][value="pressing"]')).to_be_checked()


def test_a_note_that_is_too_long_is_refused_and_kept(owner_without_scripts):
    owner = owner_without_scripts
    owner.start()
    owner.choose("payroll")
    owner.page.locator("summary", has_text="Add a note").first.click()
    owner.page.locator('[name="note--repetitive_load"]').fill("x" * 1001)
    follow(owner.page.locator(".savebar").get_by_role("button", name="Save and continue"))

    expect(owner.page).to_have_title(re.compile("^Error: "))
    expect(owner.page.get_by_role("alert")).to_be_focused()
    expect(owner.page.locator('[name="note--repetitive_load"]')).to_have_value("x" * 1001)


def test_an_answer_is_saved_without_a_press(owner):
    owner.start()
    owner.choose("payroll")
    page = owner.page

    page.locator('[name="payroll--own_skill"][value="none"]').check()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.reload()

    expect(page.locator('[name="payroll--own_skill"][value="none"]')).to_be_checked()


def test_an_answer_that_cannot_be_saved_is_tried_again_and_guards_the_page(owner, watch):
    owner.start()
    owner.choose("payroll")
    page, warned = owner.page, stay_on(owner.page)
    with watch.looking_away():  # a browser counts what cannot be sent as an error of the page
        page.route("**/steps/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.locator('[name="payroll--own_skill"][value="none"]').check()
        expect(page.locator("#saved")).to_contain_text("Not saved yet")
        with page.expect_event("dialog"):
            page.evaluate("setTimeout(() => location.reload())")
        page.unroute("**/steps/**")
        expect(page.locator("#saved")).to_contain_text("Saved ")

    assert warned == ["beforeunload"]
    page.reload()
    expect(page.locator('[name="payroll--own_skill"][value="none"]')).to_be_checked()


def test_a_button_pressed_while_the_site_is_out_of_reach_keeps_the_page_and_goes_on_later(owner, watch):
    owner.start()
    owner.choose("payroll")
    page = owner.page

    with watch.looking_away():
        page.route("**/steps/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.locator('[name="payroll--own_skill"][value="none"]').check()
        expect(page.locator("#saved")).to_contain_text("Not saved yet")
        page.locator(".savebar").get_by_role("button", name="Save and continue").click()
        expect(page.locator('[name="payroll--own_skill"][value="none"]')).to_be_checked()
        page.unroute("**/steps/**")
        expect(page).to_have_url(re.compile("steps/technology/"), timeout=15_000)

    page.go_back()
    page.reload()
    expect(page.locator('[name="payroll--own_skill"][value="none"]')).to_be_checked()


def test_a_refused_note_is_not_left_without_a_word(owner):
    owner.start()
    owner.choose("payroll")
    page, warned = owner.page, stay_on(owner.page)
    note = page.locator('[name="note--repetitive_load"]')
    page.locator("summary", has_text="Add a note").first.click()
    note.fill("x" * 1001)
    expect(page.locator("#saved")).to_contain_text("Not saved:")

    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.reload())")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Overview of your assessment").click(no_wait_after=True)
    assert warned == ["beforeunload", "beforeunload"]
    expect(note).to_have_value("x" * 1001)

    note.fill("Since May")
    expect(page.locator("#saved")).to_contain_text("Saved ")
    follow(page.get_by_role("link", name="Overview of your assessment"))
    assert len(warned) == 2


def test_a_link_waits_for_what_was_typed(owner):
    owner.start()
    owner.choose("payroll")
    page = owner.page
    page.locator("summary", has_text="Add a note").first.click()
    page.locator('[name="note--repetitive_load"]').fill("Since May")

    page.get_by_role("link", name="2 The technology factor").click()
    expect(page).to_have_url(re.compile("steps/technology/"))
    page.go_back()

    page.reload()
    expect(page.locator('[name="note--repetitive_load"]')).to_have_value("Since May")


THREE = ("bookkeeping", "payroll", "invoice_processing")
SIX = (*THREE, "hr_admin", "data_entry", "statutory_filing")


@pytest.mark.parametrize(("functions", "decisions", "clicks"), [(THREE, 32, 70), (SIX, 56, 115)])
def test_answering_costs_no_more_decisions_and_clicks_than_promised(owner, functions, decisions, clicks):
    owner.start()
    owner.choose(*functions)
    for _step in STEPS:
        owner.answer_as_usual()
        owner.go_on()

    expect(owner.page).to_have_url(re.compile("/check/"))
    expect(owner.main).not_to_contain_text("Not finished yet")
    assert len(functions) + 8 < owner.decisions <= decisions
    assert owner.decisions < owner.clicks <= clicks


@pytest.mark.everywhere
def test_two_tabs_show_both_values_and_let_the_owner_choose(owner):
    owner.start()
    owner.choose("payroll")
    stale = Owner(owner.page.context.new_page())
    stale.page.goto(owner.page.url)
    owner.page.locator('[name="repetitive_load"][value="heavy"]').check()
    owner.page.locator('[name="payroll--own_skill"][value="none"]').check()
    owner.go_on()
    expect(owner.page).to_have_url(re.compile("steps/technology/"))

    stale.page.locator('[name="repetitive_load"][value="light"]').check()
    expect(stale.page.locator("#saved")).to_contain_text("another page says otherwise meanwhile")
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
    expect(owner.page.locator('[name="payroll--own_skill"][value="none"]')).to_be_checked()


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
    tick(page.locator('[name="payroll--confirmed"]'))
    for key in ("payroll--own_skill", "payroll--on_time", "payroll--current"):
        tick(page.locator(f'[name="{key}"]').first)
    for key in ("repetitive_load", "expert_need", "technology_trouble"):
        tick(page.locator(f'[name="{key}"]').first)
    expect(page.locator("#saved")).to_contain_text("Saved")
    enter(page.get_by_role("button", name="Save and continue"))

    expect(page).to_have_url(re.compile(f"steps/{STEPS[1]}/"))
