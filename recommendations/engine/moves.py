"""The answers an owner could change, and what each change does to the sums of every block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from recommendations.engine.blocks import Block, Row, Sheet, function_block, organisation_block
from recommendations.engine.fit import Tally, tally
from recommendations.engine.results import Change
from recommendations.engine.values import MODELS

Scores = tuple[float, float, float]
Tallies = tuple[Tally, Tally, Tally]


@dataclass(frozen=True, slots=True)
class Move:
    """One answer changed.

    `after` holds the tallies of every block it touches, `gains` what their scores gain. `opens` are the questions
    (scope, key) that this answer makes appear or vanish; only a question others depend on has any.
    """

    change: Change
    home: int
    after: Mapping[int, Tallies]
    gains: Mapping[int, Scores]
    opens: frozenset[tuple[str, str]]

    @property
    def name(self) -> tuple[str, str]:
        return (self.change.scope, self.change.question)

    @property
    def order(self) -> tuple[str, str, str]:
        return (self.change.scope, self.change.question, self.change.after)


def tallies(rows: Sequence[Row]) -> Tallies:
    bpo, kpo, ito = (tally(rows, place) for place in range(len(MODELS)))
    return (bpo, kpo, ito)


def scores(said: Tallies) -> Scores:
    bpo, kpo, ito = said
    return (bpo.score(), kpo.score(), ito.score())


def moves(sheet: Sheet, base: Sequence[Tallies]) -> tuple[Move, ...]:
    """Every other choice of every question that counts and is not fixed; an open question may be answered."""
    gates = {question.condition.question for question in sheet.case.scheme.questions if question.condition}
    found: list[Move] = []
    for home, block in enumerate(sheet.blocks):
        for row in block.rows:
            if row.reading is None or row.reading.question.fixed:
                continue
            for choice in row.reading.evidence:
                if choice == row.answer:
                    continue
                change = Change(block.scope, row.question, row.answer, choice)
                found.append(
                    _gate(sheet, base, home, change) if row.question in gates else _plain(base, home, row, change)
                )
    return tuple(found)


def _plain(base: Sequence[Tallies], home: int, row: Row, change: Change) -> Move:
    """Only the totals move: the range of a question does not depend on its answer."""
    evidence = row.reading.evidence[change.after] if row.reading else row.evidence
    bpo, kpo, ito = (
        Tally(said.total + row.weight * (evidence[place] - row.evidence[place]), said.positive, said.negative)
        for place, said in enumerate(base[home])
    )
    after = {home: (bpo, kpo, ito)}
    return Move(change, home, after, _gains(base, after), frozenset())


def _gate(sheet: Sheet, base: Sequence[Tallies], home: int, change: Change) -> Move:
    """Questions may appear or vanish, in other blocks too: build them again."""
    fresh = {place: block for place, block in _rebuilt(sheet, home, change).items() if block != sheet.blocks[place]}
    after = {place: tallies(block.rows) for place, block in fresh.items()}
    opens = frozenset(
        (block.scope, question)
        for place, block in fresh.items()
        for question in _asked(block) ^ _asked(sheet.blocks[place])
    )
    return Move(change, home, after, _gains(base, after), opens)


def _rebuilt(sheet: Sheet, home: int, change: Change) -> dict[int, Block]:
    case = sheet.case
    if home:
        function = case.functions[home - 1]
        changed = replace(function, answers={**function.answers, change.question: change.after})
        return {home: function_block(sheet.questions, case, changed)}
    told = replace(case, answers={**case.answers, change.question: change.after})
    functions = (function_block(sheet.questions, told, function) for function in case.functions)
    return dict(enumerate((organisation_block(sheet.questions, told.answers), *functions)))


def _asked(block: Block) -> set[str]:
    return {row.question for row in block.rows}


def _gains(base: Sequence[Tallies], after: Mapping[int, Tallies]) -> dict[int, Scores]:
    gains: dict[int, Scores] = {}
    for place, said in after.items():
        before, now = scores(base[place]), scores(said)
        gains[place] = (now[0] - before[0], now[1] - before[1], now[2] - before[2])
    return gains
