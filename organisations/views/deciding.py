"""What an owner decides about an organisation as a whole: advising others, its data and its end, and who did what."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import audit, leaving, services
from organisations.forms import NameAgainForm
from organisations.models import Event
from organisations.views.asking import me, owned, prove_it_is_you

PAGE: Final = 50


@require_http_methods(["GET", "HEAD", "POST"])
def advising(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what it means to advise others, and switch it on or off."""
    organisation = owned(request, pk)
    if request.method != "POST":
        return render(request, "organisations/advising.html", {"organisation": organisation, "is_owner": True})
    if "stop" not in request.POST:
        services.begin_to_advise(organisation, by=me(request))
        messages.success(request, _("“%(name)s” advises other organisations now.") % {"name": organisation})
    else:
        try:
            services.stop_advising(organisation, by=me(request))
        except services.EngagedError:
            messages.error(request, _("Clients still let you in. End the work with each of them first."))
        else:
            messages.success(request, _("“%(name)s” no longer advises others.") % {"name": organisation})
    return redirect("organisations:advising", pk=pk)


@require_safe
def data(request: HttpRequest, pk: UUID) -> HttpResponse:
    context = {"organisation": owned(request, pk), "is_owner": True, "days": leaving.DAYS}
    return render(request, "organisations/data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what goes, have the name typed, and begin the days of grace."""
    organisation = owned(request, pk)
    form = NameAgainForm(request.POST if request.method == "POST" else None, name=organisation.name)
    if request.method == "POST":
        prove_it_is_you(request)
    if form.is_valid():
        address = request.build_absolute_uri(reverse("organisations:data", args=(pk,)))
        leaving.ask_to_erase(organisation=organisation, by=me(request), address=address)
        messages.success(request, _("It will be erased. Until then any owner can take that back here."))
        return redirect("organisations:data", pk=pk)
    context = {
        "organisation": organisation,
        "is_owner": True,
        "form": form,
        "goes": leaving.goes_with(organisation),
        "days": leaving.DAYS,
    }
    return render(request, "organisations/erase.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = owned(request, pk)
    if leaving.take_back(organisation=organisation, by=me(request)):
        messages.success(request, _("“%(name)s” stays.") % {"name": organisation})
    return redirect("organisations:data", pk=pk)


@require_safe
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = owned(request, pk)
    events = Event.objects.filter(organisation=organisation.pk).order_by("-at", "pk")
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "is_owner": True, "page": page, "lines": audit.lines(page.object_list)}
    return render(request, "organisations/activity.html", context)
