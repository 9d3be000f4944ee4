"""Ways to the pages of example clients in the admin, and what their form sends."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.authoring.editions import load
from assessments.models import Answer, Assessment, Choice, Question, SelectedFunction
from organisations.models import User
from recommendations.models import ExampleClient, ExampleRun, Report
from tests.assessments.small import SMALL
from tests.factories import protect


@pytest.fixture
def author(client):
    call_command("load_profiles", verbosity=0)
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    return client


@pytest.fixture
def draft():
    return load(SMALL)


def drive(edition):
    return reverse("admin:recommendations_exampleclient_drive", args=[edition.pk])


def results(edition):
    return reverse("admin:recommendations_exampleclient_results", args=[edition.pk])


def page_of(row, edition=None):
    address = reverse("admin:recommendations_exampleclient_change", args=[row.pk])
    return f"{address}?questionnaire={edition.pk}" if edition else address


def add_page(edition):
    return f"{reverse('admin:recommendations_exampleclient_add')}?questionnaire={edition.pk}"


def stored():
    kinds = (Assessment, Answer, SelectedFunction, Report, ExampleClient, ExampleRun, Question, Choice)
    return [kind.objects.count() for kind in kinds]


def example(draft, **changes):
    fields = {
        "own-title": "A pay run",
        "own-summary": "Every month the same.",
        "own-expected": "bpo",
        "own-acceptable": ["mix"],
        "own-confidence": "high",
        "own-source": "guide",
        "own-note": "It says so.",
        "own-expects-payroll": "bpo",
        "own-save": "yes",
        "functions": ["payroll"],
        "payroll--method": "same_steps",
        "payroll--share": "2",
        "load": "much",
    }
    return fields | changes
