"""One assessment's answers as text, step by step, each with the way back to where it was given."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.answering.wording import answer_text
from assessments.edition import flow
from assessments.models import SelectedFunction


def sections(sheet: Sheet) -> list[dict[str, Any]]:
    """Give for each step the answers about the organisation, a row for each function, and the notes on columns."""
    asked = frozenset(flow.asked(sheet.edition, sheet.functions, sheet.answers))
    with_own = any(function.is_own for function in sheet.functions)
    parts = []
    for number, step in enumerate(sheet.edition.steps, start=1):
        columns = [
            question
            for question in sheet.edition.questions_of(step.slug, flow.Scope.FUNCTION)
            if with_own or not question.own_functions_only
        ]
        pairs = [
            _answer(sheet, (flow.ORGANISATION, question.key), asked)
            for question in sheet.edition.questions_of(step.slug, flow.Scope.ORGANISATION)
        ]
        rows = []
        for function in sheet.functions:
            first = (function.key, columns[0].key) if columns else None
            url = pages.change_url(sheet, first, slug=step.slug)
            cells: list[tuple[str, dict[str, Any] | None]] = [
                (column.short, _answer(sheet, (function.key, column.key), asked)) for column in columns
            ]
            if number == 1:
                share = {"text": SelectedFunction.Share(function.share).label, "kind": "given", "url": url}
                cells.append((_("Time it takes"), share))
            rows.append({"name": function.name, "cells": cells, "url": url})
        parts.append(
            {
                "number": str(number),
                "title": step.title,
                "url": pages.change_url(sheet, slug=step.slug),
                "pairs": [pair for pair in pairs if pair],
                "columns": [*(column.short for column in columns), *([_("Time it takes")] if number == 1 else [])],
                "rows": rows,
                "notes": [
                    {"label": column.short, "text": note, "url": pages.change_url(sheet, slug=step.slug)}
                    for column in columns
                    if (note := sheet.notes.get(column.key))
                ],
            }
        )
    return parts


def _answer(sheet: Sheet, place: flow.Place, asked: frozenset[flow.Place]) -> dict[str, str] | None:
    """Give one answer, or None where nothing is asked and nothing was answered.

    Its kind is given, assumed, blank (don't know, doesn't apply), open, or gone (it does not count).
    """
    question = sheet.edition.question_by_key[place[1]]
    answer = sheet.answers.get(place, "")
    is_asked = place in asked
    if not is_asked and not answer:
        return None
    why = ""
    if not is_asked and question.condition is None:
        why = _("Does not count")
    elif not is_asked and question.condition:
        other = sheet.edition.question_by_key[question.condition.question].short
        why = _("Does not count: depends on “%(question)s”") % {"question": other}
    kind = "open" if not answer else "blank" if answer in flow.BLANKS else "given"
    if assumed := sheet.assumed.get(place, ""):
        answer, kind, why = assumed, "assumed", _("Typical, not confirmed")
    return {
        "label": question.short,
        "text": answer_text(question, answer),
        "kind": kind if is_asked else "gone",
        "url": pages.change_url(sheet, place),
        "note": sheet.notes.get(question.key, "") if place[0] == flow.ORGANISATION else "",
        "why": why,
    }


def tally(sheet: Sheet) -> dict[str, Any]:
    """Count how many answers there are of each kind, and name the steps that leave something open."""
    answers = tuple(sheet.counted.values())
    left, assumed = sum(state.open for state in sheet.progress), len(sheet.assumed)
    sentences = [
        ngettext(
            "%(count)d question is open: the report counts it as “I don’t know” and says so.",
            "%(count)d questions are open: the report counts them as “I don’t know” and says so.",
            left,
        )
        % {"count": left}
        if left
        else "",
        ngettext(
            "%(count)d typical answer is assumed, not confirmed: it leans the result and never makes it firm.",
            "%(count)d typical answers are assumed, not confirmed: they lean the result and never make it firm.",
            assumed,
        )
        % {"count": assumed}
        if assumed
        else "",
    ]
    return {
        "answered": str(sum(answer not in flow.BLANKS for answer in answers)),
        "assumed": str(assumed),
        "open": str(left),
        "unknown": str(answers.count(flow.DONT_KNOW)),
        "not_applicable": str(answers.count(flow.NOT_APPLICABLE)),
        "is_open": left > 0,
        "sentences": [sentence for sentence in sentences if sentence],
        "steps": [
            (pages.change_url(sheet, slug=step.slug), step.title, pages.answered(state))
            for step, state in zip(sheet.edition.steps, sheet.progress, strict=True)
            if state.open
        ],
    }


def left_open(sheet: Sheet) -> list[dict[str, Any]]:
    """List what nobody answered and nothing stands in for: about the organisation, then about each function."""
    asked = flow.asked(sheet.edition, sheet.functions, sheet.answers)
    places = [place for place in asked if place not in sheet.answers and place not in sheet.assumed]
    return _by_scope(sheet, places)


def typical(sheet: Sheet) -> list[dict[str, Any]]:
    """List what is assumed of each function, with its answer."""
    return _by_scope(sheet, list(sheet.assumed))


def _by_scope(sheet: Sheet, places: list[flow.Place]) -> list[dict[str, Any]]:
    scopes = [(flow.ORGANISATION, _("Your organisation")), *((one.key, one.name) for one in sheet.functions)]
    listed = []
    for about, name in scopes:
        lines = [
            {
                "label": sheet.edition.question_by_key[place[1]].short,
                "text": answer_text(sheet.edition.question_by_key[place[1]], sheet.assumed.get(place, "")),
                "url": pages.change_url(sheet, place),
            }
            for place in places
            if place[0] == about
        ]
        if lines:
            listed.append({"key": about, "name": name, "lines": lines})
    return listed


def laid_aside(sheet: Sheet) -> list[str]:
    """Name the functions that are no longer chosen and have answers, which do not count."""
    answered = {function for function, _question in sheet.answers}
    return [row.name for row in sheet.rows.values() if not row.chosen and row.key in answered]
