"""The page of a report: its frozen content shown as it is, and beside it what people do about its actions."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening
from recommendations.models import ActionStatus, Report
from recommendations.reports import services
from recommendations.reports.actions import list_actions
from recommendations.reports.forms import ActionForm
from recommendations.reports.reviews import reviews
from recommendations.reports.sections import FIRST_TEMPLATES, LAST_TEMPLATES

UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, pk)


@require_safe
@login_not_required
@private
def of_assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead from a submitted assessment to its report."""
    row = get_object_or_404(_open_to(request).only("pk"), assessment=pk)
    return redirect("recommendations:report", pk=row.pk)


@require_safe
@login_not_required
def sample(request: HttpRequest) -> HttpResponse:
    shown = Report.objects.sample()
    if shown is None:
        raise Http404
    with translation.override(shown.language):
        context = {**content_of(request, shown), "report": shown, "is_sample": True, "actions": list_actions(shown)}
        return in_language(render(request, "recommendations/report.html", context), shown)


@require_POST
@login_not_required
@private
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep who does one action; those whose report it is may say so, without an account until it is claimed."""
    shown = get_object_or_404(Report.objects.kept_by(request.user, holder_hash(request)), pk=pk)
    keys = [row["key"] for row in shown.page["actions"]]
    form = ActionForm(request.POST, known=keys)
    if not form.is_valid():
        return _show(request, pk, form=form)
    services.set_action(report=shown, **form.cleaned_data)
    number = keys.index(form.cleaned_data["action"]) + 1
    return redirect(f"{reverse('recommendations:report', args=(pk,))}#action-{number}")


def content_of(request: HttpRequest, shown: Report) -> dict[str, Any]:
    """Give what the sections of a report's page print."""
    return {
        "data": shown.data,
        "page": shown.page,
        "checksum": shown.checksum,
        "everything": request.GET.get("print") == "all",
        "first": FIRST_TEMPLATES,
        "last": LAST_TEMPLATES,
    }


def in_language(response: HttpResponse, shown: Report) -> HttpResponse:
    """Say in which language a report is written, which need not be that of the visit."""
    response.headers["Content-Language"] = shown.language
    return response


def _open_to(request: HttpRequest) -> "QuerySet[Report]":
    return Report.objects.open_to(request.user, holder_hash(request))


def _show(request: HttpRequest, pk: UUID, *, form: ActionForm | None = None) -> HttpResponse:
    is_kept = Exists(Report.objects.kept_by(request.user, holder_hash(request)).filter(pk=OuterRef("pk")))
    # Most reports have no review: whether there is one is asked with the report, and what it says only then.
    rows = reviews().mark(_open_to(request).select_related("assessment").annotate(is_kept=is_kept))
    shown: Any = get_object_or_404(rows, pk=pk)
    owner = shown.assessment.organisation_id
    openings.note(user=request.user, client=owner, what=Opening.What.REPORT, subject=shown.pk)
    # The page around a report speaks its language too: half a page in another one would help nobody.
    with translation.override(shown.language):
        actions = list_actions(shown, form=form)
        errors = [
            {"href": f"#{row['id']}-{name}", "text": text} for row in actions for name, text in row["errors"].items()
        ]
        errors += [{"href": "", "text": str(text)} for text in (form.errors.get("action", ()) if form else ())]
        context = {
            **content_of(request, shown),
            **_urls(shown),
            "report": shown,
            "errors": errors,
            "actions": actions,
            "choices": ActionStatus.Status.choices,
            "has_copies": True,
            "kept_until": shown.assessment.kept_until(),
        }
        if shown.is_reviewed:
            context |= reviews().show(request, shown)
        status = UNPROCESSABLE if errors else None
        return in_language(render(request, "recommendations/report.html", context, status=status), shown)


def _urls(shown: Any) -> dict[str, str]:
    """Give the addresses at which a report is copied and, by those whose it is, acted on."""
    names = {"pdf": "pdf", "xlsx": "xlsx", "csv": "csv", "json": "json"}
    if shown.is_kept:
        names |= {"again": "again", "share": "share", "actions": "action"}
    urls = {f"{key}_url": reverse(f"recommendations:{name}", args=(shown.pk,)) for key, name in names.items()}
    owner = shown.assessment.organisation_id
    if owner:
        return urls | {"history_url": reverse("recommendations:history", args=(owner,))}
    held = {"claim_url": "claim", "delete_url": "delete"}
    urls |= {key: reverse(f"assessments:{name}", args=(shown.assessment_id,)) for key, name in held.items()}
    return urls | {"history_url": reverse("recommendations:held")}
