"""A report's frozen content as flat tables for spreadsheets, one for each question a reader comes with.

Only the wording of questions and answers comes from elsewhere: from the edition, which never changes once published.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from recommendations.engine import CATALOGUE
from recommendations.reports import wording as words
from recommendations.reports.addition import Addition
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.frozen import answers_of, functions_of
from recommendations.reports.reviews import AdjustedFunction

Cell: TypeAlias = str | int | float | Decimal | date
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
# What XML 1.0 has no way to write, and what is no character at all.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Words for people first, in the language of the report; then keys for programs, which no language changes.
SUMMARY: Final = ("label", "value", "note", "key")
FUNCTIONS: Final = (
    *("function_name", "time_percent", "advice_words", "model_words", "second_words", *LABELS, "in_house"),
    *("evidence_words", "note", "function", "advice", "model", "second_model", "evidence"),
)
CONTRIBUTIONS: Final = (
    *("function_name", "model_words", "about_name", "label", "value", "points", "source"),
    *("function", "model", "about", "key", "answer"),
)
# What a consultant put beside a computed result: a table that only a report with such has.
ADJUSTMENTS: Final = (
    "function_name",
    "computed",
    "model_words",
    "advice_words",
    "note",
    "by",
    "on",
    "function",
    "advice",
)
ANSWERS: Final = ("step_name", "function_name", "label", "value", "note", "source", "step", "function", "key", "answer")
KEYS: Final = frozenset(("key", "function", "advice", "model", "second_model", "evidence", "about", "answer", "step"))


class SheetTable(NamedTuple):
    """One table; a text cell holds what can be written anywhere, a number is a number."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(
    content: Mapping[str, Any], checksum: str, edition: flow.Edition, besides: Besides = NOTHING
) -> tuple[SheetTable, ...]:
    """Give the tables of a report: of its content, with the checksum it carries, and of what consultants adjusted."""
    report = _ReportInWords(content, edition)
    parts = [
        ("summary", _("Summary"), SUMMARY, _summary(content, checksum)),
        ("functions", _("Functions"), FUNCTIONS, report.functions_rows()),
        ("contributions", _("Contributions"), CONTRIBUTIONS, report.contributions()),
        ("answers", _("Answers"), ANSWERS, report.answers_rows()),
    ]
    if besides.adjustments:
        parts.append(("adjustments", _("Adjustments"), ADJUSTMENTS, _adjustments(besides.adjustments)))
    return tuple(
        SheetTable(name, title, columns, tuple(tuple(clean(cell) for cell in row) for row in rows))
        for name, title, columns, rows in parts
    )


def listed(addition: Addition) -> Iterator[tuple[Cell, ...]]:
    """List what an addition holds in the columns of a summary: a row for each paragraph and for each cell of a table."""
    yield _("Who and when"), addition.signed, "", addition.key
    for number, paragraph in enumerate(addition.paragraphs, start=1):
        yield addition.title, paragraph, "", f"{addition.key}.{number}"
    for place, table in enumerate(addition.tables, start=1):
        for number, row in enumerate(table.rows, start=1):
            for head, cell in zip(table.heads, row, strict=True):
                yield head, "" if cell is None else cell, table.title, f"{addition.key}.table{place}.{number}"


def headings(table: SheetTable) -> list[str]:
    """Name the columns of a table for a reader."""
    named = _names() | ({"value": _("Answer")} if "answer" in table.columns else {})
    if "computed" in table.columns:
        named |= {"model_words": _("Model after review"), "advice_words": _("Readiness after review")}
        named |= {"note": _("Reason")}
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
        "advice_words": _("Advice"),
        "model_words": _("Model"),
        "second_words": _("Close second"),
        **LABELS,
        "in_house": _("Keep in-house"),
        "evidence_words": _("Evidence"),
        "advice": _("Advice, key"),
        "model": _("Model, key"),
        "second_model": _("Close second, key"),
        "evidence": _("Evidence, key"),
        "about": _("About, key"),
        "about_name": _("About"),
        "answer": _("Answer key"),
        "points": _("Points"),
        "source": _("Source"),
        "step": _("Step, key"),
        "step_name": _("Step"),
        "computed": _("Computed"),
        "by": _("By"),
        "on": _("On"),
    }


def written(value: Cell, decimal: str = ".") -> str:
    """Write a cell as its text: how files are compared, whatever kind of file they are."""
    match value:
        case str():
            return value
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case _broken:
            text = str(int(value)) if value == int(value) else str(value)
            return text.replace(".", decimal)


