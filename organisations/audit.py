"""The audit trail: the one way to add to it, and what its words say to a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Event, Organisation, User

SAID: Final = {
    "advising_ended": gettext_lazy("Said that the organisation no longer advises others"),
    "advising_begun": gettext_lazy("Said that the organisation advises others"),
    "archive_downloaded": gettext_lazy("Downloaded everything the organisation has here"),
    "benchmark_joined": gettext_lazy("Let the organisation’s figures count in the benchmark"),
    "benchmark_left": gettext_lazy("Took the organisation’s figures out of the benchmark"),
    "consent_asked": gettext_lazy("Asked for consent"),
    "consent_changed": gettext_lazy("Changed what a consultancy may do"),
    "consent_declined": gettext_lazy("Declined to give consent"),
    "consent_ended": gettext_lazy("Ended a consultancy’s access"),
    "consent_given": gettext_lazy("Let a consultancy in"),
    "consent_withdrawn": gettext_lazy("Took an invitation of consent back"),
    "erasure_asked": gettext_lazy("Asked for the organisation to be erased"),
    "erasure_taken_back": gettext_lazy("Took the erasure back"),
    "invitation_declined": gettext_lazy("Declined an invitation to join"),
    "invitation_revoked": gettext_lazy("Took an invitation to join back"),
    "invitation_sent": gettext_lazy("Invited somebody to join"),
    "invitation_sent_again": gettext_lazy("Sent an invitation to join again"),
    "member_joined": gettext_lazy("Joined"),
    "member_left": gettext_lazy("Left"),
    "member_removed": gettext_lazy("Removed a member"),
    "organisation_founded": gettext_lazy("Added the organisation"),
    "organisation_renamed": gettext_lazy("Renamed the organisation"),
    "ownership_handed_over": gettext_lazy("Handed ownership over"),
    "adjustment_taken_back": gettext_lazy("Took an adjustment of a result back"),
    "result_adjusted": gettext_lazy("Adjusted a result"),
    "review_begun": gettext_lazy("Began a review"),
    "review_changes_asked": gettext_lazy("Asked for changes in a review"),
    "review_finished": gettext_lazy("Finished a review"),
    "review_reopened": gettext_lazy("Reopened a review"),
    "reviewer_assigned": gettext_lazy("Assigned a reviewer"),
    "role_changed": gettext_lazy("Changed a member’s role"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act as a person reads it."""

    at: datetime
    who: str
    what: str
    whom: str


def note(
    act: str, *, by: User | None, organisation: Organisation | UUID | None = None, about: UUID | None = None
) -> None:
    """Add one act, by bare ids; it is kept or lost together with what was done."""
    Event.objects.create(
        act=act,
        actor=by.pk if by else None,
        organisation=organisation.pk if isinstance(organisation, Organisation) else organisation,
        subject=about,
    )


def lines(events: Iterable[Event]) -> list[Line]:
    """Say acts in words, with the names that people have today; whoever is gone is named no more."""
    read = list(events)
    ids = {pk for event in read for pk in (event.actor, event.subject) if pk}
    names = {person.pk: str(person) for person in User.objects.filter(pk__in=ids).only("name", "email")}
    return [
        Line(
            at=event.at,
            who=names.get(event.actor, _("Somebody who is gone")) if event.actor else _("SourceFit"),
            what=str(SAID.get(event.act, event.act.replace("_", " ").capitalize())),
            whom=names.get(event.subject, "") if event.subject and event.subject != event.actor else "",
        )
        for event in read
    ]
