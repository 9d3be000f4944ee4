"""A report's frozen content as flat tables for spreadsheets, one for each question a reader comes with.

Only the wording of questions and answers comes from elsewhere: from the edition, which never changes once published.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from recommendations.engine import CATALOGUE
from recommendations.reports import wording as words
from recommendations.reports.frozen import answers_of, functions_of
from recommendations.reports.reviews import AdjustedFunction

Cell: TypeAlias = str | int | float
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
# What XML 1.0 has no way to write, and what is no character at all.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SUMMARY: Final = ("key", "label", "value", "note")
FUNCTIONS: Final = (
    *("function", "function_name", "time_percent", "advice", "model", "second_model"),
    *(*LABELS, "in_house", "evidence", "note"),
)
CONTRIBUTIONS: Final = (
    *("function", "function_name", "model", "about", "about_name"),
    *("key", "label", "answer", "value", "points", "source"),
)
# What a consultant put beside a computed result: a table that only a report with such has.
ADJUSTMENTS: Final = ("function", "function_name", "computed", "model", "advice", "note", "by", "on")
ANSWERS: Final = ("step", "function", "function_name", "key", "label", "answer", "value", "note", "source")


class SheetTable(NamedTuple):
    """One table; a text cell holds what can be written anywhere, a number is a number."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(
    content: Mapping[str, Any], checksum: str, edition: flow.Edition, beside: Sequence[AdjustedFunction] = ()
) -> tuple[SheetTable, ...]:
    """Give the tables of a report: of its content, with the checksum it carries, and of what stands beside it."""
    report = _ReportInWords(content, edition)
    parts = [
        ("summary", SUMMARY, _summary(content, checksum)),
        ("functions", FUNCTIONS, report.functions_rows()),
        ("contributions", CONTRIBUTIONS, report.contributions()),
        ("answers", ANSWERS, report.answers_rows()),
    ]
    if beside:
        parts.append(("adjustments", ADJUSTMENTS, _adjustments(beside)))
    return tuple(
        SheetTable(name, columns, tuple(tuple(clean(cell) for cell in row) for row in rows))
        for name, columns, rows in parts
    )


def headings(table: SheetTable) -> list[str]:
    """Name the columns of a table for a reader."""
    named = _names() | ({"value": _("Answer")} if "answer" in table.columns else {})
    if "computed" in table.columns:
        named |= {"model": _("Model after review"), "advice": _("Readiness after review"), "note": _("Reason")}
    return [named[column] for column in table.columns]


def _names() -> dict[str, str]:
    return {
        "key": _("Key"),
        "label": _("What"),
        "value": _("Value"),
        "note": _("Note"),
        "function": _("Function key"),
        "function_name": _("Function"),
        "time_percent": _("Time, %"),
        "advice": _("Advice"),
        "model": _("Model"),
        "second_model": _("Close second"),
        **LABELS,
        "in_house": _("Keep in-house"),
        "evidence": _("Evidence"),
        "about": _("About, key"),
        "about_name": _("About"),
        "answer": _("Answer key"),
        "points": _("Points"),
        "source": _("Source"),
        "step": _("Step"),
        "computed": _("Computed"),
        "by": _("By"),
        "on": _("On"),
    }


