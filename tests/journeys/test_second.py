"""Two answer alone, and a page lists only where they differ, to be settled."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from assessments.answering import second
from assessments.answering.sheet import Sheet
from assessments.models import Assessment
from tests.browser import faults, follow
from tests.factories import (
    join,
    make_assessment,
    make_edition,
    make_organisation,
    make_user,
    save,
    shipped_edition,
    whole,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_where_two_differ_is_settled_on_one_page(open_context, live_server, watch):
    owner, colleague = make_user(name="Jo Owner"), make_user("colleague@example.com", name="Sam Colleague")
    organisation = make_organisation(owner, name="Kestrel Ltd")
    join(organisation, colleague)
    first = make_assessment(make_edition(shipped_edition()), organisation=organisation, functions=("payroll",))
    answers = whole(first)
    save(first, answers)
    visitor, context = Client(), open_context(viewport={"width": 1280, "height": 900})
    visitor.force_login(owner)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": visitor.cookies[name].value, "url": live_server.url}])
    page = context.new_page()

    page.goto(f"/assessments/{first.pk}/")
    follow(page.get_by_role("link", name="A second opinion"))
    found = faults(page, watch)
    page.get_by_label("Colleague").select_option(str(colleague.pk))
    follow(page.get_by_role("button", name="Ask for a second opinion"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nothing differs so far")
    given = second.second_of(first)
    assert given
    places = list(answers)[:2]
    asked = Sheet(first).edition.question_by_key
    otherwise = {place: asked[place[1]].choices[1].key for place in places}
    save(given, answers | otherwise, {places[0][1]: "Seen from the shop floor it is not."})
    page.reload()
    expect(page.get_by_role("group")).to_have_count(len(otherwise))
    found += faults(page, watch)
    page.get_by_role("group").first.get_by_text("Sam Colleague").click()
    follow(page.get_by_role("button", name="Settle it like this"))
    expect(page.locator("main")).to_contain_text("Kestrel Ltd")

    settled = Sheet(Assessment.objects.get())
    assert (settled.answers[places[0]], settled.answers[places[1]]) == (otherwise[places[0]], answers[places[1]])
    assert found == []
