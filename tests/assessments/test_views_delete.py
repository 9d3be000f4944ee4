"""Whoever holds what no account keeps can delete it, and then it is gone."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from assessments.answering import resume, services
from assessments.answering.holder import COOKIE, digest, new_token
from assessments.models import Assessment
from recommendations.models import Report
from recommendations.reports import services as reporting
from recommendations.reports import sharing
from tests.factories import hold, make_assessment, make_edition, make_organisation, make_user, save, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def report(client, edition):
    """A report with everything that may hang on it."""
    assessment = make_assessment(edition, token=hold(client), functions=("payroll", "help_desk"))
    save(assessment, whole(assessment), notes={"load": "A note"})
    link, _token = resume.make(assessment=assessment)
    resume.let_in(link=link, holder=digest(new_token()))
    given = reporting.submit(assessment=assessment)
    sharing.share(report=given, terms=sharing.Terms())
    reporting.set_action(report=given, action="any", owner="Somebody", due=None, status="doing")
    return given


def page(assessment):
    return reverse("assessments:delete", args=(getattr(assessment, "pk", assessment),))


def rows_of(*labels):
    return {
        model._meta.label: model._default_manager.count()
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if model._default_manager.count()
    }


def test_nothing_of_it_is_left(client, edition, report):
    before = rows_of("recommendations", "assessments")

    answer = client.post(page(report.assessment), {"confirm": "yes"})

    kept = {"assessments.Questionnaire", "assessments.Revision"}
    gone = set(before) - set(rows_of("recommendations", "assessments"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert gone == set(before) - kept
    assert gone >= {"assessments.Answer", "assessments.Holding", "recommendations.ShareLink", "recommendations.Report"}


def test_the_front_page_says_that_it_is_deleted(client, edition):
    assessment = make_assessment(edition, token=hold(client))

    answer = client.post(page(assessment), {"confirm": "yes"}, follow=True)

    assert "Deleted: the answers" in answer.content.decode()
    assert client.get(reverse("assessments:hub", args=(assessment.pk,))).status_code == 404


def test_it_says_first_what_goes_and_deletes_nothing(client, report):
    asked, unconfirmed = client.get(page(report.assessment)), client.post(page(report.assessment))

    words = asked.content.decode()
    assert [said in words for said in ("answers, and all notes", "2 functions", "the report of", "1 link that")] == [
        True
    ] * 4
    assert (asked.status_code, unconfirmed.status_code, Report.objects.count()) == (200, 200, 1)


def test_what_else_this_browser_holds_stays(client, edition):
    token = hold(client)
    first, second = (make_assessment(edition, token=token) for _each in range(2))

    client.post(page(first), {"confirm": "yes"})

    assert list(Assessment.objects.values_list("pk", flat=True)) == [second.pk]
    assert client.cookies[COOKIE].value == token


def test_who_was_let_in_by_a_link_may_delete_it_and_who_was_not_may_not(client, edition):
    assessment = make_assessment(edition, token=hold(client))
    link, _token = resume.make(assessment=assessment)
    let_in, other = Client(), Client()
    resume.let_in(link=link, holder=digest(hold(let_in)))
    hold(other)

    refused = other.post(page(assessment), {"confirm": "yes"})
    done = let_in.post(page(assessment), {"confirm": "yes"})

    assert (refused.status_code, done.status_code, Assessment.objects.count()) == (404, 302, 0)


def test_what_an_account_keeps_is_not_deleted_here(client, edition):
    owner = make_user()
    kept = make_assessment(edition, organisation=make_organisation(owner))
    client.force_login(owner)

    assert client.post(page(kept), {"confirm": "yes"}).status_code == 404
    assert Assessment.objects.count() == 1


def test_what_is_claimed_between_the_page_and_the_press_stays(client, edition, monkeypatch):
    token = hold(client)
    assessment = make_assessment(edition, token=token)
    delete, owner = services.delete, make_user()

    def claimed_first(**fields):
        services.claim(assessment=assessment, holder=digest(token), user=owner, keep_in="Acme")
        delete(**fields)

    monkeypatch.setattr(services, "delete", claimed_first)
    answer = client.post(page(assessment), {"confirm": "yes"})

    assert (answer.status_code, Assessment.objects.get().organisation.name) == (404, "Acme")
