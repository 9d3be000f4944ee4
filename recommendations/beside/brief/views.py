"""The pages of a brief, and its copies: whoever may open the report reads it, those whose report it is edit it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening, User
from recommendations.beside.brief import paper, services, word_file
from recommendations.beside.brief.forms import FILL_FIELD, FLAGS, BriefPartForm, ChoicesForm, seen_now
from recommendations.beside.brief.questions import models_of
from recommendations.beside.brief.reading import FILL, Brief, read
from recommendations.beside.brief.writing import PARTS, Chosen, write
from recommendations.models import BriefText, Report
from recommendations.reports import wording
from recommendations.reports.exports import disposition
from recommendations.reports.views.copies import EXPORTS, PDFS
from recommendations.reports.views.report import in_language

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def first(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead to the brief for the kind of partner with most to do, or say that nobody is looked for."""
    report = _opened(request, pk)
    models = models_of(report)
    if models:
        return redirect("recommendations:brief", pk=pk, model=models[0])
    with translation.override(report.language):
        return in_language(render(request, "recommendations/brief/none.html", {"report": report}), report)


@require_safe
@login_not_required
@private
def brief(request: HttpRequest, pk: UUID, model: str) -> HttpResponse:
    report = _opened(request, pk, model)
    return _show(request, report, model)


@require_POST
@login_not_required
@private
def choices(request: HttpRequest, pk: UUID, model: str) -> HttpResponse:
    """Keep what is told and what fills the gaps."""
    report = _kept(request, pk, model)
    with translation.override(report.language):
        # All the gaps there can be: somebody may have left a function out since this page was opened.
        whole = write(report, model, Chosen())
        form = ChoicesForm(request.POST, works=whole.works, gaps=whole.gaps)
        if not form.is_valid():
            return _show(request, report, model, choices_form=form)
        both = services.save_choices(
            report=report, model=model, by=_by(request), seen=form.cleaned_data["seen"], sent=form.values
        )
        if both:
            now = read(report, model)
            for name in both:
                form.add_error(name, _told_meanwhile(now, name))
            return _show(request, report, model, choices_form=form, status=HTTPStatus.CONFLICT)
    return redirect("recommendations:brief", pk=pk, model=model)


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: UUID, model: str, part: str) -> HttpResponse:
    """Show the brief with one part open to be written, and keep what was written."""
    report = _kept(request, pk, model)
    if part not in PARTS:
        raise Http404
    if request.method != "POST":
        return _show(request, report, model, editing=part)
    form = BriefPartForm(request.POST)
    if not form.is_valid():
        return _show(request, report, model, editing=part, part_form=form)
    text = "" if request.POST.get("action") == "ours" else form.cleaned_data["text"]
    with translation.override(report.language):
        is_kept = services.save_part(
            report=report, model=model, key=part, by=_by(request), seen=form.cleaned_data["seen"], text=text
        )
    if not is_kept:
        return _show(request, report, model, editing=part, part_form=form, status=HTTPStatus.CONFLICT)
    return redirect(f"{reverse('recommendations:brief', args=(pk, model))}#part-{part}")


@require_safe
@login_not_required
@private
def word(request: HttpRequest, pk: UUID, model: str) -> HttpResponse:
    report = _opened(request, pk, model, what=Opening.What.COPY)
    who = request.user.pk or report.pk
    EXPORTS.spend(who)
    with translation.override(report.language):
        shown = read(report, model)
        content = word_file.render(shown, who=who)
        return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": _named(shown, ".docx")})


@require_safe
@login_not_required
@private
def pdf(request: HttpRequest, pk: UUID, model: str) -> HttpResponse:
    report = _opened(request, pk, model, what=Opening.What.COPY)
    who = request.user.pk or report.pk
    PDFS.spend(who)
    with translation.override(report.language):
        shown = read(report, model)
        content = paper.render(shown, who=who)
        headers = {"Content-Disposition": _named(shown, ".pdf")}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
@login_not_required
def sample_first(_request: HttpRequest) -> HttpResponse:
    models = models_of(_sample())
    if not models:
        raise Http404
    return redirect("recommendations:sample_brief", model=models[0])


@require_safe
@login_not_required
def sample(request: HttpRequest, model: str) -> HttpResponse:
    report = _sample()
    if model not in models_of(report):
        raise Http404
    with translation.override(report.language):
        context = {**_context(report, read(report, model)), "is_sample": True}
        return in_language(render(request, "recommendations/brief/brief.html", context), report)


def _sample() -> Report:
    report = Report.objects.sample()
    if report is None:
        raise Http404
    return report


def _opened(request: HttpRequest, pk: UUID, model: str = "", what: Opening.What = Opening.What.REPORT) -> Any:
    """Find a report to read the brief of, and note that a consultant looked."""
    token = holder_hash(request)
    is_kept = Exists(Report.objects.kept_by(request.user, token).filter(pk=OuterRef("pk")))
    rows = Report.objects.open_to(request.user, token).select_related("assessment").annotate(is_kept=is_kept)
    report = get_object_or_404(rows, pk=pk)
    if model and model not in models_of(report):
        raise Http404
    openings.note(user=request.user, client=report.assessment.organisation_id, what=what, subject=report.pk)
    return report


