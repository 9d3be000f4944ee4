"""A person's own account and the organisations they belong to."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import services
from organisations.forms import NameForm, OrganisationForm
from organisations.models import Membership, Organisation, User


def _me(request: HttpRequest) -> User:
    """Every page here is behind sign-in, which the types of a request cannot say."""
    return cast("User", request.user)


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    memberships = Membership.objects.filter(user=_me(request)).select_related("organisation")
    context = {
        "memberships": memberships.order_by("organisation__name", "organisation_id"),
        "owner": Membership.Role.OWNER,
    }
    return render(request, "organisations/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_name(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": me.name})
    if form.is_valid():
        services.call_person(me, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("organisations:profile")
    return render(request, "organisations/name.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        organisation = services.found(owner=_me(request), name=form.cleaned_data["name"])
        messages.success(request, _("“%(name)s” is added.") % {"name": organisation})
        return redirect("organisations:profile")
    return render(request, "organisations/organisation.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def rename_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.owned_by(request.user), pk=pk)
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial={"name": organisation.name})
    if form.is_valid():
        services.rename(organisation, name=form.cleaned_data["name"])
        messages.success(request, _("The organisation is now called “%(name)s”.") % {"name": organisation})
        return redirect("organisations:profile")
    return render(request, "organisations/organisation.html", {"form": form, "organisation": organisation})
