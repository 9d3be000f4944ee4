"""Deleting what was begun without an account, by whoever holds it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.holder import holder_hash
from assessments.answering.sheet import Sheet
from assessments.models import Assessment


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what goes, and delete it once that was confirmed."""
    holder = holder_hash(request)
    assessment = get_object_or_404(Assessment.objects.held_by(holder), pk=pk)
    if request.method == "POST" and request.POST.get("confirm") == "yes":
        try:
            services.delete(assessment=assessment, holder=holder)
        except services.TakenError as error:  # an account keeps it since
            raise Http404 from error
        messages.success(request, _("Deleted: the answers, and every link and report that belonged to them."))
        return redirect("home")
    sheet = Sheet(assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "answers": len(sheet.counted),
        "functions": len(sheet.functions),
        "links": assessment.resume_links.live().count(),
    }
    return render(request, "assessments/delete.html", context)
