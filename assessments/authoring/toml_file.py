"""An edition as a TOML file: the file read into plain values, or refused with everything that is wrong with it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import Model

from assessments.edition import flow, places
from assessments.edition.json_text import json_values
from assessments.edition.places import Problem
from assessments.edition.sourcing_models import COLUMNS, MODELS
from assessments.edition.toml_table import SLUG, Table, TomlFileError, choose, content_of, show, tidied, toml, twice
from assessments.edition.written import CHECKSUM, checksum
from assessments.models import Advice, BusinessFunction, Choice, Department, Question, Questionnaire, Source, Step
from assessments.models.edition import ADVICE_MODELS

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
HIGHEST_EDITION: Final = 9999
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
    problems: list[Problem] = []
    table = Table(file_values(content, name), problems)
    claimed = table.text(CHECKSUM, LONGEST_CHECKSUM)
    edition = _edition(table)
    problems += _twice(edition)
    problems += _dangling(edition)
    if problems:
        raise TomlFileError(tidied(places.with_lines(problems, name, lines_of(content, name))))
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
    slug = table.key("slug", longest(Questionnaire, "slug"), rule=SLUG)
    number = table.whole("edition", 1, HIGHEST_EDITION)
    language = table.text("language", longest(Questionnaire, "language"), required=True)
    if language and not LANGUAGE.fullmatch(language):
        table.note(f"“language” is {show(language)}: use a language code such as “en” or “pt-BR”", "language")
    edition = flow.Edition(
        slug=slug,
        edition=number,
        language=language,
        title=table.text("title", longest(Questionnaire, "title"), required=True),
        introduction=table.text("introduction", longest(Questionnaire, "introduction"), lines=True),
        sources=tuple(
            flow.Source(
                key=inner.key("key", longest(Source, "key")),
                title=inner.text("title", longest(Source, "title"), required=True),
                note=inner.text("note", longest(Source, "note")),
            )
            for inner in table.tables("sources", "source")
        ),
        steps=tuple(
            flow.Step(
                slug=inner.key("slug", longest(Step, "slug"), rule=SLUG),
                title=inner.text("title", longest(Step, "title"), required=True),
                lead=inner.text("lead", longest(Step, "lead"), lines=True),
            )
            for inner in table.tables("steps", "step", named="slug", required=True)
        ),
        departments=tuple(
            flow.Department(
                key=inner.key("key", longest(Department, "key")),
                name=inner.text("name", longest(Department, "name"), required=True),
            )
            for inner in table.tables("departments", "department")
        ),
        questions=tuple(_question(inner) for inner in table.tables("questions", "question", required=True)),
        functions=tuple(_function(inner) for inner in table.tables("functions", "function")),
    )
    table.close()
    return edition


def _question(table: Table) -> flow.Question:
    scope = table.one_of("scope", tuple(flow.Scope), default=flow.Scope.ORGANISATION.value)
    condition = None
    if (shown := table.inner("show_if")) is not None:
        condition = flow.Condition(
            question=shown.text("question", longest(Question, "key"), required=True),
            choices=shown.texts("choices", longest(Choice, "key")),
        )
        shown.close()
    return flow.Question(
        step=table.text("step", longest(Step, "slug"), required=True),
        key=table.key("key", longest(Question, "key"), reserved=flow.RESERVED),
        scope=flow.Scope(scope or flow.Scope.ORGANISATION),
        weight=table.whole("weight", 0, 5),
        text=table.text("text", longest(Question, "text"), required=True),
        short=table.text("short", longest(Question, "short"), required=True),
        hint=table.text("hint", longest(Question, "hint")),
        why=table.text("why", longest(Question, "why"), lines=True),
        subject=table.one_of("subject", ("", *flow.SUBJECTS), default=""),
        own_functions_only=table.flag("own_functions_only"),
        fixed=table.flag("fixed"),
        exempt=table.text("exempt", longest(Question, "exempt")),
        condition=condition,
        choices=tuple(_choice(inner) for inner in table.tables("choices", "choice", required=True)),
    )


def _choice(table: Table) -> flow.Choice:
    return flow.Choice(
        key=table.key("key", longest(Choice, "key"), reserved=flow.RESERVED),
        text=table.text("text", longest(Choice, "text"), required=True),
        short=table.text("short", longest(Choice, "short")),
        evidence=_numbers(table, "evidence", COLUMNS),
        reason=table.text("reason", longest(Choice, "reason"), lines=True),
        source=table.text("source", longest(Source, "key")),
        signal=table.one_of("signal", ("", *flow.SIGNALS), default=""),
        advice=tuple(
            flow.Advice(
                kind=inner.one_of("kind", Advice.Kind.values),
                model=inner.one_of("model", tuple(key for key, _label in ADVICE_MODELS)),
                title=inner.text("title", longest(Advice, "title"), required=True),
                text=inner.text("text", longest(Advice, "text"), required=True, lines=True),
                effort=inner.whole("effort", 1, 3),
                impact=inner.whole("impact", 1, 3),
                source=inner.text("source", longest(Source, "key")),
            )
            for inner in table.tables("advice", "advice", named="title")
        ),
    )


def _function(table: Table) -> flow.CatalogueFunction:
    return flow.CatalogueFunction(
        key=table.key("key", longest(BusinessFunction, "key"), reserved=flow.RESERVED),
        name=table.text("name", longest(BusinessFunction, "name"), required=True),
        department=table.text("department", longest(Department, "key"), required=True),
        office=table.one_of("office", BusinessFunction.Office.values),
        prior=_numbers(table, "prior", MODELS),
        says=table.text("says", longest(BusinessFunction, "says"), lines=True),
        split=table.text("split", longest(BusinessFunction, "split"), lines=True),
        hint=table.text("hint", longest(BusinessFunction, "hint")),
        source=table.text("source", longest(Source, "key")),
        subject=table.one_of("subject", ("", *flow.SUBJECTS), default=""),
        hand_over=table.whole("hand_over", -2, 2, default=0),
        hand_over_why=table.text("hand_over_why", longest(BusinessFunction, "hand_over_why")),
        hand_over_source=table.text("hand_over_source", longest(Source, "key")),
        one_off=table.flag("one_off"),
        common=table.flag("common"),
        in_sentence=table.text("in_sentence", longest(BusinessFunction, "in_sentence")),
        synonyms=table.text("synonyms", longest(BusinessFunction, "synonyms")),
        typical=_typical(table),
        skips=table.texts("skips", longest(Question, "key"), required=False),
    )


def _typical(table: Table) -> tuple[tuple[str, str], ...]:
    inner = table.inner("typical")
    if inner is None:
        return ()
    return tuple((key, inner.text(key, longest(Choice, "key"), required=True)) for key in inner.values)


def _numbers(table: Table, name: str, columns: Sequence[str]) -> tuple[int, ...]:
    inner = table.inner(name, required=True)
    if inner is None:
        return (0,) * len(columns)
    numbers = tuple(inner.whole(column, -2, 2) for column in columns)
    inner.close()
    return numbers


def _twice(edition: flow.Edition) -> Iterable[Problem]:
    """Find every key that stands more than once among its neighbours, and the place of the last."""
    lists: list[tuple[places.Path, str, list[str]]] = [
        (("sources",), "source", [source.key for source in edition.sources]),
        (("steps",), "step", [step.slug for step in edition.steps]),
        (("departments",), "department", [department.key for department in edition.departments]),
        (("questions",), "question", [question.key for question in edition.questions]),
        (("functions",), "function", [function.key for function in edition.functions]),
    ]
    for number, question in enumerate(edition.questions):
        keys = [choice.key for choice in question.choices]
        lists.append((("questions", number, "choices"), f"question “{question.key}”, choice", keys))
    for path, kind, keys in lists:
        for key in twice(keys):
            last = len(keys) - 1 - keys[::-1].index(key)
            yield (*path, last), f"{kind} “{key}” stands here more than once: rename or remove one"


def _dangling(edition: flow.Edition) -> Iterable[Problem]:
    """Find every name that stands for nothing."""

    def missing(path: places.Path, place: str, kind: str, name: str, known: Collection[str]) -> Iterable[Problem]:
        if name and name not in known:
            yield path, f"{place}: there is no {kind} {show(name)}: {choose(name, known)}"

    departments = [department.key for department in edition.departments]
    for at, question in enumerate(edition.questions):
        path, place = ("questions", at), f"question “{question.key}”"
        yield from missing((*path, "step"), place, "step", question.step, edition.step_by_slug)
        if (condition := question.condition) is not None:
            shown = (*path, "show_if")
            others = {key: other for key, other in edition.question_by_key.items() if key != question.key}
            yield from missing((*shown, "question"), place, "question", condition.question, others)
            for choice in condition.choices if condition.question in others else ():
                known = others[condition.question].choice_by_key
                yield from missing((*shown, "choices"), f"{place}, show_if", "choice", choice, known)
            for choice in twice(condition.choices) if condition.question in others else ():
                yield shown, f"{place}, show_if: choice “{choice}” stands here more than once: remove one"
        for number, answer in enumerate(question.choices):
            inner, called = (*path, "choices", number), f"{place}, choice “{answer.key}”"
            yield from missing((*inner, "source"), called, "source", answer.source, edition.source_by_key)
            for piece, advice in enumerate(answer.advice):
                spot, named = (*inner, "advice", piece, "source"), f"{called}, advice “{advice.title}”"
                yield from missing(spot, named, "source", advice.source, edition.source_by_key)
    for at, function in enumerate(edition.functions):
        path, place = ("functions", at), f"function “{function.key}”"
        yield from missing((*path, "department"), place, "department", function.department, departments)
        yield from missing((*path, "source"), place, "source", function.source, edition.source_by_key)
        lent = (*path, "hand_over_source")
        yield from missing(lent, place, "source", function.hand_over_source, edition.source_by_key)
        yield from _unasked(function, edition, path)


def _unasked(function: flow.CatalogueFunction, edition: flow.Edition, path: places.Path) -> Iterable[Problem]:
    """Find what a function of the catalogue names of questions and choices that nobody is asked about functions."""
    asked = {key: each for key, each in edition.question_by_key.items() if each.scope is flow.Scope.FUNCTION}
    place = f"function “{function.key}”"
    for key in function.skips:
        if key not in asked:
            yield (*path, "skips"), f"{place}, skips: there is no question {show(key)}: {choose(key, asked)}"
    for key, choice in function.typical:
        spot = (*path, "typical", key)
        if key not in asked:
            yield spot, f"{place}, typical: there is no question {show(key)}: {choose(key, asked)}"
        elif choice not in asked[key].choice_by_key:
            known = asked[key].choice_by_key
            yield spot, f"{place}, typical, {key}: there is no choice {show(choice)}: {choose(choice, known)}"
