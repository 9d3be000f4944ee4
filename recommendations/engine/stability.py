"""How often each model still comes first, and each verdict still holds, when weights, evidence and open answers are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessments.edition.flow import DONT_KNOW
from assessments.edition.sourcing_models import COLUMNS, MODELS, Column
from recommendations.engine.blocks import AnswerBlock, AnswerRow, Reading
from recommendations.engine.case import Case
from recommendations.engine.fit import NEUTRAL, Target
from recommendations.engine.parameters import Parameters
from recommendations.engine.results import Verdict, VerdictKind, VerdictReason

Numbers = NDArray[np.float64]
Acceptability = tuple[float, ...]
Asked = tuple[int, AnswerRow, str]  # where a question is asked: the block's place, its row there, its scope

EVEN: Final = 1e-9
TINY: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sums of every draw at once: block x column x draw."""

    total: Numbers
    positive: Numbers
    negative: Numbers

    def scores(self) -> Numbers:
        reach = np.where(self.total >= 0, self.positive, self.negative)
        np.maximum(reach, TINY, out=reach)  # where nothing can be said the total is 0, and so is its share
        share = np.divide(self.total, reach, out=reach)
        share *= NEUTRAL
        share += NEUTRAL
        return share


def draw_scores(case: Case, blocks: Sequence[AnswerBlock]) -> Numbers:
    """Draw plausible editions of the same questionnaire and score each: block x column x draw.

    Each draw is scored by the engine's own formula: weights times exp(spread x z), the evidence of every choice moved
    evenly within its spread where the question speaks for that column, ranges taken from the evidence so moved, every
    open question answered with one of its choices. A question has one weight and one table of evidence per draw, for
    all functions alike. Questions and functions are drawn in the order of their keys, so that no other order can
    change the figure.
    """
    return draw(case, blocks).scores()


def acceptability(scores: Numbers, target: Target) -> Acceptability:
    """Count the share of draws in which each model ranks first (SMAA-2, Lahdelma & Salminen 2001); a tie is shared."""
    return tuple(map(float, first_shares(scores, target)))


def verdict_stability(
    scores: Numbers, target: Target, verdict: Verdict, about: AnswerBlock, parameters: Parameters
) -> float:
    """Count the share of draws in which a verdict that points decided comes out again.

    Caps are facts and hold in every draw; a draw answers what is open, so that what is open holds work as a cap does.
    """
    place = COLUMNS.index(Column.OUTSOURCE)
    drawn = sum(weight * scores[block, place] for weight, block in target.handing_over)
    waits = drawn <= parameters.prepare_up_to
    stays = waits if about.stays else drawn < parameters.keep_in_house_below
    is_held = verdict.why in (VerdictReason.CAPPED, VerdictReason.OPEN_ANSWERS)
    match verdict.kind:
        case VerdictKind.KEEP_IN_HOUSE:
            same = stays
        case VerdictKind.PREPARE_FIRST:
            same = ~stays if is_held else ~stays & waits
        case _go:
            same = ~waits
    return float(np.mean(same))


def draw(case: Case, blocks: Sequence[AnswerBlock]) -> Ledger:
    """Draw every question once and enter it in every block that asks it."""
    parameters = case.parameters
    shape = (len(blocks), len(COLUMNS), parameters.draws)
    ledger = Ledger(np.zeros(shape), np.zeros(shape), np.zeros(shape))
    random = np.random.Generator(np.random.SFC64(seed(case, blocks)))
    asked: dict[str, list[Asked]] = {}
    for place, block in sorted(enumerate(blocks), key=lambda numbered: (numbered[1].scope, numbered[1].subject)):
        for row in block.rows:
            if row.weight:  # a weight of nothing takes part in nothing
                asked.setdefault(row.question, []).append((place, row, block.scope))
    for key in sorted(asked):
        weight = asked[key][0][1].weight * np.exp(parameters.weight_spread * random.standard_normal(parameters.draws))
        reading = asked[key][0][1].reading
        if reading is None:
            _enter_catalogue(ledger, random, asked[key], (weight, parameters.evidence_spread))
        else:
            _enter_question(ledger, random, asked[key], (reading, weight, parameters.evidence_spread))
    return ledger


