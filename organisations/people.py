"""Who belongs to an organisation: inviting, joining, leaving, and who decides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import models, transaction
from django.utils import timezone

from organisations import letters
from organisations.audit import note
from organisations.limits import Limit
from organisations.models import Invitation, Membership, Organisation, User
from organisations.models.invitations import InvitationOverError
from organisations.tokens import digest, new_token

DAYS: Final = 14
DAY: Final = timedelta(days=1)
FROM: Final = Limit("invitations to join an organisation", times=50, within=DAY)
TO: Final = Limit("invitations to join to an address", times=5, within=DAY)

Addressed = Callable[[str], str]  # makes the address that is mailed from a token


class LastOwnerError(Exception):
    """Nobody would be left to decide about the organisation; nothing was written."""


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: Membership.Role, by: User, addressed: Addressed
) -> Invitation:
    """Mail an invitation to join.

    Raises:
        TooOftenError: nothing was sent.
    """
    _count(organisation, email)
    invitation, token = Invitation.make(
        days=DAYS,
        organisation=organisation,
        purpose=Invitation.Purpose.MEMBER,
        role=role,
        email=email,
        invited_by=by,
    )
    note("invitation_sent", by=by, organisation=organisation, about=invitation.pk)
    letters.invited(invitation, by=by, address=addressed(token))
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User, addressed: Addressed) -> None:
    """Mail a new address and let it work for its full time; the one mailed before opens nothing any more.

    Raises:
        InvitationOverError, TooOftenError: nothing was sent.
    """
    _count(invitation.organisation, invitation.email)
    token = new_token()
    invitation.expires_at = timezone.now() + timedelta(days=DAYS)
    renewed = _unanswered(invitation).update(
        token_hash=digest(token), expires_at=invitation.expires_at, opened=0, last_opened_at=None
    )
    if not renewed:
        raise InvitationOverError
    note("invitation_sent_again", by=by, organisation=invitation.organisation, about=invitation.pk)
    letters.invited(invitation, by=by, address=addressed(token))


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back; one that was answered stays as it was answered."""
    if _unanswered(invitation).update(stopped_at=timezone.now()):
        note("invitation_revoked", by=by, organisation=invitation.organisation, about=invitation.pk)


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Membership:
    """Join, once; whoever belongs to the organisation already keeps the role they have.

    Raises:
        InvitationOverError: nothing was written.
    """
    _answer(invitation, by, accepted=True)
    membership, is_new = Membership.objects.get_or_create(
        user=by, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    if is_new:
        note("member_joined", by=by, organisation=invitation.organisation, about=by.pk)
        letters.joined(membership)
    return membership


@transaction.atomic
def decline(*, invitation: Invitation, by: User | None) -> None:
    """Say no, once, with or without an account.

    Raises:
        InvitationOverError: nothing was written.
    """
    _answer(invitation, by, accepted=False)
    note("invitation_declined", by=by, organisation=invitation.organisation, about=invitation.pk)


@transaction.atomic
def change_role(*, membership: Membership, role: Membership.Role, by: User) -> None:
    """Make an owner of a member, or a member of an owner.

    Raises:
        LastOwnerError: nothing was written.
    """
    _lock(membership.organisation)
    if role != Membership.Role.OWNER:
        _refuse_last_owner(membership)
    if Membership.objects.filter(pk=membership.pk).exclude(role=role).update(role=role):
        note("role_changed", by=by, organisation=membership.organisation, about=membership.user_id)


@transaction.atomic
def remove(*, membership: Membership, by: User) -> None:
    """Show somebody out; they read nothing of the organisation's from their next click on.

    Raises:
        LastOwnerError: nothing was written.
    """
    _lock(membership.organisation)
    _refuse_last_owner(membership)
    if _end(membership):
        note("member_removed", by=by, organisation=membership.organisation, about=membership.user_id)
        letters.removed(membership)


@transaction.atomic
def leave(*, membership: Membership) -> None:
    """Leave an organisation of one's own will.

    Raises:
        LastOwnerError: nothing was written.
    """
    _lock(membership.organisation)
    _refuse_last_owner(membership)
    if _end(membership):
        note("member_left", by=membership.user, organisation=membership.organisation, about=membership.user_id)


@transaction.atomic
def hand_over(*, membership: Membership, by: User) -> None:
    """Make another member the owner, and a member of the owner who does so."""
    _lock(membership.organisation)
    theirs = Membership.objects.filter(organisation=membership.organisation)
    if not theirs.filter(pk=membership.pk).exclude(user=by).update(role=Membership.Role.OWNER):
        return
    theirs.filter(user=by).update(role=Membership.Role.MEMBER)
    note("ownership_handed_over", by=by, organisation=membership.organisation, about=membership.user_id)
    letters.handed_over(membership, by=by)


def _count(organisation: Organisation, email: str) -> None:
    FROM.spend(organisation.pk)
    TO.spend(email.casefold())


def _unanswered(invitation: Invitation) -> models.QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, answered_at=None, stopped_at=None)


def _answer(invitation: Invitation, by: User | None, *, accepted: bool) -> None:
    """Use an invitation up; of two answers at once one wins."""
    live = Invitation.objects.live().filter(pk=invitation.pk)
    if not live.update(answered_at=timezone.now(), answered_by=by, accepted=accepted):
        raise InvitationOverError


def _end(membership: Membership) -> bool:
    gone, _each = Membership.objects.filter(pk=membership.pk).delete()
    return bool(gone)


def _lock(organisation: Organisation) -> None:
    """Have changes of who belongs to one organisation wait for each other, so that two owners can't leave at once.

    SQLite knows no such lock and needs none: its transactions begin by taking the one lock there is (IMMEDIATE).
    """
    Organisation.objects.select_for_update().filter(pk=organisation.pk).values_list("pk").first()


def _refuse_last_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(organisation=membership.organisation, role=Membership.Role.OWNER)
    if set(owners.values_list("pk", flat=True)) == {membership.pk}:
        raise LastOwnerError
