"""Choosing functions in a real browser: finding, ticking, taking out, and what is stopped; at both widths, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from assessments.edition.finding import find
from tests.browser import faults, follow
from tests.factories import make_edition, shipped_edition

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 375)
NINE = (
    *("bookkeeping", "payroll", "recruitment_sourcing", "customer_service", "office_cleaning", "it_support"),
    *("statutory_filing", "brand_marketing", "websites"),
)
# Words that owners use, and some that nobody does.
WORDS = (
    *("books", "hiring", "Wages", "phones", "AWS", "R&D", "taxes", "the", "cleaning of our offices", "e-mail", "p"),
    *(
        "help desk",
        "client's",
        "NÓMINA",
        "café",
        "companies",
        "translate",
        "it",
        "tax filing",
        "falconry",
        "?!",
        "ß",
        "back office",
    ),
)


@pytest.fixture
def choosing(open_context):
    """A way to open the page on which functions are chosen, in a window of this width."""
    make_edition(shipped_edition())

    def opener(width, **options):
        context = open_context(viewport={"width": width, "height": 800}, **options)
        page = context.new_page()
        page.goto("/assessments/")
        follow(page.get_by_role("button", name=re.compile("Start")))
        return page

    return opener


def box(page, key):
    return page.locator(f'[name="functions"][value="{key}"]')


def chips(page):
    return page.locator(".chip__name").all_inner_texts()


def count(page):
    return page.get_by_role("heading", level=2).first


def in_sight(page):
    """The functions that are shown, each with what it is also called."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.pick:not([hidden])')].map((pick) => [
            pick.querySelector('input').value, pick.querySelector('[data-also]')?.textContent ?? '',
        ]))"""
    )


def also(names):
    return f"Also: {', '.join(names)}" if names else ""


@pytest.mark.parametrize("width", WIDTHS)
def test_a_word_of_ones_own_finds_as_it_is_typed(choosing, width):
    page = choosing(width)

    page.get_by_label("Find a kind of work").press_sequentially("books")

    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text("5 of 120 shown")
    expect(box(page, "bookkeeping")).to_be_visible()
    expect(box(page, "accounting_system")).to_be_visible()  # its department opens
    expect(box(page, "payroll")).to_be_hidden()
    page.keyboard.press("Enter")  # finds, and leads nowhere
    page.get_by_role("button", name="Show all again").click()
    expect(box(page, "payroll")).to_be_visible()
    expect(box(page, "accounting_system")).to_be_visible(visible=width == 1280)
    expect(page.get_by_label("Find a kind of work")).to_be_focused()


def test_the_script_finds_what_the_server_finds(choosing):
    page, edition = choosing(1280), shipped_edition()
    told = {}

    for word in WORDS:
        page.locator("#id_search").fill(word)
        told[word] = in_sight(page)

    assert told == {word: {key: also(names) for key, names in find(edition, word).items()} for word in WORDS}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_alone_ticks_and_takes_out(choosing, width):
    page = choosing(width)
    page.get_by_label("Find a kind of work").fill("hiring")

    for _press in range(8):  # over “Find” and “Show all again”
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "recruitment_sourcing":
            break
    page.keyboard.press("Space")
    expect(count(page)).to_have_text("1 of 8 chosen")
    box(page, "hiring_decisions").focus()
    page.keyboard.press("Space")
    expect(page.locator("details.dept").filter(has=box(page, "hiring_decisions"))).to_contain_text("1 chosen")
    page.get_by_label("Your own function 1").fill("Weekly cost report")
    assert chips(page) == ["Finding and screening applicants", "Choosing whom to hire", "Weekly cost report"]

    page.get_by_role("button", name="Take out Choosing whom to hire").press("Enter")
    expect(page.get_by_role("button", name="Take out Weekly cost report")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take out Finding and screening applicants")).to_be_focused()
    page.keyboard.press("Enter")

    expect(count(page)).to_have_text("0 of 8 chosen")
    expect(count(page)).to_be_focused()
    expect(box(page, "hiring_decisions")).not_to_be_checked()
    expect(page.get_by_label("Your own function 1")).to_have_value("")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ninth_is_stopped_at_the_ninth_and_told_why(choosing, width):
    page = choosing(width)
    for key in NINE[:8]:
        box(page, key).check()
    expect(page.locator(".savebar")).to_contain_text("Eight is the most")

    box(page, NINE[8]).click()

    expect(box(page, NINE[8])).not_to_be_checked()
    expect(page.get_by_role("alert")).to_contain_text("Eight is the most. To add this one, first take one out")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    page.get_by_role("button", name="Take out Payroll").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    box(page, NINE[8]).check()
    expect(count(page)).to_have_text("8 of 8 chosen")
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page).to_have_url(re.compile("steps/core-problem/"))


def test_what_is_ticked_stays_under_the_pointer(choosing):
    page = choosing(375)
    page.mouse.wheel(0, 300)
    box(page, "customer_service").scroll_into_view_if_needed()
    before = box(page, "customer_service").bounding_box()

    box(page, "customer_service").click()

    expect(count(page)).to_have_text("1 of 8 chosen")
    assert abs(box(page, "customer_service").bounding_box()["y"] - before["y"]) < 2


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_not_found_is_named_as_ones_own(choosing, width):
    page = choosing(width)
    page.get_by_label("Find a kind of work").fill("falconry")

    page.get_by_role("button", name="Name “falconry” as your own").click()

    expect(page.get_by_label("Your own function 1")).to_have_value("falconry")
    expect(page.get_by_label("Your own function 1")).to_be_focused()
    expect(page.get_by_label("Find a kind of work")).to_have_value("")
    assert chips(page) == ["falconry"]


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_searching_loses_nothing(choosing, width):
    page = choosing(width, java_script_enabled=False)
    box(page, "payroll").check()
    page.get_by_label("Your own function 2").fill("Weekly cost report")
    page.get_by_label("Find a kind of work").fill("hiring")

    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page).to_have_title(re.compile("^2 of 120 shown: "))
    assert chips(page) == ["Payroll", "Weekly cost report"]
    box(page, "hiring_decisions").check()
    follow(page.get_by_role("button", name="Take out Weekly cost report"))
    assert chips(page) == ["Payroll", "Choosing whom to hire"]
    page.get_by_label("Find a kind of work").fill("falconry")
    follow(page.get_by_role("button", name="Find", exact=True))
    follow(page.get_by_role("button", name="Name “falconry” as your own"))
    expect(page.get_by_label("Your own function 1")).to_be_focused()
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page).to_have_url(re.compile("steps/core-problem/"))
    expect(page.locator("main")).to_contain_text("falconry")
    expect(page.locator("main")).to_contain_text("Choosing whom to hire")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_departments_are_open_where_there_is_room_and_closed_on_a_phone(choosing, java_script_enabled):
    wide = choosing(1280, java_script_enabled=java_script_enabled)
    narrow = choosing(375, java_script_enabled=java_script_enabled)

    expect(box(wide, "tax_planning")).to_be_visible()
    expect(box(narrow, "tax_planning")).to_be_hidden()
    narrow.locator("summary").filter(has_text="Finance and accounting").click()
    expect(box(narrow, "tax_planning")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wrong_with_the_page_in_any_state(choosing, watch, width):
    page = choosing(width)
    found = faults(page, watch)

    for key in NINE[:7]:
        box(page, key).check()
    page.get_by_label("Your own function 1").fill(
        "Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel" + "x" * 18
    )
    box(page, NINE[8]).click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += faults(page, watch)
    for word in ("books", "falconry" * 10):
        page.get_by_label("Find a kind of work").fill(word)
        expect(page.get_by_role("status").filter(has_text="shown")).to_be_visible()
        found += faults(page, watch)

    assert found == []


def test_letters_twice_as_large_need_no_scrolling_sideways_on_a_phone(choosing):
    page = choosing(375)
    for key in NINE[:8]:
        box(page, key).check()
    page.get_by_label("Find a kind of work").fill("falconry")

    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
