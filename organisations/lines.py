"""Keeping clients' lines true: what happened to an organisation, told to its own line and to every consultancy's."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import Combinable

from organisations.models import ClientLine, Engagement, Invitation, Organisation
from organisations.models.clients import NEVER


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says of the latest report."""

    report: UUID
    given_at: datetime
    edition: str
    label: str
    leader: str
    second: str
    score: int
    margin: int
    strength: int
    evidence: int
    asked: int
    unknown: int
    contradictions: int


def begin(organisation: Organisation) -> None:
    """Give an organisation its own line; one that has it keeps it."""
    line = ClientLine(client=organisation, **_named(organisation.name), active=_now())
    ClientLine.objects.bulk_create([line], ignore_conflicts=True)


def rename(organisation: Organisation) -> None:
    ClientLine.objects.filter(client=organisation).update(**_named(organisation.name))


def answered(*, client: UUID, draft: UUID, done: int | Combinable, of: int) -> None:
    """Note that a draft of a client's was saved, with so many of its steps complete."""
    _tell(client, {"draft": draft, "steps_done": done, "steps": of})


def reported(*, client: UUID, draft: UUID, told: Told) -> None:
    """Note that a client's draft became a report, which waits for everybody's review; a later one stays shown."""
    _tell(client, {"draft": Case(When(draft=draft, then=Value(None)), default=F("draft"))})
    earlier = Q(given_at=None) | Q(given_at__lt=told.given_at)
    ClientLine.objects.filter(earlier, client=client).update(**asdict(told), review="")


def reviewed(*, engagement: UUID, review: str) -> None:
    """Note how far the review of the latest report is: in_review, changes or final; empty while nobody began."""
    ClientLine.objects.filter(engagement=engagement).update(review=review, active=_now())


def planned(*, engagement: Engagement, on: date | None) -> None:
    ClientLine.objects.filter(engagement=engagement).update(review_on=on or NEVER)


def invited(invitation: Invitation) -> None:
    """List whoever a consultancy invited, until they answer."""
    ClientLine.objects.create(
        consultancy=invitation.organisation, invitation=invitation, **_named(invitation.name), active=_now()
    )


def withdrawn(invitation: Invitation) -> None:
    ClientLine.objects.filter(invitation=invitation).delete()


def engaged(engagement: Engagement) -> None:
    """List a client for the consultancy it let in, as its own line shows it."""
    begin(engagement.client)
    line = ClientLine.objects.own().get(client=engagement.client)
    line.pk = None
    line.consultancy = engagement.consultancy
    line.engagement = engagement
    line.review_on = engagement.review_on or NEVER
    line.save(force_insert=True)


def ended(engagement: Engagement) -> None:
    ClientLine.objects.filter(engagement=engagement).delete()


def _tell(client: UUID, changes: Mapping[str, Any]) -> None:
    lines = ClientLine.objects.filter(client=client)
    if not lines.update(active=_now(), **changes):
        begin(Organisation.objects.get(pk=client))
        lines.update(active=_now(), **changes)


def _named(name: str) -> dict[str, str]:
    return {"name": name, "folded": name.casefold()}


def _now() -> int:
    return int(time.time())
