"""Every address answers every kind of visitor as tests/access.yaml says."""

import re
from copy import copy
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from assessments.models import reading
from organisations.backend import Backend
from tests import safe_headers
from tests.world import MISSING, World, address, crossings, filled, parts_of

RULES = yaml.safe_load((Path(__file__).parent / "access.yaml").read_text())
ROLES, GROUPS, ADDRESSES = tuple(RULES["roles"]), RULES["groups"], RULES["addresses"]
SIGNED_OUT = tuple(GROUPS["signed_out"])
OUTSIDE = frozenset(("anonymous", *GROUPS["outsiders"]))
# What one browser holds without an account; a token in an address is for whoever has it.
HELD = frozenset(("draft", "done", "report", "before"))
OTHERS = ("put", "delete", "patch")
# What a page of ours leads to, without its query and without the admin.
LINK = re.compile(r'<a\b[^>]* href="(/(?!admin/)[^"#?]*)')
FORM = re.compile(r"<form\b[^>]*>")
ACTION = re.compile(r' action="(/(?!admin/)[^"#?]*)')
FORMACTION = re.compile(r' formaction="(/(?!admin/)[^"#?]*)')
ADMIN_PAGES = ("", "add/", "1/", "1/change/", "1/delete/", "1/history/")
NOT_ADMINS = frozenset(ROLES) - {"staff", "editor", "superuser"}


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = tuple(dict.fromkeys(routes(get_resolver().url_patterns)))


def members(key):
    """Name the roles that a key of the table stands for: itself, or those of a group."""
    return GROUPS.get(key, [key])


def told(row):
    """Spell a row of the table out, role by role."""
    return {role: cell for key, cell in row.items() for role in members(key)}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Build the world once for all these tests, in a transaction around those of the tests (which ask for `db`)."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        for name, value in safe_headers.OVER_TLS.items():
            patch.setattr(settings, name, value)
        world = World()
        patch.setattr(Backend, "get_user", read_once(Backend.get_user))
        yield world
        transaction.set_rollback(True)
    reading.forget()


def read_once(get_user):
    """Read each visitor's account once for all these tests: whatever one does to it is undone before the next asks."""
    known = {}

    def kept(backend, pk):
        if pk not in known:
            known[pk] = get_user(backend, pk)
        return copy(known[pk])

    return kept


def ask(client, method, path):
    """Ask over TLS, hold the answer to its headers, and undo whatever that did."""
    cookies = client.cookies.output()
    with transaction.atomic():
        response = getattr(client, method)(path, secure=True)
        if response.streaming:
            whole = b"".join(response.streaming_content)
            response = HttpResponse(whole, status=response.status_code, headers=dict(response.items()))
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    assert safe_headers.wrong(response) == []
    return response


def answers(client, path, *, role, headed):
    """Tell what one visitor is answered: to GET (and HEAD, once for each status), to an empty POST, and to the other methods."""
    read, written = (ask(client, method, path) for method in ("get", "post"))
    if read.status_code not in headed:
        headed.add(read.status_code)
        assert ask(client, "head", path).status_code == read.status_code
    # Whoever has no business with A never reads its name, whatever the status says.
    assert not (role in OUTSIDE and b"Canary" in read.content + written.content)
    others = dict.fromkeys(ask(client, method, path).status_code for method in OTHERS)
    return f"{read.status_code} {written.status_code} {'/'.join(map(str, others))}"


def offered(page):
    """Name what a page leads to: addresses of links, and those of forms that are sent."""
    forms = {form for form in FORM.findall(page) if 'method="post"' in form}
    sent = {found for form in forms for found in ACTION.findall(form)} | set(FORMACTION.findall(page))
    return {("get", link) for link in LINK.findall(page)} | {("post", action) for action in sent}


def said(client, path):
    return [(answer.status_code, answer.content) for answer in (ask(client, "get", path), ask(client, "post", path))]


