"""Where the owner of an unfinished assessment decides whether it goes on in the edition that is published now."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.answering import moving
from assessments.answering.holder import holder_hash
from assessments.answering.services import ClosedError
from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.edition.diff import carried
from assessments.models import Assessment, Questionnaire
from assessments.models.languages import read_here


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is new, changed and dropped; then move, or stay as long as one likes."""
    mine = Assessment.objects.kept_by(request.user, holder_hash(request)).with_newer()
    assessment: Any = get_object_or_404(mine, pk=pk)
    newer = Questionnaire.objects.filter(pk=assessment.newer_id).first() if assessment.is_draft else None
    if newer is None:
        return redirect("assessments:hub", pk=pk)
    if request.method == "POST":
        if request.POST.get("action") == "stay":
            moving.stay(assessment=assessment, newer=newer)
            return redirect("assessments:hub", pk=pk)
        try:
            moving.move(assessment=assessment, to=newer)
        except ClosedError:
            return pages.closed(request, assessment)
        return redirect(f"{reverse('assessments:hub', args=(pk,))}?moved")
    sheet = Sheet(assessment)
    context = {
        "assessment": assessment,
        "carried": carried(sheet.edition, read_here(newer.pk), sheet.functions, sheet.answers),
        "newer": newer,
    }
    return render(request, "assessments/move.html", context)


def may(request: HttpRequest, assessment: Any) -> bool:
    """Whether there is a newer edition, and the one who looks is the one to decide."""
    if not assessment.is_draft or assessment.newer_id is None:
        return False
    return Assessment.objects.kept_by(request.user, holder_hash(request)).filter(pk=assessment.pk).exists()


def is_due(request: HttpRequest, assessment: Any) -> bool:
    """Whether to ask now: its owner may move and has not said no to this edition."""
    return assessment.declined_id != assessment.newer_id and may(request, assessment)
