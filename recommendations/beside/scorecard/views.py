"""The page of a scorecard and its workbook: read by whoever may open the report, marked by those whose it is."""

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from assessments.answering.holder import holder_hash
from assessments.edition.sourcing_models import LABELS
from organisations import openings
from organisations.models import Opening
from recommendations.beside import conflict
from recommendations.beside.brief.questions import models_of
from recommendations.beside.merging import Merged, SavedAtOnceError, read_seen, seen_again, seen_now
from recommendations.beside.scorecard import page, services
from recommendations.beside.scorecard.forms import PLACES, ScorecardForm, name_of, title_of
from recommendations.beside.scorecard.read import read_scorecards
from recommendations.models import Report
from recommendations.reports.exports import disposition
from recommendations.reports.views.copies import EXPORTS, XLSX

if TYPE_CHECKING:
    from recommendations.beside.scorecard import xlsx_file
else:
    # Loaded when the first workbook is written: its library takes 7 MB of every worker, and few write one.
    xlsx_file = SimpleLazyObject(partial(import_module, "recommendations.beside.scorecard.xlsx_file"))

UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def first(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead to the scorecard of the kind of partner that the report looks for most, or say that nobody is looked for."""
    report = get_object_or_404(Report.objects.open_to(request.user, holder_hash(request)), pk=pk)
    models = models_of(report)
    if models:
        return redirect("recommendations:scorecard_of", pk=pk, model=models[0])
    with translation.override(report.language):
        shown = render(request, "recommendations/beside/scorecard_none.html", {"report": report})
        shown.headers["Content-Language"] = report.language
        return shown


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@private
def scorecard(request: HttpRequest, pk: UUID, model: str) -> HttpResponse:
    """Show the providers side by side, or keep what somebody marked."""
    mine = Report.objects.kept_by(request.user, holder_hash(request))
    if request.method == "POST":
        report = get_object_or_404(mine.select_related("assessment"), pk=pk)
        _check(report, model)
        with translation.override(report.language):
            return _receive(request, services.asked_of(report, model))
    shown = _opened(request, pk, model, Opening.What.REPORT)
    with translation.override(shown.language):
        return _show(request, services.asked_of(shown, model), may_write=shown.is_kept)


@require_safe
@login_not_required
@private
def xlsx(request: HttpRequest, pk: UUID, model: str) -> HttpResponse:
    report = _opened(request, pk, model, Opening.What.COPY)
    EXPORTS.spend(request.user.pk or report.pk)
    with translation.override(report.language):
        asked = services.asked_of(report, model)
        fields = services.fields_of(asked, services.kept_for(report, model))
        words = page.Words(asked, fields, services.sheet_of(asked, fields))
        addition = read_scorecards(report)
        signed = addition.signed if addition else ""
        content = xlsx_file.render(asked, fields, words, signed=signed, at=report.given_at)
        named = disposition(company=_("Scorecard"), reference=f"{report.reference}-{LABELS[model]}", ending=".xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": named})


def _check(report: Report, model: str) -> None:
    """Refuse a kind of partner that the report looks for nobody of: there is nobody to mark."""
    if model not in models_of(report):
        raise Http404


def _opened(request: HttpRequest, pk: UUID, model: str, what: Opening.What) -> Any:
    """Find a report to read, with whether it is the visitor's own, and note that a consultant looked."""
    holder = holder_hash(request)
    is_kept = Exists(Report.objects.kept_by(request.user, holder).filter(pk=OuterRef("pk")))
    opened = Report.objects.open_to(request.user, holder).select_related("assessment").annotate(is_kept=is_kept)
    report = get_object_or_404(opened, pk=pk)
    _check(report, model)
    openings.note(user=request.user, client=report.assessment.organisation_id, what=what, subject=report.pk)
    return report


def _receive(request: HttpRequest, asked: services.Asked) -> HttpResponse:
    row = services.kept_for(asked.report, asked.model)
    stored = services.fields_of(asked, row)
    names = {place: stored.get(name_of(place), "") for place in PLACES}
    form = ScorecardForm(request.POST, questions=asked.questions, conditions=asked.conditions, names=names)
    if not form.is_valid():
        return _show(request, asked, may_write=True, form=form)
    seen = read_seen(request.POST.get(conflict.SEEN))
    by = request.user if request.user.is_authenticated else None
    try:
        merged = services.keep(asked=asked, sent=form.sent, seen=seen, choices=conflict.choices(request.POST), by=by)
    except services.SameNameError as error:
        said = _("“%(name)s” stands there twice: give each provider a name of its own") % {"name": error.name}
        form.add_error(name_of(error.places[1]), said)
        return _show(request, asked, may_write=True, form=form)
    except SavedAtOnceError:
        form.add_error(
            None, _("This page is being saved in several places at once. Nothing of yours is lost: save once more")
        )
        return _show(request, asked, may_write=True, form=form)
    if merged.clashes:
        return _ask(request, asked, form, merged, seen)
    return redirect("recommendations:scorecard_of", pk=asked.report.pk, model=asked.model)


def _show(
    request: HttpRequest, asked: services.Asked, *, may_write: bool, form: ScorecardForm | None = None
) -> HttpResponse:
    report = asked.report
    row = services.kept_for(report, asked.model)
    stored = services.fields_of(asked, row)
    words = page.Words(asked, stored, services.sheet_of(asked, stored))
    errors = list(form.problems) if form else []
    by_name = {one["name"]: one["text"] for one in errors}
    fields = {**stored, **(form.typed if form else {})}
    # A name that was typed and not saved has its column already, so that no mark for it is lost.
    providers = [
        (place, name) for place in PLACES if (name := fields.get(name_of(place)) or stored.get(name_of(place)))
    ]
    sheet = words.sheet
    context = {
        "report": report,
        "model": asked.model,
        "label": LABELS[asked.model],
        "others": [(key, label) for key, label in LABELS.items() if key != asked.model and key in models_of(report)],
        "may_write": may_write,
        "errors": errors,
        "answer": words.answer,
        "totals": words.totals() if words.marked else [],
        "best": sheet.best,
        "tips": words.tips(),
        "names": page.names_to_fill(fields, by_name),
        "providers": providers,
        "conditions": page.condition_rows(asked, fields, providers, by_name),
        "questions": page.question_rows(asked, fields, providers, by_name),
        "usual": page.usual_weights(asked),
        "marked": words.marked,
        "all": len(sheet.providers) * len(sheet.weights),
        "unknown": sum(len(sheet.unknown(place)) for place in sheet.providers),
        "row": row,
        "seen": request.POST.get(conflict.SEEN, "") if form else seen_now(stored),
    }
    shown = render(request, "recommendations/beside/scorecard.html", context, status=UNPROCESSABLE if errors else None)
    shown.headers["Content-Language"] = report.language
    return shown


def _ask(
    request: HttpRequest,
    asked: services.Asked,
    form: ScorecardForm,
    merged: Merged,
    seen: Mapping[str, str] | None,
) -> HttpResponse:
    """Show both values wherever this page and another one changed the same; nothing was saved."""
    row = services.kept_for(asked.report, asked.model)
    differences = [
        {
            "name": clash.name,
            "label": title_of(form.fields[clash.name]),
            "stored": _worded(clash.name, clash.stored),
            "typed": _worded(clash.name, clash.typed),
        }
        for clash in merged.clashes
    ]
    return conflict.ask(
        request,
        differences=differences,
        fields=form.sent,
        seen=seen_again(seen, merged.clashes),
        by=row.changed_by if row else None,
        at=row.changed_at if row else None,
    )


def _worded(name: str, value: str) -> str:
    kind = name.partition("-")[0]
    if kind == "must":
        return str(page.MET.get(value, value))
    if kind == "weight" and value.isdecimal():
        return str(page.TIMES.get(int(value), value))
    return value or _("Nothing")
