"""An edition as a TOML file: the file read into plain values, or refused with everything that is wrong with it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import Model

from assessments.edition import flow, places
from assessments.edition.json_text import json_values
from assessments.edition.sourcing_models import COLUMNS, MODELS
from assessments.edition.toml_table import SLUG, Table, TomlFileError, choose, content_of, show, tidied, toml, twice
from assessments.edition.written import CHECKSUM, checksum
from assessments.models import Advice, BusinessFunction, Choice, Department, Question, Questionnaire, Source, Step
from assessments.models.edition import ADVICE_MODELS

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
HIGHEST_EDITION: Final = 9999
LONGEST_STEP: Final = 120
LONGEST_CHECKSUM: Final = 64


def read_file(path: Path) -> flow.Edition:
    return parse(content_of(path), path.name)


def parse(content: bytes, name: str) -> flow.Edition:
    """Read an edition from the bytes of a file that is called `name` in messages.

    Raises:
        TomlFileError: with every problem that was found, not only the first.
    """
    return open_file(content, name).edition


@dataclass(frozen=True, slots=True)
class EditionFile:
    """An edition from a file, and the checksum it was exported with, where there is one."""

    edition: flow.Edition
    checksum: str

    @property
    def is_changed(self) -> bool:
        """Whether somebody changed the file after it was exported, which is what files are for."""
        return bool(self.checksum) and self.checksum != checksum(self.edition)


def open_file(content: bytes, name: str) -> EditionFile:
    """Read an edition as `parse` does, with what the file says of itself."""
    problems: list[str] = []
    table = Table(file_values(content, name), "", problems)
    claimed = table.text(CHECKSUM, LONGEST_CHECKSUM)
    edition = _edition(table)
    problems += _twice(edition)
    problems += _dangling(edition)
    if problems:
        raise TomlFileError(tidied(places.told(problems, name, table.paths, lines_of(content, name))))
    return EditionFile(flow.in_page_order(edition), claimed)


def file_values(content: bytes, name: str) -> dict[str, Any]:
    """Take a file apart: JSON where its name says so or it begins with a brace, else TOML."""
    return json_values(content, name) if _is_json(content, name) else toml(content, name)


def lines_of(content: bytes, name: str) -> Mapping[places.Path, int]:
    """Find the line on which each value of a file stands that could be taken apart."""
    text = content.decode("utf-8-sig")
    return places.lines_of_json(text) if _is_json(content, name) else places.lines_of_toml(text)


def _is_json(content: bytes, name: str) -> bool:
    return name.lower().endswith(".json") or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def longest(model: type[Model], field: str) -> int:
    """Tell how many characters a field may hold."""
    described: Any = model._meta.get_field(field)
    limit: int = described.max_length
    return limit


def _edition(table: Table) -> flow.Edition:
    edition = flow.Edition(
        slug=table.key("slug", longest(Questionnaire, "slug"), rule=SLUG),
        edition=table.whole("edition", 1, HIGHEST_EDITION),
        language=_language(table),
        title=table.text("title", longest(Questionnaire, "title"), required=True),
        introduction=table.text("introduction", longest(Questionnaire, "introduction"), lines=True),
        sources=tuple(_source(inner) for inner in table.tables("sources", "source")),
        steps=tuple(_step(inner) for inner in table.tables("steps", "step", named="slug", required=True)),
        departments=tuple(_department(inner) for inner in table.tables("departments", "department")),
        questions=tuple(_question(inner) for inner in table.tables("questions", "question", required=True)),
        functions=tuple(_function(inner) for inner in table.tables("functions", "function")),
    )
    table.close()
    return edition


def _language(table: Table) -> str:
    language = table.text("language", longest(Questionnaire, "language"), required=True)
    if language and not LANGUAGE.fullmatch(language):
        table.note(f"“language” is {show(language)}: use a language code such as “en” or “pt-BR”")
    return language


def _source(table: Table) -> flow.Source:
    source = flow.Source(
        key=table.key("key", longest(Source, "key")),
        title=table.text("title", longest(Source, "title"), required=True),
        note=table.text("note", longest(Source, "note")),
    )
    table.close()
    return source


def _step(table: Table) -> flow.Step:
    step = flow.Step(
        slug=table.key("slug", longest(Step, "slug"), rule=SLUG),
        title=table.text("title", longest(Step, "title"), required=True),
        lead=table.text("lead", longest(Step, "lead"), lines=True),
        minutes=table.whole("minutes", 1, LONGEST_STEP, default=3),
    )
    table.close()
    return step


def _department(table: Table) -> flow.Department:
    department = flow.Department(
        key=table.key("key", longest(Department, "key")),
        name=table.text("name", longest(Department, "name"), required=True),
    )
    table.close()
    return department


def _question(table: Table) -> flow.Question:
    scope = table.one_of("scope", tuple(flow.Scope), default=flow.Scope.ORGANISATION.value)
    question = flow.Question(
        step=table.text("step", longest(Step, "slug"), required=True),
        key=table.key("key", longest(Question, "key"), reserved=flow.RESERVED),
        scope=flow.Scope(scope or flow.Scope.ORGANISATION),
        weight=table.whole("weight", 0, 5),
        text=table.text("text", longest(Question, "text"), required=True),
        short=table.text("short", longest(Question, "short"), required=True),
        hint=table.text("hint", longest(Question, "hint")),
        why=table.text("why", longest(Question, "why"), lines=True),
        own_functions_only=table.flag("own_functions_only"),
        fixed=table.flag("fixed"),
        exempt=table.text("exempt", longest(Question, "exempt")),
        condition=_condition(table),
        choices=tuple(_choice(inner) for inner in table.tables("choices", "choice", required=True)),
    )
    table.close()
    return question


def _condition(table: Table) -> flow.Condition | None:
    inner = table.inner("show_if")
    if inner is None:
        return None
    condition = flow.Condition(
        question=inner.text("question", longest(Question, "key"), required=True),
        choices=inner.texts("choices", longest(Choice, "key")),
    )
    inner.close()
    return condition


def _choice(table: Table) -> flow.Choice:
    choice = flow.Choice(
        key=table.key("key", longest(Choice, "key"), reserved=flow.RESERVED),
        text=table.text("text", longest(Choice, "text"), required=True),
        short=table.text("short", longest(Choice, "short")),
        evidence=_evidence(table),
        reason=table.text("reason", longest(Choice, "reason"), lines=True),
        source=table.text("source", longest(Source, "key")),
        signal=table.one_of("signal", ("", *flow.SIGNALS), default=""),
        advice=tuple(_advice(inner) for inner in table.tables("advice", "advice", named="title")),
    )
    table.close()
    return choice


def _evidence(table: Table) -> flow.Evidence:
    inner = table.inner("evidence", required=True)
    if inner is None:
        return (0, 0, 0, 0)
    bpo, kpo, ito, outsource = (inner.whole(column, -2, 2) for column in COLUMNS)
    inner.close()
    return bpo, kpo, ito, outsource


def _advice(table: Table) -> flow.Advice:
    advice = flow.Advice(
        kind=table.one_of("kind", Advice.Kind.values),
        model=table.one_of("model", tuple(key for key, _label in ADVICE_MODELS)),
        title=table.text("title", longest(Advice, "title"), required=True),
        text=table.text("text", longest(Advice, "text"), required=True, lines=True),
        effort=table.whole("effort", 1, 3),
        impact=table.whole("impact", 1, 3),
        source=table.text("source", longest(Source, "key")),
    )
    table.close()
    return advice


def _function(table: Table) -> flow.CatalogueFunction:
    function = flow.CatalogueFunction(
        key=table.key("key", longest(BusinessFunction, "key"), reserved=flow.RESERVED),
        name=table.text("name", longest(BusinessFunction, "name"), required=True),
        department=table.text("department", longest(Department, "key"), required=True),
        office=table.one_of("office", BusinessFunction.Office.values),
        prior=_prior(table),
        says=table.text("says", longest(BusinessFunction, "says"), lines=True),
        split=table.text("split", longest(BusinessFunction, "split"), lines=True),
        hint=table.text("hint", longest(BusinessFunction, "hint")),
        source=table.text("source", longest(Source, "key")),
    )
    table.close()
    return function


def _prior(table: Table) -> tuple[int, int, int]:
    inner = table.inner("prior", required=True)
    if inner is None:
        return (0, 0, 0)
    bpo, kpo, ito = (inner.whole(column, -2, 2) for column in MODELS)
    inner.close()
    return bpo, kpo, ito


def _twice(edition: flow.Edition) -> Iterable[str]:
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("source", [source.key for source in edition.sources]),
        ("step", [step.slug for step in edition.steps]),
        ("department", [department.key for department in edition.departments]),
        ("question", [question.key for question in edition.questions]),
        ("function", [function.key for function in edition.functions]),
        *((f"question “{q.key}”, choice", [choice.key for choice in q.choices]) for q in edition.questions),
    )
    for kind, keys in lists:
        for key in twice(keys):
            yield f"{kind} “{key}” stands here more than once: rename or remove one"


def _dangling(edition: flow.Edition) -> Iterable[str]:
    """Find every name that stands for nothing."""
    steps, departments = edition.step_by_slug, [department.key for department in edition.departments]
    for question in edition.questions:
        place = f"question “{question.key}”"
        yield from _missing(place, "step", question.step, steps)
        yield from _nowhere(place, question, edition)
        for choice in question.choices:
            inner = f"{place}, choice “{choice.key}”"
            yield from _missing(inner, "source", choice.source, edition.source_by_key)
            for advice in choice.advice:
                yield from _missing(f"{inner}, advice “{advice.title}”", "source", advice.source, edition.source_by_key)
    for function in edition.functions:
        place = f"function “{function.key}”"
        yield from _missing(place, "department", function.department, departments)
        yield from _missing(place, "source", function.source, edition.source_by_key)


def _nowhere(place: str, question: flow.Question, edition: flow.Edition) -> Iterable[str]:
    if question.condition is None:
        return
    name = question.condition.question
    others = {key: other for key, other in edition.question_by_key.items() if key != question.key}
    yield from _missing(place, "question", name, others)
    if name not in others:
        return
    for choice in question.condition.choices:
        yield from _missing(f"{place}, show_if", "choice", choice, others[name].choice_by_key)
    for choice in twice(question.condition.choices):
        yield f"{place}, show_if: choice “{choice}” stands here more than once: remove one"


def _missing(place: str, kind: str, name: str, there: Collection[str]) -> Iterable[str]:
    if name and name not in there:
        yield f"{place}: there is no {kind} {show(name)}: {choose(name, there)}"
