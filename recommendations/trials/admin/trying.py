"""A whole edition filled in on one page, with what it comes to beside it; nothing is stored."""

from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from assessments.answering import cards
from assessments.answering.forms.functions import LIST
from assessments.answering.forms.step import StepForm
from assessments.answering.forms.whole import OWN, WholeForm
from assessments.answering.loose import LooseSheet
from assessments.answering.views.questions import departments
from assessments.answering.wording import answer_text
from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from organisations.http import allow_asking, is_partial
from recommendations.engine import Contribution
from recommendations.engine.points import signed
from recommendations.reports import services
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections import function_map, headline, scores

CHANGED: Final = "admin/recommendations/trying/changed.html"
SHOWN: Final = f"{OWN}shown-"
TOKEN: Final = 12


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Give the page, which alone of all may ask for its next scores by itself; or just what changed on it."""
    if is_partial(request):
        return TemplateResponse(request, CHANGED, context)
    page = TemplateResponse(request, template, context)
    allow_asking(page)
    return page


def context_of(request: HttpRequest, form: WholeForm) -> dict[str, Any]:
    sheet = form.sheet
    errors = form.errors
    ticked = {row.key for row in sheet.functions}
    return {
        "groups": departments(sheet.edition),
        "ticked": ticked,
        "own": [(key, form.functions.own.get(key, ""), errors.get(key, "")) for key in flow.OWN_KEYS],
        "errors": [(f"#id_{name}", text) for name, text in errors.items()],
        "list_error": errors.get(LIST, ""),
        "steps": _steps(request, form),
        "result": result_of(sheet),
    }


def result_of(sheet: LooseSheet) -> Content | None:
    """Work out what the answers come to: the headline, the models’ scores and the in-house mark, each function, and the points.

    Nothing can be advised before a function is chosen.
    """
    if not sheet.functions:
        return None
    inputs = services.recommend_for(
        sheet.edition, sheet.functions, sheet.counted, organisation="", notes={}, profiles=services.profiles()
    )
    return {
        "headline": headline.headline(inputs),
        "scores": scores.scores(inputs),
        "rows": [row for group in function_map.groups(inputs) for row in group["rows"]],
        "points": [
            {
                "model": LABELS[fit.column],
                "score": fit.printed,
                "rows": [(_answer_words(inputs, part), signed(part.printed)) for part in fit.contributions],
            }
            for fit in inputs.overall.fits
        ],
        "answered": _("%(answered)d of %(asked)d answered")
        % dict(zip(("answered", "asked"), sheet.answered_and_asked, strict=True)),
    }


def _answer_words(inputs: ReportInputs, part: Contribution) -> str:
    """Name an answer by its question and, where it is about one, its function."""
    about = f"{inputs.selected[part.scope].name}: " if part.scope in inputs.selected else ""
    question = inputs.edition.question_by_key.get(part.question)
    if question is None:
        return about + _("what the catalogue says")
    return f"{about}{question.short}, {answer_text(question, part.answer)}"


def _steps(request: HttpRequest, form: WholeForm) -> list[dict[str, Any]]:
    """List the steps, each with a token of what it shows, by which a page that is out of date is known."""
    parts = []
    for number, step in enumerate(form.sheet.edition.steps, start=1):
        page = form.steps[step.slug]
        token = _token(page)
        is_stale = request.POST.get(f"{SHOWN}{step.slug}") != token
        parts.append(
            {
                "slug": step.slug,
                "number": str(number),
                "title": step.title,
                "field": f"{SHOWN}{step.slug}",
                "token": token,
                "wants_functions": bool(page.of_scope(flow.Scope.FUNCTION)),
                "is_stale": is_stale,
                "cards": cards.cards(page, {}, chooses_usual=False),
                "notes": cards.notes(page) if page.sheet.functions else [],
            }
        )
    return parts


def _token(page: StepForm) -> str:
    """Sum up which questions a step shows about what."""
    shown = [("", "", question.key) for question in page.of_scope(flow.Scope.ORGANISATION) if page.is_shown(question)]
    shown += [
        (function.key, function.name, question.key)
        for question in page.of_scope(flow.Scope.FUNCTION)
        for function in page.sheet.functions
        if page.is_shown(question, function)
    ]
    return sha256(repr(shown).encode()).hexdigest()[:TOKEN]
