"""Made-up clients of a made-up consultancy, so that anybody can see the workspace alive, and take it away again."""

import secrets
import tomllib
from collections.abc import Mapping
from datetime import timedelta
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
    """Write the whole demonstration.

    Returns:
        Address and password of its consultant.

    Raises:
        ThereAlreadyError: nothing was written.
    """
    if Organisation.objects.filter(is_demo=True).exists():
        raise ThereAlreadyError
    data = tomllib.loads(SHIPPED.read_text("utf-8"))
    password = secrets.token_urlsafe(12)
    consultant = _create_person(**data["consultant"], password=password)
    consultancy = _create_organisation(data["consultancy"]["name"], consultant, advises=True)
    Membership.objects.create(user=_create_person(**data["colleague"]), organisation=consultancy)
    for client in data["clients"]:
        _add_client(client, questionnaire, consultancy, consultant)
    # Somebody who has not answered yet; no mail is sent, as there is nobody to read it.
    invitation, _token = Invitation.make(
        days=14,
        organisation=consultancy,
        purpose=Invitation.Purpose.CLIENT,
        scope=Engagement.Scope.READ,
        email=data["invited"]["email"],
        name=data["invited"]["name"],
        invited_by=consultant,
    )
    changes.announce(invitation)
    return consultant.email, password


@transaction.atomic
def remove() -> int:
    """Take everything of the demonstration away, and count its organisations."""
    organisations = Organisation.objects.filter(is_demo=True)
    count = organisations.count()
    organisations.delete()
    User.objects.filter(email__endswith=DOMAIN, memberships=None).delete()
    return count


def _create_person(email: str, name: str = "", password: str | None = None) -> User:
    person = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _create_organisation(name: str, owner: User, *, advises: bool = False) -> Organisation:
    organisation = Organisation.objects.create(name=name, advises=advises, is_demo=True)
    Membership.objects.create(user=owner, organisation=organisation, role=Membership.Role.OWNER)
    return organisation


def _add_client(data: Mapping[str, Any], questionnaire: Questionnaire, consultancy: Organisation, by: User) -> None:
    client = _create_organisation(data["name"], _create_person(data["owner"]))
    engagement = Engagement.objects.create(consultancy=consultancy, client=client, scope=data["scope"])
    changes.announce(engagement)
    reports = [_add_report(report, questionnaire, client, by) for report in data["reports"]]
    if "review_in" in data:
        planned = timezone.localdate() + timedelta(days=data["review_in"])
        client_services.plan_review(engagement=engagement, on=planned)
    if reports:
        review = Review.objects.get(report=reports[-1], consultancy=consultancy)
        if "comment" in data:
            review_services.add_comment(review=review, text=data["comment"], by=by)
        if "note" in data:
            review_services.add_note(
                consultancy=consultancy, client=client.pk, report=reports[-1], text=data["note"], by=by
            )
        if "adjustment" in data:
            review.refresh_from_db()
            review_services.adjust_result(review=review, model="", version=review.version, by=by, **data["adjustment"])
    if "draft" in data:
        _add_half_answered(_example(data["draft"]), questionnaire, client)
    elif reports:
        ClientLine.objects.filter(client=client).update(active=int(reports[-1].given_at.timestamp()))


def _add_report(data: Mapping[str, Any], questionnaire: Questionnaire, client: Organisation, by: User) -> Report:
    at = timezone.now() - timedelta(days=data["days_ago"])
    example, edition = _example(data["example"]), read(questionnaire.pk)
    answers = dict(example.places)
    # What a situation leaves open is answered with the choices that say and decide the least, so that it still decides.
    for _round in range(2):  # the second one reaches what the first one opened
        for place in tuple(flow.asked(edition, example.selected(edition), answers)):
            answers.setdefault(place, min(edition.question_by_key[place[1]].choices, key=_loudness).key)
    answers |= {place: flow.DONT_KNOW for place in answers if place[0] and place[1] in data.get("unsure", ())}
    assessment = filling.fill(
        questionnaire=questionnaire,
        organisation=client,
        functions=example.selected(edition),
        answers=answers,
        notes={},
    )
    Assessment.objects.filter(pk=assessment.pk).update(started_at=at - TAKES, updated_at=at)
    report = services.submit(assessment=assessment, at=at)
    review = Review.objects.get(report=report)
    for state in WAYS[Review.State(data["state"])]:
        review.refresh_from_db()
        review_services.change_state(review=review, to=state, version=review.version, by=by)
    return report


def _loudness(choice: flow.Choice) -> tuple[bool, int]:
    return bool(choice.signal), sum(map(abs, choice.evidence))


def _add_half_answered(example: Example, questionnaire: Questionnaire, client: Organisation) -> None:
    """Leave an assessment where its owner was called away: two steps are answered."""
    edition = read(questionnaire.pk)
    begun = {step.slug for step in edition.steps[:2]}
    filling.fill(
        questionnaire=questionnaire,
        organisation=client,
        functions=example.selected(edition),
        answers={place: answer for place, answer in example.places if edition.question_by_key[place[1]].step in begun},
        notes={},
    )


def _example(key: str) -> Example:
    return next(example for example in read_examples() if example.key == key)
