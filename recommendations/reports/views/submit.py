"""Submitting an assessment: the one press that turns answers into a report; and answering again from one."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.answering.holder import holder_hash
from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.edition import flow
from assessments.models import Assessment
from recommendations.models import Report
from recommendations.reports import filling, services, sharing
from recommendations.reports.reviews import reviews


@require_POST
@login_not_required
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    opened = Assessment.objects.kept_by(request.user, holder_hash(request)).select_related("organisation")
    assessment = get_object_or_404(opened, pk=pk)
    problem = (
        _problem(assessment, is_confirmed=request.POST.get("confirm_unanswered") == "yes")
        if assessment.is_draft
        else ""
    )
    if problem:
        return redirect(f"{reverse('assessments:check', args=(pk,))}?error={problem}")

    def notify(report: Report) -> None:
        address = request.build_absolute_uri(reverse("recommendations:report", args=(report.pk,)))
        sharing.tell_members(report=report, address=address)
        reviews().notify(report, request.build_absolute_uri)

    try:
        report = services.submit(assessment=assessment, notify=notify)
    except services.MovedError:
        return redirect("assessments:check", pk=pk)
    except services.NothingToSubmitError:
        return redirect(f"{reverse('assessments:check', args=(pk,))}?error=functions")
    return redirect("recommendations:report", pk=report.pk)


def _problem(assessment: Assessment, *, is_confirmed: bool) -> str:
    """Say what the check page has to ask for first: a function, or a word that open places may stay open."""
    sheet = Sheet(assessment)
    if not sheet.functions:
        return "functions"
    if not is_confirmed and any(state.open for state in sheet.progress):
        return "unanswered"
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start a new assessment with the answers of this one's filled in, and lead to where it matters."""
    holder = holder_hash(request)
    opened = Report.objects.kept_by(request.user, holder).defer("content")
    report = get_object_or_404(opened.select_related("assessment__organisation", "assessment__questionnaire"), pk=pk)
    step, question = request.GET.get("step", ""), request.GET.get("question", "")
    if request.method != "POST":
        return render(request, "recommendations/again.html", {"report": report})
    started = filling.again(assessment=report.assessment, holder=holder)
    if started.questionnaire_id != report.assessment.questionnaire_id:
        return redirect(f"{reverse('assessments:hub', args=(started.pk,))}?carried")
    if not step:
        return redirect("assessments:hub", pk=started.pk)
    sheet = Sheet(started)
    asked = sheet.edition.question_by_key.get(question)
    if asked is None or asked.step != step:
        return redirect("assessments:hub", pk=started.pk)
    about = request.GET.get("function", "") if asked.scope is flow.Scope.FUNCTION else flow.ORGANISATION
    if asked.scope is flow.Scope.FUNCTION and about not in {function.key for function in sheet.functions}:
        about = next((function.key for function in sheet.functions), "")
    return redirect(pages.change_url(sheet, (about, question), back=pages.REPORT))
