"""What the two sides of a review do: change its state, adjust a result, comment, keep notes, and notify each other."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from consulting.models import Adjustment, Comment, Note, Review, ReviewStep
from organisations import audit, changes, mail
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


class ReviewStaleError(Exception):
    """A colleague changed the same thing since the page was opened; nothing was written."""


class ReviewLockedError(Exception):
    """The review is final; it has to be reopened before anything in it changes."""


def open_reviews(report: Report) -> None:
    """Open a review at every consultancy that the report's organisation lets in."""
    client = report.assessment.organisation_id
    if client is None:
        return
    firms = Engagement.objects.current().filter(client=client).values_list("consultancy_id", flat=True)
    reviews = [Review(report=report, consultancy_id=firm) for firm in firms]
    if reviews:
        Review.objects.bulk_create(reviews, ignore_conflicts=True)


@transaction.atomic
def change_state(*, review: Review, to: str, version: int, by: User) -> None:
    """Bring a review to another state.

    Raises:
        ReviewStaleError: a colleague did meanwhile, or it can't be brought there from where it is; nothing was written.
    """
    now = _lock(review)
    last = now.steps.last()
    if (last and last.version > version) or to not in NEXT[State(now.state)]:
        raise ReviewStaleError
    Review.objects.filter(pk=now.pk).update(state=to)
    is_reopened = now.is_locked
    ReviewStep.objects.create(review=now, state=to, by=by, by_name=str(by), version=now.version)
    act = "review_reopened" if is_reopened else ACTS[State(to)]
    client = now.report.assessment.organisation_id
    audit.note(act, by=by, organisation=client, about=now.report_id)
    if client:
        changes.announce(client)


@transaction.atomic
def assign_reviewer(*, review: Review, reviewer: User | None, seen: str, by: User) -> None:
    """Say who of the consultancy reviews; `seen` is the key of who did when the page was opened.

    Raises:
        ReviewStaleError, ReviewLockedError: nothing was written.
    """
    now = _lock_open(review)
    if str(now.reviewer_id or "") != seen:
        raise ReviewStaleError
    Review.objects.filter(pk=now.pk).update(reviewer=reviewer)
    client = now.report.assessment.organisation_id
    audit.note("reviewer_assigned", by=by, organisation=client, about=reviewer.pk if reviewer else None)


@transaction.atomic
def adjust_result(
    *, review: Review, function: str, model: str, readiness: str, reason: str, version: int, by: User
) -> None:
    """Put a result of one's own beside a computed one, in place of what was put there before.

    Empty where the result stays as computed; both empty take an adjustment back.

    Raises:
        ReviewStaleError, ReviewLockedError: nothing was written.
    """
    now = _lock_open(review)
    same = Adjustment.objects.filter(review=now, function=function)
    if same.filter(version__gt=version).exists():
        raise ReviewStaleError
    # Ended, not changed: who said what and when stays readable. Its version makes a form stale that never saw it go.
    ended = same.current().update(ended_at=timezone.now(), version=now.version)
    client = now.report.assessment.organisation_id
    if model or readiness:
        Adjustment.objects.create(
            review=now,
            report_id=now.report_id,
            function=function,
            model=model,
            readiness=readiness,
            reason=reason,
            author=by,
            author_name=str(by),
            version=now.version,
        )
        audit.note("result_adjusted", by=by, organisation=client, about=now.report_id)
    elif ended:
        audit.note("adjustment_taken_back", by=by, organisation=client, about=now.report_id)


def add_comment(*, review: Review, text: str, by: User, question: str = "", section: str = "") -> Comment:
    """Say something about a question or a part of the report, for the other side to read.

    Raises:
        ReviewLockedError: nothing was written.
    """
    with transaction.atomic():
        now = _lock_open(review)
        return Comment.objects.create(
            review=now, question=question, section=section, author=by, author_name=str(by), text=text
        )


def answer_comment(*, comment: Comment, text: str, by: User) -> Comment:
    return Comment.objects.create(
        review_id=comment.review_id, answer_to=comment, author=by, author_name=str(by), text=text
    )


def settle_comment(*, comment: Comment, is_done: bool) -> None:
    """Mark a comment as done, or as open again; pressed twice it stays as it is."""
    if is_done:
        Comment.objects.filter(pk=comment.pk, done_at=None).update(done_at=timezone.now())
    else:
        Comment.objects.filter(pk=comment.pk).update(done_at=None)


def add_note(*, consultancy: Organisation, client: UUID, report: Report | None, text: str, by: User) -> Note:
    """Keep a note for the consultancy alone: it is in no event, no mail and no log."""
    return Note.objects.create(
        consultancy=consultancy, client_id=client, report=report, author=by, author_name=str(by), text=text
    )


def remove_note(*, note: Note) -> None:
    note.delete()


def notify_client(*, review: Review, address: str, state: str) -> None:
    """Mail the client's people that the review went on: what was decided, never what was said."""
    organisation = review.report.assessment.organisation
    if organisation is not None and state in (State.CHANGES, State.FINAL):
        name = "review_changes" if state == State.CHANGES else "review_final"
        _mail(name, to=_people(organisation), review=review, address=address)


def notify_consultancies(*, report: Report, address_of: Callable[[UUID], str]) -> None:
    """Mail the consultancies that a client's report waits for their review."""
    for review in Review.objects.engaged().filter(report=report).select_related("consultancy"):
        _mail("review_waits", to=_people(review.consultancy), review=review, address=address_of(review.consultancy_id))


def notify_of_answer(*, review: Review, address: str) -> None:
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


def _lock(review: Review) -> Review:
    """Count one more change, which holds the row until the transaction ends, and read it as it is now."""
    Review.objects.filter(pk=review.pk).update(version=F("version") + 1)
    return Review.objects.select_related("report__assessment").get(pk=review.pk)


def _lock_open(review: Review) -> Review:
    now = _lock(review)
    if now.is_locked:
        raise ReviewLockedError
    return now
