"""Asking clients in: the form, and the invitations of a consultancy with what became of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consulting.clients.forms import InviteForm
from consulting.clients.views.client import me
from consulting.clients.views.clients import at_desk, tabs
from organisations import engagements
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Engagement, Invitation, Membership
from recommendations.reports.views.workspace import Mark

PAGE: Final = 25
UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """One invitation as it is read."""

    pk: UUID
    name: str
    email: str
    scope: str
    sent: str
    state: str
    is_open: bool


@require_safe
@private
def invitations(request: HttpRequest) -> HttpResponse:
    desk, desks = at_desk(request)
    mark = Mark.read(request.GET.get("after", ""))
    mine = Invitation.objects.filter(organisation=desk.consultancy, purpose=Invitation.Purpose.CLIENT)
    if mark:
        mine = mine.filter(made_at__lte=mark.at).exclude(made_at=mark.at, pk__lte=mark.pk)
    rows = list(mine.order_by("-made_at", "pk")[: PAGE + 1])
    shown = rows[:PAGE]
    context = {
        "desk": desk,
        "tabs": tabs(request, desk, desks),
        "asked": [_asked(one) for one in shown],
        "older": str(Mark(shown[-1].made_at, shown[-1].pk)) if len(rows) > PAGE else "",
        "is_first": mark is None,
    }
    return render(request, "consulting/clients/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def invite(request: HttpRequest) -> HttpResponse:
    desk, desks = at_desk(request)
    refused = None
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        asked = Invitation(
            organisation_id=desk.consultancy,
            purpose=Invitation.Purpose.CLIENT,
            **{name: said[name] for name in ("name", "email", "scope")},
        )
        try:
            engagements.invite(invitation=asked, by=me(request), addressed=_addressed(request))
        except TooOftenError as error:
            form.add_error(None, str(error))
            refused = error
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": asked.email})
            return redirect(_back(desk.consultancy))
    context = {"desk": desk, "form": form, "tabs": tabs(request, desk, desks)}
    status = UNPROCESSABLE if form.errors else None
    page = render(request, "consulting/clients/invite.html", context, status=status)
    return too_often(page, refused) if refused else page


@require_POST
@private
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail a new address in place of the one mailed before."""
    asked = get_object_or_404(_asked_by(request), pk=pk)
    try:
        engagements.send_again(invitation=asked, by=me(request), addressed=_addressed(request))
        messages.success(request, _("A new invitation to %(email)s is on its way.") % {"email": asked.email})
    except engagements.OverError:
        messages.info(request, _("That invitation was answered meanwhile."))
    return redirect(_back(asked.organisation_id))


@require_POST
@private
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(_asked_by(request), pk=pk)
    engagements.withdraw(invitation=asked, by=me(request))
    messages.success(request, _("The invitation is taken back. Its address opens nothing any more."))
    return redirect(_back(asked.organisation_id))


def _asked_by(request: HttpRequest) -> "QuerySet[Invitation]":
    """Keep the invitations to become a client that this person's consultancies sent."""
    mine = Membership.objects.filter(user=me(request), organisation__advises=True).values("organisation")
    return Invitation.objects.filter(organisation__in=mine, purpose=Invitation.Purpose.CLIENT)


def _addressed(request: HttpRequest) -> engagements.Addressed:
    return lambda token: request.build_absolute_uri(reverse("invitation_token", args=(token,)))


def _back(consultancy: UUID) -> str:
    return f"{reverse('consulting:client_invitations')}?for={consultancy}"


def _asked(one: Invitation) -> Asked:
    return Asked(
        pk=one.pk,
        name=one.name,
        email=one.email,
        scope=str(Engagement.Scope(one.scope).label),
        sent=_day(one.made_at),
        state=_state(one),
        is_open=one.answered_at is None and one.stopped_at is None,
    )


def _state(one: Invitation) -> str:
    if one.answered_at:
        words = _("Accepted on %(day)s") if one.accepted else _("Declined on %(day)s")
        return words % {"day": _day(one.answered_at)}
    if one.stopped_at:
        return _("Taken back on %(day)s") % {"day": _day(one.stopped_at)}
    if not one.is_live:
        return _("Ran out on %(day)s") % {"day": _day(one.expires_at)}
    if one.opened:
        return _("Opened, no answer yet")
    return _("Works until %(day)s") % {"day": _day(one.expires_at)}


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
