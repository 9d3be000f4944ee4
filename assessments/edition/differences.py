"""What sets two editions apart, one sentence for each difference.

Pure, like the flow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from assessments.edition import flow

NAMES: Final = ("key", "slug", "title")
KINDS: Final = {
    flow.Source: "source",
    flow.Step: "step",
    flow.Department: "department",
    flow.Question: "question",
    flow.Choice: "choice",
    flow.Advice: "advice",
    flow.CatalogueFunction: "function",
}
_SHOWN: Final = 60


def differences(old: flow.Edition, new: flow.Edition) -> tuple[str, ...]:
    """Say what was added, left out, moved and changed from the old edition to the new one, whatever their numbers."""
    return tuple(_of(old, new, ""))


def _of(old: Any, new: Any, place: str) -> Iterator[str]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or (field.name == "edition" and not place):
            continue
        if _holds_parts(before) or _holds_parts(after):
            yield from _parts(before, after, place)
        else:
            name = field.name.replace("_", " ")
            yield f"{place}{name} is {_shown(after)}, it was {_shown(before)}"


def _parts(old: tuple[Any, ...], new: tuple[Any, ...], place: str) -> Iterator[str]:
    before, after = _named(old), _named(new)
    for name, part in before.items():
        if name not in after:
            yield f"{place}{name} is left out"
        elif after[name] != part:
            yield from _of(part, after[name], f"{place}{name}, ")
    yield from (f"{place}{name} is new" for name in after if name not in before)
    stayed = [name for name in before if name in after]
    if stayed != [name for name in after if name in before]:
        first = next(
            was for was, now in zip(stayed, (name for name in after if name in before), strict=True) if was != now
        )
        yield f"{place}the order changed, from {first} on"


def _named(parts: tuple[Any, ...]) -> Mapping[str, Any]:
    """Call each part by its kind and name; advice has no key, so the same title twice is told apart by a number."""
    named: dict[str, Any] = {}
    for part in parts:
        name = next(getattr(part, field) for field in NAMES if hasattr(part, field))
        called = f"{KINDS[type(part)]} “{name}”"
        while called in named:
            called += " (another)"
        named[called] = part
    return named


def _holds_parts(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and type(value[0]) in KINDS


def _shown(value: Any) -> str:
    match value:
        case None | "":
            return "empty"
        case bool():
            return "yes" if value else "no"
        case str():
            return f"“{value if len(value) <= _SHOWN else value[:_SHOWN] + '…'}”"
        case tuple():
            return "/".join(map(str, value))
        case flow.Condition():
            return f"“{value.question}” answered with {', '.join(value.choices)}"
        case _:
            return str(value)
