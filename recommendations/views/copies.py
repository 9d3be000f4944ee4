"""Copies of a report to keep, for whoever may open it."""

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.http import holder_hash
from assessments.models.languages import read_here
from recommendations.exports import csv_file, disposition, json_file, xlsx_file
from recommendations.exports.pdf import copy_of
from recommendations.models import Report

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = get_object_or_404(Report.objects.open_to(request.user, holder_hash(request)).defer("content"), pk=pk)
    copy = copy_of(report)
    named = disposition(company=copy.company, reference=report.reference, ending=".pdf")
    return HttpResponse(bytes(copy.content), content_type="application/pdf", headers={"Content-Disposition": named})


@require_safe
@login_not_required
@private
def json(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk)
    return _download(report, json_file.render(report.told, report.checksum), "application/json", ".json")


@require_safe
@login_not_required
@private
def csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk)
    with translation.override(report.language):
        content = csv_file.render(report.told, report.checksum, read_here(report.assessment.questionnaire_id))
    return _download(report, content, "text/csv; charset=utf-8; header=present", ".csv")


@require_safe
@login_not_required
@private
def xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _opened(request, pk)
    with translation.override(report.language):
        content = xlsx_file.render(report.told, report.checksum, read_here(report.assessment.questionnaire_id))
    return _download(report, content, XLSX, ".xlsx")


def _opened(request: HttpRequest, pk: UUID) -> Report:
    found = Report.objects.open_to(request.user, holder_hash(request)).select_related("assessment")
    return get_object_or_404(found, pk=pk)


def _download(report: Report, content: bytes, content_type: str, ending: str) -> HttpResponse:
    named = disposition(company=report.told["organisation"], reference=report.reference, ending=ending)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": named})
