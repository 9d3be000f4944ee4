"""A report's frozen content as flat tables for spreadsheets, one for each question a reader comes with.

Only the wording of questions and answers comes from elsewhere: from the edition, which never changes once published.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from recommendations.engine import CATALOGUE
from recommendations.reports.reviews import AdjustedFunction
from recommendations.reports.telling import words

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


@dataclass(frozen=True, slots=True)
class Table:
    """One table; a text cell holds what can be written anywhere, a number is a number."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(
    told: Mapping[str, Any], checksum: str, edition: flow.Edition, beside: Sequence[AdjustedFunction] = ()
) -> tuple[Table, ...]:
    """Give the tables of a report; `told` is its content, `checksum` the one it carries, `beside` stands beside it."""
    read = _Read(told, edition)
    adjusted = (_table("adjustments", ADJUSTMENTS, _adjustments(beside)),) if beside else ()
    return (
        _table("summary", SUMMARY, _summary(told, checksum)),
        _table("functions", FUNCTIONS, _functions(read)),
        _table("contributions", CONTRIBUTIONS, _contributions(read)),
        _table("answers", ANSWERS, _answers(read)),
        *adjusted,
    )


def headings(table: Table) -> list[str]:
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


class _Read:
    """A report's content beside its edition, so that keys find their words."""

    def __init__(self, told: Mapping[str, Any], edition: flow.Edition) -> None:
        self.told = told
        self.edition = edition
        self.results: Sequence[Mapping[str, Any]] = told["result"]["functions"]
        self.functions = tuple(
            flow.Selected(result["key"], self._name(given), given["share"])
            for result, given in zip(self.results, told["inputs"]["functions"], strict=True)
        )
        self.names = {"": _("Overall"), **{one.key: one.name for one in self.functions}}
        self.answers: dict[flow.Place, str] = {
            (flow.ORGANISATION, key): answer for key, answer in told["inputs"]["answers"].items()
        }
        for function, given in zip(self.functions, told["inputs"]["functions"], strict=True):
            self.answers |= {(function.key, key): answer for key, answer in given["answers"].items()}

    def _name(self, given: Mapping[str, Any]) -> str:
        name: str = given["name"] if "name" in given else self.edition.function_by_key[given["function"]].name
        return name

    def about(self, scope: str) -> str:
        return self.names[scope] if scope else _("The organisation")

    def answer(self, question: str, answer: str) -> str:
        blanks = {
            "": _("Left open; counts as “I don’t know”"),
            flow.DONT_KNOW: _("I don’t know"),
            flow.NOT_APPLICABLE: _("Doesn’t apply; left out of the sum"),
        }
        return blanks[answer] if answer in blanks else self.edition.question_by_key[question].choice_by_key[answer].text

    def source(self, key: str) -> str:
        found = self.edition.source_by_key.get(key)
        return found.title if found else ""

    def source_of(self, question: str, answer: str) -> str:
        choice = self.edition.question_by_key[question].choice_by_key.get(answer)
        return self.source(choice.source) if choice else ""


