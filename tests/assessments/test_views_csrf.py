import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, SelectedFunction
from tests.assessments.asking import page_of, title_of
from tests.factories import hold, make_assessment, make_edition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def assessment(browser):
    return make_assessment(make_edition(), token=hold(browser), functions=("payroll",))


def token_in(response):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[1]


def step(assessment):
    return reverse("assessments:step", args=(assessment.pk, "core-problem"))


def test_a_form_survives_a_login_in_another_tab(browser, assessment):
    make_user("a@example.com")
    fields = {"load": "much", "payroll--method": "same_steps", "note--load": "Typed", "version": "0"}
    fields["csrfmiddlewaretoken"] = token_in(browser.get(step(assessment)))
    login = {"login": "a@example.com", "password": "a long enough password"}
    login["csrfmiddlewaretoken"] = token_in(browser.get(reverse("account_login")))
    browser.post(reverse("account_login"), login)
    browser.cookies["csrftoken"] = "n" * 32

    refused = browser.post(step(assessment), fields)
    nothing = Answer.objects.count()
    again = browser.post(step(assessment), {**fields, "csrfmiddlewaretoken": token_in(refused)})

    text = refused.content.decode()
    assert (refused.status_code, nothing) == (403, 0)
    assert "Please save once more" in page_of(refused)
    assert 'value="much" checked' in text
    assert 'name="payroll--method" value="same_steps" checked' in text
    assert ">\nTyped</textarea>" in text
    assert again.status_code == 302
    assert Sheet(assessment).answers[flow.ORGANISATION, "load"] == "much"


def test_what_is_missing_is_not_complained_about_yet(browser, assessment):
    refused = browser.post(step(assessment), {"load": "much", "version": "0"})

    assert title_of(refused) == "Step 1 of 2: Your core problem"
    assert "There is a problem" not in page_of(refused)


def test_the_choice_of_functions_survives_too(browser, assessment):
    url = reverse("assessments:functions", args=(assessment.pk,))

    refused = browser.post(url, {"functions": "help_desk", "own_1": "Post", "version": "1"})

    text = refused.content.decode()
    assert refused.status_code == 403
    assert 'value="help_desk" checked' in text
    assert 'name="own_1" value="Post"' in text
    assert list(SelectedFunction.objects.values_list("key", flat=True)) == ["payroll"]


@pytest.mark.parametrize("fields", [{"nonsense": "x", "version": "0"}, {"load": ["a", "b"]}, {}])
def test_a_forged_form_without_a_token_gets_a_plain_page(browser, assessment, fields):
    refused = browser.post(step(assessment), fields)

    assert (refused.status_code, title_of(refused)) == (403, "Please send that once more")


def test_other_pages_get_a_plain_page(browser, assessment):
    strangers = make_assessment(assessment.questionnaire)

    nowhere = reverse("assessments:step", args=(assessment.pk, "nowhere"))
    for url in ("/assessments/", reverse("assessments:hub", args=(assessment.pk,)), step(strangers), nowhere):
        refused = browser.post(url, {"company": "Acme"})

        assert (refused.status_code, title_of(refused)) == (403, "Please send that once more")


def test_a_submitted_assessment_is_said_to_be_closed(browser, assessment):
    type(assessment).objects.update(status="submitted", submitted_at=assessment.updated_at)

    assert browser.post(step(assessment), {"load": "much", "version": "0"}).status_code == 409
