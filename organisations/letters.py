"""What people are told by mail about belonging to an organisation, and about its end."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from organisations import mail
from organisations.models import Invitation, Membership, Organisation, User


def invited(invitation: Invitation, *, by: User, address: str) -> None:
    """Ask for an answer. The mail names the sender's address alone: no word that somebody typed goes out in it."""
    context = {"sender": by.email, "expires": invitation.expires_at, "address": address}
    mail.send("invited", to=[invitation.email], context=context, reply_to=by.email)


def joined(membership: Membership) -> None:
    """Tell those who decide that somebody accepted."""
    context = _names(membership)
    mail.send("joined", to=_owners(membership.organisation, but=membership.user), context=context)


def removed(membership: Membership) -> None:
    mail.send("removed", to=[membership.user.email], context=_names(membership))


def handed_over(membership: Membership, *, by: User) -> None:
    """Tell every owner there is now, and the one there was."""
    to = dict.fromkeys((*_owners(membership.organisation), by.email))
    mail.send("handed_over", to=to, context=_names(membership) | {"before": str(by)})


def erasure_asked(organisation: Organisation, *, by: User, on: datetime, address: str) -> None:
    context = {"organisation": organisation.name, "by": str(by), "day": _day(on), "address": address}
    mail.send("erasure_asked", to=_owners(organisation), context=context)


def erasure_taken_back(organisation: Organisation, *, by: User) -> None:
    context = {"organisation": organisation.name, "by": str(by)}
    mail.send("erasure_taken_back", to=_owners(organisation), context=context)


def erased(*, name: str, to: Iterable[str]) -> None:
    mail.send("erased", to=to, context={"name": name})


def closing(user: User, *, on: datetime, address: str) -> None:
    mail.send("closing", to=[user.email], context={"day": _day(on), "address": address})


def _owners(organisation: Organisation, *, but: User | None = None) -> list[str]:
    owners = organisation.memberships.filter(role=Membership.Role.OWNER, user__is_active=True)
    if but:
        owners = owners.exclude(user=but)
    return list(owners.order_by("user__email").values_list("user__email", flat=True))


def _names(membership: Membership) -> dict[str, str]:
    return {"organisation": membership.organisation.name, "person": str(membership.user)}


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
