"""What people are told by mail when a consultancy is asked in, let in or shown out."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from organisations import mail
from organisations.models import Engagement, Invitation, Organisation, User


def invited(invitation: Invitation, *, by: User, address: str) -> None:
    """Ask for an answer. The mail names the sender's address alone: no word that somebody typed goes out in it."""
    sender = {"sender": by.email}
    if invitation.purpose == Invitation.Purpose.CLIENT:
        title = _("%(sender)s asks to read your SourceFit reports")
        line = _(
            "%(sender)s advises businesses on which work to hand over, and asks whether their firm may read your "
            "SourceFit reports. You decide what they may do, and you can end it at any time."
        )
    else:
        title = _("%(sender)s asks you to read their SourceFit reports")
        line = _("%(sender)s would like your firm to read their SourceFit reports and to advise them.")
    until = date_format(localtime(invitation.expires_at), "DATE_FORMAT")
    context = {
        "title": title % sender,
        "lines": [line % sender],
        "address": address,
        "button": _("Read the invitation"),
        "after": [
            _("It works until %(day)s and can be answered once. If it is not for you, do nothing.") % {"day": until}
        ],
    }
    mail.send("consent", to=[invitation.email], context=context, reply_to=by.email)


def engaged(engagement: Engagement) -> None:
    names = _names(engagement)
    may = _may(engagement)
    _notify(
        engagement.consultancy,
        _("%(client)s lets you in") % names,
        _("%(client)s accepted. Your firm, %(consultancy)s, now has this consent:") % names,
        may,
    )
    _notify(
        engagement.client,
        _("%(consultancy)s may read your reports") % names,
        _("%(consultancy)s is now let in to %(client)s, with this consent:") % names,
        may,
        _(
            "You see who opened what and when, and can change or end this at any time, under Consultants in your account."
        ),
    )


def declined(invitation: Invitation) -> None:
    """Tell the side that asked; it knows the address, and learns nothing more."""
    _notify(
        invitation.organisation,
        _("Your invitation was declined"),
        _("The invitation to %(email)s was declined. Nothing is shared.") % {"email": invitation.email},
    )


def changed(engagement: Engagement) -> None:
    names = _names(engagement)
    line = _("%(client)s changed what %(consultancy)s may do. From now on:") % names
    _notify(engagement.consultancy, _("%(client)s changed its consent") % names, line, _may(engagement))


def ended(engagement: Engagement) -> None:
    names = _names(engagement)
    title = _("%(client)s and %(consultancy)s: access has ended") % names
    line = _("From now on nobody at %(consultancy)s can open anything of %(client)s.") % names
    for side in (engagement.client, engagement.consultancy):
        _notify(side, title, line)


def _notify(organisation: Organisation, title: str, *lines: str) -> None:
    to = organisation.members.filter(is_active=True).order_by("email").values_list("email", flat=True)
    mail.send("consent", to=to, context={"title": title, "lines": lines})


def _names(engagement: Engagement) -> dict[str, str]:
    return {"client": engagement.client.name, "consultancy": engagement.consultancy.name}


def _may(engagement: Engagement) -> str:
    match engagement.scope:
        case Engagement.Scope.ANSWER:
            return _("to read the reports and to fill in answers; submitting stays with the client.")
        case _read:
            return _("to read the reports and to see how far the answers are; nothing more.")
