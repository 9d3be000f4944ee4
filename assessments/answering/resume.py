"""What a respondent without an account does to go on elsewhere: make a link, open it there, stop it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Holding, ResumeLink
from organisations import mail
from organisations.limits import Limit

DAYS: Final = 30
HOUR: Final = timedelta(hours=1)
LINKS: Final = Limit("resume links of an assessment", times=10, within=HOUR)
MAILS_FROM: Final = Limit("resume mails from an address", times=10, within=HOUR)
MAILS_TO: Final = Limit("resume mails to an address", times=3, within=HOUR)


class GoneError(Exception):
    """The link was stopped or ran out, or an account keeps the assessment now."""


def make(*, assessment: Assessment, pk: UUID | None = None) -> tuple[ResumeLink, str]:
    """Make a link that opens an assessment in other browsers, and its token, which is told only now.

    Raises:
        AlreadyMadeError, TooOftenError: nothing was made.
    """
    LINKS.spend(assessment.pk)
    return ResumeLink.make(days=DAYS, until=assessment.kept_until(), pk=pk, assessment=assessment)


@transaction.atomic
def post(*, assessment: Assessment, to: str, sender: str, address_of: Callable[[str], str]) -> ResumeLink:
    """Make a link and mail it. Where it went is kept nowhere.

    Anybody may have this sent to anybody, so the mail holds not one word of whoever asked for it, and both ends
    are limited. `sender` is where the request came from; `address_of` tells a token's address.

    Raises:
        TooOftenError: nothing was made or sent.
    """
    MAILS_FROM.spend(sender)
    MAILS_TO.spend(to.casefold())
    link, token = make(assessment=assessment)
    mail.send(
        "resume",
        to=[to],
        context={"address": address_of(token), "expires": link.expires_at, "is_draft": assessment.is_draft},
    )
    return link


def let_in(*, link: ResumeLink, holder: str) -> None:
    """Let the browser with this holder hash in; every browser that was in stays in.

    Raises:
        GoneError: nothing was written.
    """
    with transaction.atomic():
        if not link.count_opening() or not Assessment.objects.filter(pk=link.assessment_id, organisation=None).exists():
            raise GoneError
        Holding.objects.bulk_create(
            [Holding(assessment_id=link.assessment_id, link=link, holder_hash=holder)], ignore_conflicts=True
        )


def stop(*, link: ResumeLink) -> None:
    """End a link, and with it the way in of every browser that came by it; the link stays, to say that it ended."""
    with transaction.atomic():
        link.holdings.all().delete()
        link.stopped_at = timezone.now()
        link.save(update_fields=["stopped_at"])


def change_token(*, old: str, new: str) -> None:
    """Have what was begun in a browser, or let into it, answer to its new token."""
    Assessment.objects.filter(holder_hash=old, organisation=None).update(holder_hash=new)
    Holding.objects.filter(holder_hash=old).update(holder_hash=new)


def forget(*, assessment: Assessment) -> None:
    """Drop the links of an assessment that an account keeps now."""
    ResumeLink.objects.filter(assessment=assessment).delete()