def clean(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return _UNWRITABLE.sub(REPLACEMENT, cell.replace("\r\n", "\n").replace("\r", "\n"))


def _summary(content: Mapping[str, Any], checksum: str) -> Iterator[tuple[Cell, ...]]:
    for key, label, value, note in _facts(content, checksum):
        yield label, value, note, key


def _facts(content: Mapping[str, Any], checksum: str) -> Iterator[tuple[str, str, Cell, str]]:
    page = content["page"]
    given_at = timezone.localtime(datetime.fromisoformat(content["given_at"]))
    yield "organisation", _("Organisation"), content["organisation"], ""
    yield "reference", _("Reference"), content["reference"], ""
    yield "date", _("Date"), given_at.date(), ""
    yield "given_at", _("Given at"), given_at.replace(tzinfo=None, second=0, microsecond=0), given_at.tzname() or ""
    yield "edition", _("Questionnaire"), content["edition"], content["questionnaire"]
    yield "method", _("Method"), content["method"], ""
    yield "outcome", _("Outcome"), page["outcome"], page["lead"]
    yield "label", _("The mix in a word"), str(words.LEADING[content["result"]["mix"]["label"]][1]), page["map"]["mix"]
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


def _adjustments(adjustments: Sequence[AdjustedFunction]) -> Iterator[tuple[Cell, ...]]:
    for adjustment in adjustments:
        by = ", ".join(part for part in (adjustment.by, adjustment.firm) if part)
        on = timezone.localtime(datetime.fromisoformat(adjustment.at)).date()
        yield (
            *(adjustment.name, adjustment.computed, adjustment.label, adjustment.words, adjustment.reason, by, on),
            *(adjustment.key, adjustment.state),
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
        self.steps = {step.slug: step.title for step in edition.steps}
        self.names = {"": _("Overall"), **{function.key: function.name for function in self.functions}}

    def functions_rows(self) -> Iterator[tuple[Cell, ...]]:
        groups = self.content["page"]["map"]["groups"]
        rows = {row["key"]: row for group in groups for row in group["rows"]}
        for function, result in zip(self.functions, self.content["result"]["functions"], strict=True):
            row, verdict, standing = rows[function.key], result["verdict"], result["standing"]
            scores = {fit["column"]: fit["printed"] for fit in standing["fits"]}
            models = [verdict["model"] or "", verdict["second"] or ""]
            yield (
                *(function.name, row["percent"], row["words"]),
                *(str(words.SHORT[key]) if key else "" for key in models),
                *(scores.get(model, "") for model in LABELS),
                *(words.ALL - standing["outsource"]["printed"], row["evidence_words"], row["note"]),
                *(function.key, row["state"], *models, row["evidence"]),
            )

    def contributions(self) -> Iterator[tuple[Cell, ...]]:
        """List every answer that moved a score: the points of one score add up to it, less 50."""
        results = self.content["result"]
        standings = [("", results["overall"]), *((row["key"], row["standing"]) for row in results["functions"])]
        for key, standing in standings:
            for fit in (*standing["fits"], standing["outsource"]):
                for row in fit["contributions"]:
                    about, about_name, question, text, answer, said, source = self._contribution(row)
                    model = _names().get(fit["column"], _("In-house"))
                    yield (
                        *(self.names[key], model, about_name, text, said, row["printed"], source),
                        *(key, fit["column"], about, question, answer),
                    )

    def answers_rows(self) -> Iterator[tuple[Cell, ...]]:
        """List every question that was asked; a note on a question about functions stands in a row of its own."""
        notes = dict(self.content["inputs"]["notes"])
        for scope, key in flow.asked(self.edition, self.functions, self.answers):
            question, answer = self.edition.question_by_key[key], self.answers.get((scope, key), "")
            note = "" if scope else notes.pop(key, "")
            usual = self.assumed.get((scope, key), "")
            said = words.assumed(self._answer(key, usual)) if usual else self._answer(key, answer)
            yield (
                *(self.steps[question.step], self._about(scope), question.text, said, note),
                *(self._source_of_choice(key, usual or answer), question.step, scope, key, answer),
            )
        for key, note in notes.items():
            question = self.edition.question_by_key[key]
            step = self.steps[question.step]
            yield step, _("All functions"), question.text, "", note, "", question.step, "", key, ""

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