def _table(name: str, columns: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> Table:
    return Table(name, columns, tuple(tuple(clean(cell) for cell in row) for row in rows))


def clean(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return _UNWRITABLE.sub(REPLACEMENT, cell.replace("\r\n", "\n").replace("\r", "\n"))


def _summary(told: Mapping[str, Any], checksum: str) -> Iterator[tuple[Cell, ...]]:
    page = told["page"]
    yield "organisation", _("Organisation"), told["organisation"], ""
    yield "reference", _("Reference"), told["reference"], ""
    yield "date", _("Date"), told["date"], told["given_at"]
    yield "edition", _("Questionnaire"), told["edition"], told["questionnaire"]
    yield "method", _("Method"), told["method"], ""
    yield "outcome", _("Outcome"), page["outcome"], page["lead"]
    yield "label", _("The mix in a word"), told["result"]["mix"]["label"], page["map"]["mix"]
    for score in page["scores"]:
        yield f"score.{score['model']}", score["name"], score["score"], f"{score['words']}; {score['coverage']}"
        yield f"score.{score['model']}.low", _("%(model)s, at least") % {"model": score["name"]}, score["low"], ""
        yield f"score.{score['model']}.high", _("%(model)s, at most") % {"model": score["name"]}, score["high"], ""
    for model in (*LABELS, "in_house"):
        share = round(told["result"]["mix"][model] * words.ALL, 1)
        yield f"mix.{model}", _("Share of the time, %%: %(model)s") % {"model": _names()[model]}, share, ""
    for fact in page["sure"]["facts"]:
        yield f"sure.{fact['key']}", fact["title"], fact["big"], fact["text"]
    yield "checksum", _("SHA-256 of the report"), checksum, ""


def _functions(read: _Read) -> Iterator[tuple[Cell, ...]]:
    told = {row["key"]: row for group in read.told["page"]["map"]["groups"] for row in group["rows"]}
    whole = sum(one.share for one in read.functions)
    for function, result in zip(read.functions, read.results, strict=True):
        row, verdict, standing = told[function.key], result["verdict"], result["standing"]
        scores = {fit["column"]: fit["printed"] for fit in standing["fits"]}
        yield (
            *(function.key, function.name, round(function.share / whole * words.ALL, 1), row["words"]),
            *(_model(verdict["model"]), _model(verdict["second"]), scores["bpo"], scores["kpo"], scores["ito"]),
            *(words.ALL - standing["outsource"]["printed"], row["evidence_words"], row["note"]),
        )


def _model(key: str | None) -> str:
    return str(words.SHORT[key]) if key else ""


def _adjustments(beside: Sequence[AdjustedFunction]) -> Iterator[tuple[Cell, ...]]:
    for line in beside:
        by = ", ".join(part for part in (line.by, line.firm) if part)
        yield line.key, line.name, line.computed, line.label, line.words, line.reason, by, line.on


def _contributions(read: _Read) -> Iterator[tuple[Cell, ...]]:
    """List every answer that moved a score: the points of one score add up to it, less 50."""
    overall = (("", read.told["result"]["overall"]),)
    for key, standing in (*overall, *((result["key"], result["standing"]) for result in read.results)):
        for fit in (*standing["fits"], standing["outsource"]):
            for one in fit["contributions"]:
                yield (key, read.names[key], fit["column"], *_moved(read, one), one["printed"], _from(read, one))


def _moved(read: _Read, one: Mapping[str, Any]) -> tuple[str, ...]:
    scope, question = one["scope"], one["question"]
    about = (scope, read.about(scope))
    if question == CATALOGUE:
        listed = read.edition.function_by_key[scope]
        return *about, CATALOGUE, _("How this work is usually bought"), "", listed.says
    text = read.edition.question_by_key[question].text
    return *about, question, text, one["answer"], read.answer(question, one["answer"])


def _from(read: _Read, one: Mapping[str, Any]) -> str:
    if one["question"] == CATALOGUE:
        return read.source(read.edition.function_by_key[one["scope"]].source)
    return read.source_of(one["question"], one["answer"])


def _answers(read: _Read) -> Iterator[tuple[Cell, ...]]:
    """List every question that was asked; a note on a question about functions stands in a row of its own."""
    notes = dict(read.told["inputs"]["notes"])
    for scope, key in flow.asked(read.edition, read.functions, read.answers):
        question, answer = read.edition.question_by_key[key], read.answers.get((scope, key), "")
        note = "" if scope else notes.pop(key, "")
        yield (
            *(question.step, scope, read.about(scope), key, question.text, answer),
            *(read.answer(key, answer), note, read.source_of(key, answer)),
        )
    for key, note in notes.items():
        question = read.edition.question_by_key[key]
        yield question.step, "", _("All functions"), key, question.text, "", "", note, ""
