"""An owner answers, answers again with a change, and lays the two reports side by side, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from assessments.answering.holder import COOKIE, digest, new_token
from recommendations.reports import filling
from tests.browser import faults, follow
from tests.factories import make_edition, shipped_edition
from tests.journeys.owner import STEPS, Owner, open_the_site
from tests.recommendations.pairs import CHANGES, newer
from tests.recommendations.pairs import report as report_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_changed_answer_is_read_from_two_reports_side_by_side(page, watch):
    open_the_site()
    owner = Owner(page)
    owner.start()
    owner.choose("payroll", "tax_planning")
    for _step in STEPS:
        owner.answer()
        owner.answer_as_usual()
        owner.go_on()
    owner.report()

    owner.page.goto(f"{owner.page.url}?open=copy#copy")
    follow(owner.main.get_by_role("link", name="Answer again").last)
    follow(owner.page.get_by_role("button", name="Start with these answers"))
    follow(owner.main.get_by_role("link", name="Check your answers").first)
    follow(owner.main.get_by_role("link", name=re.compile("Change.*Need for experts")))
    owner.page.locator('[name="expert_need"][value="rarely"]').check()
    follow(owner.page.get_by_role("button", name="Save and return to your answers"))
    owner.report()
    owner.page.goto(f"{owner.page.url}?open=copy#copy")
    follow(owner.main.get_by_role("link", name="Compare over time"))
    expect(owner.page.locator("figure svg.chart")).to_be_visible()
    found = faults(owner.page, watch)
    follow(owner.page.get_by_role("button", name="Compare the two"))

    expect(owner.page).to_have_url(re.compile("/compare/"))
    rows = owner.page.locator("section:has(#moves) tbody tr")
    expect(rows.filter(has_text="Rarely or never")).to_have_count(1)
    expect(owner.main).to_contain_text("One answer differs.")
    assert found + faults(owner.page, watch) == []


@pytest.mark.slow
def test_nothing_is_wrong_with_reports_of_two_editions_side_by_side(open_context, live_server, watch):
    token = new_token()
    first = report_of(make_edition(shipped_edition()), "payroll", "tax_planning", token=token)
    second = report_of(make_edition(newer()), "payroll", "tax_planning", changed=CHANGES[3], token=token)
    carried = filling.again(assessment=first.assessment, holder=digest(token))
    context = open_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    page = context.new_page()
    pair = f"/compare/{first.pk}/{second.pk}/"
    found = []

    for address, words in {
        pair: "The questions changed in between",
        f"{pair}rescored/": "Nothing saved has changed",
        "/reports/": "Reports of this browser over time",
        f"/assessments/{carried.pk}/?carried": "The questions changed since your last report",
    }.items():
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        found += faults(page, watch)

    assert found == []
