"""Where an assessment begins: one press leads to the page where its functions are chosen."""

from datetime import timedelta
from typing import Final, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.forms import CompanyForm, OwnedForm
from assessments.answering.holder import digest, give_token, holder_hash, trusted_token
from assessments.edition.minutes import minutes_left
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
    if request.method == "POST" and len(mine) == 1:
        return _lead(_begin(request, questionnaire, organisation=mine[0]))
    data = request.POST if request.method == "POST" else None
    form = OwnedForm(data, user=request.user) if request.user.is_authenticated else CompanyForm(data)
    if form.is_valid() and isinstance(form, OwnedForm):
        if isinstance(form.keep_in, Organisation):
            return _lead(_begin(request, questionnaire, organisation=form.keep_in))
        STARTS.spend(sender(request))
        user = cast("User", request.user)
        return _lead(services.start_owned(questionnaire=questionnaire, keep_in=form.keep_in, user=user))
    if form.is_valid():
        token = trusted_token(request)
        company = form.cleaned_data["company"]
        response = _lead(_begin(request, questionnaire, company=company, holder=digest(token)))
        give_token(response, token)
        return response
    holder = holder_hash(request)
    drafts = Assessment.objects.open_to(request.user, holder).drafts().select_related("organisation")
    # What this browser submitted and no account keeps: the reports of an account stand in its workspace.
    submitted = Assessment.objects.held_by(holder).submitted().select_related("organisation")
    edition = read_here(questionnaire.pk)
    context = {
        "edition": edition,
        "minutes": minutes_left(edition, (), {}),
        "form": form,
        "choices": form.rows if isinstance(form, OwnedForm) else [],
        "organisation": mine[0] if len(mine) == 1 else None,
        "begun": drafts[:MOST_BEGUN],
        "reports": submitted.order_by("-submitted_at", "pk")[:MOST_REPORTS],
    }
    return render(request, "assessments/start.html", context)


def begins_at_once(request: HttpRequest) -> bool:
    """Whether one press begins an assessment: nobody has to say first for which organisation."""
    if not request.user.is_authenticated:
        return True
    return len(Organisation.objects.joined_by(request.user).values_list("pk")[:2]) == 1


def _begin(
    request: HttpRequest,
    questionnaire: Questionnaire,
    *,
    company: str = "",
    organisation: Organisation | None = None,
    holder: str = "",
) -> Assessment:
    """Begin an assessment, or give the one that a first press of the same button began."""
    mine = Assessment.objects.kept_by(request.user, holder).just_begun()
    alike = mine.filter(questionnaire=questionnaire, organisation=organisation, company=company)
    first = alike.order_by("-started_at").first()
    if first is not None:
        return first
    STARTS.spend(sender(request))
    return services.start(questionnaire=questionnaire, company=company, organisation=organisation, holder=holder)


def _lead(assessment: Assessment) -> HttpResponse:
    return redirect("assessments:functions", pk=assessment.pk)
