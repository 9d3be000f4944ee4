"""The owner's pages, as they look: accessible in both themes and whole on a narrow screen."""

import pytest

from tests.browser import faults
from tests.journeys.owner import FINANCE, STEPS, Owner, open_the_site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.slow
def test_nothing_is_wrong_with_any_page_on_the_way_to_a_report(page, watch):
    open_the_site()
    owner = Owner(page)
    found = []

    def look():
        found.extend(faults(page, watch))

    for address in ("/assessments/", "/questions/"):
        page.goto(address)
        look()
    owner.start()
    look()
    owner.go_on()  # nothing chosen: with its error
    look()
    owner.choose(*FINANCE)
    hub = page.url.split("steps/")[0]
    look()  # what is usual, not confirmed
    owner.go_on()  # nothing answered: the next page says so
    look()
    page.goto(f"{hub}steps/{STEPS[0]}/")
    for _step in STEPS:
        owner.answer()
        look()
        owner.go_on()
    look()
    page.goto(hub)
    look()
    page.goto(f"{hub}check/")
    owner.report()
    look()

    assert found == []


def test_the_cards_stay_whole_in_large_letters_and_from_right_to_left(open_context):
    open_the_site()
    page = open_context(viewport={"width": 375, "height": 800}, forced_colors="active").new_page()
    owner = Owner(page)
    owner.start()
    owner.choose("bookkeeping", "it_support")
    wide = []

    for direction in ("ltr", "rtl"):
        for size in ("100%", "200%"):
            page.evaluate(
                "([dir, size]) => { document.documentElement.dir = dir; document.documentElement.style.fontSize = size; }",
                [direction, size],
            )
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            root = "document.documentElement"
            if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
                wide.append((direction, size))

    assert wide == []
    assert page.locator(".confirm input").first.is_visible()
