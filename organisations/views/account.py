"""A person's own account: name, organisations, and closing it."""

from uuid import UUID

from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import leaving, services
from organisations.forms import NameForm, OrganisationForm
from organisations.models import Membership
from organisations.views.asking import me, owned, prove_it_is_you


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    memberships = Membership.objects.filter(user=me(request)).select_related("organisation")
    context = {
        "memberships": memberships.order_by("organisation__name", "organisation_id"),
        "owner": Membership.Role.OWNER,
    }
    return render(request, "organisations/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": me(request).name})
    if form.is_valid():
        services.call_person(me(request), name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("organisations:profile")
    return render(request, "organisations/name.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        organisation = services.create_organisation(owner=me(request), name=form.cleaned_data["name"])
        messages.success(request, _("“%(name)s” is added.") % {"name": organisation})
        return redirect("organisations:profile")
    return render(request, "organisations/organisation.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Say where somebody is signed in, and end it everywhere else once they have said who they are again."""
    if request.method == "POST":
        prove_it_is_you(request)
    page: HttpResponse = list_usersessions(request)
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Say what goes with an account, and ask for it to be closed."""
    person = me(request)
    if request.method == "POST":
        prove_it_is_you(request)
        try:
            leaving.ask_to_close(user=person, address=request.build_absolute_uri(reverse("organisations:close")))
        except leaving.NeededError:
            messages.error(request, _("You are the last owner of an organisation: hand it over or erase it first."))
        else:
            messages.success(request, _("Your account will be closed. Until then you can take that back here."))
        return redirect("organisations:close")
    context = {"needed": leaving.needed(person), "days": leaving.DAYS}
    return render(request, "organisations/close.html", context)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    leaving.stay(user=me(request))
    messages.success(request, _("Your account stays."))
    return redirect("organisations:profile")


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = owned(request, pk)
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial={"name": organisation.name})
    if form.is_valid():
        services.rename(organisation, name=form.cleaned_data["name"], by=me(request))
        messages.success(request, _("The organisation is now called “%(name)s”.") % {"name": organisation})
        return redirect("organisations:members", pk=pk)
    return render(request, "organisations/organisation.html", {"form": form, "organisation": organisation})
