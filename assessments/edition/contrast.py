"""Two editions laid beside each other: every part that was added, left out, reworded, re-weighted or re-scored.

Pure, like the flow. Parts are the same where their keys are; advice, which has none, where its title is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from assessments.edition import flow

NAMES: Final = ("key", "slug", "title")
PARTS: Final = {
    flow.Source: "source",
    flow.Step: "step",
    flow.Department: "department",
    flow.Question: "question",
    flow.Choice: "choice",
    flow.Advice: "advice",
    flow.CatalogueFunction: "function",
}
WORDS: Final = frozenset(
    ("title", "introduction", "note", "lead", "name", "hint", "says", "split", "text", "short", "why", "reason")
)
SCORES: Final = frozenset(("evidence", "prior"))


class Kind(StrEnum):
    ADDED = "added"
    LEFT_OUT = "left_out"
    REWORDED = "reworded"
    WEIGHED = "weighed"
    SCORED = "scored"
    MOVED = "moved"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Spot:
    """A part on the way to what changed: its kind, and what a person knows it by."""

    part: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """`trail` leads from the outermost part to the one that changed; `field` is empty where it is the whole part."""

    kind: Kind
    trail: tuple[Spot, ...]
    field: str = ""
    before: Any = None
    after: Any = None


def contrast(old: flow.Edition, new: flow.Edition) -> tuple[Change, ...]:
    """List what sets the new edition apart from the old one, in the order of the pages, whatever their numbers."""
    return tuple(_of(old, new, ()))


def _of(old: Any, new: Any, trail: tuple[Spot, ...]) -> Iterator[Change]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or (not trail and field.name in ("edition", "slug")):
            continue
        if _holds_parts(before) or _holds_parts(after):
            yield from _parts(before, after, trail)
        else:
            yield Change(_kind(field.name), trail, field.name, before, after)


def _parts(old: tuple[Any, ...], new: tuple[Any, ...], trail: tuple[Spot, ...]) -> Iterator[Change]:
    before, after = _named(old), _named(new)
    for name, part in before.items():
        if name not in after:
            yield Change(Kind.LEFT_OUT, (*trail, _spot(part)), before=part)
    for name, part in after.items():
        if name not in before:
            yield Change(Kind.ADDED, (*trail, _spot(part)), after=part)
        elif before[name] != part:
            yield from _of(before[name], part, (*trail, _spot(part)))
    stayed, now = [name for name in before if name in after], [name for name in after if name in before]
    if stayed != now:
        names = [[_spot(part).name for name, part in of.items() if name in other] for of, other in _both(before, after)]
        yield Change(Kind.MOVED, trail, _spot(next(iter(before.values()))).part, *map(tuple, names))


def _both(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]:
    return (before, after), (after, before)


def _named(parts: tuple[Any, ...]) -> Mapping[str, Any]:
    """Know each part by its key; the same title twice is told apart by how often it was met."""
    named: dict[str, Any] = {}
    for part in parts:
        name = next(str(getattr(part, field)) for field in NAMES if hasattr(part, field))
        while name in named:
            name += "'"
        named[name] = part
    return named


def _spot(part: Any) -> Spot:
    """Know a part by its words: a question by its short name, an answer by its text."""
    for field in ("short", "text", "title", "name"):
        if isinstance(part, flow.Advice) and field == "text":
            continue
        if words := getattr(part, field, ""):
            return Spot(PARTS[type(part)], words)
    return Spot(PARTS[type(part)], part.key)


def _kind(field: str) -> Kind:
    if field in WORDS:
        return Kind.REWORDED
    if field in SCORES:
        return Kind.SCORED
    return Kind.WEIGHED if field == "weight" else Kind.OTHERWISE


def _holds_parts(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and type(value[0]) in PARTS
