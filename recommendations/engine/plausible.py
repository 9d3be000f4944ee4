"""Plausible editions drawn once and held against many cases, where a report draws its own for one."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import numpy as np

from recommendations.engine.blocks import Prepared, Row, Sheet
from recommendations.engine.fit import Target
from recommendations.engine.parameters import Parameters
from recommendations.engine.stability import Acceptability, Ledger, Numbers, first_shares, moved
from recommendations.engine.values import MODELS

SUMS: Final = 3  # what a row adds to a block: its total, the most for and the most against


class Plausible:
    """Draws of one edition by the rules of `stability`, each question's from its own seed.

    Two editions under the same label are therefore drawn alike wherever their questions are alike, and what differs
    between them is what the editions do, not what the draws did. What a row adds in every draw is kept: the next case
    that has it only adds it up.
    """

    def __init__(self, label: str, questions: Mapping[str, Prepared], parameters: Parameters) -> None:
        self._label, self._questions, self._parameters = label, questions, parameters
        self._tables: dict[str, tuple[Numbers, Numbers]] = {}
        self._kept: dict[tuple[str, str, int], Numbers] = {}

    def first(self, sheet: Sheet, target: Target) -> Acceptability:
        """Count the share of draws in which each model ranks first."""
        sums = self._sums(sheet)
        ledger = Ledger(sums[:, 0], sums[:, 1], sums[:, 2])
        (shares,) = first_shares(ledger.scores(), (target,))
        bpo, kpo, ito = shares
        return (float(bpo), float(kpo), float(ito))

    def _sums(self, sheet: Sheet) -> Numbers:
        sums = np.zeros((len(sheet.blocks), SUMS, len(MODELS), self._parameters.draws))
        for place, block in enumerate(sheet.blocks):
            of_block = sums[place]
            for row in block.rows:
                if row.weight:
                    of_block += self._entry(row, place)
        return sums

    def _entry(self, row: Row, place: int) -> Numbers:
        """Find what a row adds; answered, it is the same for every function, and open or of the catalogue it is not."""
        if row.reading is None:
            return self._of_catalogue(row, place)
        at = (row.question, row.answer, place if row.open else 0)
        if at not in self._kept:
            said, reach = self._table(row.question)
            choices = sorted(row.reading.evidence)
            if row.open:
                drawn = self._random(row.question, "open", place).integers(len(choices), size=said.shape[-1])
                total = said[drawn, :, np.arange(said.shape[-1])].T
            else:
                total = said[choices.index(row.answer)]
            self._kept[at] = np.concatenate((total[np.newaxis], reach))
        return self._kept[at]

    def _table(self, question: str) -> tuple[Numbers, Numbers]:
        """Draw what each choice says (choice x model x draw), and the most for and against (2 x model x draw)."""
        if question not in self._tables:
            reading = self._questions[question].reading
            speaks = np.array([reading.low[place] < reading.high[place] for place in range(len(MODELS))])
            plain = np.array([reading.evidence[choice][: len(MODELS)] for choice in sorted(reading.evidence)])
            random, draws = self._random(question), self._parameters.draws
            weight = reading.question.weight * self._spread(random)
            said = moved(random, plain, (self._parameters.evidence_spread, draws)) * speaks[:, np.newaxis] * weight
            reach = np.stack((np.maximum(said.max(axis=0), 0.0), np.maximum(-said.min(axis=0), 0.0)))
            self._tables[question] = (said, reach)
        return self._tables[question]

    def _of_catalogue(self, row: Row, place: int) -> Numbers:
        at = (row.question, str(row.evidence), place)
        if at not in self._kept:
            weight = row.weight * self._spread(self._random(row.question))
            said = np.array(row.evidence[: len(MODELS)])
            how = (self._parameters.evidence_spread, self._parameters.draws)
            total = moved(self._random(row.question, "says", place), said, how) * weight
            reach = np.broadcast_to(weight, total.shape)
            self._kept[at] = np.stack((total, reach, reach))
        return self._kept[at]

    def _spread(self, random: np.random.Generator) -> Numbers:
        return np.exp(self._parameters.weight_spread * random.standard_normal(self._parameters.draws))

    def _random(self, *of: object) -> np.random.Generator:
        text = "|".join(map(str, (self._label, *of)))
        return np.random.Generator(np.random.SFC64(int.from_bytes(sha256(text.encode()).digest()[:16], "big")))
