"""What the Learn pages say beyond the profiles, read from the shipped file once per process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).parents[1] / "data" / "learn.toml"
NAMES: Final = ("key", "model", "source")  # what refers to something else, and is no text


@dataclass(frozen=True, slots=True)
class Aspect:
    """One line of the comparison; `cells` in the order BPO, KPO, ITO."""

    name: str
    cells: tuple[str, str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Location:
    key: str
    name: str
    meaning: str
    suits: str
    watch: str
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    key: str
    name: str
    meaning: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the scale from BPO to KPO; `model` is bpo, kpo or both."""

    name: str
    example: str
    model: str


@dataclass(frozen=True, slots=True)
class Term:
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something to ask any provider."""

    topic: str
    ask: str
    good_answer: str
    source: str


@dataclass(frozen=True, slots=True)
class Learn:
    sources: Mapping[str, str]
    aspects: tuple[Aspect, ...]
    place: Passage
    locations: tuple[Location, ...]
    offices: tuple[Office, ...]
    scale: Passage
    stops: tuple[Stop, ...]
    glossary: tuple[Term, ...]
    checks: tuple[Check, ...]
    considerations: tuple[Passage, ...]


@cache
def learn(language: str = "") -> Learn:
    """Read what is shipped in a language; text by text in the one it was written in where there is no translation."""
    told = tomllib.loads(SHIPPED.read_text("utf-8"))
    path = SHIPPED.with_suffix(f".{language}.toml")
    if not language or not path.exists():
        return parse(told)
    texts = {one["original"]: one["text"] for one in tomllib.loads(path.read_text("utf-8"))["texts"]}
    read = parse({name: value if name == "sources" else _told(value, texts) for name, value in told.items()})
    return replace(read, glossary=tuple(sorted(read.glossary, key=lambda one: one.term.casefold())))


def _told(value: Any, texts: Mapping[str, str]) -> Any:
    match value:
        case str():
            return texts.get(value, value)
        case list():
            return [_told(one, texts) for one in value]
        case dict():
            return {name: one if name in NAMES else _told(one, texts) for name, one in value.items()}
        case _:
            return value


def parse(told: Mapping[str, Any]) -> Learn:
    scale = dict(told["scale"])
    stops = scale.pop("stops")
    return Learn(
        sources={source["key"]: source["title"] for source in told["sources"]},
        aspects=tuple(
            Aspect(one["aspect"], (one["bpo"], one["kpo"], one["ito"]), one["source"]) for one in told["head_to_head"]
        ),
        place=Passage(**told["location"]),
        locations=tuple(Location(**one) for one in told["locations"]),
        offices=tuple(Office(**one) for one in told["offices"]),
        scale=Passage(**scale),
        stops=tuple(Stop(**one) for one in stops),
        glossary=tuple(Term(**one) for one in told["glossary"]),
        checks=tuple(Check(**one) for one in told["due_diligence"]),
        considerations=tuple(Passage(**one) for one in told["considerations"]),
    )
