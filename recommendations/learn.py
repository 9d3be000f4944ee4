"""What the Learn pages say beyond the profiles, read from the shipped file once per process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).parent / "data" / "learn.toml"


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
def learn() -> Learn:
    return parse(tomllib.loads(SHIPPED.read_text("utf-8")))


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
