"""Copies of a report to keep, for whoever may open it."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.answering.holder import holder_hash
from assessments.models.languages import read_here
from organisations import openings
from organisations.limits import Limit
from organisations.models import Opening
from recommendations.models import KeptCopy, Report
from recommendations.reports.exports import csv_file, disposition, json_file, word_copy, workbook
from recommendations.reports.exports.pdf import copy_of
from recommendations.reports.exports.reading import read_besides

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

HOUR: Final = timedelta(hours=1)
# By account; without one, by report.
PDFS: Final = Limit("PDFs", times=settings.PDFS_PER_HOUR, within=HOUR)
EXPORTS: Final = Limit("exports", times=settings.EXPORTS_PER_HOUR, within=HOUR)

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk, PDFS, with_content=False)
    return _kept(report, copy_of(report, read_besides(report), who=_who(request, report)), "application/pdf", ".pdf")


@require_safe
@login_not_required
@private
def json(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk, EXPORTS)
    return _download(
        report, json_file.render(report.data, report.checksum, read_besides(report)), "application/json", ".json"
    )


@require_safe
@login_not_required
@private
def csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk, EXPORTS)
    kind = csv_file.kind_for(report.language, asked=request.GET.get("marks", ""))
    besides = read_besides(report)
    with translation.override(report.language):
        edition = read_here(report.assessment.questionnaire_id)
        content = csv_file.render(report.data, report.checksum, edition, besides, kind=kind)
    return _download(report, content, "text/csv; charset=utf-8; header=present", ".csv")


@require_safe
@login_not_required
@private
def xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk, EXPORTS, with_content=False)
    return _kept(report, workbook.copy_of(report, read_besides(report), who=_who(request, report)), XLSX, ".xlsx")


@require_safe
@login_not_required
@private
def docx(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk, EXPORTS)
    return _kept(report, word_copy.copy_of(report, read_besides(report), who=_who(request, report)), DOCX, ".docx")


def _opened(request: HttpRequest, pk: UUID, limit: Limit, *, with_content: bool = True) -> Report:
    """Find a report to copy, with its content where the copy is made from it, and note that a consultant took one."""
    opened = Report.objects.open_to(request.user, holder_hash(request)).select_related("assessment")
    report = get_object_or_404(opened if with_content else opened.defer("content"), pk=pk)
    limit.spend(_who(request, report))
    openings.note(
        user=request.user, client=report.assessment.organisation_id, what=Opening.What.COPY, subject=report.pk
    )
    return report


def _who(request: HttpRequest, report: Report) -> object:
    return request.user.pk or report.pk


def _download(report: Report, content: bytes, content_type: str, ending: str) -> HttpResponse:
    named = disposition(company=report.data["organisation"], reference=report.reference, ending=ending)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": named})


def _kept(report: Report, copy: KeptCopy, content_type: str, ending: str) -> HttpResponse:
    named = disposition(company=copy.company, reference=report.reference, ending=ending)
    return HttpResponse(bytes(copy.content), content_type=content_type, headers={"Content-Disposition": named})
