"""The page of costs: read by whoever may open the report, filled in by those whose it is."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening
from recommendations.beside import conflict
from recommendations.beside.costs import page, services, words
from recommendations.beside.costs.forms import CURRENCY, AmountField, CostsForm
from recommendations.beside.merging import Merged, SavedAtOnceError, read_seen, seen_again, seen_now
from recommendations.models import Report

UNPROCESSABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@cache_control(private=True, no_store=True)
def costs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the work might cost, or keep what somebody guessed."""
    holder = holder_hash(request)
    mine = Report.objects.kept_by(request.user, holder)
    if request.method == "POST":
        report = get_object_or_404(mine.select_related("assessment").defer("content"), pk=pk)
        # Numbers are read in the language that the page was written in.
        with translation.override(report.language):
            return _receive(request, report)
    is_kept = Exists(mine.filter(pk=OuterRef("pk")))
    opened = Report.objects.open_to(request.user, holder).select_related("assessment").defer("content")
    shown: Any = get_object_or_404(opened.annotate(is_kept=is_kept), pk=pk)
    owner = shown.assessment.organisation_id
    openings.note(user=request.user, client=owner, what=Opening.What.REPORT, subject=shown.pk)
    with translation.override(shown.language):
        return _show(request, shown, may_write=shown.is_kept)


def _receive(request: HttpRequest, report: Report) -> HttpResponse:
    form = CostsForm(request.POST)
    if not form.is_valid():
        return _show(request, report, may_write=True, form=form)
    seen = read_seen(request.POST.get(conflict.SEEN))
    by = request.user if request.user.is_authenticated else None
    try:
        kept = services.keep(report=report, sent=form.sent, seen=seen, choices=conflict.choices(request.POST), by=by)
    except SavedAtOnceError:
        form.add_error(
            None, _("This page is being saved in several places at once. Nothing of yours is lost: save once more")
        )
        return _show(request, report, may_write=True, form=form)
    if kept.merged.clashes:
        return _ask(request, report, form, kept.merged, seen)
    for guess in kept.turned:
        said = {"guess": words.NAMES[guess]}
        messages.info(request, _("%(guess)s: “from” was above “to”, so we put the lower figure first.") % said)
    return redirect("recommendations:costs", pk=report.pk)


def _show(request: HttpRequest, report: Report, *, may_write: bool, form: CostsForm | None = None) -> HttpResponse:
    row = services.kept_for(report)
    stored = services.fields_of(row)
    outlook, currency = services.outlook_of(stored), stored.get(CURRENCY, "")
    errors = list(form.problems) if form else []
    fields = {**page.in_figures(stored), **(form.typed if form else {})}
    context = {
        "report": report,
        "may_write": may_write,
        "errors": errors,
        "answer": page.answer(outlook, currency),
        "result": page.result(outlook, currency),
        "groups": page.groups(fields, outlook, {one["name"]: one["text"] for one in errors}),
        "currency": fields.get(CURRENCY, ""),
        "currency_error": next((one["text"] for one in errors if one["name"] == CURRENCY), ""),
        "count": page.count(outlook),
        "empty": page.empty_lines(outlook) if outlook.given and outlook.empty else "",
        "row": row,
        "seen": request.POST.get(conflict.SEEN, "") if form else seen_now(stored),
    }
    page_ = render(request, "recommendations/beside/costs.html", context, status=UNPROCESSABLE if errors else None)
    page_.headers["Content-Language"] = report.language
    return page_


def _ask(
    request: HttpRequest, report: Report, form: CostsForm, merged: Merged, seen: Mapping[str, str] | None
) -> HttpResponse:
    """Show both figures wherever this page and another one changed the same; nothing was saved."""
    differences = []
    for clash in merged.clashes:
        field = form.fields[clash.name]
        label = field.title if isinstance(field, AmountField) else _("Currency")
        both = page.in_figures(
            {name: value for name, value in (("stored", clash.stored), ("typed", clash.typed)) if value}
        )
        empty = _("Nothing")
        differences.append(
            {"name": clash.name, "label": label, "stored": both.get("stored", empty), "typed": both.get("typed", empty)}
        )
    row = services.kept_for(report)
    return conflict.ask(
        request,
        differences=differences,
        fields=form.typed,
        seen=seen_again(seen, merged.clashes),
        by=row.changed_by if row else None,
        at=row.changed_at if row else None,
    )
