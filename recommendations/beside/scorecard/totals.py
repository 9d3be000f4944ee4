"""The sums of a scorecard, and the smallest single change that would turn it.

Pure: no Django, no database.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

BEST_MARK: Final = 4
MARKS: Final = tuple(range(BEST_MARK + 1))
WEIGHTS: Final = (1, 2, 3)
LEVEL: Final = 3  # fewer points apart than this is level
MOST_WEIGHT: Final = 12  # how often a question would have to count, as far as anybody can picture


class Met(StrEnum):
    """Whether a provider meets a condition; one that is not told is not known."""

    YES = "yes"
    NO = "no"


class TurnKind(StrEnum):
    CONDITION = "condition"
    MARK = "mark"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class MarkSheet:
    """Who is marked how. Providers are known by their place; what is not there is not marked, or not known."""

    providers: tuple[int, ...]
    weights: Mapping[int, int]
    conditions: tuple[str, ...]
    marks: Mapping[tuple[int, int], int]  # by provider and question
    met: Mapping[tuple[int, str], str]  # by provider and condition

    @property
    def best(self) -> int:
        """The most that a provider can have."""
        return BEST_MARK * sum(self.weights.values())

    def total(self, provider: int) -> int:
        return sum(weight * self.marks.get((provider, question), 0) for question, weight in self.weights.items())

    def marked(self, provider: int) -> int:
        """Count the questions with a mark."""
        return sum((provider, question) in self.marks for question in self.weights)

    @property
    def is_complete(self) -> bool:
        return bool(self.providers) and all(self.marked(one) == len(self.weights) for one in self.providers)

    def failed(self, provider: int) -> tuple[str, ...]:
        """Name the conditions that a provider does not meet; one is enough to be out."""
        return tuple(key for key in self.conditions if self.met.get((provider, key)) == Met.NO)

    def unknown(self, provider: int) -> tuple[str, ...]:
        return tuple(key for key in self.conditions if (provider, key) not in self.met)

    @property
    def ranking(self) -> tuple[int, ...]:
        """Those who are not out, the one with most first; the same total keeps the order of the page."""
        return tuple(sorted((one for one in self.providers if not self.failed(one)), key=lambda one: -self.total(one)))

    @property
    def out(self) -> tuple[int, ...]:
        return tuple(one for one in self.providers if self.failed(one))

    @property
    def leader(self) -> int | None:
        """Who alone has most of those who are not out."""
        ranking = self.ranking
        if not ranking or (len(ranking) > 1 and self.lead == 0):
            return None
        return ranking[0]

    @property
    def lead(self) -> int | None:
        """How far the first is ahead of the second; None where there is no second."""
        ranking = self.ranking
        return self.total(ranking[0]) - self.total(ranking[1]) if len(ranking) > 1 else None


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one thing: what it was, what it would have to be, and who would lead then, by how much.

    `about` is the question or the condition; a weight is nobody's, so `provider` is 0.
    """

    kind: TurnKind
    provider: int
    about: str
    before: str
    after: str
    leader: int
    lead: int

    @property
    def size(self) -> int:
        return 1 if self.kind is TurnKind.CONDITION else abs(int(self.after) - int(self.before))

    def applied(self, sheet: MarkSheet) -> MarkSheet:
        match self.kind:
            case TurnKind.CONDITION:
                return replace(sheet, met={**sheet.met, (self.provider, self.about): self.after})
            case TurnKind.MARK:
                return replace(sheet, marks={**sheet.marks, (self.provider, int(self.about)): int(self.after)})
            case TurnKind.WEIGHT:
                return replace(sheet, weights={**sheet.weights, int(self.about): int(self.after)})


def tips(sheet: MarkSheet) -> list[Turn]:
    """Give the smallest change of each kind after which somebody else alone leads; the smallest of all first.

    Of two equal ones the one after which the new leader is further ahead. Nothing where nobody alone leads now.
    """
    if sheet.leader is None or not sheet.is_complete:
        return []
    kinds: tuple[Callable[[MarkSheet], Iterator[Turn]], ...] = (_conditions, _marks, _weights)
    found = [min(changes, key=_order) for kind in kinds if (changes := list(_turning(sheet, kind)))]
    return sorted(found, key=lambda change: change.size)


def _order(change: Turn) -> tuple[int, int, int]:
    return change.size, -change.lead, change.provider


def _turning(sheet: MarkSheet, changes: Callable[[MarkSheet], Iterator[Turn]]) -> Iterator[Turn]:
    """Keep the changes that turn the order, with who leads then."""
    for change in changes(sheet):
        after = change.applied(sheet)
        leader = after.leader
        if leader is not None and leader != sheet.leader:
            yield replace(change, leader=leader, lead=after.lead or 0)


def _conditions(sheet: MarkSheet) -> Iterator[Turn]:
    """Try the other way round: what is not met might be after all; what is not known of the leader might turn out not to be."""
    for provider in sheet.out:
        for key in sheet.failed(provider):
            yield Turn(TurnKind.CONDITION, provider, key, Met.NO, Met.YES, 0, 0)
    for key in sheet.unknown(sheet.leader or 0):
        yield Turn(TurnKind.CONDITION, sheet.leader or 0, key, "", Met.NO, 0, 0)


def _marks(sheet: MarkSheet) -> Iterator[Turn]:
    for (provider, question), mark in sheet.marks.items():
        for other in MARKS:
            if other != mark and question in sheet.weights and provider in sheet.providers:
                yield Turn(TurnKind.MARK, provider, str(question), str(mark), str(other), 0, 0)


def _weights(sheet: MarkSheet) -> Iterator[Turn]:
    for question, weight in sheet.weights.items():
        for other in range(1, MOST_WEIGHT + 1):
            if other != weight:
                yield Turn(TurnKind.WEIGHT, 0, str(question), str(weight), str(other), 0, 0)
