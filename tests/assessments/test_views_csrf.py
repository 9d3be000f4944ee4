import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, SelectedFunction
from organisations.models import Unsaved
from tests.assessments.asking import page_of, title_of
from tests.factories import hold, make_assessment, make_edition, make_user

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def browser():
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["csrftoken"] = "o" * 32
    return browser


@pytest.fixture
def assessment(browser):
    return make_assessment(make_edition(), token=hold(browser), functions=("payroll",))


def token_in(response):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[1]


def step(assessment):
    return reverse("assessments:step", args=(assessment.pk, "core-problem"))


def send(browser, url, fields):
    return browser.post(url, fields, headers={"Origin": HERE, "Referer": HERE + url})


def test_a_form_survives_a_login_in_another_tab(browser, assessment):
    make_user("a@example.com")
    fields = {"load": "much", "payroll--method": "same_steps", "note--load": "Typed", "version": "0"}
    fields["csrfmiddlewaretoken"] = token_in(browser.get(step(assessment)))
    login = {"login": "a@example.com", "password": "a long enough password"}
    login["csrfmiddlewaretoken"] = token_in(browser.get(reverse("account_login")))
    browser.post(reverse("account_login"), login)
    browser.cookies["csrftoken"] = "n" * 32

    refused = send(browser, step(assessment), fields)
    back = browser.get(refused["Location"])
    nothing = Answer.objects.count()
    again = send(browser, refused["Location"], {**fields, "csrfmiddlewaretoken": token_in(back)})

    text = back.content.decode()
    assert (refused.status_code, back.status_code, nothing) == (302, 200, 0)
    assert "please press the button once more" in page_of(back)
    assert re.search(r'value="much"[^>]* checked', text)
    assert re.search(r'value="same_steps"[^>]* (selected|checked)', text)
    assert ">\nTyped</textarea>" in text
    assert again.status_code == 302
    assert Sheet(assessment).answers[flow.ORGANISATION, "load"] == "much"
    assert Unsaved.objects.count() == 0


def test_what_is_missing_is_not_complained_about_yet(browser, assessment):
    back = browser.get(send(browser, step(assessment), {"load": "much", "version": "0"})["Location"])

    assert title_of(back) == "Step 1 of 2: Your core problem"
    assert "There is a problem" not in page_of(back)


def test_the_choice_of_functions_survives_too(browser, assessment):
    url = reverse("assessments:functions", args=(assessment.pk,))

    back = browser.get(send(browser, url, {"functions": "help_desk", "own_1": "Post", "version": "1"})["Location"])

    text = back.content.decode()
    assert re.search(r'value="help_desk"[^>]* checked', text)
    assert re.search(r'name="own_1" value="Post"', text)
    assert not re.search(r'value="payroll"[^>]* checked', text)
    assert list(SelectedFunction.objects.values_list("key", flat=True)) == ["payroll"]


@pytest.mark.parametrize("fields", [{"nonsense": "x", "version": "0"}, {"load": ["a", "b"]}, {"load": "much"}, {}])
@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}])
def test_a_forged_form_without_a_token_gets_a_plain_page(browser, assessment, fields, headers):
    refused = browser.post(step(assessment), fields, headers=headers)

    assert (refused.status_code, title_of(refused)) == (403, "Please send that once more")
    assert Unsaved.objects.count() == 0


def test_a_submitted_assessment_gives_back_what_was_typed_to_be_copied(browser, assessment):
    type(assessment).objects.update(status="submitted", submitted_at=assessment.updated_at)

    to = send(browser, step(assessment), {"load": "much", "note--load": "Typed and <lost>", "version": "0"})["Location"]
    to = browser.get(to)["Location"]
    back = browser.get(to)

    assert "/steps/" not in to
    assert "Typed and <lost>" in page_of(back)
    assert "Typed and <lost>" not in back.content.decode()
