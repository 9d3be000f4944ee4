"""A source is named only where it says so: citations.toml tells what it says and where, text by text."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from django.conf import settings

TABLE: Final = tomllib.loads(Path(__file__).with_name("citations.toml").read_text("utf-8"))
MOST_WORDS: Final = 8  # a place is a heading or a subject, never a sentence of the source
KINDS: Final = {"benefits": "benefit", "drawbacks": "drawback", "due_diligence": "ask"}
PLAIN_KINDS: Final = {"traits": "trait", "examples": "example", "when_to_choose": "when", "pilot_measures": "measure"}
ROWS: Final = {
    "head_to_head": "aspect",
    "locations": "key",
    "offices": "key",
    "glossary": "term",
    "due_diligence": "topic",
    "considerations": "title",
}


class Said(NamedTuple):
    """A text that is shown, by the name of its place, and the sources it names."""

    where: str
    text: str
    sources: tuple[str, ...]


def shipped(path: str) -> dict[str, Any]:
    return tomllib.loads((settings.BASE_DIR / path).read_text("utf-8"))


EDITION: Final = shipped("assessments/data/sourcing-2.toml")
PROFILES: Final = shipped("recommendations/data/profiles.toml")
LEARN: Final = shipped("recommendations/data/learn.toml")


def named(keys: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, keys.split(","))))


def questions() -> Iterator[Said]:
    for question in EDITION["questions"]:
        for choice in question["choices"]:
            at = f"question.{question['key']}.{choice['key']}"
            yield Said(f"{at} reason", choice.get("reason", ""), named(choice.get("source", "")))
            for advice in choice.get("advice", ()):
                yield Said(f"{at} advice: {advice['title']}", advice["text"], named(advice.get("source", "")))


def functions() -> Iterator[Said]:
    for function in EDITION["functions"]:
        at = f"function.{function['key']}"
        yield Said(at, function.get("says", ""), named(function.get("source", "")))
        yield Said(f"{at} hand_over", function.get("hand_over_why", ""), named(function.get("hand_over_source", "")))


def profiles() -> Iterator[Said]:
    for profile in PROFILES["profiles"]:
        at = f"profile.{profile['key']}"
        yield Said(at, profile["definition"], tuple(profile["sources"]))
        for name, kind in PLAIN_KINDS.items():
            yield from (Said(f"{at}.{kind} {n}", text, ()) for n, text in enumerate(profile[name], start=1))
        for name, kind in KINDS.items():
            for n, line in enumerate(profile[name], start=1):
                yield Said(f"{at}.{kind} {n}", words(line), named(line.get("source", "")))


def learn() -> Iterator[Said]:
    for name, title in ROWS.items():
        for row in LEARN[name]:
            yield Said(f"learn.{name}.{row[title]}", words(row), named(row.get("source", "")))
    for name in ("location", "scale"):
        yield Said(f"learn.{name}", LEARN[name]["text"], named(LEARN[name]["source"]))


def words(row: dict[str, str]) -> str:
    return " ".join(text for name, text in row.items() if name != "source")


SAID: Final = (*questions(), *functions(), *profiles(), *learn())
CITED: Final = [(said.where, source) for said in SAID for source in said.sources]


def rows(table: dict[str, Any] = TABLE) -> list[tuple[str, str]]:
    return [(row["where"], row["source"]) for row in table["citations"]]


def left_over(some: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> list[str]:
    """Name what stands more often among `some` than among `others`."""
    return [f"{where}: {source}" for where, source in (Counter(some) - Counter(others)).elements()]


def test_every_citation_has_its_row():
    missing = left_over(CITED, rows())

    assert missing == [], "write what the source says there, and where, or name none"


def test_no_row_stands_without_its_citation():
    surplus = left_over(rows(), CITED)

    assert surplus == [], "the text was reworded, moved or names another source: look again and mend the row"


@pytest.mark.parametrize("at", [0, 150, -1])
def test_a_row_taken_out_or_put_in_is_told(at):
    where, source = rows()[at]
    without = [row for row in rows() if row != (where, source)]
    told = f"{where}: {source}"

    assert left_over(CITED, without) == [told]
    assert left_over([*rows(), ("question.method.same_steps reason", "s004")], CITED) == [
        "question.method.same_steps reason: s004"
    ]
    assert left_over([*rows(), (where, source)], CITED) == [told]


def test_every_row_says_something_and_names_a_place():
    unclear = [
        row["where"]
        for row in TABLE["citations"]
        if not row["says"].endswith(".") or not 0 < len(row["place"].split()) <= MOST_WORDS
    ]

    assert unclear == []


def test_every_source_is_listed_under_one_title():
    titles = {source["key"]: source["title"] for source in EDITION["sources"]}

    assert {source for _where, source in CITED} <= set(titles)
    for listed in (PROFILES["sources"], LEARN["sources"]):
        assert {source["key"]: source["title"] for source in listed}.items() <= titles.items()


def test_a_page_lists_every_source_it_names():
    for texts, listed in (
        (profiles(), PROFILES["sources"]),
        (profiles(), LEARN["sources"]),
        (learn(), LEARN["sources"]),
    ):
        cited = {source for said in texts for source in said.sources}

        assert cited <= {source["key"] for source in listed}


def left_out(texts: Iterable[Said]) -> list[str]:
    """Name the points of the articles that are not told where they should be."""
    there = {said.where: said.text for said in texts}
    return [
        f"{row['point']}: {row['where']}" for row in TABLE["points"] if row["phrase"] not in there.get(row["where"], "")
    ]


def test_no_point_of_the_articles_is_left_out():
    assert left_out(SAID) == []


def test_a_point_left_out_is_told():
    point = TABLE["points"][0]
    without = [said._replace(text="") if said.where == point["where"] else said for said in SAID]

    assert f"{point['point']}: {point['where']}" in left_out(without)


def test_our_own_advice_carries_no_number():
    """Advice that the articles were re-read for in vain, a few of the many: none of them says so."""
    own = {
        "question.system_state.outdated advice: Decide which system this work will run on",
        "question.data.own_secrets advice: Cut the work so that nobody outside sees the whole",
        "question.judged_by.uptime advice: Have recovery tried out twice a year",
        "question.location.anywhere advice: Settle whose law and which court would count",
    }

    assert {said.where: said.sources for said in SAID if said.where in own} == dict.fromkeys(own, ())
