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
    owner.report()
    look()

    assert found == []
