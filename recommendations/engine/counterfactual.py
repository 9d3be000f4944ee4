"""The smallest change of one answer, else of two, that puts another model in front: an exhaustive search.

Among changes of equally many answers the smallest is the one that moves the difference between the two models least.
Changes in different blocks simply add up, so that two sorted lists settle them; within a block the slope may differ
above and below neutral, so pairs that could make it are worked out exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.edition.sourcing_models import MODELS
from recommendations.engine.fit import NEUTRAL, BlockScore, BlockSums, Target
from recommendations.engine.moves import AnswerMove, ModelSums, Scores, model_sums, scores
from recommendations.engine.points import HAIR, level
from recommendations.engine.results import Counterfactual

Size = tuple[float, tuple[tuple[str, str, str], ...]]
Rising = list[tuple[float, AnswerMove]]


@dataclass(frozen=True, slots=True)
class Race:
    """The models of one target before anything changes; `leads` is how far the leader is before each of them."""

    weights: Mapping[int, float]
    base: Mapping[int, ModelSums]
    start: Scores
    leader: int
    rivals: tuple[int, ...]
    leads: Scores


class Best:
    """The smallest change so far."""

    def __init__(self) -> None:
        self.size: Size | None = None
        self.moves: tuple[AnswerMove, ...] = ()

    def offer(self, gain: float, *moves: AnswerMove) -> None:
        ordered = tuple(sorted(moves, key=lambda move: move.order))
        size = (level(gain), tuple(move.order for move in ordered))
        if self.size is None or size < self.size:
            self.size, self.moves = size, ordered

    def beats(self, gain: float) -> bool:
        return self.size is not None and level(gain) > self.size[0]


def race(target: Target, scored: Sequence[Sequence[BlockScore]]) -> Race | None:
    """Line the models up; in a tie there is no leader to change."""
    weights = {block: weight for weight, block in target.mixture}
    base = {block: model_sums(scored[block]) for block in weights}
    by_block = {block: scores(sums) for block, sums in base.items()}
    start = tuple(
        sum(weight * by_block[block][place] for block, weight in weights.items()) for place in range(len(MODELS))
    )
    highest = max(start)
    first = [place for place, score in enumerate(start) if level(score) == level(highest)]
    if len(first) > 1:
        return None
    rivals = tuple(place for place in range(len(MODELS)) if place != first[0])
    return Race(weights, base, start, first[0], rivals, tuple(highest - score for score in start))


def counterfactual(lined_up: Race, moves: Sequence[AnswerMove]) -> Counterfactual | None:
    """Search one answer first, and two only where no single one does it."""
    relevant = [move for move in moves if not lined_up.weights.keys().isdisjoint(move.gains)]
    best = Best()
    for move in relevant:
        gains = _weighed(lined_up, move)
        for rival in lined_up.rivals:
            gain = gains[rival] - gains[lined_up.leader]
            if gain - lined_up.leads[rival] > HAIR:
                best.offer(gain, move)
    if not best.moves:
        _pairs(lined_up, relevant, best)
    if not best.moves:
        return None
    after = [
        score
        + sum(weight * _block_gain(lined_up, best.moves, block, place) for block, weight in lined_up.weights.items())
        for place, score in enumerate(lined_up.start)
    ]
    winner = max(range(len(MODELS)), key=lambda place: (level(after[place]), -place))
    changes = tuple(move.change for move in best.moves)
    return Counterfactual(MODELS[lined_up.leader], MODELS[winner], changes)


def _pairs(lined_up: Race, moves: Sequence[AnswerMove], best: Best) -> None:
    gates = [move for move in moves if move.opens]
    plain: dict[int, list[AnswerMove]] = {}
    for move in moves:
        if not move.opens:
            plain.setdefault(move.home, []).append(move)
    homes = sorted(plain, key=lambda home: plain[home][0].change.scope)
    for rival in lined_up.rivals:
        rising = {home: _rising(lined_up, rival, plain[home]) for home in homes}
        for place, home in enumerate(homes):
            _within(lined_up, rival, plain[home], best)
            for other in homes[place + 1 :]:
                _across(lined_up.leads[rival], rising[home], rising[other], best)
        for gate in gates:
            _beside(lined_up, rival, gate, moves, best)


def _across(lead: float, left: Rising, right: Rising, best: Best) -> None:
    """Two blocks: gains add up, so walk one list up and the other down."""
    partner = len(right)
    for gain, move in left:
        while partner and gain + right[partner - 1][0] - lead > HAIR:
            partner -= 1
        if partner < len(right):
            other_gain, other = right[partner]
            best.offer(gain + other_gain, move, other)


def _rising(lined_up: Race, rival: int, moves: Sequence[AnswerMove]) -> Rising:
    """List the moves that gain a rival something on the leader, with how much, the smallest first."""
    gains = []
    for move in moves:
        weighed = _weighed(lined_up, move)
        gain = weighed[rival] - weighed[lined_up.leader]
        if gain > 0:
            gains.append((gain, move))
    return sorted(gains, key=lambda row: (level(row[0]), row[1].order))


def _within(lined_up: Race, rival: int, moves: Sequence[AnswerMove], best: Best) -> None:
    """One block: work out exactly every pair that its bounds allow, the most promising first."""
    lead = lined_up.leads[rival]
    bounded = sorted(
        ((*_bounds(lined_up, rival, move), move) for move in moves), key=lambda row: (-row[0], row[2].order)
    )
    for place, (most, least, move) in enumerate(bounded):
        for other_most, other_least, other in bounded[place + 1 :]:
            if other_most - (lead - most) <= HAIR:
                break
            if move.name == other.name or best.beats(least + other_least):
                continue
            gain = _joint_gain(lined_up, rival, move, other)
            if gain - lead > HAIR:
                best.offer(gain, move, other)


def _bounds(lined_up: Race, rival: int, move: AnswerMove) -> tuple[float, float]:
    """Bound what a move gains a rival, at most and at least, whatever else moves in its block."""
    before, after = lined_up.base[move.home], move.after[move.home]
    weight, leader = lined_up.weights[move.home], lined_up.leader
    rival_least, rival_most = _slopes(before[rival], after[rival].total - before[rival].total)
    leader_least, leader_most = _slopes(before[leader], after[leader].total - before[leader].total)
    return weight * (rival_most - leader_least), weight * (rival_least - leader_most)


def _slopes(sums: BlockSums, step: float) -> tuple[float, float]:
    """Bound what a step of the total does to a score, wherever the total stands."""
    reaches = [reach for reach in (sums.positive, sums.negative) if reach]
    if not reaches:
        return 0.0, 0.0
    steep, gentle = NEUTRAL / min(reaches), NEUTRAL / max(reaches)
    return (gentle * step, steep * step) if step > 0 else (steep * step, gentle * step)


def _beside(lined_up: Race, rival: int, gate: AnswerMove, moves: Sequence[AnswerMove], best: Best) -> None:
    """Put an answer that opens or closes other questions beside every other answer that is still asked."""
    lead = lined_up.leads[rival]
    for move in moves:
        if move.name == gate.name or move.name in gate.opens or gate.name in move.opens:
            continue
        gain = _joint_gain(lined_up, rival, gate, move)
        if gain - lead > HAIR:
            best.offer(gain, gate, move)


def _joint_gain(lined_up: Race, rival: int, move: AnswerMove, other: AnswerMove) -> float:
    gained = 0.0
    for block, weight in lined_up.weights.items():
        for sign, place in ((1.0, rival), (-1.0, lined_up.leader)):
            gained += sign * weight * _block_gain(lined_up, (move, other), block, place)
    return gained


def _block_gain(lined_up: Race, moves: Sequence[AnswerMove], block: int, place: int) -> float:
    touching = [move for move in moves if block in move.after]
    if len(touching) < len(moves):
        return sum(move.gains[block][place] for move in touching)
    before = lined_up.base[block][place]
    after = [move.after[block][place] for move in touching]
    return (
        BlockSums(
            before.total + sum(sums.total - before.total for sums in after),
            before.positive + sum(sums.positive - before.positive for sums in after),
            before.negative + sum(sums.negative - before.negative for sums in after),
        ).score()
        - before.score()
    )


def _weighed(lined_up: Race, move: AnswerMove) -> Scores:
    weighed = [0.0] * len(MODELS)
    for block, gains in move.gains.items():
        weight = lined_up.weights.get(block, 0.0)
        for place, gain in enumerate(gains):
            weighed[place] += weight * gain
    return tuple(weighed)
