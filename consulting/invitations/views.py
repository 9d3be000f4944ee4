"""Asking clients in: the form, and the invitations of a consultancy with what became of them."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consulting.access import choose_consultancy, memberships_in_consultancies, signed_in_user
from consulting.clients.forms import ClientInvitationForm
from organisations import engagements
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Invitation
from organisations.models.invitations import InvitationOverError
from organisations.paging import Cursor

ON_A_PAGE: Final = 25
UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@require_safe
@private
def invitations(request: HttpRequest) -> HttpResponse:
    membership, memberships = choose_consultancy(request)
    cursor = Cursor.read(request.GET.get("after", ""))
    own = Invitation.objects.filter(organisation=membership.organisation_id, purpose=Invitation.Purpose.CLIENT)
    after = cursor.moment if cursor else None
    if after:
        at, pk = after
        own = own.filter(made_at__lte=at).exclude(made_at=at, pk__lte=pk)
    rows = list(own.order_by("-made_at", "pk")[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    context = {
        "membership": membership,
        "memberships": memberships,
        "invitations": shown,
        "older": str(Cursor(shown[-1].made_at.isoformat(), str(shown[-1].pk))) if len(rows) > ON_A_PAGE else "",
        "is_first": after is None,
    }
    return render(request, "consulting/clients/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def invite(request: HttpRequest) -> HttpResponse:
    membership, memberships = choose_consultancy(request)
    refused = None
    form = ClientInvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        invitation = Invitation(
            organisation_id=membership.organisation_id, purpose=Invitation.Purpose.CLIENT, **form.cleaned_data
        )
        try:
            engagements.invite(invitation=invitation, by=signed_in_user(request), addressed=_address(request))
        except TooOftenError as error:
            form.add_error(None, str(error))
            refused = error
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
            return redirect(_list_url(membership.organisation_id))
    context = {"membership": membership, "memberships": memberships, "form": form}
    status = UNPROCESSABLE if form.errors else None
    page = render(request, "consulting/clients/invite.html", context, status=status)
    return too_often(page, refused) if refused else page


@require_POST
@private
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail a new address in place of the one mailed before."""
    invitation = get_object_or_404(_own_invitations(request), pk=pk)
    try:
        engagements.send_again(invitation=invitation, by=signed_in_user(request), addressed=_address(request))
        messages.success(request, _("A new invitation to %(email)s is on its way.") % {"email": invitation.email})
    except InvitationOverError:
        messages.info(request, _("That invitation was answered meanwhile."))
    return redirect(_list_url(invitation.organisation_id))


@require_POST
@private
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    invitation = get_object_or_404(_own_invitations(request), pk=pk)
    engagements.withdraw(invitation=invitation, by=signed_in_user(request))
    messages.success(request, _("The invitation is taken back. Its address opens nothing any more."))
    return redirect(_list_url(invitation.organisation_id))


def _own_invitations(request: HttpRequest) -> "QuerySet[Invitation]":
    """Keep the invitations to become a client that this person's consultancies sent."""
    own = memberships_in_consultancies(request).values("organisation")
    return Invitation.objects.filter(organisation__in=own, purpose=Invitation.Purpose.CLIENT)


def _address(request: HttpRequest) -> engagements.Addressed:
    return lambda token: request.build_absolute_uri(reverse("invitation_token", args=(token,)))


def _list_url(consultancy: UUID) -> str:
    return f"{reverse('consulting:client_invitations')}?for={consultancy}"
