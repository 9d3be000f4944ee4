"""The page between two who saved the same step names who came first, where that is known, and when."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Progress
from organisations.models import Engagement
from tests.assessments.asking import page_of
from tests.factories import engage, hold, join, make_assessment, make_consultancy, make_organisation, make_user

pytestmark = pytest.mark.django_db
FIRST = {"load": "much", "payroll--method": "same_steps", "version": "0", "action": "later"}


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def owner():
    return make_user("owner@example.com", name="Own Er")


@pytest.fixture
def ours(owner):
    return make_assessment(organisation=make_organisation(owner), functions=("payroll",))


def address(assessment):
    return f"/assessments/{assessment.pk}/steps/core-problem/"


def settled_between(before, now, assessment):
    before.post(address(assessment), FIRST)
    return now.post(address(assessment), FIRST | {"load": "little"})


def test_a_colleague_who_saved_first_is_named(owner, ours):
    colleague = make_user("colleague@example.com", name="Col League")
    join(ours.organisation, colleague)

    answer = settled_between(signed_in(colleague), signed_in(owner), ours)

    page = page_of(answer)
    saved = Progress.objects.get(assessment=ours, step="core-problem")
    assert (answer.status_code, saved.saved_by, saved.saved_at is not None) == (409, colleague, True)
    assert ("Saved by Col League meanwhile" in page, page.count("Saved by Col League, ")) == (True, 1)


def test_a_consultant_who_saved_first_is_named(owner, ours):
    adviser = make_user("adviser@example.com", name="Ad Viser")
    engage(make_consultancy(adviser), ours.organisation, scope=Engagement.Scope.ANSWER)

    answer = settled_between(signed_in(adviser), signed_in(owner), ours)

    assert "Saved by Ad Viser meanwhile" in page_of(answer)


def test_ones_own_other_tab_is_no_other_person(owner, ours):
    browser = signed_in(owner)

    page = page_of(settled_between(browser, browser, ours))

    assert ("Own Er meanwhile" in page, "Saved in another tab or on another device, " in page) == (False, True)


def test_where_nobody_has_an_account_it_is_another_tab_or_device(client):
    assessment = make_assessment(token=hold(client), functions=("payroll",))

    page = page_of(settled_between(client, client, assessment))

    assert "Saved in another tab or on another device, " in page
    assert Progress.objects.get(step="core-problem").saved_by is None


def test_who_saved_is_taken_down_by_the_statement_that_counts_the_save(client, owner, ours):
    held = make_assessment(ours.questionnaire, token=hold(client), functions=("payroll",))
    theirs = signed_in(owner)
    counts = []

    for browser, assessment in ((client, held), (theirs, ours)):
        browser.get(address(assessment))
        with CaptureQueriesContext(connection) as context:
            browser.post(address(assessment), FIRST)
        sql = [each["sql"].strip() for each in context]
        counts.append(sum(each.startswith('UPDATE "assessments_progress"') for each in sql))

    assert counts == [1, 1]
