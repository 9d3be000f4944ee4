"""The page of one step: asked, answered, sent back with what to mend, or settled between two tabs."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.answering import remarks, services
from assessments.answering.forms import StepForm, UnreadableError
from assessments.answering.forms.step import NOTE, SHARE, ShareField, field_name, kind_of
from assessments.answering.remarks import Remark
from assessments.answering.sheet import Sheet
from assessments.answering.views import conflict, pages
from assessments.answering.wording import blank_answers, decides, only_if
from assessments.edition import flow
from organisations.http import too_often
from organisations.limits import TooOftenError

MOST_BESIDE: Final = 4  # columns that fit beside the functions' names


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_step(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    sheet = Sheet(pages.opened(request, pk))
    step = sheet.edition.step_by_slug.get(slug)
    if step is None:
        raise Http404
    if request.method != "POST":
        is_draft = sheet.assessment.is_draft
        return show(request, StepForm(sheet=sheet, step=step)) if is_draft else redirect("assessments:hub", pk=pk)
    if not sheet.assessment.is_draft:
        return pages.closed(request, sheet.assessment)
    if conflict.is_from_before(request, sheet.assessment):
        return conflict.moved(request, sheet)
    refused = pages.saved_too_often(sheet.assessment)
    form = StepForm(request.POST, sheet=sheet, step=step)
    if refused or not form.is_valid():
        return show(request, form, again=refused or False)
    try:
        _save(request, form, sheet, version=form.version)
    except services.ClosedError:
        return pages.closed(request, sheet.assessment)
    except services.StaleError:
        return _settle(request, form)
    return _go_on(request, form)


def _save(request: HttpRequest, form: StepForm, sheet: Sheet, *, version: int) -> None:
    services.save_answers(
        sheet=sheet,
        step=form.step.slug,
        answers=form.answers,
        notes=form.notes,
        shares=form.shares,
        # In a browser without an account nobody is looked up.
        by=request.user.pk if sheet.assessment.organisation_id else None,
        version=version,
        in_full=form.is_in_full,
    )


def _settle(request: HttpRequest, form: StepForm) -> HttpResponse:
    """Ask about each answer that another tab saved otherwise; where there is none, save what this one adds."""
    fresh = Sheet(pages.opened(request, form.sheet.assessment.pk))
    if fresh.assessment.questionnaire_id != form.sheet.assessment.questionnaire_id:
        return conflict.moved(request, fresh)
    version = fresh.version(form.step.slug)
    if form.version > version:
        raise UnreadableError
    form.drop_blanks()
    differences = list(form.differences(fresh))
    if differences:
        return conflict.ask(request, form, differences=differences, version=version)
    try:
        _save(request, form, fresh, version=version)
    except services.ClosedError:
        return pages.closed(request, fresh.assessment)
    except services.StaleError:
        return conflict.ask(request, form, differences=[], version=version)
    return _go_on(request, form)


def _go_on(request: HttpRequest, form: StepForm) -> HttpResponse:
    if form.is_later:
        return HttpResponseRedirect(pages.saved_for_later(form.sheet))
    return HttpResponseRedirect(pages.after(request, form.sheet, form.step.slug))


def show(request: HttpRequest, form: StepForm, *, again: bool | TooOftenError = False) -> HttpResponse:
    """Show the page with what is stored, or with what was typed; `again` asks to press save once more, now or later."""
    by_question = remarks.about(form.sheet.assessment, request.user)
    context = context_of(form, by_question) | {"again": again, "back": pages.back(request)}
    if again:
        context["errors"] = []
    page = render(request, "assessments/step.html", context, status=403 if again else 200)
    return too_often(page, again) if isinstance(again, TooOftenError) else page


def context_of(form: StepForm, remarks_by_question: Mapping[str, Iterable[Remark]] | None = None) -> dict[str, Any]:
    """Give what the page of a step shows, whoever it is shown to."""
    sheet, step = form.sheet, form.step
    return {
        "sheet": sheet,
        "step": step,
        "number": pages.step_number(sheet.edition, step.slug),
        "is_first": form.asks_share,
        "steps": pages.step_links(sheet, step.slug),
        "wants_functions": bool(form.of_scope(flow.Scope.FUNCTION)),
        "errors": list(form.problems) if form.is_bound else [],
        "version": str(form.version if form.is_bound else sheet.version(step.slug)),
        **asked_of(form, remarks_by_question or {}),
    }


def asked_of(form: StepForm, remarks_by_question: Mapping[str, Iterable[Remark]]) -> dict[str, Any]:
    """Give the questions about the organisation, the matrix of those about functions, and what answers both."""
    return {
        "questions": [
            _described(form, question)
            | _shown(form, question.key)
            | {"template": kind_of(question).tile_template, "options": kind_of(question).options(question)}
            | {"remarks": [("", remark) for remark in remarks_by_question.get(question.key, ())]}
            for question in form.of_scope(flow.Scope.ORGANISATION)
            if form.is_shown(question)
        ],
        "matrix": _matrix(form, remarks_by_question) if form.sheet.functions else None,
        "blank_answers": blank_answers(),
    }


def _matrix(form: StepForm, remarks_by_question: Mapping[str, Iterable[Remark]]) -> dict[str, Any] | None:
    """Give a row for each function and a column for each question; None where the step asks nothing about functions."""
    functions, questions = form.sheet.functions, form.of_scope(flow.Scope.FUNCTION)
    if not questions:
        return None
    with_own = any(function.is_own for function in functions)
    columns = [question for question in questions if with_own or not question.own_functions_only]
    parts = {
        question.key: {
            "title": question.short,
            "template": kind_of(question).cell_template,
            "options": kind_of(question).options(question),
        }
        for question in columns
    }
    share = {"title": _("Time it takes"), "template": ShareField.cell_template, "options": ShareField.options()}
    rows = []
    for function in functions:
        cells = [
            _shown(form, field_name((function.key, question.key))) | parts[question.key]
            if form.is_shown(question, function)
            else None
            for question in columns
        ]
        if form.asks_share:
            cells.append(_shown(form, f"{function.key}--{SHARE}") | share)
        rows.append({"function": function, "cells": cells})
    described = [_described(form, question) for question in columns]
    return {
        "columns": described,
        "rows": rows,
        "asks_share": form.asks_share,
        "is_many": len(columns) + form.asks_share > MOST_BESIDE,
        "is_few": len(columns) + form.asks_share < MOST_BESIDE,
        "remarks": [
            (question.short, remark) for question in questions for remark in remarks_by_question.get(question.key, ())
        ],
        "has_notes": any(column["note"]["value"] or column["note"]["error"] for column in described),
    }


def _described(form: StepForm, question: flow.Question) -> dict[str, Any]:
    edition = form.sheet.edition
    return {
        "question": question,
        "is_long": kind_of(question).is_long(question),
        "only_if": only_if(edition, question),
        "decides": decides(edition, question),
        "note": _shown(form, f"{NOTE}{question.key}"),
    }


def _shown(form: StepForm, name: str) -> dict[str, Any]:
    """Give one field as its template needs it."""
    return {"name": name, "value": form[name].value(), "error": next(iter(form.errors.get(name, ())), "")}
