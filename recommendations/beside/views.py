"""The copy of a report that holds what is kept beside it, which the report's own views do not know."""

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening
from recommendations.models import Report
from recommendations.reports.exports import disposition, word_copy
from recommendations.reports.exports.reading import read_besides
from recommendations.reports.views.copies import EXPORTS

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_not_required
@cache_control(private=True, no_store=True)
def docx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a report as a Word file, to whoever may open it, and note that a consultant took one."""
    opened = Report.objects.open_to(request.user, holder_hash(request)).select_related("assessment")
    report = get_object_or_404(opened, pk=pk)
    who = request.user.pk or report.pk
    EXPORTS.spend(who)
    owner = report.assessment.organisation_id
    openings.note(user=request.user, client=owner, what=Opening.What.COPY, subject=report.pk)
    copy = word_copy.copy_of(report, read_besides(report), who=who)
    named = disposition(company=copy.company, reference=report.reference, ending=".docx")
    return HttpResponse(bytes(copy.content), content_type=DOCX, headers={"Content-Disposition": named})
