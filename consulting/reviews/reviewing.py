"""What the two sides of a review do: change its state, adjust a result, comment, note, and tell each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from consulting.models import Adjustment, Comment, Note, Review, ReviewStep
from organisations import lines, mail
from organisations.audit import note as take_down
from organisations.models import Engagement, Organisation, User
from recommendations.models import Report

State = Review.State
NEXT = {
    State.SUBMITTED: (State.IN_REVIEW, State.CHANGES, State.FINAL),
    State.IN_REVIEW: (State.CHANGES, State.FINAL),
    State.CHANGES: (State.IN_REVIEW, State.FINAL),
    State.FINAL: (State.IN_REVIEW,),
}
ACTS = {
    State.IN_REVIEW: "review_begun",
    State.CHANGES: "review_changes_asked",
    State.FINAL: "review_finished",
}
AS_COMPUTED = ""


class StaleError(Exception):
    """A colleague changed the same thing since the page was opened; nothing was written."""


class LockedError(Exception):
    """The review is final; it has to be reopened before anything in it changes."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a function's result should read after review; empty where it stays as computed."""

    function: str
    model: str
    readiness: str
    reason: str


def begin(report: Report) -> None:
    """Open a review at every consultancy that the report's organisation lets in."""
    client = report.assessment.organisation_id
    if client is None:
        return
    firms = Engagement.objects.current().filter(client=client).values_list("consultancy_id", flat=True)
    reviews = [Review(report=report, consultancy_id=firm) for firm in firms]
    if reviews:
        Review.objects.bulk_create(reviews, ignore_conflicts=True)


def found(*, report: Report, consultancy: Organisation) -> Review:
    """Find a consultancy's review of a report; of one that is older than the engagement it is made now."""
    review, _is_new = Review.objects.get_or_create(report=report, consultancy=consultancy)
    return review


@transaction.atomic
def move(*, review: Review, to: str, version: int, by: User) -> None:
    """Bring a review to another state.

    Raises:
        StaleError: a colleague did meanwhile, or it can't be brought there from where it is; nothing was written.
    """
    now = _counted(review)
    last = now.steps.last()
    if (last and last.version > version) or to not in NEXT[State(now.state)]:
        raise StaleError
    Review.objects.filter(pk=now.pk).update(state=to)
    is_reopened = now.is_locked
    ReviewStep.objects.create(review=now, state=to, by=by, by_name=str(by), version=now.version)
    act = "review_reopened" if is_reopened else ACTS[State(to)]
    take_down(act, by=by, organisation=now.report.assessment.organisation_id, about=now.report_id)
    _tell_line(now, to)


@transaction.atomic
def assign(*, review: Review, reviewer: User | None, seen: str, by: User) -> None:
    """Say who of the consultancy reviews; `seen` is the key of who did when the page was opened.

    Raises:
        StaleError, LockedError: nothing was written.
    """
    now = _open(review)
    if str(now.reviewer_id or "") != seen:
        raise StaleError
    Review.objects.filter(pk=now.pk).update(reviewer=reviewer)
    client = now.report.assessment.organisation_id
    take_down("reviewer_assigned", by=by, organisation=client, about=reviewer.pk if reviewer else None)


@transaction.atomic
def adjust(*, review: Review, to: Adjusted, version: int, by: User) -> None:
    """Put a result of one's own beside a computed one, in place of what was put there before.

    Raises:
        StaleError, LockedError: nothing was written.
    """
    now = _open(review)
    same = Adjustment.objects.filter(review=now, function=to.function)
    if same.filter(version__gt=version).exists():
        raise StaleError
    # Ended, not changed: who said what and when stays readable. Its version makes a form stale that never saw it go.
    ended = same.current().update(ended_at=timezone.now(), version=now.version)
    client = now.report.assessment.organisation_id
    if to.model or to.readiness:
        Adjustment.objects.create(
            review=now,
            report_id=now.report_id,
            function=to.function,
            model=to.model,
            readiness=to.readiness,
            reason=to.reason,
            author=by,
            author_name=str(by),
            version=now.version,
        )
        take_down("result_adjusted", by=by, organisation=client, about=now.report_id)
    elif ended:
        take_down("adjustment_taken_back", by=by, organisation=client, about=now.report_id)


