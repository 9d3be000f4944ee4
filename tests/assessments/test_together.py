"""Answering with others: a consultant fills in and cannot submit, and steps are handed to colleagues."""

import pytest
from django.core import mail
from django.test import Client

from assessments.models import Assessment, Assignment
from organisations import people
from organisations.models import Engagement, Invitation
from tests.assessments.small import SMALL
from tests.factories import (
    engage,
    join,
    make_assessment,
    make_consultancy,
    make_organisation,
    make_user,
    protect,
    save,
    whole,
)

pytestmark = pytest.mark.django_db


class Scene:
    def __init__(self):
        self.owner, self.colleague = (
            make_user("owner@example.com"),
            make_user("colleague@example.com", name="Col League"),
        )
        self.organisation = make_organisation(self.owner, name="Kestrel Ltd")
        join(self.organisation, self.colleague)
        adviser = protect(make_user("adviser@example.com"))
        engage(make_consultancy(adviser), self.organisation, scope=Engagement.Scope.ANSWER)
        self.assessment = make_assessment(organisation=self.organisation, functions=("payroll",))
        self.url = f"/assessments/{self.assessment.pk}/"
        self.steps = [step.slug for step in SMALL.steps]
        self.insider, self.member, self.adviser = map(signed_in, (self.owner, self.colleague, adviser))

    def hand(self, **sent):
        return self.insider.post(f"{self.url}together/", {"step": self.steps[0]} | sent)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def scene():
    return Scene()


def test_a_consultant_who_fills_in_is_told_that_submitting_is_the_clients(scene):
    save(scene.assessment, whole(scene.assessment))

    page = scene.adviser.get(f"{scene.url}check/").content.decode()
    refused = scene.adviser.post(f"{scene.url}submit/")

    assert "Tell the owner it is ready" in page
    assert "See my report" not in page
    assert refused.status_code == 404
    assert Assessment.objects.get().is_draft


def test_the_owner_is_told_by_mail_that_it_is_ready(scene, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        scene.adviser.post(f"{scene.url}ready/")

    assert [letter.to for letter in mail.outbox] == [["owner@example.com"]]
    assert f"{scene.url}check/" in mail.outbox[0].body


def test_a_step_is_handed_to_a_colleague_who_gets_the_way_to_it(scene, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        scene.hand(person=str(scene.colleague.pk))

    assert [(one.step, one.person) for one in Assignment.objects.all()] == [(scene.steps[0], scene.colleague)]
    assert [letter.to for letter in mail.outbox] == [["colleague@example.com"]]
    assert f"{scene.url}steps/{scene.steps[0]}/" in mail.outbox[0].body
    assert "Col League" in scene.insider.get(scene.url).content.decode()


def test_a_step_waits_for_whoever_is_invited_and_is_theirs_once_they_joined(scene):
    scene.hand(email="new@example.com")
    before = Assignment.objects.get().person
    newcomer = make_user("new@example.com")

    people.accept(invitation=Invitation.objects.get(), by=newcomer)

    assert before is None
    assert Assignment.objects.get().person == newcomer


def test_only_an_owner_invites_and_only_members_are_chosen(scene):
    stranger = make_user("stranger@example.com")

    answers = [
        scene.member.post(f"{scene.url}together/", {"step": scene.steps[0], "email": "new@example.com"}),
        scene.hand(person=str(stranger.pk)),
        scene.hand(),
        scene.hand(person=str(scene.colleague.pk), email="new@example.com"),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert (Assignment.objects.count(), Invitation.objects.count()) == (0, 0)


def test_the_address_of_a_member_means_the_member(scene):
    scene.hand(email="COLLEAGUE@example.com")

    assert Assignment.objects.get().person == scene.colleague
    assert Invitation.objects.count() == 0


def test_a_step_is_marked_as_done_handed_on_and_taken_back(scene):
    scene.hand(person=str(scene.colleague.pk))
    scene.member.post(f"{scene.url}together/", {"do": "done", "step": scene.steps[0]})
    done = Assignment.objects.get().done_at
    scene.hand(person=str(scene.owner.pk))
    handed_on = Assignment.objects.get()
    scene.hand(do="take_back")

    assert done is not None
    assert (handed_on.person, handed_on.done_at) == (scene.owner, None)
    assert Assignment.objects.count() == 0


def test_a_consultant_hands_no_step_over(scene):
    assert scene.adviser.get(f"{scene.url}together/").status_code == 404