def _kept(request: HttpRequest, pk: UUID, model: str) -> Any:
    rows = Report.objects.kept_by(request.user, holder_hash(request)).select_related("assessment")
    report: Any = get_object_or_404(rows, pk=pk)
    if model not in models_of(report):
        raise Http404
    report.is_kept = True
    return report


def _show(
    request: HttpRequest,
    report: Any,
    model: str,
    *,
    choices_form: ChoicesForm | None = None,
    editing: str = "",
    part_form: BriefPartForm | None = None,
    status: int | None = None,
) -> HttpResponse:
    # The page around a brief speaks its language too, as the report's does.
    with translation.override(report.language):
        shown = read(report, model)
        context = _context(report, shown)
        if report.is_kept:
            stored = services.values_of(shown)
            sent = choices_form or ChoicesForm(
                initial=_initial(stored), works=shown.draft.works, gaps=shown.gaps, auto_id="id_%s"
            )
            context |= {
                "form": sent,
                "fills": _fills(shown, sent),
                "ticks": _ticks(shown, sent),
                "seen": seen_now(stored),
                **_editing(shown, editing, part_form),
            }
        is_refused = bool((choices_form and choices_form.errors) or (part_form and part_form.errors))
        code = status or (HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else None)
        return in_language(render(request, "recommendations/brief/brief.html", context, status=code), report)


def _context(report: Report, shown: Brief) -> dict[str, Any]:
    return {
        "report": report,
        "brief": shown,
        "model": shown.model,
        "label": wording.SHORT[shown.model],
        "partner": wording.PARTNER[shown.model],
        "others": [(other, wording.SHORT[other]) for other in models_of(report) if other != shown.model],
    }


def _editing(shown: Brief, key: str, form: BriefPartForm | None) -> dict[str, Any]:
    """Give what the box of the part that is open holds, and what somebody else wrote meanwhile."""
    if not key:
        return {}
    open_part = next(part for part in shown.parts if part.key == key)
    typed = form.data.get("text", "") if form else open_part.text
    stored = open_part.edited
    is_other = form is not None and not form.errors and stored is not None
    seen = form.cleaned_data.get("seen", open_part.text) if form and form.errors else open_part.text
    return {
        "editing": open_part,
        "typed": typed,
        "seen_text": seen,
        "meanwhile": stored if is_other else None,
        "part_errors": list(form.errors.get("text", ())) if form else [],
    }


def _initial(stored: dict[str, str]) -> dict[str, Any]:
    ticked = [name for name, value in stored.items() if value == services.TICKED]
    return {
        "parts": [name.removeprefix("part-") for name in ticked if name.startswith("part-")],
        "works": [name.removeprefix("work-") for name in ticked if name.startswith("work-")],
        **{name: name in ticked for name in FLAGS},
        **{name: value for name, value in stored.items() if name.startswith(FILL_FIELD)},
    }


def _fills(shown: Brief, form: ChoicesForm) -> list[dict[str, Any]]:
    """Give the fields of the gaps, the open ones first; those that were sent stay on the page."""
    names = [FILL_FIELD + gap.key for gap in shown.gaps]
    names += [
        field.html_name for field in form.fills if field.html_name not in names and form.is_bound and field.value()
    ]
    rows = []
    for name in names:
        if name not in form.fields:
            continue
        field = form[name]
        value = field.value()
        rows.append({"field": field, "value": "" if value is None else value, "errors": list(field.errors)})
    return sorted(rows, key=lambda row: bool(row["value"]) and not row["errors"])


def _ticks(shown: Brief, form: ChoicesForm) -> dict[str, Any]:
    parts, works = form["parts"].value() or [], form["works"].value() or []
    return {
        "parts": [(part, part.key in parts) for part in shown.parts],
        "works": [(work, work.key in works) for work in shown.draft.works],
        **{name: bool(form[name].value()) for name in FLAGS},
    }


def _told_meanwhile(now: Brief, name: str) -> str:
    """Say what somebody else put into a field, and what to do."""
    key = name.removeprefix(FILL_FIELD)
    stored = now.texts.get(FILL + key)
    if stored is None:
        return _("Emptied meanwhile by somebody else. Save again to keep what you typed.")
    words = {"text": stored.text, "who": _who(stored), "when": date_format(localtime(stored.edited_at), "TIME_FORMAT")}
    return _("%(who)s put “%(text)s” here at %(when)s. Save again to keep what you typed instead.") % words


def _who(row: BriefText) -> str:
    return str(row.edited_by) if row.edited_by else _("Somebody else")


def _by(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _named(shown: Brief, ending: str) -> str:
    """Name the file; without the organisation where the brief leaves it out."""
    company = "" if shown.chosen.without_names else shown.report.data["organisation"]
    kind = _("Brief %(model)s") % {"model": wording.SHORT[shown.model]}
    return disposition(company=f"{company} {kind}".strip(), reference=shown.report.reference, ending=ending)
