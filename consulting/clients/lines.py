"""Keeps the lines of the list of clients true to the engagements, drafts, reports and reviews that they show.

A line is one indexed row for each client, because a list that joined five tables and sorted what came out would grow
with its length (`python -m benchmarks.bench_clients` measures it at 100,000 clients).
"""

import time
from functools import singledispatch
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from assessments.edition.sourcing_models import LABELS
from assessments.models import Assessment
from consulting.models import ClientLine, Review
from consulting.models.clients import NEVER, NONE, Strength
from organisations.models import Engagement, Invitation, Organisation
from recommendations.models import Report
from recommendations.models.figures import Evidence

SCORES: Final = tuple(LABELS)


@singledispatch
def refresh(changed: object) -> None:
    """Bring the lines up to date after a change; `organisations.changes` says what there is."""
    raise TypeError(f"no list of clients shows a {type(changed).__name__}")


@refresh.register
def _(organisation: Organisation) -> None:
    ClientLine.objects.filter(client=organisation).update(**_names(organisation.name))


@refresh.register
def _(client: UUID) -> None:
    """Copy what a client's answers and reports say now, in one statement for all its consultancies."""
    copy_state(ClientLine.objects.filter(client=client), active=int(time.time()))


@refresh.register
def _(engagement: Engagement) -> None:
    lines = ClientLine.objects.filter(engagement=engagement)
    if not engagement.is_current:
        lines.delete()
        return
    if lines.update(review_on=engagement.review_on or NEVER):
        return
    latest = Assessment.objects.filter(organisation=engagement.client_id).aggregate(at=Max("updated_at"))["at"]
    ClientLine.objects.create(
        consultancy_id=engagement.consultancy_id,
        client_id=engagement.client_id,
        engagement=engagement,
        review_on=engagement.review_on or NEVER,
        active=int((latest or engagement.started_at).timestamp()),
        **_names(engagement.client.name),
    )
    copy_state(lines)


@refresh.register
def _(invitation: Invitation) -> None:
    """List whoever a consultancy invited until they answer or it is taken back."""
    if invitation.purpose != Invitation.Purpose.CLIENT:
        return
    lines = ClientLine.objects.filter(invitation=invitation)
    if not Invitation.objects.unanswered().filter(pk=invitation.pk).exists():
        lines.delete()
    elif not lines.exists():
        ClientLine.objects.create(
            consultancy_id=invitation.organisation_id,
            invitation=invitation,
            active=int(time.time()),
            **_names(invitation.name),
        )


def copy_state(lines: "QuerySet[ClientLine]", **also: Any) -> int:
    """Write into these lines what their clients' latest report, its review and the latest draft say; count them."""
    reports = Report.objects.filter(assessment__organisation=OuterRef("client"), is_sample=False)
    latest = reports.order_by("-given_at", "pk")
    drafts = Assessment.objects.drafts().filter(organisation=OuterRef("client")).order_by("-updated_at", "pk")
    completed = Count("progress", filter=Q(progress__completed__gt=0))
    score = Case(
        When(label="in_house", then="figures__in_house"),
        *(When(label=key, then=f"figures__{key}") for key in SCORES),
    )
    strength = Case(*(When(strength=level.name.lower(), then=Value(level.value)) for level in Strength))
    review = Review.objects.filter(report=OuterRef("pk"), consultancy=OuterRef(OuterRef("consultancy")))
    state = Subquery(review.exclude(state=Review.State.SUBMITTED).values("state")[:1])

    def of_report(value: Any, default: object) -> Coalesce:
        return Coalesce(Subquery(latest.annotate(value=value).values("value")[:1]), Value(default))

    return lines.update(
        report=Subquery(latest.values("pk")[:1]),
        edition=of_report(F("edition"), ""),
        label=of_report(F("label"), ""),
        leader=of_report(F("leader"), ""),
        second=of_report(F("figures__second"), ""),
        score=of_report(score, NONE),
        margin=of_report(F("figures__margin"), NONE),
        strength=of_report(strength, Strength.NONE.value),
        evidence=of_report(F("figures__evidence"), Evidence.NONE.value),
        asked=of_report(F("figures__asked"), 0),
        unknown=of_report(F("figures__unknown"), 0),
        contradictions=of_report(F("figures__contradictions"), 0),
        review=of_report(state, ""),
        draft=Subquery(drafts.values("pk")[:1]),
        steps_done=Coalesce(Subquery(drafts.annotate(done=completed).values("done")[:1]), 0),
        steps=Coalesce(Subquery(drafts.annotate(all=Count("progress")).values("all")[:1]), 0),
        **also,
    )


def _names(name: str) -> dict[str, str]:
    return {"name": name, "folded": name.casefold()}
