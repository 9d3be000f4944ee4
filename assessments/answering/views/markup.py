"""One respondent's answers put into the ready-made markup of a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from assessments.answering.forms import StepForm
from assessments.answering.remarks import Remark
from assessments.answering.sheet import Sheet
from assessments.answering.views.blocks import StepBlocks, step_blocks
from assessments.edition import flow

Remarks: TypeAlias = Mapping[str, tuple[Remark, ...]]
INVALID: Final = ' aria-invalid="true"'  # for controls; a fieldset may not carry it


@dataclass(frozen=True, slots=True)
class Told:
    """What a page shows as said already, and what is wrong with it, by field."""

    answers: flow.Answers
    notes: Mapping[str, str]
    shares: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def stored(sheet: Sheet) -> Told:
    return Told(sheet.answers, sheet.notes, {key: row.share for key, row in sheet.rows.items()})


def typed(form: StepForm) -> Told:
    """Put what was typed on top of what is stored."""
    before = stored(form.sheet)
    return Told(
        {**before.answers, **form.answers},
        {**before.notes, **form.notes},
        {**before.shares, **form.shares},
        form.errors,
    )


class StepMarkup:
    """The questions of one step as one respondent sees them."""

    def __init__(self, sheet: Sheet, step: flow.Step, told: Told, remarks: Remarks | None = None) -> None:
        self._sheet = sheet
        self._remarks = remarks or {}
        self._step = step
        self._told = told
        self._by_key = sheet.edition.question_by_key

    @cached_property
    def _blocks(self) -> StepBlocks:
        return step_blocks(self._sheet.edition, self._step.slug)

    def questions(self) -> SafeString:
        """Give what is asked about the organisation."""
        parts = (
            block.filled(self._question_values(key))
            for key, block in self._blocks.questions.items()
            if self.is_shown(key, None)
        )
        return mark_safe("".join(parts))  # noqa: S308 - our own templates, filled with escaped text

    def matrix(self) -> SafeString:
        """Give what is asked about each function; nothing where the step asks nothing about them."""
        functions = self._sheet.functions
        if not self._blocks.cells or not functions:
            return SafeString("")
        with_own = any(function.is_own for function in functions)
        values = {"rows": "".join(self._row(function, with_own=with_own) for function in functions)}
        for key in self._blocks.cells:
            values |= self._note_values(key)
        said = [(self._by_key[key].short, one) for key in self._blocks.cells for one in self._remarks.get(key, ())]
        if said:
            values["remarks"] = _remarked(said)
        return mark_safe(self._blocks.matrix[with_own].filled(values))  # noqa: S308 - as above

    def _question_values(self, key: str) -> dict[str, str]:
        answer = self._told.answers.get((flow.ORGANISATION, key), "")
        values = {f"chosen {answer}": " checked", **self._error_values(key), **self._note_values(key)}
        if key in self._remarks:
            values["remarks"] = _remarked([("", one) for one in self._remarks[key]])
        return values

    def _row(self, function: flow.Selected, *, with_own: bool) -> str:
        who = {"key": function.key, "name": escape(function.name)}
        cells = [
            self._cell(function, key, who)
            for key in self._blocks.cells
            if with_own or not self._by_key[key].own_functions_only
        ]
        if self._blocks.asks_share:
            cells.append(self._share(function, who))
        return self._blocks.row.filled({**who, "cells": "".join(cells)})

    def _cell(self, function: flow.Selected, key: str, who: Mapping[str, str]) -> str:
        if not self.is_shown(key, function):
            return self._blocks.empty.filled({})
        answer = self._told.answers.get((function.key, key), "")
        name = f"{function.key}--{key}"
        return self._blocks.cells[key].filled({**who, f"chosen {answer}": " selected", **self._error_values(name)})

    def _share(self, function: flow.Selected, who: Mapping[str, str]) -> str:
        share = self._told.shares.get(function.key, flow.USUAL_SHARE)
        name = f"{function.key}--share"
        return self._blocks.share.filled({**who, f"chosen {share}": " selected", **self._error_values(name)})

    def is_shown(self, key: str, function: flow.Selected | None) -> bool:
        """Leave out what is asked only after an answer in another step; on the same page a sentence says when."""
        question = self._by_key[key]
        if question.own_functions_only and not (function and function.is_own):
            return False
        if question.condition is None or self._by_key[question.condition.question].step == question.step:
            return True
        return flow.is_asked(question, function, self._told.answers)

    def _note_values(self, key: str) -> dict[str, str]:
        note = self._told.notes.get(key, "")
        error = self._told.errors.get(f"note--{key}", "")
        if not note and not error:
            return {}
        values = {"open": " open", f"note {key}": escape(note)}
        if error:
            values[f"note error {key}"] = _error(f"note--{key}", error)
            values[f"note describe {key}"] = _describe(f"note--{key}") + INVALID
        return values

    def _error_values(self, name: str) -> dict[str, str]:
        error = self._told.errors.get(name)
        if error is None:
            return {}
        return {
            "state": " has-error",
            "error": _error(name, error),
            "describe": _describe(name),
            "invalid": INVALID,
        }


def _remarked(said: list[tuple[str, Remark]]) -> str:
    return render_to_string("assessments/remarks.html", {"remarks": said})


def _error(key: str, text: str) -> str:
    return render_to_string("components/error.html", {"id": f"error_{key}", "text": text})


def _describe(key: str) -> str:
    return f' aria-describedby="error_{escape(key)}"'
