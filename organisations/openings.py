"""That a consultant looked at something of a client's: written down for the client to read."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from organisations.limits import Limit, TooOftenError
from organisations.models import Engagement, Opening, User

AGAIN: Final = timedelta(hours=1)  # a second look within it is the same look
ONCE: Final = Limit("openings of a client's things", times=1, within=AGAIN)


def note(*, user: User | AnonymousUser, client: UUID | None, what: Opening.What, subject: UUID | None = None) -> None:
    """Write down that this person looked, where they do so for a consultancy and not as one of the organisation.

    Looks that come at the same moment count as one: the limit lets a single one through.
    """
    if client is None or not user.is_authenticated or not user.is_consultant:
        return
    engagements = Engagement.objects.current().filter(client=client, consultancy__memberships__user=user)
    for engagement in engagements.exclude(client__memberships__user=user).values_list("pk", flat=True):
        opening = Opening(engagement_id=engagement, user=user, what=what, subject=subject)
        same = Opening.objects.filter(engagement=engagement, user=user, what=what, subject=subject)
        if same.filter(at__gt=timezone.now() - AGAIN).exists():
            continue
        with transaction.atomic():
            try:
                ONCE.spend(f"{engagement} {user.pk} {what} {subject}")
            except TooOftenError:
                continue
            opening.save(force_insert=True)
