"""The owner's pages, as they look: accessible in both themes and whole on a narrow screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.owner import FINANCE, STEPS, Owner, open_the_site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 320, "height": 640}


def faults(page, watch):
    """What axe finds with everything unfolded, and whether anything sticks out of a narrow screen."""
    with watch.looking_away():  # axe's own styles and those a fold needs are not ours
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        told = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        page.set_viewport_size({"width": 1280, "height": 800})
    found = [f"{page.url}: {one['id']} {node['html'][:160]}" for one in told for node in one["nodes"]]
    return found + [f"{page.url} is wider than 320 pixels"] * wide


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wrong_with_any_page_on_the_way_to_a_report(open_context, watch, theme):
    open_the_site()
    page = open_context(viewport={"width": 1280, "height": 800}, color_scheme=theme).new_page()
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
    owner.go_on()  # nothing answered: with its errors
    look()
    for _step in STEPS:
        owner.answer()
        look()
        owner.go_on()
    look()
    page.goto(hub)
    look()
    page.goto(f"{hub}check/")
    page.get_by_role("button", name="See my report").click()
    look()

    assert found == []
