"""Two editions compared: every part that was added, left out, reworded, re-weighted, re-scored or moved, as data.

Parts are the same where their keys are; advice, which has none, where its title is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeAlias

from assessments.edition import flow, texts
from assessments.edition.flow import key_of

PARTS: Final[Mapping[type, str]] = {
    flow.Source: "source",
    flow.Step: "step",
    flow.Department: "department",
    flow.Question: "question",
    flow.Choice: "choice",
    flow.Advice: "advice",
    flow.CatalogueFunction: "function",
}
WORDS: Final = frozenset(name for names in texts.WORDS.values() for name in names)
LONGEST_SHOWN: Final = 60

Path: TypeAlias = tuple[tuple[str, str], ...]  # such as (("question", "load"), ("choice", "much"))


class ChangeKind(StrEnum):
    ADDED = "added"
    LEFT_OUT = "left_out"
    REWORDED = "reworded"
    WEIGHED = "weighed"
    SCORED = "scored"
    MOVED = "moved"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `path` and `parts` lead from the outermost part to the one that changed.

    `field` is empty where the whole part was added or left out. Where parts were put in another order, `field` is
    their kind, and `before` and `after` hold those that both editions have.
    """

    kind: ChangeKind
    path: Path
    parts: tuple[Any, ...]
    field: str = ""
    before: Any = None
    after: Any = None


def diff(old: flow.Edition, new: flow.Edition) -> tuple[Change, ...]:
    """List what sets the new edition apart from the old one, in the order of the pages, whatever their numbers."""
    return tuple(_changes(old, new, (), ()))


def _changes(old: Any, new: Any, path: Path, parts: tuple[Any, ...]) -> Iterator[Change]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or (not path and field.name == "edition"):
            continue
        if any(isinstance(value, tuple) and value and type(value[0]) in PARTS for value in (before, after)):
            yield from _changed_parts(before, after, path, parts)
            continue
        kind = ChangeKind.OTHERWISE
        if field.name in WORDS:
            kind = ChangeKind.REWORDED
        elif field.name in ("evidence", "prior"):
            kind = ChangeKind.SCORED
        elif field.name in ("weight", "hand_over"):
            kind = ChangeKind.WEIGHED
        yield Change(kind, path, parts, field.name, before, after)


def _changed_parts(old: tuple[Any, ...], new: tuple[Any, ...], path: Path, parts: tuple[Any, ...]) -> Iterator[Change]:
    before, after = _by_key(old), _by_key(new)
    for key, part in before.items():
        if key not in after:
            yield Change(ChangeKind.LEFT_OUT, (*path, key), (*parts, part), before=part)
    for key, part in after.items():
        if key not in before:
            yield Change(ChangeKind.ADDED, (*path, key), (*parts, part), after=part)
        elif before[key] != part:
            yield from _changes(before[key], part, (*path, key), (*parts, part))
    stayed = tuple(part for key, part in before.items() if key in after)
    now = tuple(part for key, part in after.items() if key in before)
    if list(_by_key(stayed)) != list(_by_key(now)):
        yield Change(ChangeKind.MOVED, path, parts, PARTS[type(stayed[0])], stayed, now)


def _by_key(parts: tuple[Any, ...]) -> dict[tuple[str, str], Any]:
    """Know each part by its kind and key; the same title of advice twice is told apart by how often it was met."""
    by_key: dict[tuple[str, str], Any] = {}
    for part in parts:
        key = key_of(part)
        while (PARTS[type(part)], key) in by_key:
            key += " (another)"
        by_key[PARTS[type(part)], key] = part
    return by_key


def name_of(part: Any) -> str:
    """Name a part by its words: a question by its short name, an answer by its text."""
    for name in (
        ("short", "title") if isinstance(part, flow.Advice | flow.Question) else ("short", "text", "title", "name")
    ):
        if words := getattr(part, name, ""):
            return str(words)
    return key_of(part)


def says_otherwise(old: flow.Edition, new: flow.Edition) -> frozenset[Path]:
    """Name the questions and choices of the old edition whose words changed, and the choices that are left out."""
    return frozenset(
        change.path
        for change in diff(old, new)
        if change.path and change.path[-1][0] in ("question", "choice")
        if change.field == "text" or (change.kind is ChangeKind.LEFT_OUT and change.path[-1][0] == "choice")
    )


def carried(
    old: flow.Edition, new: flow.Edition, functions: tuple[flow.Selected, ...], answers: flow.Answers
) -> dict[str, list[dict[str, str]]]:
    """Say how answers to the old edition fare in the new one.

    `new` are questions; `changed` and `dropped` are questions or functions, with what was `said` in its earlier words.
    """
    otherwise = says_otherwise(old, new)
    names = {flow.ORGANISATION: "", **{function.key: f"{function.name}: " for function in functions}}
    counted = flow.counted(old, functions, answers)

    def is_asked_by(edition: flow.Edition, question: flow.Question) -> bool:
        other = edition.question_by_key.get(question.key)
        return other is not None and other.scope is question.scope

    lines: dict[str, list[dict[str, str]]] = {
        "new": [{"what": question.text} for question in new.questions if not is_asked_by(old, question)],
        "changed": [],
        "dropped": [
            {"what": function.name}
            for function in functions
            if not function.is_own and function.key not in new.function_by_key
        ],
    }
    for question in new.questions:
        if not is_asked_by(old, question):
            continue
        path = ("question", question.key)
        if (path,) in otherwise:
            lines["changed"].append({"what": question.text})
        lines["changed"] += [
            {"what": f"{names[about]}{question.text}", "said": old.question_by_key[key].label_of(answer)}
            for (about, key), answer in counted.items()
            if key == question.key and (path, ("choice", answer)) in otherwise
        ]
    for (about, key), answer in counted.items():
        before = old.question_by_key[key]
        if not is_asked_by(new, before):
            lines["dropped"].append({"what": f"{names[about]}{before.text}", "said": before.label_of(answer)})
    return lines


def sentence(change: Change) -> str:
    """Say a change in a line of English, by keys, for whoever keeps the edition as a file."""
    split = ((kind, *key.partition(" (another)")) for kind, key in change.path)
    place = ", ".join(f"{kind} “{key}”{mark}{more}" for kind, key, mark, more in split)
    match change.kind:
        case ChangeKind.ADDED:
            return f"{place} is new"
        case ChangeKind.LEFT_OUT:
            return f"{place} is left out"
        case ChangeKind.MOVED:
            pairs = zip(change.before, change.after, strict=True)
            first = next(key_of(was) for was, now in pairs if key_of(was) != key_of(now))
            what = f"the order changed, from {change.field} “{first}” on"
        case _:
            what = f"{change.field.replace('_', ' ')} is {_shown(change.after)}, it was {_shown(change.before)}"
    return f"{place}, {what}" if place else what


def _shown(value: Any) -> str:
    match value:
        case None | "" | ():
            return "empty"
        case bool():
            return "yes" if value else "no"
        case str():
            return f"“{value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + '…'}”"
        case tuple():
            return "/".join(" = ".join(part) if isinstance(part, tuple) else str(part) for part in value)
        case flow.Condition():
            return f"“{value.question}” answered with {', '.join(value.choices)}"
        case _:
            return str(value)
