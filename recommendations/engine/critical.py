"""The question whose weight matters most: the smallest relative change of it that puts another model in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from recommendations.engine.blocks import Block, Row
from recommendations.engine.counterfactual import Race
from recommendations.engine.fit import Tally, score
from recommendations.engine.moves import Scores
from recommendations.engine.points import level
from recommendations.engine.results import CriticalQuestion
from recommendations.engine.values import MODELS, Column

FINEST: Final = 1e-7
LOST: Final = -1e-9

Terms = tuple[Scores, ...]
Line = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Lever:
    """One question wherever it is asked: the scores it can move, beside the leads that it cannot.

    `places` are, for each block, its weight in the mixture and for each model the block's three sums with what each
    of them gains when the question's weight is doubled.
    """

    lined_up: Race
    places: tuple[tuple[float, tuple[Line, Line, Line]], ...]
    steady: Scores
    now: Terms

    def terms(self, change: float) -> Terms:
        return terms(self.places, change)

    def least_lead(self, here: Terms, there: Terms) -> float:
        """Bound the lead between two weights: in each block each score only rises, or only falls, with a weight."""
        leader = self.lined_up.leader
        lowest = sum([min(one[leader], two[leader]) for one, two in zip(here, there, strict=True)])
        return min(
            [
                self.steady[rival]
                + lowest
                - sum([max(one[rival], two[rival]) for one, two in zip(here, there, strict=True)])
                for rival in self.lined_up.rivals
            ]
        )


def terms(places: Sequence[tuple[float, tuple[Line, Line, Line]]], change: float) -> Terms:
    """Give the weighted score of every model in every block, the question's weight so changed."""
    found = []
    for share, lines in places:
        bpo, kpo, ito = [
            share * score(total + change * said, positive + change * most, negative + change * least)
            for total, positive, negative, said, most, least in lines
        ]
        found.append((bpo, kpo, ito))
    return tuple(found)


def critical(lined_up: Race, blocks: Sequence[Block], limit: float) -> CriticalQuestion | None:
    """Change the weight of each question, wherever it is asked, between nothing and 1 + `limit` times its own."""
    asked = _rows_by_question(lined_up, blocks)
    best: tuple[float, str, float] | None = None
    for question in sorted(asked, key=lambda key: (-_promise(lined_up, asked[key]), key)):
        lever = _lever(lined_up, asked[question])
        for direction in (-1.0, 1.0):
            reach = min(best[0] if best else limit, 1.0 if direction < 0 else limit)
            change = _first_loss(lever, direction * reach)
            if change is not None and (best is None or abs(change) < best[0] - FINEST):
                best = (abs(change), question, change)
    if best is None:
        return None
    _, question, change = best
    return CriticalQuestion(question, change, _leader_after(_lever(lined_up, asked[question]), change))


def _rows_by_question(lined_up: Race, blocks: Sequence[Block]) -> dict[str, list[tuple[int, Row]]]:
    asked: dict[str, list[tuple[int, Row]]] = {}
    for block in lined_up.weights:
        for row in blocks[block].rows:
            if row.reading is not None and row.weight:
                asked.setdefault(row.question, []).append((block, row))
    return asked


def _promise(lined_up: Race, rows: Sequence[tuple[int, Row]]) -> float:
    """Guess how soon a question could matter: a small change found early clears the rest quickly."""
    leader = lined_up.leader
    return max(
        abs(
            sum(
                lined_up.weights[block] * row.weight * (row.evidence[rival] - row.evidence[leader])
                for block, row in rows
            )
        )
        for rival in lined_up.rivals
    )


def _lever(lined_up: Race, rows: Sequence[tuple[int, Row]]) -> Lever:
    places = tuple(
        (lined_up.weights[block], (_line(said[0], row, 0), _line(said[1], row, 1), _line(said[2], row, 2)))
        for block, row in rows
        for said in (lined_up.base[block],)
    )
    now = terms(places, 0.0)
    bpo, kpo, ito = (sum([one[place] for one in now]) for place in range(len(MODELS)))
    highest = (bpo, kpo, ito)[lined_up.leader]
    leads = lined_up.leads
    return Lever(lined_up, places, (leads[0] - highest + bpo, leads[1] - highest + kpo, leads[2] - highest + ito), now)


def _line(said: Tally, row: Row, place: int) -> Line:
    return (
        said.total,
        said.positive,
        said.negative,
        row.weight * row.evidence[place],
        row.weight * row.high[place],
        -row.weight * row.low[place],
    )


def _first_loss(lever: Lever, end: float) -> float | None:
    """Find the change nearest to none at which the lead is lost, by halving and leaving out what the bound clears."""
    waiting = [(0.0, lever.now, end, lever.terms(end))]
    while waiting:
        near, near_terms, far, far_terms = waiting.pop()
        if lever.least_lead(near_terms, far_terms) >= LOST:
            continue
        if abs(far - near) < FINEST:
            if lever.least_lead(far_terms, far_terms) < LOST:
                return far
            continue
        middle = (near + far) / 2
        middle_terms = lever.terms(middle)
        waiting.append((middle, middle_terms, far, far_terms))
        waiting.append((near, near_terms, middle, middle_terms))
    return None


def _leader_after(lever: Lever, change: float) -> Column:
    then = lever.terms(change)
    leader = lever.lined_up.leader
    return MODELS[
        max(
            lever.lined_up.rivals,
            key=lambda rival: (level(sum(one[rival] - one[leader] for one in then) - lever.steady[rival]), -rival),
        )
    ]
