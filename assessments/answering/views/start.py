"""Where an assessment begins."""

from datetime import timedelta
from typing import Final, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.forms import CompanyForm, OwnedForm
from assessments.answering.holder import digest, give_token, holder_hash, new_token, renew_token
from assessments.models import Assessment, Questionnaire
from assessments.models.languages import read_here
from organisations.http import sender
from organisations.limits import Limit
from organisations.models import Organisation, User

MOST_BEGUN = 5
MOST_REPORTS = 5
STARTS: Final = Limit("assessments begun from an address", times=settings.STARTS_PER_HOUR, within=timedelta(hours=1))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    questionnaire = Questionnaire.objects.current()
    if questionnaire is None:
        return render(request, "assessments/start.html", status=503)
    mine = tuple(Organisation.objects.joined_by(request.user))
    if request.method == "POST":
        STARTS.spend(sender(request))
    if request.method == "POST" and len(mine) == 1:
        return redirect("assessments:hub", pk=services.start(questionnaire=questionnaire, organisation=mine[0]).pk)
    form = _form(request)
    if form.is_valid():
        return _begin(request, form, questionnaire)
    context = {
        "edition": read_here(questionnaire.pk),
        "minutes": str(sum(step.minutes for step in read_here(questionnaire.pk).steps)),
        "form": form,
        "choices": form.rows if isinstance(form, OwnedForm) else [],
        "organisation": mine[0] if len(mine) == 1 else None,
        "begun": _begun(request),
        "reports": _reports(request),
    }
    return render(request, "assessments/start.html", context)


def _form(request: HttpRequest) -> OwnedForm | CompanyForm:
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return OwnedForm(data, user=request.user)
    return CompanyForm(data)


def _begin(request: HttpRequest, form: OwnedForm | CompanyForm, questionnaire: Questionnaire) -> HttpResponse:
    if isinstance(form, OwnedForm):
        assessment = services.start_owned(
            questionnaire=questionnaire, keep_in=form.keep_in, user=cast("User", request.user)
        )
        return redirect("assessments:hub", pk=assessment.pk)
    holder = holder_hash(request)
    # Only a token we gave out is used again: somebody else may have put a made-up one into this browser.
    is_ours = Assessment.objects.held_by(holder).exists()
    token = "" if is_ours else new_token()
    assessment = services.start(
        questionnaire=questionnaire,
        company=form.cleaned_data["company"],
        holder=holder if is_ours else digest(token),
    )
    response = redirect("assessments:hub", pk=assessment.pk)
    if is_ours:
        renew_token(request, response)
    else:
        give_token(response, token)
    return response


def _begun(request: HttpRequest) -> list[tuple[Assessment, str]]:
    mine = Assessment.objects.open_to(request.user, holder_hash(request)).drafts().select_related("organisation")
    return [(begun, date_format(localtime(begun.updated_at))) for begun in mine[:MOST_BEGUN]]


def _reports(request: HttpRequest) -> list[tuple[Assessment, str]]:
    """List what this browser submitted and no account keeps: those of an account stand in its workspace."""
    held = Assessment.objects.held_by(holder_hash(request)).submitted().select_related("organisation")
    latest = held.order_by("-submitted_at", "pk")[:MOST_REPORTS]
    return [(given, date_format(localtime(given.submitted_at or given.updated_at))) for given in latest]
