"""An edition as a drawing: its steps, questions and weights from top to bottom, and who is asked only after whom.

Pure: places in whole units of the drawing, no markup. The same rows make the table beside it.
"""

from dataclasses import dataclass
from typing import Final

from assessments.edition import flow

WIDTH: Final = 440
LEFT: Final = 16
ROW: Final = 34
HEAD: Final = 44
BAR: Final = 14  # for one point of weight
ARC: Final = 12  # how far one more line of conditions stands out
SPINE: Final = 384
LONGEST: Final = 34  # characters of a name that fit


@dataclass(frozen=True, slots=True)
class Row:
    """One question; `only_after` says in words when it is asked."""

    key: str
    name: str
    scope: str
    weight: int
    only_after: tuple[str, tuple[str, ...]] | None  # the other question's short name, its choices' labels
    x: int
    y: int
    bar: int
    is_long: bool

    @property
    def middle(self) -> int:
        return self.y + ROW // 2

    @property
    def shown(self) -> str:
        return f"{self.name[: LONGEST - 1]}…" if self.is_long else self.name


@dataclass(frozen=True, slots=True)
class Band:
    """One step with its questions."""

    number: int
    title: str
    y: int
    height: int
    rows: tuple[Row, ...]

    @property
    def baseline(self) -> int:
        return self.y + HEAD - 16


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a question to the one it decides about; `path` is in SVG's own words."""

    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    bands: tuple[Band, ...]
    arrows: tuple[Arrow, ...]
    longest_bar: int


def picture(edition: flow.Edition) -> Picture:
    bands: list[Band] = []
    top = 0
    for number, step in enumerate(edition.steps, start=1):
        questions = [question for question in edition.questions if question.step == step.slug]
        rows = tuple(_row(edition, question, top + HEAD + at * ROW) for at, question in enumerate(questions))
        height = HEAD + ROW * len(rows) + 12
        bands.append(Band(number, step.title, top, height, rows))
        top += height + 8
    places = {row.key: row for band in bands for row in band.rows}
    return Picture(WIDTH, top, tuple(bands), _arrows(edition, places), BAR * 5)


def _row(edition: flow.Edition, question: flow.Question, y: int) -> Row:
    return Row(
        key=question.key,
        name=question.short,
        scope=question.scope.value,
        weight=question.weight,
        only_after=_only_after(edition, question),
        x=LEFT,
        y=y,
        bar=BAR * question.weight,
        is_long=len(question.short) > LONGEST,
    )


def _only_after(edition: flow.Edition, question: flow.Question) -> tuple[str, tuple[str, ...]] | None:
    if question.condition is None:
        return None
    other = edition.question_by_key[question.condition.question]
    return other.short, tuple(other.choice_by_key[key].label for key in question.condition.choices)


def _arrows(edition: flow.Edition, places: dict[str, Row]) -> tuple[Arrow, ...]:
    """Draw each condition down the right side, every one a little further out than the one before."""
    arrows: list[Arrow] = []
    for question in edition.questions:
        if question.condition is None:
            continue
        start, end = places[question.condition.question].middle, places[question.key].middle
        out = min(SPINE + 18 + ARC * len(arrows), WIDTH - 8)
        tip = SPINE + 6
        arrows.append(
            Arrow(
                path=f"M{SPINE} {start} H{out} V{end} H{tip}",
                head=f"M{tip} {end - 4} L{SPINE - 2} {end} L{tip} {end + 4} Z",
            )
        )
    return tuple(arrows)
