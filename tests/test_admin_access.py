"""Every address of the admin about questionnaires answers each group as tests/admin_access.yaml says."""

from importlib import import_module
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from assessments.authoring.editions import copy_to_draft
from assessments.models import BusinessFunction, Choice, Department, Question, Source, Step, reading
from recommendations.models import ExampleClient
from tests.factories import make_edition, make_user, protect

RULES = yaml.safe_load((Path(__file__).parent / "admin_access.yaml").read_text())
WHO = ("nobody", "support", "publisher", "editor")
ABOUT = ("admin/assessments/", "admin/recommendations/exampleclient/", "admin/recommendations/impactrun/")
PARTS = {
    "step": Step,
    "source": Source,
    "department": Department,
    "businessfunction": BusinessFunction,
    "question": Question,
    "choice": Choice,
}


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted({route for route in routes(get_resolver().url_patterns) if route.startswith(ABOUT)})


class Scene:
    """A published edition, a draft of it, and somebody of each group."""

    def __init__(self):
        import_module("recommendations.migrations.0002_editor_publisher_support").make_groups(apps, None)
        self.editions = {"published": make_edition()}
        self.editions["draft"] = copy_to_draft(questionnaire=self.editions["published"])
        self.example = ExampleClient.objects.create(
            questionnaire=self.editions["draft"], key="E1", title="Pay run", summary="Monthly.", expected="bpo",
            answers={"answers": {}, "functions": [{"function": "payroll", "answers": {}}]}, source="guide",
        )  # fmt: skip
        self.clients = {who: Client() for who in WHO}
        for who, client in self.clients.items():
            user = make_user(f"{who}@example.com", is_staff=True)
            user.groups.set(Group.objects.filter(name=who))
            client.force_login(protect(user))

    def address(self, route, of):
        edition = self.editions[of]
        model = route.split("/")[2]
        way = "question__questionnaire" if model == "choice" else "questionnaire"
        # What is published has no parts of its own any more: the address of one leads nowhere.
        parts = (
            PARTS[model]._default_manager.filter(**{way: edition}).values_list("pk", flat=True)
            if model in PARTS
            else ()
        )
        row = next(iter(parts), 0) if model in PARTS else edition.pk
        row = self.example.pk if model == "exampleclient" else row
        values = {"<int:pk>": edition.pk, "<path:object_id>": row, "<int:number>": 1}
        values |= {
            "<str:part>": "edition",
            "<str:kind>": "toml",
            "<str:language>": "es",
            "<str:chapter>": "steps",
        }
        for name, value in values.items():
            route = route.replace(name, str(value))
        query = f"?questionnaire={edition.pk}" if route.endswith("/add/") else ""
        return f"/{route}{query}"


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)
    reading.forget()


def ask(client, method, path):
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    return response.status_code


def answers(scene, route, of):
    """GET and an empty POST, for each group."""
    path = scene.address(route, of)
    return {who: " ".join(str(ask(scene.clients[who], method, path)) for method in ("get", "post")) for who in WHO}


def test_every_address_about_questionnaires_stands_in_the_table():
    assert sorted(RULES["draft"]) == sorted(RULES["published"]) == ROUTES


@pytest.mark.parametrize("of", ["draft", "published"])
def test_each_group_is_answered_as_the_table_says(db, scene, of):
    found = {route: answers(scene, route, of) for route in ROUTES}

    assert found == RULES[of]
