"""The three groups that a migration makes hold exactly the rights they should, and no other."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

made = import_module("recommendations.migrations.0011_editor_publisher_support")

PARTS = ("advice", "businessfunction", "choice", "department", "question", "questionnaire", "source", "step")
CONTENT = (*PARTS, "translation", "exampleclient")


@pytest.fixture
def groups(db):
    # A test with transactions of its own empties every table after it, also what a migration wrote.
    made.make_groups(apps, None)
    return {group.name: {one.codename for one in group.permissions.all()} for group in Group.objects.all()}


def test_an_editor_writes_and_does_not_decide(groups):
    assert groups["editor"] == {f"{act}_{one}" for act in ("view", "add", "change", "delete") for one in CONTENT}


def test_a_publisher_decides_and_does_not_write(groups):
    decides = {"publish_questionnaire", "retire_questionnaire", "reword_questionnaire"}

    assert groups["publisher"] == {f"view_{one}" for one in CONTENT} | decides


def test_support_reads(groups):
    assert groups["support"] == {f"view_{one}" for one in CONTENT}


def test_made_again_they_are_the_same(groups):
    made.make_groups(apps, None)

    assert {group.name: group.permissions.count() for group in Group.objects.all()} == {
        name: len(rights) for name, rights in groups.items()
    }
