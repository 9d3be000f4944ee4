"""The question whose weight matters most: the smallest relative change of it that puts another model in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from recommendations.engine.blocks import Block, Row
from recommendations.engine.counterfactual import Race
from recommendations.engine.fit import score
from recommendations.engine.points import level
from recommendations.engine.results import CriticalQuestion
from recommendations.engine.values import MODELS

STEP: Final = 0.125
HALVINGS: Final = 24

Lead = Callable[[float], float]


def critical(lined_up: Race, blocks: Sequence[Block], limit: float) -> CriticalQuestion | None:
    """Change the weight of each question, wherever it is asked, between nothing and 1 + `limit` times its own.

    The lead is followed in steps of an eighth of the weight and the crossing then halved down to, so that what is
    returned does put another model in front.
    """
    asked = _rows_by_question(lined_up, blocks)
    best: tuple[float, str, float] | None = None
    for question in sorted(asked):
        reach = best[0] if best else limit
        for direction in (-1.0, 1.0):
            lead = partial(_lead, lined_up, asked[question])
            change = _crossing(lead, direction, min(reach, 1.0) if direction < 0 else reach)
            if change is not None and (best is None or level(abs(change)) < level(best[0])):
                best = (abs(change), question, change)
    if best is None:
        return None
    _, question, change = best
    after = _scores_at(lined_up, asked[question], change)
    winner = max(range(len(MODELS)), key=lambda place: (level(after[place]), -place))
    return CriticalQuestion(question, change, MODELS[winner])


def _rows_by_question(lined_up: Race, blocks: Sequence[Block]) -> dict[str, list[tuple[int, Row]]]:
    asked: dict[str, list[tuple[int, Row]]] = {}
    for block in lined_up.weights:
        for row in blocks[block].rows:
            if row.reading is not None and row.weight:
                asked.setdefault(row.question, []).append((block, row))
    return asked


def _crossing(lead: Lead, direction: float, reach: float) -> float | None:
    """Find the first change in one direction at which the lead is lost."""
    safe = 0.0
    while safe < reach:
        tried = min(safe + STEP, reach)
        if lead(direction * tried) < 0:
            return direction * _halved(lead, direction, safe, tried)
        safe = tried
    return None


def _halved(lead: Lead, direction: float, safe: float, lost: float) -> float:
    for _ in range(HALVINGS):
        middle = (safe + lost) / 2
        if lead(direction * middle) < 0:
            lost = middle
        else:
            safe = middle
    return lost


def _lead(lined_up: Race, rows: Sequence[tuple[int, Row]], change: float) -> float:
    after = _scores_at(lined_up, rows, change)
    return level(after[lined_up.leader] - max(after[rival] for rival in lined_up.rivals))


def _scores_at(lined_up: Race, rows: Sequence[tuple[int, Row]], change: float) -> list[float]:
    after = list(lined_up.start)
    for block, row in rows:
        share, by = lined_up.weights[block], change * row.weight
        for place, said in enumerate(lined_up.base[block]):
            moved = score(
                said.total + by * row.evidence[place],
                said.positive + by * row.high[place],
                said.negative - by * row.low[place],
            )
            after[place] += share * (moved - said.score())
    return after