# Which rows a query leaves out is the same on every database: what follows with `once` is asked beside SQLite alone.
@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_a_page_offers_nothing_that_is_refused(db, world, role):
    client, refused = world.clients[role], []
    asked = {("get", "/sample/")}  # an installation has one, this world has none
    for route, row in ADDRESSES.items():
        # What everybody may read leads one visitor where it leads the next; what is around it stands on each page.
        if not told(row)[role].startswith("200") or ("everybody" in row and role != "anonymous"):
            continue
        page = ask(client, "get", address(route, filled(route, world.theirs(role))))
        for method, path in sorted(offered(page.content.decode("utf-8", "ignore")) - asked):
            asked.add((method, path))
            status = ask(client, method, path).status_code
            if status in {403, 404, 405}:
                refused.append(f"{route}: {method} {path} answers {status}")

    assert refused == []


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
def test_a_row_of_the_table_covers_every_role_once(route):
    covered = [role for key in ADDRESSES[route] for role in members(key)]

    assert sorted(covered) == sorted(ROLES)


@pytest.mark.parametrize("route", [route for route in ROUTES if "<uuid:" in route and not is_admin(route)])
def test_the_world_has_a_thing_for_every_name_in_an_address(route):
    assert route.count("<uuid:") + route.count("<str:token>") == len(parts_of(route))


@pytest.mark.parametrize("route", ADDRESSES)
def test_an_address_answers_each_visitor_as_the_table_says(db, world, route):
    found: dict[str, str] = {}
    headed: set[int] = set()

    for role in ROLES:
        path = address(route, filled(route, world.theirs(role)))
        found[role] = answers(world.clients[role], path, role=role, headed=headed)

    assert found == told(ADDRESSES[route])


@pytest.mark.once
@pytest.mark.parametrize("route", [route for route in ADDRESSES if parts_of(route)])
def test_what_is_not_yours_answers_as_what_is_not_there(db, world, route):
    # Whoever has a token may use it, so nobody else's stands for half a one.
    parts = parts_of(route)
    theirs = world.foreign | {thing: "half-a-token" for name, thing in parts.items() if name == "token"}
    nobodys = {thing: "no-token-at-all" if name == "token" else MISSING for name, thing in parts.items()}
    foreign, missing = address(route, filled(route, theirs)), address(route, filled(route, nobodys))

    for role in ROLES:
        one, other = said(world.clients[role], foreign), said(world.clients[role], missing)
        assert [(status, body.replace(missing.encode(), foreign.encode())) for status, body in other] == one
        assert not [role for _status, body in one if b"Canary" in body]


@pytest.mark.once
@pytest.mark.parametrize("route", [route for route in ADDRESSES if set(parts_of(route).values()) & HELD])
def test_what_a_browser_holds_opens_in_no_other(db, world, route):
    theirs, nobodys = world.held, dict.fromkeys(world.held, MISSING)
    kept, missing = (address(route, filled(route, things)) for things in (theirs, nobodys))

    for role in ROLES:
        if role != "holder":
            one, other = said(world.clients[role], kept), said(world.clients[role], missing)
            assert [(status, body.replace(missing.encode(), kept.encode())) for status, body in other] == one


@pytest.mark.once
@pytest.mark.parametrize("route", [route for route in ADDRESSES if len(parts_of(route)) > 1])
def test_a_child_of_another_parent_answers_as_what_is_not_there(db, world, route):
    missing = address(route, filled(route, dict.fromkeys(world.ours, MISSING)))

    for role in ROLES:
        client = world.clients[role]
        nothing = said(client, missing)
        paths = dict.fromkeys(address(route, values) for values in crossings(route, world.theirs(role), world.foreign))
        assert [path for path in paths if said(client, path) != nothing] == []


@pytest.mark.parametrize("model", RULES["admin_models"])
@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_the_admin_is_closed_to_everybody_without_a_right_in_it(db, world, model, page):
    told = {role: ask(world.clients[role], "get", f"/admin/{model}/{page}").status_code for role in NOT_ADMINS}

    assert set(told.values()) == {302}
    assert ask(world.clients["staff"], "get", f"/admin/{model}/{page}").status_code in {302, 403, 404}


@pytest.mark.parametrize("model", RULES["admin_models"])
def test_the_lists_of_the_admin_open_to_whom_the_table_says(db, world, model):
    opened = [
        role
        for role in ("staff", "editor", "superuser")
        if ask(world.clients[role], "get", f"/admin/{model}/").status_code == 200
    ]

    assert opened == RULES["admin_models"][model]
