"""The path of a respondent in another language and from right to left: whole on a narrow screen, and accessible."""

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.browser import faults, follow
from tests.factories import make_edition, shipped_edition

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FUNCTIONS = ("payroll", "tax_planning")
SPANISH = settings.BASE_DIR / "assessments" / "data" / "sourcing-2.es.toml"


def visited(page):
    """Answer a little and look at every kind of page; give each address with what is wrong there."""
    page.goto("/assessments/")
    yield "start"
    follow(page.locator("main form .btn-primary").first)
    hub = page.url.removesuffix("functions/")
    page.goto(hub)
    yield "hub"
    page.goto(f"{hub}functions/")
    page.locator("details.dept").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    for key in FUNCTIONS:
        page.locator(f'[name="functions"][value="{key}"]').check()
    yield "functions"
    follow(page.locator('[name="action"][value="continue"]'))
    yield "step"
    page.locator('[name="repetitive_load"]').first.check()
    follow(page.locator('[name="action"][value="later"]:visible'))
    page.goto(f"{hub}check/")
    yield "check"
    follow(page.locator('form[action$="/submit/"] button'))
    page.wait_for_url("**/reports/**")
    yield "report"
    for address in ("/", "/questions/", "/questions/picture/", "/accounts/login/"):
        page.goto(address)
        yield address


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.slow
def test_a_respondent_is_spoken_to_in_spanish_from_the_first_page_to_the_report(open_context, watch):
    call_command("load_profiles", verbosity=0)
    make_edition(shipped_edition())
    call_command("load_translations", str(SPANISH), verbosity=0)
    page = open_context(viewport={"width": 375, "height": 800}, locale="es-MX").new_page()

    seen = {where: (page.locator("html").get_attribute("lang"), faults(page, watch)) for where in visited(page)}

    assert {where: ("es", []) for where in seen} == seen


@pytest.mark.slow
def test_nothing_runs_over_the_edge_when_read_from_the_right(open_context, watch, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]  # only Django's own words; what counts is the side
    make_edition(shipped_edition())
    page = open_context(viewport={"width": 320, "height": 800}, locale="ar").new_page()

    seen = {where: (page.locator("html").get_attribute("dir"), too_wide(page)) for where in visited(page)}

    assert dict.fromkeys(seen, ("rtl", False)) == seen
