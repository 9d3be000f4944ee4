"""Copies of a report to keep, for whoever may open it."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.http import holder_hash
from recommendations.exports import disposition
from recommendations.exports.pdf import copy_of
from recommendations.models import Report

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = get_object_or_404(Report.objects.open_to(request.user, holder_hash(request)).defer("content"), pk=pk)
    copy = copy_of(report)
    named = disposition(company=copy.company, reference=report.reference, ending=".pdf")
    return HttpResponse(bytes(copy.content), content_type="application/pdf", headers={"Content-Disposition": named})
