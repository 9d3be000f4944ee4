"""Made-up clients of a made-up consultancy, so that anybody can see the workspace alive, and take it away again."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from assessments.edition import flow
from assessments.models import Assessment, Questionnaire
from assessments.models.reading import read
from consulting.clients import services as client_services
from consulting.models import ClientLine, Review
from consulting.reviews import services as review_services
from organisations import changes
from organisations.models import Engagement, Invitation, Membership, Organisation, User
from recommendations.models import Report
from recommendations.reports import filling, services
from recommendations.trials.examples import Example, read_examples

SHIPPED: Final = Path(__file__).parent / "data" / "demo.toml"
DOMAIN: Final = "@demo.example"
TAKES: Final = timedelta(minutes=25)  # from the first answer to the report
WAYS: Final = {
    Review.State.SUBMITTED: (),
    Review.State.IN_REVIEW: (Review.State.IN_REVIEW,),
    Review.State.CHANGES: (Review.State.IN_REVIEW, Review.State.CHANGES),
    Review.State.FINAL: (Review.State.IN_REVIEW, Review.State.FINAL),
}


class ThereAlreadyError(Exception):
    """The demonstration stands already."""


@transaction.atomic
def add(questionnaire: Questionnaire) -> tuple[str, str]:
    """Write the whole demonstration, and tell how to sign in as its consultant: address and password.

    Raises:
        ThereAlreadyError: nothing was written.
    """
    if Organisation.objects.filter(is_demo=True).exists():
        raise ThereAlreadyError
    told = tomllib.loads(SHIPPED.read_text("utf-8"))
    password = secrets.token_urlsafe(12)
    consultant = _person(told["consultant"], password)
    consultancy = _organisation(told["consultancy"]["name"], consultant, advises=True)
    Membership.objects.create(user=_person(told["colleague"]), organisation=consultancy)
    for client in told["clients"]:
        _client(client, questionnaire, consultancy, consultant)
    _invite(told["invited"], consultancy, consultant)
    return consultant.email, password


@transaction.atomic
def remove() -> int:
    """Take everything of the demonstration away, and tell how many organisations that were."""
    mine = Organisation.objects.filter(is_demo=True)
    count = mine.count()
    mine.delete()
    User.objects.filter(email__endswith=DOMAIN, memberships=None).delete()
    return count


def _person(told: Mapping[str, str], password: str | None = None) -> User:
    person = User.objects.create_user(told["email"], password, name=told.get("name", ""))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _organisation(name: str, owner: User, *, advises: bool = False) -> Organisation:
    made = Organisation.objects.create(name=name, advises=advises, is_demo=True)
    Membership.objects.create(user=owner, organisation=made, role=Membership.Role.OWNER)
    return made


def _client(told: Mapping[str, Any], questionnaire: Questionnaire, consultancy: Organisation, by: User) -> None:
    client = _organisation(told["name"], _person({"email": told["owner"]}))
    engagement = Engagement.objects.create(consultancy=consultancy, client=client, scope=told["scope"])
    changes.announce(engagement)
    reports = [_report(one, questionnaire, client, by) for one in told["reports"]]
    if "review_in" in told:
        planned = timezone.localdate() + timedelta(days=told["review_in"])
        client_services.plan_review(engagement=engagement, on=planned)
    if reports:
        _speak(told, Review.objects.get(report=reports[-1], consultancy=consultancy), by)
    if "draft" in told:
        _half(_example(told["draft"]), questionnaire, client)
    elif reports:
        ClientLine.objects.filter(client=client).update(active=int(reports[-1].given_at.timestamp()))


def _report(told: Mapping[str, Any], questionnaire: Questionnaire, client: Organisation, by: User) -> Report:
    at = timezone.now() - timedelta(days=told["days_ago"])
    assessment = _filled(_unsure(_example(told["example"]), told.get("unsure", ())), questionnaire, client)
    _move_back(assessment, at)
    report = services.submit(assessment=assessment, at=at)
    review = Review.objects.get(report=report)
    for state in WAYS[Review.State(told["state"])]:
        review.refresh_from_db()
        review_services.change_state(review=review, to=state, version=review.version, by=by)
    return report


def _speak(told: Mapping[str, Any], review: Review, by: User) -> None:
    """Say on the latest report what the consultancy says of it: to the client, and to itself."""
    if "comment" in told:
        review_services.add_comment(review=review, text=told["comment"], by=by)
    if "note" in told:
        client = review.report.assessment.organisation
        assert client is not None  # noqa: S101 - a demonstration's report is kept by one
        review_services.add_note(
            consultancy=review.consultancy, client=client.pk, report=review.report, text=told["note"], by=by
        )
    if "adjustment" in told:
        review.refresh_from_db()
        review_services.adjust_result(review=review, model="", version=review.version, by=by, **told["adjustment"])


def _half(example: Example, questionnaire: Questionnaire, client: Organisation) -> None:
    """Leave an assessment where its owner was called away: two steps are answered."""
    edition = read(questionnaire.pk)
    begun = {step.slug for step in edition.steps[:2]}
    answers = {place: one for place, one in example.places if edition.question_by_key[place[1]].step in begun}
    filling.fill(
        questionnaire=questionnaire,
        organisation=client,
        functions=example.selected(edition),
        answers=answers,
        notes={},
    )


def _filled(example: Example, questionnaire: Questionnaire, client: Organisation) -> Assessment:
    return filling.fill(
        questionnaire=questionnaire,
        organisation=client,
        functions=example.selected(read(questionnaire.pk)),
        answers=_in_full(example, read(questionnaire.pk)),
        notes={},
    )


def _in_full(example: Example, edition: flow.Edition) -> dict[flow.Place, str]:
    """Answer what a situation leaves open with the choices that say the least, so that it still decides."""
    told = dict(example.places)
    for _round in range(2):  # the second one reaches what the first one opened
        for place in tuple(flow.asked(edition, example.selected(edition), told)):
            told.setdefault(place, _quietest(edition.question_by_key[place[1]]))
    return told


def _quietest(question: flow.Question) -> str:
    return min(question.choices, key=lambda choice: sum(map(abs, choice.evidence))).key


def _move_back(assessment: Assessment, at: datetime) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(started_at=at - TAKES, updated_at=at)


def _unsure(example: Example, questions: tuple[str, ...]) -> Example:
    if not questions:
        return example
    unknown = dict.fromkeys(questions, flow.DONT_KNOW)
    functions = tuple(
        replace(one, answers={**one.answers, **{key: unknown[key] for key in one.answers if key in unknown}})
        for one in example.functions
    )
    return replace(example, functions=functions)


def _example(key: str) -> Example:
    return next(one for one in read_examples() if one.key == key)


def _invite(told: Mapping[str, str], consultancy: Organisation, by: User) -> None:
    """List somebody who has not answered yet; no mail is sent, as there is nobody to read it."""
    invitation, _token = Invitation.make(
        days=14,
        organisation=consultancy,
        purpose=Invitation.Purpose.CLIENT,
        scope=Engagement.Scope.READ,
        email=told["email"],
        name=told["name"],
        invited_by=by,
    )
    changes.announce(invitation)
