"""The sum: how well each column fits, as a weighted mixture of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, fsum
from typing import Final, NamedTuple

from assessments.edition.sourcing_models import COLUMNS, Column
from recommendations.engine.blocks import AnswerBlock, AnswerRow, company_place
from recommendations.engine.case import Case
from recommendations.engine.parameters import PARAMETERS
from recommendations.engine.points import printed_points, whole
from recommendations.engine.results import Contribution, Fit, Interval

Mixture = tuple[tuple[float, int], ...]  # (weight, place of the block)

NEUTRAL: Final = PARAMETERS.neutral
FINE: Final = 1e12


class BlockSums(NamedTuple):
    """A block in one column: what its answers say, and the most that could have been said for and against."""

    total: float
    positive: float
    negative: float

    def score(self) -> float:
        return score(self.total, self.positive, self.negative)


@dataclass(frozen=True, slots=True)
class BlockScore:
    """A block in one column, scored.

    `worst` and `best` are totals, `low` and `high` the scores they give. `points` are (question, answer, points) of
    the answers that moved the score; empty where no reasons are wanted.
    """

    scope: str
    sums: BlockSums
    score: float
    worst: float
    best: float
    low: float
    high: float
    reach: float
    covered: float
    answered: int
    asked: int
    points: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is ranked: a function, or the whole (scope ""), as weights of blocks that sum to 1.

    The models are scored on `mixture`, the case for handing over on `handing_over`: what presses the company speaks
    for doing something soon, never for one of the models.
    """

    scope: str
    mixture: Mixture
    handing_over: Mixture

    def of(self, column: Column) -> Mixture:
        return self.handing_over if column is Column.OUTSOURCE else self.mixture


def score(total: float, positive: float, negative: float) -> float:
    """Place a total between the most that could be said against (0) and the most that could be said for (100).

    The additive value model (DCLG, *Multi-criteria analysis: a manual*, 2009) with a fixed scale for each column,
    so that adding or dropping a model never reorders the others. Continuous and rising in `total`; 50 where the
    block cannot speak.
    """
    reach = positive if total >= 0 else negative
    return NEUTRAL + NEUTRAL * total / reach if reach else NEUTRAL


def sum_rows(rows: Sequence[AnswerRow], column: int) -> BlockSums:
    """Sum exactly (fsum), so that no order of rows can change the result."""
    return BlockSums(
        fsum([row.weight * row.evidence[column] for row in rows]),
        fsum([row.most[column] for row in rows]),
        fsum([row.least[column] for row in rows]),
    )


def score_blocks(blocks: Sequence[AnswerBlock], *, reasons: bool = True) -> tuple[tuple[BlockScore, ...], ...]:
    """Score every block in every column, in the order of COLUMNS."""
    scored = []
    for block in blocks:
        rows = [row for row in block.rows if row.weight]
        closed, unknown = [row for row in rows if not row.open], [row for row in rows if row.open]
        columns = range(len(COLUMNS))
        scored.append(
            tuple([_score_column(block.scope, closed, unknown, column=place, reasons=reasons) for place in columns])
        )
    return tuple(scored)


def _score_column(
    scope: str, closed: Sequence[AnswerRow], unknown: Sequence[AnswerRow], *, column: int, reasons: bool
) -> BlockScore:
    """Score one column of a block, given its answered and its open rows."""
    sums = sum_rows((*closed, *unknown), column)
    given = fsum([row.weight * row.evidence[column] for row in closed])  # what is assumed may be otherwise
    worst = given - fsum([row.least[column] for row in unknown])
    best = given + fsum([row.most[column] for row in unknown])
    reach = sums.positive if sums.total >= 0 else sums.negative
    unit = NEUTRAL / reach if reach else 0.0
    # Covered is what was answered of what is asked; the catalogue is no answer.
    asked = [row for row in closed if row.reading is not None]
    spans = [row.most[column] + row.least[column] for row in asked]
    open_spans = [row.most[column] + row.least[column] for row in unknown]
    answered = sum([1 for span in spans if span])
    moving = [row for row in (*closed, *unknown) if row.evidence[column]] if reasons else []
    return BlockScore(
        scope=scope,
        sums=sums,
        score=sums.score(),
        worst=worst,
        best=best,
        low=score(worst, sums.positive, sums.negative),
        high=score(best, sums.positive, sums.negative),
        reach=fsum((*spans, *open_spans)),
        covered=fsum(spans),
        answered=answered,
        asked=answered + sum([1 for row in unknown if row.most[column] or row.least[column]]),
        points=tuple([(row.question, row.answer, unit * row.weight * row.evidence[column]) for row in moving]),
    )