def seed(case: Case, blocks: Sequence[AnswerBlock]) -> int:
    """Turn the answers that count, and the edition, into a seed: the same answers always give the same figure."""
    lines = sorted(
        f"{block.scope}|{row.question}|{(DONT_KNOW if row.open else row.answer) if row.reading else row.evidence}"
        for block in blocks
        for row in block.rows
        if row.weight
    )
    text = "\n".join((case.seed_label or case.edition.label, *lines))
    return int.from_bytes(sha256(text.encode()).digest()[:16], "big")


def _enter_question(
    ledger: Ledger,
    random: np.random.Generator,
    rows: Sequence[Asked],
    drawn: tuple[Reading, Numbers, float],
) -> None:
    reading, weight, spread = drawn
    speaking = [place for place in range(len(COLUMNS)) if reading.low[place] < reading.high[place]]
    choices = sorted(reading.evidence)
    if not speaking:
        return
    table = np.array([[reading.evidence[choice][place] for choice in choices] for place in speaking])
    says = moved(random, table, (spread, len(weight)))
    says *= weight
    positive, negative = np.maximum(says.max(axis=1), 0.0), np.maximum(-says.min(axis=1), 0.0)
    every, runs = np.arange(len(weight)), _runs(speaking)
    drawn_answers: dict[str, Numbers] = {}  # by scope: what the organisation did not answer is open in several blocks
    for block, row, scope in rows:
        if not row.open:
            answer = says[:, choices.index(row.answer)]
        else:
            if scope not in drawn_answers:
                drawn_answers[scope] = says[:, random.integers(len(choices), size=len(weight)), every]
            answer = drawn_answers[scope]
        for entries, models in runs:
            _add(ledger.total[block, models], answer[entries])
            _add(ledger.positive[block, models], positive[entries])
            _add(ledger.negative[block, models], negative[entries])


def _runs(speaking: Sequence[int]) -> tuple[tuple[slice, slice], ...]:
    """Pair neighbouring entries with their models, so that they are added up together: views, never copies."""
    if speaking[-1] - speaking[0] == len(speaking) - 1:
        return ((slice(None), slice(speaking[0], speaking[-1] + 1)),)
    return tuple((slice(entry, entry + 1), slice(model, model + 1)) for entry, model in enumerate(speaking))


def _add(sums: Numbers, more: Numbers) -> None:
    sums += more


def _enter_catalogue(
    ledger: Ledger, random: np.random.Generator, rows: Sequence[Asked], drawn: tuple[Numbers, float]
) -> None:
    """Enter what the catalogue says of each function: one weight for all, evidence of its own for each."""
    weight, spread = drawn
    for block, row, _scope in rows:
        _add(ledger.total[block], moved(random, np.array(row.evidence), (spread, len(weight))) * weight)
        _add(ledger.positive[block], weight)
        _add(ledger.negative[block], weight)


def moved(random: np.random.Generator, table: Numbers, how: tuple[float, int]) -> Numbers:
    """Move evidence evenly within its spread, within [-1, 1]; the last axis runs over draws."""
    spread, draws = how
    moved = random.random((*table.shape, draws))
    moved *= 2 * spread
    moved += table[..., np.newaxis] - spread
    return np.clip(moved, -1.0, 1.0, out=moved)


def first_shares(scores: Numbers, target: Target) -> Numbers:
    mixed = sum(weight * scores[block, : len(MODELS)] for weight, block in target.mixture)
    first = mixed >= np.max(mixed, axis=0) - EVEN
    alone = np.count_nonzero(first) == first.shape[1]
    shares: Numbers = np.mean(first if alone else first / np.sum(first, axis=0), axis=1)
    return shares