def written(value: Cell) -> str:
    """Write a cell as its text: how files are compared, whatever kind of file they are."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else repr(value)


def clean(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return _UNWRITABLE.sub(REPLACEMENT, cell.replace("\r\n", "\n").replace("\r", "\n"))


def _summary(content: Mapping[str, Any], checksum: str) -> Iterator[tuple[Cell, ...]]:
    page = content["page"]
    yield "organisation", _("Organisation"), content["organisation"], ""
    yield "reference", _("Reference"), content["reference"], ""
    yield "date", _("Date"), content["date"], content["given_at"]
    yield "edition", _("Questionnaire"), content["edition"], content["questionnaire"]
    yield "method", _("Method"), content["method"], ""
    yield "outcome", _("Outcome"), page["outcome"], page["lead"]
    yield "label", _("The mix in a word"), content["result"]["mix"]["label"], page["map"]["mix"]
    for score in page["scores"]:
        yield f"score.{score['model']}", score["name"], score["score"], f"{score['words']}; {score['coverage']}"
        yield f"score.{score['model']}.low", _("%(model)s, at least") % {"model": score["name"]}, score["low"], ""
        yield f"score.{score['model']}.high", _("%(model)s, at most") % {"model": score["name"]}, score["high"], ""
    for row in page["pressures"]["rows"]:
        pressure = _("What presses: %(what)s") % {"what": row["name"]}
        yield f"pressure.{row['subject']}", pressure, row["score"], f"{row['words']}; {row['text']}"
    for model, share in page["map"]["shares"].items():
        yield f"mix.{model}", _("Share of the time, %%: %(model)s") % {"model": _names()[model]}, share, ""
    for fact in page["sure"]["facts"]:
        yield f"sure.{fact['key']}", fact["title"], fact["big"], fact["text"]
    yield "checksum", _("SHA-256 of the report"), checksum, ""


def _adjustments(beside: Sequence[AdjustedFunction]) -> Iterator[tuple[Cell, ...]]:
    for adjustment in beside:
        by = ", ".join(part for part in (adjustment.by, adjustment.firm) if part)
        yield (
            *(adjustment.key, adjustment.name, adjustment.computed),
            *(adjustment.label, adjustment.words, adjustment.reason, by, adjustment.on),
        )


class _ReportInWords:
    """A report's content beside its edition, in which keys find their words."""

    def __init__(self, content: Mapping[str, Any], edition: flow.Edition) -> None:
        self.content = content
        self.edition = edition
        self.functions = functions_of(content, edition)
        self.answers = answers_of(content)
        self.assumed = {
            (row["function"], row["question"]): row["answer"] for row in content["page"]["answers"].get("assumed", ())
        }
        self.names = {"": _("Overall"), **{function.key: function.name for function in self.functions}}

    def functions_rows(self) -> Iterator[tuple[Cell, ...]]:
        groups = self.content["page"]["map"]["groups"]
        rows = {row["key"]: row for group in groups for row in group["rows"]}
        for function, result in zip(self.functions, self.content["result"]["functions"], strict=True):
            row, verdict, standing = rows[function.key], result["verdict"], result["standing"]
            scores = {fit["column"]: fit["printed"] for fit in standing["fits"]}
            models = (str(words.SHORT[key]) if key else "" for key in (verdict["model"], verdict["second"]))
            yield (
                *(function.key, function.name, row["percent"], row["words"]),
                *(*models, *(scores.get(model, "") for model in LABELS)),
                *(words.ALL - standing["outsource"]["printed"], row["evidence_words"], row["note"]),
            )

    def contributions(self) -> Iterator[tuple[Cell, ...]]:
        """List every answer that moved a score: the points of one score add up to it, less 50."""
        results = self.content["result"]
        standings = [("", results["overall"]), *((row["key"], row["standing"]) for row in results["functions"])]
        for key, standing in standings:
            for fit in (*standing["fits"], standing["outsource"]):
                for row in fit["contributions"]:
                    *words_of_it, source = self._contribution(row)
                    yield key, self.names[key], fit["column"], *words_of_it, row["printed"], source

    def answers_rows(self) -> Iterator[tuple[Cell, ...]]:
        """List every question that was asked; a note on a question about functions stands in a row of its own."""
        notes = dict(self.content["inputs"]["notes"])
        for scope, key in flow.asked(self.edition, self.functions, self.answers):
            question, answer = self.edition.question_by_key[key], self.answers.get((scope, key), "")
            note = "" if scope else notes.pop(key, "")
            usual = self.assumed.get((scope, key), "")
            said = words.assumed(self._answer(key, usual)) if usual else self._answer(key, answer)
            yield (
                *(question.step, scope, self._about(scope), key, question.text, answer),
                *(said, note, self._source_of_choice(key, usual or answer)),
            )
        for key, note in notes.items():
            question = self.edition.question_by_key[key]
            yield question.step, "", _("All functions"), key, question.text, "", "", note, ""

    def _contribution(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Word one contribution: whom it is about, the question, the answer, and its source."""
        scope, key, answer = row["scope"], row["question"], row["answer"]
        about = (scope, self._about(scope))
        if key == CATALOGUE:
            listed = self.edition.function_by_key[scope]
            usual = _("Where our list starts with such work")
            return *about, CATALOGUE, usual, "", listed.says, self._source(listed.source)
        text = self.edition.question_by_key[key].text
        said = self._answer(key, answer)
        said = words.assumed(said) if (scope, key) in self.assumed else said
        return *about, key, text, answer, said, self._source_of_choice(key, answer)

    def _about(self, scope: str) -> str:
        return self.names[scope] if scope else _("The organisation")

    def _answer(self, question: str, answer: str) -> str:
        choice = self.edition.question_by_key[question].choice_by_key.get(answer)
        return choice.text if choice else str(words.BLANKS[answer])

    def _source(self, key: str) -> str:
        source = self.edition.source_by_key.get(key)
        return source.title if source else ""

    def _source_of_choice(self, question: str, answer: str) -> str:
        choice = self.edition.question_by_key[question].choice_by_key.get(answer)
        return self._source(choice.source) if choice else ""
