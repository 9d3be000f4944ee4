"""The three groups that a migration makes hold exactly the rights they should, and no other."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.edition.written import as_toml, values
from assessments.models import Questionnaire, Translation
from tests.assessments.small import SMALL
from tests.factories import make_edition, make_user, protect

made = import_module("recommendations.migrations.0002_editor_publisher_support")

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


def test_only_an_editor_takes_in_a_file_and_writes_in_another_language(client, groups):
    edition = make_edition()
    content = as_toml(values(replace(SMALL, title="Brought in")))
    there = [reverse("admin:assessments_questionnaire_import"), _texts_of(edition)]
    told = {}

    for group in ("support", "publisher", "editor"):
        client.force_login(_of(group))
        sent = (
            {"file": SimpleUploadedFile("small.toml", content)},
            {"question.load.text": f"¿Y la carga, {group}?"},
        )
        told[group] = [client.post(address, form).status_code for address, form in zip(there, sent, strict=True)]

    assert told == {"support": [403, 403], "publisher": [403, 403], "editor": [200, 302]}
    assert [row.text for row in Translation.objects.all()] == ["¿Y la carga, editor?"]
    assert Questionnaire.objects.count() == 1  # a file is looked at before it is taken in


def _of(group):
    user = protect(make_user(f"{group}@example.com", is_staff=True))
    user.groups.set(Group.objects.filter(name=group))
    return user


def _texts_of(edition):
    return reverse("admin:assessments_questionnaire_texts", args=[edition.pk, "es", "question.load"])
