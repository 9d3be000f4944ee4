"""Mails about reports and the links to them."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from recommendations.models import ShareLink
from tests.factories import hold, make_assessment, make_organisation, make_user, save, whole
from tests.recommendations.shared import ADDRESS, ADDRESS_OF_REPORT, CANARY, PASSCODE, form, make_report, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client):
    return make_report(token=hold(client))


def test_a_member_may_have_the_link_mailed(client, django_capture_on_commit_callbacks):
    owner = make_user()
    report = make_report(organisation=make_organisation(owner, name="CanaryCompany"))
    client.force_login(owner)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(report), form(email="reader@company.example", passcode=PASSCODE))

    [letter] = mail.outbox
    everything = f"{letter.subject}{letter.body}{letter.alternatives[0].content}"
    reader = Client()
    here = reader.get(ADDRESS.search(str(letter.body))[1])["Location"]
    assert (letter.to, letter.reply_to, set(CANARY.findall(everything)), PASSCODE in everything) == (
        ["reader@company.example"],
        [owner.email],
        set(),
        False,
    )
    assert reader.post(here, {"passcode": PASSCODE}, follow=True).status_code == 200


def test_without_an_account_nothing_is_mailed(client, report, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(report), form(email="reader@company.example"))

    assert (mail.outbox, b"id_email" in client.get(page(report)).content) == ([], False)


def test_nobody_is_flooded_with_links(client):
    owner = make_user()
    report = make_report(organisation=make_organisation(owner))
    client.force_login(owner)

    answers = [client.post(page(report), form(email="reader@company.example")).status_code for _each in range(4)]

    assert (answers, ShareLink.objects.count()) == ([200, 200, 200, 429], 3)


def test_the_people_of_the_organisation_hear_that_the_report_is_ready(client, django_capture_on_commit_callbacks):
    owner, gone = make_user(), make_user("gone@example.com", is_active=False)
    assessment = make_assessment(organisation=make_organisation(owner, gone), functions=("payroll",))
    save(assessment, whole(assessment))
    client.force_login(owner)

    with django_capture_on_commit_callbacks(execute=True):
        presses = [client.post(reverse("recommendations:submit", args=(assessment.pk,))) for _press in range(2)]

    [letter] = mail.outbox
    assert (letter.to, f"http://testserver{presses[1]['Location']}" in letter.body) == ([owner.email], True)


def test_without_an_account_there_is_nobody_to_tell(client, django_capture_on_commit_callbacks):
    assessment = make_assessment(token=hold(client), functions=("payroll",))
    save(assessment, whole(assessment))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("recommendations:submit", args=(assessment.pk,)))

    assert (answer.status_code, mail.outbox) == (302, [])


def claim(client, assessment):
    return client.post(reverse("assessments:claim", args=(assessment.pk,)), {"name": "Acme"})


def test_whoever_takes_a_report_into_an_account_is_mailed_it_once(client, django_capture_on_commit_callbacks):
    user, other = make_user(), make_user("other@example.com")
    report = make_report(token=hold(client))
    client.force_login(user)

    with django_capture_on_commit_callbacks(execute=True):
        claim(client, report.assessment)
        claim(client, report.assessment)

    [letter] = mail.outbox
    there = client.get(ADDRESS_OF_REPORT.search(str(letter.body))[1], follow=True)
    assert (letter.to, other.email in letter.body, there.status_code, report.reference in letter.body) == (
        [user.email],
        False,
        200,
        True,
    )


def test_taking_a_draft_into_an_account_mails_nothing(client, django_capture_on_commit_callbacks):
    assessment = make_assessment(token=hold(client), functions=("payroll",))
    client.force_login(make_user())

    with django_capture_on_commit_callbacks(execute=True):
        answer = claim(client, assessment)

    assert (answer.status_code, mail.outbox) == (302, [])
