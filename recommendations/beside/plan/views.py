"""The page of a report's plan, and its calendar."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening
from recommendations.beside.plan import kept
from recommendations.beside.plan.calendar_file import render as calendar_file
from recommendations.beside.plan.forms import MEASURE, ROLES, PlanForm
from recommendations.models import Plan, Report
from recommendations.reports.exports import disposition
from recommendations.reports.views.copies import EXPORTS

UNPROCESSABLE = 422

private = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@private
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a plan to whoever may open its report; those whose report it is fill it in."""
    holder = holder_hash(request)
    report = get_object_or_404(Report.objects.open_to(request.user, holder).select_related("assessment"), pk=pk)
    is_kept = Report.objects.kept_by(request.user, holder).filter(pk=pk).exists()
    if request.method == "POST" and not is_kept:
        raise Http404
    openings.note(user=request.user, client=report.assessment.organisation_id, what=Opening.What.REPORT, subject=pk)
    with translation.override(report.language):
        saved = kept.plan_of(report)
        measures = (report.page.get("plan") or {"measures": []})["measures"]
        data = request.POST if request.method == "POST" else None
        form = PlanForm(data, stored=kept.stored(saved), measures=measures)
        if data is not None and form.is_valid():
            by = request.user if request.user.is_authenticated else None
            kept.keep(report=report, changes={name: form.cleaned_data[name] for name in form.changed_data}, by=by)
            messages.success(request, _("The plan is saved."))
            return redirect("recommendations:plan", pk=pk)
        return _show(request, report, saved, form if is_kept else None)


@require_safe
@login_not_required
@private
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = get_object_or_404(
        Report.objects.open_to(request.user, holder_hash(request)).select_related("assessment"), pk=pk
    )
    EXPORTS.spend(request.user.pk or report.pk)
    openings.note(user=request.user, client=report.assessment.organisation_id, what=Opening.What.COPY, subject=pk)
    with translation.override(report.language):
        saved, statuses = kept.plan_of(report), list(report.action_statuses.all())
        changed = [status.updated_at for status in statuses] + ([saved.updated_at] if saved else [])
        content = calendar_file(report, kept.days(report, saved, statuses), at=max(changed, default=report.given_at))
    named = disposition(company=report.data["organisation"], reference=report.reference, ending=".ics")
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": named})


def _show(request: HttpRequest, report: Report, saved: Plan | None, form: PlanForm | None) -> HttpResponse:
    statuses = list(report.action_statuses.all())
    errors: list[dict[str, str]] = []
    if form is not None:
        errors = [{"href": f"#id_{name}", "text": str(texts[0])} for name, texts in form.errors.items()]
    context: dict[str, Any] = {
        "report": report,
        "data": report.data,
        "page": report.page,
        "saved": saved,
        "form": form,
        "roles": [(form[role] if form else None, getattr(saved, role, ""), label) for role, label in ROLES.items()],
        "measures": [form[name] for name in form.fields if name.startswith(MEASURE)] if form else [],
        "measured": kept.measured(report, saved),
        "entries": kept.with_days(report, saved),
        "rules": kept.rules_of(report, saved),
        "has_days": any(True for _day in kept.days(report, saved, statuses)),
        "errors": errors,
    }
    response = render(request, "recommendations/beside/plan.html", context, status=UNPROCESSABLE if errors else None)
    response.headers["Content-Language"] = report.language
    return response
