"""Who asks, for which organisation, and whether it is really them."""

from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from organisations.models import Membership, Organisation, User


def me(request: HttpRequest) -> User:
    """Tell who is signed in; every page that asks is behind sign-in, which the types of a request cannot say."""
    return cast("User", request.user)


def joined(request: HttpRequest, pk: UUID) -> Organisation:
    """Find an organisation this person belongs to."""
    return get_object_or_404(Organisation.objects.joined_by(request.user), pk=pk)


def owned(request: HttpRequest, pk: UUID) -> Organisation:
    """Find an organisation this person decides about."""
    return get_object_or_404(Organisation.objects.owned_by(request.user), pk=pk)


def owns(request: HttpRequest, organisation: Organisation) -> bool:
    return organisation.memberships.filter(user=me(request), role=Membership.Role.OWNER).exists()


@reauthentication_required  # type: ignore[untyped-decorator] # allauth ships no types
def prove_it_is_you(_request: HttpRequest) -> HttpResponse | None:
    """Lead whoever signed in a while ago to do so again, and back; go on where that was just done.

    It is called by views after they found what they are asked about, so that what is not there stays a 404.
    """
    return None
