"""A form changes what it says it changes, whatever other fields are sent along with it."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from assessments.models import reading
from tests.organisations.signing import PASSWORD
from tests.personal import APPS, FIELDS, SECRET
from tests.posts import POSTS
from tests.test_access import ADDRESSES, SIGNED_OUT, told
from tests.world import World, address, filled

# Sessions and limits count requests, and say nothing of anybody's things.
ASIDE = frozenset(("sessions.Session", "usersessions.UserSession", "organisations.Allowance"))
# Moments as numbers of seconds.
COUNTED = frozenset(("active", "urgency"))
LONG_AGO = "2001-01-01"
NUMBER = 7777
MARK = "mass-assigned"
# These two refuse every name that they do not ask for, and the whole form with it.
STRICT = ("assessments/<uuid:pk>/functions/", "assessments/<uuid:pk>/steps/<slug:slug>/")
CASES = tuple((route, post) for route, posts in POSTS.items() for post in posts)


class Hostile(World):
    """The world of the table, with a value for every column that nobody who sends a form may write."""

    def __init__(self):
        super().__init__()
        for role in ("owner", "member"):
            self.clients[role].post("/accounts/reauthenticate/", {"password": PASSWORD})
        self.begun = timezone.now()
        self.rows = snapshot()
        self.first = {key[0]: key[1] for key in reversed(self.rows)}
        self.known = frozenset(pk for _model, pk in self.rows)
        self.names: dict[str, dict[str, bool]] = defaultdict(dict)
        for model in chain.from_iterable(apps.get_app_config(app).get_models() for app in APPS):
            for field in model._meta.concrete_fields:
                for name in {field.name, field.attname}:
                    self.names[name][self.value(field)] = True

    def value(self, field):
        """Give somebody else's, or just another one, of the kind that the column takes."""
        match field:
            case models.ForeignKey():
                return str(self.somebody_elses(field.related_model))
            case models.BooleanField():
                return "" if field.default is True else "on"
            case models.DateField():
                return LONG_AGO
            case models.IntegerField() | models.FloatField():
                return str(NUMBER)
            case models.UUIDField():
                return str(self.foreign["organisation"])
            case _ if field.choices:
                return str(field.choices[-1][0])
        return MARK

    def somebody_elses(self, model):
        if model.__name__ == "User":
            return self.people["stranger"].pk
        known = {"Organisation": "organisation", "Assessment": "draft"}
        thing = known.get(model.__name__, model.__name__.lower())
        return self.foreign.get(thing) or self.first.get(model._meta.label, NUMBER)

    def plain(self, rows):
        """Put rows in an order, without what differs between any two like requests: keys, secrets, the moment."""
        return sorted(
            f"{label} {[self.told(field, row[field.attname]) for field in fields_of(label)]}"
            for (label, _pk), row in rows.items()
        )

    def told(self, field, value):
        label = field.model._meta.label
        match value:
            case datetime():
                return f"{round((value - self.begun) / timedelta(hours=1))} hours from now"
            case UUID() if value not in self.known:
                return "new"
            case int() if field.primary_key and (label, value) not in self.rows:
                return "new"
            case int() if field.is_relation and (field.related_model._meta.label, value) not in self.rows:
                return "new"
            case int() if field.attname in COUNTED and value != NUMBER:
                return "counted"
            case str() if value and MARK not in value and field.attname in secrets_of(label):
                return "secret"
        return value


@cache
def fields_of(label):
    return apps.get_model(label)._meta.concrete_fields


@cache
def secrets_of(label):
    frozen = {"content", "checksum"} if label == "recommendations.Report" else set()
    return frozen.union(FIELDS.get(label, {}).get(SECRET, "").split())


def snapshot():
    """Read every row there is, by model and key."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in apps.get_models()
        if model._meta.label not in ASIDE
        for row in model._base_manager.order_by("pk").values(*(field.attname for field in model._meta.concrete_fields))
    }


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Hostile()
        transaction.set_rollback(True)
    reading.forget()


def left_by(world, route, post, *, is_hostile):
    """Send the form, tell the status and every row there is then, and undo what it did."""
    client = post.ready(world)
    cookies = client.cookies.output()
    with transaction.atomic():
        data = post.data(world)
        sent = data | (with_every_name(world, data, post) if is_hostile else {})
        response = client.post(address(route, filled(route, post.things(world))), sent)
        if response.streaming:
            b"".join(response.streaming_content)
        rows = snapshot()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    reading.forget()
    return response.status_code, rows


def with_every_name(world, data, post):
    """Name every column, as it is called and as this form would call it."""
    prefixes = {"", *(name.partition("-")[0] + "-" for name in data if "-" in name)}
    every = {prefix + name: list(values) for prefix in prefixes for name, values in world.names.items()}
    return {name: values for name, values in every.items() if name not in data and name not in post.reads}


def test_every_address_that_takes_a_form_has_one_here():
    takes = {
        route
        for route, row in ADDRESSES.items()
        for role, cell in told(row).items()
        if cell.split()[1] not in {"404", "405"} and not (role in SIGNED_OUT and cell == "302 302 302")
    }

    asked_first = {"resume/answers/<uuid:pk>/", "invitations/<uuid:pk>/"}
    assert {route for route in takes if not route.startswith("accounts/")} | asked_first == set(POSTS)


@pytest.mark.parametrize(("route", "post"), CASES, ids=[f"{route}-{post.role}" for route, post in CASES])
def test_a_form_with_every_column_of_ours_changes_what_it_changes_without_them(db, world, route, post):
    status, alone = left_by(world, route, post, is_hostile=False)
    refused, hostile = left_by(world, route, post, is_hostile=True)

    assert (alone != world.rows) == post.changes
    assert refused == (400 if route in STRICT else status)
    assert world.plain(hostile) == world.plain(world.rows if route in STRICT else alone)
