"""What a client knows and decides about its consultants: who is let in, how far, who opened what, and the end of it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import engagements, services
from organisations.consent_forms import LetInForm, ScopeForm
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Engagement, Invitation, Opening
from organisations.models.invitations import InvitationOverError
from organisations.views.asking import joined, me, owned, owns

PAGE: Final = 25
UNPROCESSABLE: Final = 422


@require_safe
def consultants(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show everybody in the organisation who may read; its owners decide."""
    organisation = joined(request, pk)
    engaged = organisation.engagements_as_client.select_related("consultancy")
    openings = Opening.objects.filter(engagement__client=organisation).select_related("user", "engagement__consultancy")
    context = {
        "organisation": organisation,
        "is_owner": owns(request, organisation),
        "current": [
            (engagement, ScopeForm(initial={"scope": engagement.scope}, prefix=engagement.pk.hex))
            for engagement in engaged.current()
        ],
        "over": engaged.exclude(ended_at=None),
        "asked": organisation.invitations.filter(
            purpose=Invitation.Purpose.CONSULTANCY, answered_at=None, stopped_at=None
        ),
        "page": Paginator(openings, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "organisations/consultants.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a consultancy by mail to advise the organisation."""
    organisation = owned(request, pk)
    refused = None
    form = LetInForm(request.POST if request.method == "POST" else None, initial={"scope": Engagement.Scope.READ})
    if form.is_valid():
        asked = Invitation(
            organisation=organisation,
            purpose=Invitation.Purpose.CONSULTANCY,
            email=form.cleaned_data["email"],
            scope=form.cleaned_data["scope"],
        )
        try:
            engagements.invite(invitation=asked, by=me(request), addressed=_addressed(request))
        except TooOftenError as error:
            form.add_error(None, str(error))
            refused = error
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
            return redirect("organisations:consultants", pk=pk)
    context = {"organisation": organisation, "is_owner": True, "form": form}
    page = render(request, "organisations/let_in.html", context, status=UNPROCESSABLE if form.errors else None)
    return too_often(page, refused) if refused else page


@require_POST
def change_scope(request: HttpRequest, pk: UUID, engagement: UUID) -> HttpResponse:
    current = get_object_or_404(_current(request, pk), pk=engagement)
    form = ScopeForm(request.POST, prefix=current.pk.hex)
    if form.is_valid():
        engagements.change_scope(engagement=current, scope=Engagement.Scope(form.cleaned_data["scope"]), by=me(request))
        messages.success(request, _("That holds from now on."))
    else:
        messages.error(request, _("Choose what they may do"))
    return redirect("organisations:consultants", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: UUID, engagement: UUID) -> HttpResponse:
    """Take the consent away, which holds from the consultant's next click on."""
    current = get_object_or_404(_current(request, pk), pk=engagement)
    if request.method == "POST":
        engagements.end(engagement=current, by=me(request))
        messages.success(request, _("“%(name)s” can open nothing of yours any more.") % {"name": current.consultancy})
        return redirect("organisations:consultants", pk=pk)
    context = {"organisation": current.client, "is_owner": True, "engagement": current}
    return render(request, "organisations/end_consent.html", context)


@require_POST
def ask_again(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    asked = get_object_or_404(_asked(request, pk), pk=invitation)
    try:
        engagements.send_again(invitation=asked, by=me(request), addressed=_addressed(request))
        messages.success(request, _("A new invitation is on its way to %(email)s.") % {"email": asked.email})
    except InvitationOverError:
        messages.info(request, _("The invitation was answered meanwhile."))
    return redirect("organisations:consultants", pk=pk)


@require_POST
def take_back(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    asked = get_object_or_404(_asked(request, pk), pk=invitation)
    engagements.withdraw(invitation=asked, by=me(request))
    messages.success(request, _("The invitation is taken back."))
    return redirect("organisations:consultants", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def benchmark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what it means to count in the anonymous benchmark, and switch it on or off."""
    organisation = owned(request, pk)
    if request.method == "POST":
        is_in = request.POST.get("in_benchmark") == "yes"
        services.count_in_benchmark(organisation, is_in=is_in, by=me(request))
        messages.success(
            request, _("Your figures count in the benchmark.") if is_in else _("Your figures no longer count.")
        )
        return redirect("organisations:benchmark", pk=pk)
    context = {"organisation": organisation, "is_owner": True}
    return render(request, "organisations/benchmark.html", context)


def _current(request: HttpRequest, pk: UUID) -> "QuerySet[Engagement]":
    organisation = owned(request, pk)
    return Engagement.objects.current().filter(client=organisation).select_related("client", "consultancy")


def _asked(request: HttpRequest, pk: UUID) -> "QuerySet[Invitation]":
    organisation = owned(request, pk)
    return Invitation.objects.filter(organisation=organisation, purpose=Invitation.Purpose.CONSULTANCY)


def _addressed(request: HttpRequest) -> engagements.Addressed:
    return lambda token: request.build_absolute_uri(reverse("invitation_token", args=(token,)))
