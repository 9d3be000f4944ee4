"""The page of a report: its frozen content shown as it is, and beside it what people do about its actions."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening
from recommendations.models import ActionStatus, Report
from recommendations.reports import services
from recommendations.reports.actions import list_actions, stored_values
from recommendations.reports.addition import kinds, read_additions
from recommendations.reports.forms import ActionForm
from recommendations.reports.reviews import reviews
from recommendations.reports.shown import monday_of, shown

UNPROCESSABLE: Final = 422
# What stands beside a report and is printed with page one; with everything, all of it is.
PRINTED: Final = {"one": ("plan",)}
# Every copy of a report: its address, what it is called, and whether page one has a button for it.
COPIES: Final = (
    ("pdf", gettext_lazy("PDF"), True),
    ("docx", gettext_lazy("Word"), True),
    ("xlsx", gettext_lazy("Excel (XLSX)"), False),
    ("csv?marks=comma", gettext_lazy("CSV table with commas, and points in numbers"), False),
    ("csv?marks=semicolon", gettext_lazy("CSV table with semicolons, and commas in numbers"), False),
    ("json", gettext_lazy("JSON data"), False),
)

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
    given = Report.objects.sample()
    if given is None:
        raise Http404
    with translation.override(given.language):
        context = {**content_of(request, given, given.page, list_actions(given)), "report": given, "is_sample": True}
        context["beside"] = [{"label": _("Brief for providers"), "url": reverse("recommendations:sample_brief_first")}]
        return in_language(render(request, "recommendations/report.html", context), given)


@require_POST
@login_not_required
@private
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep who does one action; those whose report it is may say so, without an account until it is claimed."""
    given = get_object_or_404(Report.objects.kept_by(request.user, holder_hash(request)), pk=pk)
    keys = [row["key"] for row in given.page["actions"]]
    named = request.POST.get("action", "")
    status = given.action_statuses.filter(action=named).first() if named in keys else None
    form = ActionForm(request.POST, known=keys, stored=stored_values(status))
    if not form.is_valid():
        return _show(request, pk, form=form)
    if form.changes:
        services.set_action(report=given, action=named, **form.changes)
    number = keys.index(form.cleaned_data["action"]) + 1
    return redirect(f"{reverse('recommendations:report', args=(pk,))}?open=actions#action-{number}")


def content_of(request: HttpRequest, report: Report, page: Mapping[str, Any], actions: list[Any]) -> dict[str, Any]:
    """Give what a report's page prints, with what people noted about its actions."""
    return {
        "data": report.data,
        "page": page,
        "checksum": report.checksum,
        "actions": actions,
        "monday": monday_of(page, actions),
        **shown(page, printed=request.GET.get("print", ""), asked=request.GET.get("open", "")),
    }


def in_language(response: HttpResponse, given: Report) -> HttpResponse:
    """Say in which language a report is written, which need not be that of the visit."""
    response.headers["Content-Language"] = given.language
    return response


def _open_to(request: HttpRequest) -> "QuerySet[Report]":
    return Report.objects.open_to(request.user, holder_hash(request))


def _show(request: HttpRequest, pk: UUID, *, form: ActionForm | None = None) -> HttpResponse:
    is_kept = Exists(Report.objects.kept_by(request.user, holder_hash(request)).filter(pk=OuterRef("pk")))
    # Most reports have no review: whether there is one is asked with the report, and what it says only then.
    rows = reviews().mark(_open_to(request).select_related("assessment").annotate(is_kept=is_kept))
    given: Any = get_object_or_404(rows, pk=pk)
    owner = given.assessment.organisation_id
    openings.note(user=request.user, client=owner, what=Opening.What.REPORT, subject=given.pk)
    # The page around a report speaks its language too: half a page in another one would help nobody.
    with translation.override(given.language):
        actions = list_actions(given, form=form, asked=request.GET.get("action", ""))
        errors = [
            {"href": f"#{row['id']}-{name}", "text": text} for row in actions for name, text in row["errors"].items()
        ]
        errors += [{"href": "", "text": str(text)} for text in (form.errors.get("action", ()) if form else ())]
        context = {
            **content_of(request, given, given.page, actions),
            **_urls(given),
            "report": given,
            "errors": errors,
            "choices": ActionStatus.Status.choices,
            "has_copies": True,
            "copies": _copies(given),
            "kept_until": given.assessment.kept_until(),
        }
        if printed := request.GET.get("print", ""):
            context["additions"] = read_additions(given, only=PRINTED.get(printed))
        if given.is_reviewed:
            context |= reviews().show(request, given)
        status = None
        if errors:
            status, context["opened"] = UNPROCESSABLE, {"actions"}
        return in_language(render(request, "recommendations/report.html", context, status=status), given)


def _copies(given: Report) -> list[dict[str, Any]]:
    """Give the copies that this site makes, with their addresses."""
    copies = []
    for address, label, is_first in COPIES:
        name, mark, query = address.partition("?")
        with suppress(NoReverseMatch):
            url = f"{reverse(f'recommendations:{name}', args=(given.pk,))}{mark}{query}"
            copies.append({"label": label, "url": url, "is_first": is_first})
    return copies


def _urls(given: Any) -> dict[str, Any]:
    """Give the addresses at which a report is acted on by those whose it is, and what leads on from it."""
    urls: dict[str, Any] = {}
    if given.is_kept:
        names = {"again_url": "again", "share_url": "share", "actions_url": "action", "plan_url": "plan"}
        urls = {key: reverse(f"recommendations:{name}", args=(given.pk,)) for key, name in names.items()}
    urls["beside"] = [
        {"label": kind.label, "url": reverse(kind.page, args=(given.pk,))}
        for kind in kinds()
        if not (given.is_kept and kind.key == "plan")  # which the plan itself leads its owners to
    ]
    owner = given.assessment.organisation_id
    if owner:
        return urls | {"history_url": reverse("recommendations:history", args=(owner,))}
    held = {"claim_url": "claim", "delete_url": "delete"}
    urls |= {key: reverse(f"assessments:{name}", args=(given.assessment_id,)) for key, name in held.items()}
    return urls | {"history_url": reverse("recommendations:held")}
