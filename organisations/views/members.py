"""The people of an organisation: who belongs to it, who is invited, and what an owner does about them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import people
from organisations.forms import InviteForm, RoleForm
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Invitation, Membership, Organisation
from organisations.models.invitations import InvitationOverError
from organisations.people import Addressed, LastOwnerError
from organisations.views.asking import joined, me, owned, owns, prove_it_is_you


@require_safe
def members(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = joined(request, pk)
    rows = list(organisation.memberships.select_related("user").order_by("role", "joined_at", "pk").reverse())
    context = {
        "organisation": organisation,
        "rows": rows,
        "owner": Membership.Role.OWNER,
        "is_owner": any(row.user_id == me(request).pk and row.role == Membership.Role.OWNER for row in rows),
        "invitations": organisation.invitations.joining().unanswered(),
    }
    return render(request, "organisations/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = owned(request, pk)
    form = InviteForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if not form.is_valid():
        return _invite_page(request, organisation, form)
    try:
        people.invite(
            organisation=organisation,
            email=form.cleaned_data["email"],
            role=Membership.Role(form.cleaned_data["role"]),
            by=me(request),
            addressed=_addressed(request),
        )
    except TooOftenError as error:
        form.add_error(None, str(error))
        return _invite_page(request, organisation, form, refused=error)
    messages.success(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
    return redirect("organisations:members", pk=pk)


@require_POST
def invite_again(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    pending = _pending(request, pk, invitation)
    try:
        people.invite_again(invitation=pending, by=me(request), addressed=_addressed(request))
    except TooOftenError as error:
        form = InviteForm({"email": pending.email, "role": pending.role}, organisation=pending.organisation)
        form.full_clean()
        form.add_error(None, str(error))
        return _invite_page(request, pending.organisation, form, refused=error)
    except InvitationOverError:
        messages.info(request, _("The invitation was answered meanwhile."))
    else:
        messages.success(
            request,
            _("A new invitation is on its way to %(email)s. The old one opens nothing any more.")
            % {"email": pending.email},
        )
    return redirect("organisations:members", pk=pk)


@require_POST
def revoke(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    people.revoke(invitation=_pending(request, pk, invitation), by=me(request))
    messages.success(request, _("The invitation is taken back."))
    return redirect("organisations:members", pk=pk)


@require_safe
def member(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    membership = _membership(request, pk, person)
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "is_owner": True,
        "is_me": membership.user_id == me(request).pk,
        "form": RoleForm(initial={"role": membership.role}),
    }
    return render(request, "organisations/member.html", context)


@require_POST
def change_role(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    membership = _membership(request, pk, person)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return redirect("organisations:member", pk=pk, person=person)
    try:
        people.change_role(membership=membership, role=Membership.Role(form.cleaned_data["role"]), by=me(request))
    except LastOwnerError:
        return _last_owner(request, pk)
    messages.success(request, _("The role is changed."))
    return redirect("organisations:members", pk=pk)


@require_POST
def remove(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    membership = _membership(request, pk, person)
    prove_it_is_you(request)
    try:
        people.remove(membership=membership, by=me(request))
    except LastOwnerError:
        return _last_owner(request, pk)
    messages.success(request, _("%(person)s no longer belongs to the organisation.") % {"person": membership.user})
    return redirect("organisations:members", pk=pk)


@require_POST
def hand_over(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    membership = _membership(request, pk, person)
    prove_it_is_you(request)
    people.hand_over(membership=membership, by=me(request))
    messages.success(request, _("%(person)s is the owner now, and you are a member.") % {"person": membership.user})
    return redirect("organisations:members", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = joined(request, pk)
    if request.method != "POST":
        context = {"organisation": organisation, "is_owner": owns(request, organisation)}
        return render(request, "organisations/leave.html", context)
    try:
        people.leave(membership=get_object_or_404(organisation.memberships, user=me(request)))
    except LastOwnerError:
        return _last_owner(request, pk)
    messages.success(request, _("You left “%(name)s”.") % {"name": organisation})
    return redirect("organisations:profile")


def _last_owner(request: HttpRequest, pk: UUID) -> HttpResponse:
    messages.error(request, _("That is the last owner. Make somebody else an owner first, or erase the organisation."))
    return redirect("organisations:members", pk=pk)


def _membership(request: HttpRequest, pk: UUID, person: UUID) -> Membership:
    rows = owned(request, pk).memberships.select_related("user", "organisation")
    return get_object_or_404(rows, user=person)


def _pending(request: HttpRequest, pk: UUID, invitation: UUID) -> Invitation:
    rows = owned(request, pk).invitations.joining().unanswered().select_related("organisation")
    return get_object_or_404(rows, pk=invitation)


def _addressed(request: HttpRequest) -> Addressed:
    return lambda token: request.build_absolute_uri(reverse("invitation_token", args=(token,)))


def _invite_page(
    request: HttpRequest, organisation: Organisation, form: InviteForm, *, refused: TooOftenError | None = None
) -> HttpResponse:
    context = {"organisation": organisation, "form": form, "days": people.DAYS, "is_owner": True}
    page = render(request, "organisations/invite.html", context)
    return too_often(page, refused) if refused else page
