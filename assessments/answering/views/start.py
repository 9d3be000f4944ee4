"""Where an assessment begins."""

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
    data = request.POST if request.method == "POST" else None
    form = OwnedForm(data, user=request.user) if request.user.is_authenticated else CompanyForm(data)
    if form.is_valid() and isinstance(form, OwnedForm):
        user = cast("User", request.user)
        assessment = services.start_owned(questionnaire=questionnaire, keep_in=form.keep_in, user=user)
        return redirect("assessments:hub", pk=assessment.pk)
    if form.is_valid():
        token = trusted_token(request)
        company = form.cleaned_data["company"]
        assessment = services.start(questionnaire=questionnaire, company=company, holder=digest(token))
        response = redirect("assessments:hub", pk=assessment.pk)
        give_token(response, token)
        return response
    holder = holder_hash(request)
    drafts = Assessment.objects.open_to(request.user, holder).drafts().select_related("organisation")
    # What this browser submitted and no account keeps: the reports of an account stand in its workspace.
    submitted = Assessment.objects.held_by(holder).submitted().select_related("organisation")
    edition = read_here(questionnaire.pk)
    context = {
        "edition": edition,
        "minutes": str(sum(step.minutes for step in edition.steps)),
        "form": form,
        "choices": form.rows if isinstance(form, OwnedForm) else [],
        "organisation": mine[0] if len(mine) == 1 else None,
        "begun": drafts[:MOST_BEGUN],
        "reports": submitted.order_by("-submitted_at", "pk")[:MOST_REPORTS],
    }
    return render(request, "assessments/start.html", context)
