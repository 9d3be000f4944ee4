"""Answering with others: handing a step over, and telling the owners that all is ready."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Assignment
from organisations import mail
from organisations.limits import Limit
from organisations.models import Invitation, Membership, User
from organisations.people import DAY

READY: Final = Limit("notices that an assessment is ready", times=5, within=DAY)
HANDED: Final = Limit("steps handed over by a person", times=60, within=DAY)


@transaction.atomic
def hand_over(*, assessment: Assessment, step: str, to: User | Invitation, by: User, address: str) -> Assignment:
    """Put a step into somebody's hands in place of whoever had it, and mail them the way to it.

    Whoever is only invited has the mail of their invitation; the step waits for them.

    Raises:
        TooOftenError: nothing was written.
    """
    HANDED.spend(by.pk)
    user, invitation = (to, None) if isinstance(to, User) else (None, to)
    fresh = {"user": user, "invitation": invitation, "by": by, "at": timezone.now(), "done_at": None}
    assignment, _is_new = Assignment.objects.update_or_create(assessment=assessment, step=step, defaults=fresh)
    if isinstance(to, User) and to != by:
        context = {"address": address, "sender": by.email, "organisation": assessment.name}
        mail.send("step_handed", to=[to.email], context=context, reply_to=by.email)
    return assignment


def take_back(*, assessment: Assessment, step: str) -> None:
    Assignment.objects.filter(assessment=assessment, step=step).delete()


def mark(*, assessment: Assessment, step: str, is_done: bool) -> None:
    """Say that whoever has a step is through with it, or not yet."""
    assignments = Assignment.objects.filter(assessment=assessment, step=step)
    assignments.update(done_at=timezone.now() if is_done else None)


def tell_owners(*, assessment: Assessment, by: User, address: str) -> None:
    """Mail those who decide that a consultant has filled all in, and that submitting is theirs.

    Raises:
        TooOftenError: nothing was sent.
    """
    with transaction.atomic():
        READY.spend(assessment.pk)
        owners = Membership.objects.filter(
            organisation=assessment.organisation_id, role=Membership.Role.OWNER, user__is_active=True
        )
        to = list(owners.order_by("user__email").values_list("user__email", flat=True))
        context = {"address": address, "sender": by.email, "organisation": assessment.name}
        mail.send("answers_ready", to=to, context=context, reply_to=by.email)