def comment(*, review: Review, text: str, by: User, question: str = "", section: str = "") -> Comment:
    """Say something about a question or a part of the report, for the other side to read.

    Raises:
        LockedError: nothing was written.
    """
    with transaction.atomic():
        now = _open(review)
        return Comment.objects.create(
            review=now, question=question, section=section, author=by, author_name=str(by), text=text
        )


def answer(*, to: Comment, text: str, by: User) -> Comment:
    return Comment.objects.create(review_id=to.review_id, answer_to=to, author=by, author_name=str(by), text=text)


def settle(*, comment: Comment, is_done: bool) -> None:
    """Mark a comment as done, or as open again; pressed twice it stays as it is."""
    if is_done:
        Comment.objects.filter(pk=comment.pk, done_at=None).update(done_at=timezone.now())
    else:
        Comment.objects.filter(pk=comment.pk).update(done_at=None)


def note(*, consultancy: Organisation, client: UUID, report: Report | None, text: str, by: User) -> Note:
    """Keep a note for one's own consultancy alone. No event, no mail and no log hears of it."""
    return Note.objects.create(
        consultancy=consultancy, client_id=client, report=report, author=by, author_name=str(by), text=text
    )


def remove_note(note: Note) -> None:
    note.delete()


def tell_client(*, review: Review, address: str, state: str) -> None:
    """Mail the client's people that the review went on: what was decided, never what was said."""
    organisation = review.report.assessment.organisation
    if organisation is not None and state in (State.CHANGES, State.FINAL):
        name = "review_changes" if state == State.CHANGES else "review_final"
        _mail(name, to=_people(organisation), review=review, address=address)


def tell_firms(*, report: Report, address_of: Any) -> None:
    """Mail the consultancies that a client's report waits for their review."""
    for review in Review.objects.engaged().filter(report=report).select_related("consultancy"):
        _mail("review_waits", to=_people(review.consultancy), review=review, address=address_of(review.consultancy_id))


def tell_firm_of_answer(*, review: Review, address: str) -> None:
    """Mail whoever reviews, or else the whole consultancy, that the client answered a comment."""
    if Review.objects.engaged().filter(pk=review.pk).exists():
        to = [review.reviewer.email] if review.reviewer else _people(review.consultancy)
        _mail("review_answer", to=to, review=review, address=address)


def _mail(name: str, *, to: Iterable[str], review: Review, address: str) -> None:
    organisation = review.report.assessment.organisation
    context = {
        "address": address,
        "consultancy": review.consultancy.name,
        "organisation": organisation.name if organisation else "",
        "reference": review.report.reference,
    }
    mail.send(name, to=to, context=context)


def _people(organisation: Organisation) -> list[str]:
    people = organisation.members.filter(is_active=True).order_by("email")
    return list(people.values_list("email", flat=True))


def _counted(review: Review) -> Review:
    """Count one more change, which holds the row until the transaction ends, and read it as it is now."""
    Review.objects.filter(pk=review.pk).update(version=F("version") + 1)
    return Review.objects.select_related("report__assessment").get(pk=review.pk)


def _open(review: Review) -> Review:
    now = _counted(review)
    if now.is_locked:
        raise LockedError
    return now


def _tell_line(review: Review, state: str) -> None:
    """Show the state in the list of clients, where the report is the client's latest."""
    client = review.report.assessment.organisation_id
    latest = Report.objects.filter(assessment__organisation=client).order_by("-given_at", "pk").values("pk").first()
    if latest is None or latest["pk"] != review.report_id:
        return
    engagements = Engagement.objects.current().filter(client=client, consultancy=review.consultancy_id)
    for engagement in engagements.values_list("pk", flat=True):
        lines.reviewed(engagement=engagement, review=state)
