"""Ways to open, fill in and send the admin's pages."""

import pytest
from django.contrib.messages import get_messages
from django.forms import ModelMultipleChoiceField
from django.urls import reverse

from assessments.authoring.editions import load, publish
from assessments.models import (
    BusinessFunction,
    Choice,
    Department,
    Question,
    Questionnaire,
    Source,
    Step,
)
from organisations.models import User
from tests.assessments.small import SMALL
from tests.factories import protect

LIST = "/admin/assessments/questionnaire/"
PARTS = (Source, Step, Department, BusinessFunction, Question, Choice)


@pytest.fixture
def author(client):
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    return client


@pytest.fixture
def draft():
    return load(SMALL)


@pytest.fixture
def published():
    row = load(SMALL)
    publish(questionnaire=row)
    return row


def address(part, page="change"):
    name = f"admin:assessments_{part._meta.model_name}_{page}"
    return reverse(name, args=[part.pk]) if isinstance(part.pk, int) else reverse(name)


def add_address(model, edition, **fields):
    query = "&".join(f"{name}={value}" for name, value in {"questionnaire": edition.pk, **fields}.items())
    return f"{reverse(f'admin:assessments_{model._meta.model_name}_add')}?{query}"


def list_address(model, edition):
    return f"{reverse(f'admin:assessments_{model._meta.model_name}_changelist')}?questionnaire__id__exact={edition.pk}"


def filled(response, **changes):
    """What the forms of a page would send, with some of it changed."""
    adminform = response.context["adminform"].form
    forms = [
        adminform,
        *(form for formset in _formsets(response) for form in (formset.management_form, *formset.forms)),
    ]
    sent = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if value is None and isinstance(form.fields[name], ModelMultipleChoiceField):
                continue
            sent[form.add_prefix(name)] = "" if value is None or value is False else value
    return {**sent, **changes}


def _formsets(response):
    return [inline.formset for inline in response.context["inline_admin_formsets"]]


def page_of(action, row):
    return f"{LIST}{row.pk}/{action}/"


def act(client, action, row, **fields):
    """Press the button of a page that decides; on the page for publishing it carries what was looked at."""
    if action == "publish" and "mark" not in fields:
        page = client.get(page_of(action, row))
        fields["mark"] = page.context["form"].initial["mark"] if page.status_code == 200 else ""
    return client.post(page_of(action, row), fields)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def problems(response):
    forms = [response.context["adminform"].form, *(form for formset in _formsets(response) for form in formset.forms)]
    return {name: list(found) for form in forms for name, found in form.errors.items()}


def statuses():
    return {row.label: row.status for row in Questionnaire.objects.all()}
