"""A consultant asks a client in, the client lets them, and both read what there is."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import expect

from organisations.models import Engagement
from tests.browser import faults, follow
from tests.factories import make_consultant, make_edition, make_organisation, make_user, shipped_edition
from tests.recommendations.reports import make_report

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(open_context, live_server):
    """A way to open a window in which somebody is signed in."""

    def opener(person):
        visitor, context = Client(), open_context(viewport={"width": 1280, "height": 800})
        visitor.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": visitor.cookies[name].value, "url": live_server.url}])
        return context.new_page()

    return opener


@pytest.mark.slow
def test_a_client_is_asked_in_lets_the_consultant_read_and_sees_who_looked(visit, watch):
    owner, consultant = make_user(), make_consultant(name="Northgate Advisory")
    organisation = make_organisation(owner, name="Kestrel & Vale")
    make_report(make_edition(shipped_edition()), organisation=organisation)
    found = []
    desk, theirs = visit(consultant), visit(owner)

    desk.goto("/clients/")
    found += faults(desk, watch)
    follow(desk.get_by_role("link", name="Invite your first client"))
    desk.get_by_label("What you call the client").fill("Kestrel")
    desk.get_by_label("E-mail address").fill(owner.email)
    found += faults(desk, watch)
    follow(desk.get_by_role("button", name="Send the invitation"))
    found += faults(desk, watch)
    theirs.goto(re.search(r"http://\S+(/invitations/\S+)", str(mail.outbox[0].body))[1])
    found += faults(theirs, watch)
    follow(theirs.get_by_role("button", name="Let them in"))
    follow(desk.get_by_role("link", name="Clients").first)
    found += faults(desk, watch)
    follow(desk.get_by_role("link", name="Kestrel & Vale"))
    found += faults(desk, watch)
    follow(desk.get_by_role("link", name="Insight"))
    found += faults(desk, watch)
    theirs.reload()
    found += faults(theirs, watch)

    assert found == []
    assert Engagement.objects.get().scope == Engagement.Scope.READ
    expect(theirs.get_by_role("cell", name="The overview of your organisation")).to_have_count(1)
