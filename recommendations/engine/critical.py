"""The question whose weight matters most: the smallest relative change of it that puts another model in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from assessments.edition.sourcing_models import MODELS
from recommendations.engine.blocks import AnswerBlock, AnswerRow
from recommendations.engine.counterfactual import Race
from recommendations.engine.fit import NEUTRAL, BlockSums, score
from recommendations.engine.moves import Scores
from recommendations.engine.points import level
from recommendations.engine.results import CriticalQuestion

FINEST: Final = 1e-6
LOST: Final = -1e-4
NOTHING: Final = -1.0
ALMOST_NOTHING: Final = 1e-6

Line = tuple[float, float, float, float, float, float]
Lines = tuple[float, tuple[Line, ...]]
Terms = tuple[Scores, ...]
Point = tuple[float, Terms]


@dataclass(frozen=True, slots=True)
class Lever:
    """One question wherever it is asked: the scores it can move, beside the leads that it cannot.

    `places` are, for each block, its weight in the mixture and for each model the block's three sums with what each
    of them gains when the question's weight is doubled.
    """

    lined_up: Race
    places: tuple[Lines, ...]
    steady: Scores

    def at(self, change: float) -> Point:
        return change, terms(self.places, change)

    def lead(self, point: Point, rival: int) -> float:
        leader = self.lined_up.leader
        return self.steady[rival] + sum([term[leader] - term[rival] for term in point[1]])

    def is_lost(self, point: Point) -> bool:
        return any(self.lead(point, rival) < LOST for rival in self.lined_up.rivals)

    def holds(self, left: Point, right: Point) -> bool:
        """Tell whether the lead is kept everywhere between two changes, by the quick bound or else by the close one."""
        return all(
            self._quick(left[1], right[1], rival) >= LOST or self._close(left, right, rival) >= LOST
            for rival in self.lined_up.rivals
        )

    def _quick(self, left: Terms, right: Terms, rival: int) -> float:
        """Bound the lead from below: in each block each score only rises, or only falls, with a weight."""
        leader = self.lined_up.leader
        both = zip(left, right, strict=True)
        return self.steady[rival] + sum(
            [min(now[leader], then[leader]) - max(now[rival], then[rival]) for now, then in both]
        )

    def _close(self, left: Point, right: Point, rival: int) -> float:
        """Bound it by its rate: from both ends it cannot have fallen below where its steepest possible lines meet."""
        ends = (left[0], right[0])
        slowest, fastest = _rates(self.places, self.lined_up.leader, ends)
        rival_slowest, rival_fastest = _rates(self.places, rival, ends)
        leads = (self.lead(left, rival), self.lead(right, rival))
        falling, rising = slowest - rival_fastest, fastest - rival_slowest
        if falling >= 0 or rising <= 0:
            return min(leads)
        start, end, span = *leads, right[0] - left[0]
        return (rising * start - falling * end + falling * rising * span) / (rising - falling)


def terms(places: Sequence[Lines], change: float) -> Terms:
    """Give the weighted score of every model in every block, the question's weight so changed."""
    return tuple(
        [
            tuple(
                [
                    share * score(total + change * says, positive + change * most, negative + change * least)
                    for total, positive, negative, says, most, least in lines
                ]
            )
            for share, lines in places
        ]
    )


def _rates(places: Sequence[Lines], model: int, ends: tuple[float, float]) -> tuple[float, float]:
    """Bound the rate at which a model's score changes with the weight between two changes.

    On either side of neutral a score is one linear function over another, whose rate is a constant over the square
    of the denominator.
    """
    slowest = fastest = 0.0
    for share, lines in places:
        total, positive, negative, says, most, least = lines[model]
        totals = [total + end * says for end in ends]
        sides = [(positive, most)] * (max(totals) >= 0) + [(negative, least)] * (min(totals) < 0)
        rates = [
            share * NEUTRAL * (says * reach - total * more) / (reach + end * more) ** 2
            for reach, more in sides
            if reach
            for end in ends
        ]
        if rates:
            slowest, fastest = slowest + min(rates), fastest + max(rates)
    return slowest, fastest


def critical(lined_up: Race, blocks: Sequence[AnswerBlock], limit: float) -> CriticalQuestion | None:
    """Change the weight of each question, wherever it is asked, between nothing and 1 + `limit` times its own.

    A lead counts as lost once the other model is a ten-thousandth of a point in front: two models that stay level
    over a whole stretch would otherwise be halved for ever.
    """
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
    lever = _lever(lined_up, asked[question])
    then = lever.at(change)
    overtaker = min(lined_up.rivals, key=lambda rival: (level(lever.lead(then, rival)), rival))
    return CriticalQuestion(question, change, MODELS[overtaker])


def _rows_by_question(lined_up: Race, blocks: Sequence[AnswerBlock]) -> dict[str, list[tuple[int, AnswerRow]]]:
    asked: dict[str, list[tuple[int, AnswerRow]]] = {}
    for block in lined_up.weights:
        for row in blocks[block].rows:
            if row.reading is not None and row.weight:
                asked.setdefault(row.question, []).append((block, row))
    return asked


def _promise(lined_up: Race, rows: Sequence[tuple[int, AnswerRow]]) -> float:
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


def _lever(lined_up: Race, rows: Sequence[tuple[int, AnswerRow]]) -> Lever:
    places = tuple(
        (lined_up.weights[block], tuple(_line(sums, row, place) for place, sums in enumerate(lined_up.base[block])))
        for block, row in rows
    )
    now = [sum(of_model) for of_model in zip(*terms(places, 0.0), strict=True)]
    steady = tuple(lead - now[lined_up.leader] + moved for lead, moved in zip(lined_up.leads, now, strict=True))
    return Lever(lined_up, places, steady)


def _line(sums: BlockSums, row: AnswerRow, place: int) -> Line:
    return (
        sums.total,
        sums.positive,
        sums.negative,
        row.weight * row.evidence[place],
        row.weight * row.high[place],
        -row.weight * row.low[place],
    )


def _first_loss(lever: Lever, end: float) -> float | None:
    """Find the change nearest to none at which the lead is lost, by halving and leaving out what the bound clears.

    A weight of exactly nothing is looked at by itself: a block that then asks nothing more jumps to neutral.
    """
    waiting = [(lever.at(0.0), lever.at(max(end, NOTHING + ALMOST_NOTHING)))]
    while waiting:
        near, far = waiting.pop()
        if lever.holds(*sorted((near, far), key=itemgetter(0))):
            continue
        if abs(far[0] - near[0]) < FINEST:
            if lever.is_lost(far):
                return far[0]
            continue
        middle = lever.at((near[0] + far[0]) / 2)
        waiting += [(middle, far), (near, middle)]
    return NOTHING if end == NOTHING and lever.is_lost(lever.at(NOTHING)) else None
