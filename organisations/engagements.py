"""Consent: how a consultancy is asked in, let in by the client, and shown out by either side at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations import changes, news
from organisations.audit import note
from organisations.limits import Limit
from organisations.models import Engagement, Invitation, Organisation, User
from organisations.models.invitations import InvitationOverError
from organisations.services import create_organisation
from organisations.tokens import digest, new_token

DAYS: Final = 14
DAY: Final = timedelta(days=1)
FROM: Final = Limit("invitations of consent from an organisation", times=50, within=DAY)
TO: Final = Limit("invitations of consent to an address", times=5, within=DAY)
WIDTH: Final = (Engagement.Scope.READ, Engagement.Scope.ANSWER)  # the narrower first

Addressed = Callable[[str], str]  # makes the address that is mailed from a token


class WiderError(Exception):
    """More would have been given than was asked for; nothing was written."""


class TogetherError(Exception):
    """These two are client and consultancy already, or one and the same; nothing was written."""


@transaction.atomic
def invite(*, invitation: Invitation, by: User, addressed: Addressed) -> Invitation:
    """Ask the other side by mail; nothing is shared before they accept.

    `invitation` says who asks, what for, whom, and how far the consent should reach.

    Raises:
        TooOftenError: nothing was sent.
    """
    _count(invitation)
    token = new_token()
    invitation.invited_by = by
    _renew(invitation, token)
    invitation.save(force_insert=True)
    changes.announce(invitation)
    note("consent_asked", by=by, organisation=invitation.organisation_id, about=invitation.pk)
    news.invited(invitation, by=by, address=addressed(token))
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, addressed: Addressed) -> None:
    """Mail a new address; the one mailed before opens nothing any more.

    Raises:
        InvitationOverError, TooOftenError: nothing was sent.
    """
    _count(invitation)
    token = new_token()
    _renew(invitation, token)
    open_ones = Invitation.objects.filter(pk=invitation.pk, answered_at=None, stopped_at=None)
    if not open_ones.update(token_hash=invitation.token_hash, expires_at=invitation.expires_at):
        raise InvitationOverError
    news.invited(invitation, by=by, address=addressed(token))


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back; one that was answered stays as it was answered."""
    if Invitation.objects.filter(pk=invitation.pk, answered_at=None, stopped_at=None).update(stopped_at=timezone.now()):
        changes.announce(invitation)
        note("consent_withdrawn", by=by, organisation=invitation.organisation_id, about=invitation.pk)


@transaction.atomic
def accept_as_client(
    *, invitation: Invitation, client: Organisation | str, scope: Engagement.Scope, by: User
) -> Engagement:
    """Let the consultancy that asked in, for one of the user's organisations or for a new one of this name.

    Raises:
        InvitationOverError, WiderError, TogetherError: nothing was written.
    """
    if WIDTH.index(scope) > WIDTH.index(Engagement.Scope(invitation.scope)):
        raise WiderError
    _answer(invitation, by, accepted=True)
    changes.announce(invitation)
    organisation = create_organisation(owner=by, name=client) if isinstance(client, str) else client
    return _engage(consultancy=invitation.organisation, client=organisation, scope=scope, by=by)


@transaction.atomic
def accept_as_consultancy(*, invitation: Invitation, consultancy: Organisation, by: User) -> Engagement:
    """Take on the client that asked, with the consent it offered.

    Raises:
        InvitationOverError, TogetherError: nothing was written.
    """
    _answer(invitation, by, accepted=True)
    return _engage(
        consultancy=consultancy, client=invitation.organisation, scope=Engagement.Scope(invitation.scope), by=by
    )


@transaction.atomic
def decline(*, invitation: Invitation, by: User | None) -> None:
    """Say no, once, with or without an account; the side that asked is told.

    Raises:
        InvitationOverError: nothing was written.
    """
    _answer(invitation, by, accepted=False)
    changes.announce(invitation)
    note("consent_declined", by=by, organisation=invitation.organisation_id, about=invitation.pk)
    news.declined(invitation)


@transaction.atomic
def change_scope(*, engagement: Engagement, scope: Engagement.Scope, by: User) -> None:
    """Give more or less consent; it holds from the consultant's next click on."""
    if Engagement.objects.current().filter(pk=engagement.pk).exclude(scope=scope).update(scope=scope):
        engagement.scope = scope
        note("consent_changed", by=by, organisation=engagement.client_id, about=engagement.pk)
        news.changed(engagement)


@transaction.atomic
def end(*, engagement: Engagement, by: User) -> None:
    """Take the consent away, or hand it back; said twice, it is ended once."""
    engagement.ended_at = timezone.now()
    if Engagement.objects.current().filter(pk=engagement.pk).update(ended_at=engagement.ended_at, ended_by=by):
        changes.announce(engagement)
        note("consent_ended", by=by, organisation=engagement.client_id, about=engagement.pk)
        news.ended(engagement)


def _renew(invitation: Invitation, token: str) -> None:
    invitation.token_hash = digest(token)
    invitation.expires_at = timezone.now() + timedelta(days=DAYS)


def _count(invitation: Invitation) -> None:
    FROM.spend(invitation.organisation_id)
    TO.spend(invitation.email.casefold())


def _answer(invitation: Invitation, by: User | None, *, accepted: bool) -> None:
    """Use an invitation up; of two answers at once one wins."""
    live = Invitation.objects.live().filter(pk=invitation.pk)
    if not live.update(answered_at=timezone.now(), answered_by=by, accepted=accepted):
        raise InvitationOverError


def _engage(*, consultancy: Organisation, client: Organisation, scope: Engagement.Scope, by: User) -> Engagement:
    engagement = Engagement(consultancy=consultancy, client=client, scope=scope, accepted_by=by)
    try:
        with transaction.atomic():
            engagement.save(force_insert=True)
    except IntegrityError as error:
        raise TogetherError from error
    changes.announce(engagement)
    note("consent_given", by=by, organisation=engagement.client_id, about=engagement.pk)
    news.engaged(engagement)
    return engagement
