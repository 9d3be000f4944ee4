"""Which consultancy and which client a consultant may look at: every page of theirs starts here."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organisations.models import Engagement, Membership, User


def signed_in_user(request: HttpRequest) -> User:
    """Every page of a consultant is behind sign-in, which the type of a request cannot say."""
    return cast("User", request.user)


def memberships_in_consultancies(request: HttpRequest) -> "QuerySet[Membership]":
    return Membership.objects.filter(user=signed_in_user(request), organisation__advises=True)


def choose_consultancy(request: HttpRequest) -> tuple[Membership, list[Membership]]:
    """Find the consultancy they chose by `for`, else their first; and all that they may choose from.

    Each comes with its organisation and their saved filters.

    Raises:
        Http404: they belong to none, or chose one that they do not belong to.
    """
    rows = memberships_in_consultancies(request).select_related("organisation").prefetch_related("saved_filters")
    memberships = list(rows.order_by("organisation__name", "organisation_id"))
    chosen = request.GET.get("for", "")
    for membership in memberships:
        if not chosen or str(membership.organisation_id) == chosen:
            return membership, memberships
    raise Http404


def engagements_of(request: HttpRequest) -> "QuerySet[Engagement]":
    """Keep the consents that hold now, for this person's consultancies or the one they chose by `for`."""
    own = memberships_in_consultancies(request).values("organisation")
    current = Engagement.objects.current().filter(consultancy__in=own).select_related("client", "consultancy")
    chosen = request.GET.get("for", "")
    try:
        return current.filter(consultancy=UUID(chosen)) if chosen else current
    except ValueError:
        return current.none()


def get_engagement(request: HttpRequest, client: UUID) -> Engagement:
    """Find the consent by which this person may look at a client; without one, the client is as good as missing."""
    first = engagements_of(request).filter(client=client).order_by("consultancy__name", "pk").first()
    return first or get_object_or_404(Engagement.objects.none())
