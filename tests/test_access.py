"""Every address answers every kind of visitor as tests/access.yaml says."""

from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from recommendations.services import submit
from tests.factories import hold, make_assessment, make_edition, make_organisation, make_user

RULES = yaml.safe_load((Path(__file__).parent / "access.yaml").read_text())
ADDRESSES = RULES["addresses"]
WHO = ("anonymous", "holder", "member", "stranger", "staff", "superuser")
OTHERS = ("put", "patch", "delete")
MISSING = UUID("00000000-0000-4000-8000-000000000000")


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = tuple(dict.fromkeys(routes(get_resolver().url_patterns)))


class World:
    """Two organisations that know nothing of each other, a browser without an account, and what belongs to each."""

    def __init__(self):
        self.edition = make_edition()
        call_command("load_profiles", stdout=StringIO())
        member, stranger = make_user("member@example.com"), make_user("stranger@example.com")
        organisation = make_organisation(member, name="Canary Ltd")
        make_organisation(stranger, name="Other Ltd")
        self.clients = {who: Client() for who in WHO}
        token = hold(self.clients["holder"])
        self.clients["member"].force_login(member)
        self.clients["stranger"].force_login(stranger)
        self.clients["staff"].force_login(make_user("staff@example.com", is_staff=True))
        self.clients["superuser"].force_login(make_user("root@example.com", is_staff=True, is_superuser=True))
        self.organisation = organisation
        self.kept = {"organisation": organisation}
        self.held = {"token": token}
        self.own = {True: self._belongings(self.held), False: self._belongings(self.kept)}

    def _belongings(self, whose):
        draft = make_assessment(self.edition, functions=("payroll",), **whose)
        done = make_assessment(self.edition, functions=("payroll",), **whose)
        before = make_assessment(self.edition, functions=("payroll",), **whose)
        return {"draft": draft, "report": submit(assessment=done), "done": done, "before": submit(assessment=before)}

    def kwargs(self, route, *, held):
        """Fill an address with what belongs to the holder's browser, or to the member's organisation."""
        own = self.own[held]
        done = "report/" in route and route.startswith("assessments/")
        if route.startswith("compare/"):
            return {"before": own["before"].pk, "after": own["report"].pk, "pk": MISSING}
        if route.startswith(("account/organisations/", "organisations/")):
            return {"pk": self.organisation.pk}
        if route.startswith("reports/"):
            return {"pk": own["report"].pk, "link": MISSING}
        return {
            "pk": own["done" if done else "draft"].pk,
            "link": MISSING,
            "slug": "core-problem",
            "key": "bpo",
            "token": "half-a-token",
        }


def address(route, kwargs):
    for name, value in kwargs.items():
        for kind in ("uuid", "slug", "str"):
            route = route.replace(f"<{kind}:{name}>", str(value))
    return "/" + route.replace("^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "password/reset/key/1-x/")


def answers(client, path):
    """What one visitor is told: GET, an empty POST, and the other methods; each undone before the next."""

    def ask(method):
        with transaction.atomic():
            cookies = client.cookies.output()
            response = getattr(client, method)(path)
            transaction.set_rollback(True)
            client.cookies.load(cookies)
        return response

    read, head = ask("get"), ask("head")
    others = dict.fromkeys(ask(method).status_code for method in OTHERS)
    assert head.status_code == read.status_code
    return f"{read.status_code} {ask('post').status_code} {'/'.join(map(str, others))}"


def is_admin(route):
    return route.startswith("admin/")


def test_every_address_stands_in_the_table():
    admin = {f"admin/{model}/" for model in RULES["admin_models"]}
    unlisted = [route for route in ROUTES if not is_admin(route) and route not in ADDRESSES]
    unlisted += [
        route
        for route in ROUTES
        if is_admin(route) and route.count("/") > 2 and not any(route.startswith(known) for known in admin)
        if not route.startswith(("admin/r/", "admin/password_change/"))
    ]

    assert unlisted == []


def test_the_table_names_no_address_that_is_gone():
    admin = {"/".join(route.split("/")[1:3]) for route in ROUTES if is_admin(route) and route.endswith("/add/")}

    assert [route for route in ADDRESSES if route not in ROUTES] == []
    assert set(RULES["admin_models"]) == admin


@pytest.mark.parametrize("route", ADDRESSES)
def test_an_address_answers_each_visitor_as_the_table_says(db, route):
    world = World()
    found = {}

    for who in WHO:
        path = address(route, world.kwargs(route, held=who == "holder"))
        found[who] = answers(world.clients[who], path)

    assert found == ADDRESSES[route]


@pytest.mark.parametrize("route", [route for route in ADDRESSES if "<uuid:pk>" in route])
def test_what_is_not_yours_answers_as_what_is_not_there(db, route):
    world = World()
    foreign = address(route, world.kwargs(route, held=False))
    missing = address(route, world.kwargs(route, held=False) | {"pk": MISSING})

    for who in ("anonymous", "holder", "stranger", "staff", "superuser"):
        client = world.clients[who]
        for method in ("get", "post"):
            one, other = getattr(client, method)(foreign), getattr(client, method)(missing)
            assert (one.status_code, one.content) == (other.status_code, other.content)
            assert b"Canary" not in one.content


@pytest.mark.parametrize("model", RULES["admin_models"])
@pytest.mark.parametrize("page", ["", "add/", "1/", "1/change/", "1/delete/", "1/history/"])
def test_the_admin_is_closed_to_everybody_without_a_right_in_it(db, model, page):
    world = World()

    told = {who: world.clients[who].get(f"/admin/{model}/{page}").status_code for who in WHO if who != "superuser"}

    assert {told.pop(who) for who in ("anonymous", "holder", "member", "stranger")} == {302}
    assert told["staff"] in {302, 403, 404}