def function_targets(case: Case, blocks: Sequence[AnswerBlock]) -> tuple[Target, ...]:
    beside = case.parameters.organisation_beside_function
    own = 1.0 / (1.0 + beside)
    return tuple(
        Target(function.key, ((1.0, place),), ((own, place), (beside * own, company_place(blocks, place))))
        for place, function in enumerate(case.functions, start=1)
    )


def whole_target(case: Case, functions: Sequence[Target]) -> Target:
    """Weigh functions by their share of the time; without any, the company's answers stand for themselves."""
    if not functions:
        return Target("", ((1.0, 0),), ((1.0, 0),))
    share_of = {function.key: function.share for function in case.functions}
    # In the order of the keys, so that no other order can change the last bit.
    ordered = sorted(functions, key=lambda target: target.scope)
    whole = fsum(share_of[target.scope] for target in ordered)
    parts = [(share_of[target.scope] / whole if whole else 1.0 / len(ordered), target) for target in ordered]
    handing_over: dict[int, list[float]] = {}
    for part, target in parts:
        for weight, place in target.handing_over:
            handing_over.setdefault(place, []).append(part * weight)
    return Target(
        "",
        tuple((part * weight, place) for part, target in parts for weight, place in target.mixture),
        tuple((fsum(weights), place) for place, weights in handing_over.items()),
    )


def fit(target: Target, scored: Sequence[Sequence[BlockScore]], column: Column) -> Fit:
    """Mix the blocks' scores in one column.

    Coverage is weighted as the score is, over the blocks that can speak for this column at all; the interval's ends
    are the mixture of the blocks' ends, which is exact because no two blocks share an open question.

    Returns:
        The score, its contributions (points, summing to score - 50), coverage in [0, 1] and the interval.
    """
    place = COLUMNS.index(column)
    mixed = [(weight, scored[block][place]) for weight, block in target.of(column)]
    speaking = [(weight, block) for weight, block in mixed if block.reach]
    voice = fsum([weight for weight, _ in speaking])
    covered = fsum([weight * block.covered / block.reach for weight, block in speaking])
    total = settled(fsum([weight * block.score for weight, block in mixed]))
    gained: dict[tuple[str, str, str], float] = {}
    for weight, block in mixed:
        for question, answer, points in block.points:
            key = (block.scope, question, answer)
            gained[key] = gained.get(key, 0.0) + weight * points
    moved = [(-abs(points), *key, points) for key, points in gained.items()]
    shown = whole(total)
    return Fit(
        column=column,
        score=total,
        printed=shown,
        coverage=min(1.0, covered / voice) if voice else 0.0,
        interval=Interval(
            settled(fsum([weight * block.low for weight, block in mixed])),
            settled(fsum([weight * block.high for weight, block in mixed])),
        ),
        answered=sum([block.answered for _, block in mixed]),
        asked=sum([block.asked for _, block in mixed]),
        contributions=sort_contributions(moved, shown - whole(NEUTRAL)),
    )


def sort_contributions(moved: list[tuple[float, str, str, str, float]], total: int) -> tuple[Contribution, ...]:
    """List (-size, scope, question, answer, points) strongest first, whatever order they came in, to print as `total`."""
    if not moved:
        return ()
    moved.sort()
    _, scopes, questions, answers, points = zip(*moved, strict=True)
    return tuple(map(Contribution, scopes, questions, answers, points, printed_points(points, total)))


def settled(number: float) -> float:
    """Drop the last bits, so that a full score is 100.0 and not a hair beside it."""
    return floor(number * FINE + 0.5) / FINE
