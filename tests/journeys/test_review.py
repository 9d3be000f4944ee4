"""A consultant reviews a client's report and asks for changes; the client reads it and answers again."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from recommendations.models import Report
from tests.browser import faults, follow
from tests.factories import engage, make_consultant, make_edition, make_organisation, make_user, shipped_edition
from tests.recommendations.reports import make_report

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REASON = "They want tickets answered, not machines run"
LONG_WORD = f"https://example.com/{'a' * 200}"


def opened_by(person, open_context, live_server, **options):
    """Open the site as somebody who signed in."""
    visitor = Client()
    visitor.force_login(person)
    context = open_context(**options)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": visitor.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_a_review_goes_from_the_consultant_to_the_client_and_to_a_new_report(open_context, live_server, watch):
    owner, consultant = make_user("client@example.com", name="Jo Client"), make_consultant("ana@firm.example.com")
    client = make_organisation(owner, name="Kestrel Ltd")
    engage(consultant.organisations.get(), client)
    report = make_report(make_edition(shipped_edition()), "payroll", "it_support", organisation=client)
    desk = opened_by(consultant, open_context, live_server, viewport={"width": 1280, "height": 900})

    desk.goto(f"/clients/{client.pk}/reports/{report.pk}/")
    found = faults(desk, watch)
    desk.get_by_label("Function", exact=True).select_option("payroll")
    desk.get_by_role("group", name="Result after review").get_by_text("In-house").click()
    desk.get_by_label("Reason").fill(REASON)
    follow(desk.get_by_role("button", name="Save the adjustment"))
    expect(desk.locator("table.review")).to_contain_text(REASON)
    desk.get_by_label("Comment", exact=True).fill("Is payroll really yearly?")
    follow(desk.get_by_role("button", name="Add the comment"))
    desk.get_by_label("New note").fill(f"For us alone {LONG_WORD}")
    follow(desk.get_by_role("button", name="Add the note"))
    desk.get_by_text("Ask the client for changes").click()
    follow(desk.get_by_role("button", name="Save the outcome"))
    expect(desk.locator("main")).to_contain_text("Changes requested")
    found += faults(desk, watch)

    page = opened_by(owner, open_context, live_server, viewport={"width": 375, "height": 900})
    page.goto(f"/reports/{report.pk}/")
    expect(page.locator("section:has(#review)")).to_contain_text(REASON)
    expect(page.locator("main")).not_to_contain_text("For us alone")
    page.get_by_label(re.compile("Your answer")).fill("It is monthly")
    follow(page.get_by_role("button", name=re.compile("Send the answer")))
    expect(page.locator("section:has(#review)")).to_contain_text("It is monthly")
    found += faults(page, watch)
    follow(page.locator("section:has(#review)").get_by_role("link", name="Answer again"))
    follow(page.get_by_role("button", name="Start with these answers"))
    follow(page.locator("main").get_by_role("link", name="Check your answers").first)
    follow(page.get_by_role("button", name="See my report"))
    expect(page).to_have_url(re.compile("/reports/"))

    assert Report.objects.count() == 2
    assert found == []
