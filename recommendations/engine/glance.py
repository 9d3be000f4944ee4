"""What a case comes to, without the reasons: cheap enough to look at ten thousand of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, nan
from typing import Final

from recommendations.engine.advice import strength_word
from recommendations.engine.blocks import Block, Prepared, Sheet, entry
from recommendations.engine.explain import contrast
from recommendations.engine.fit import Target, score, settled, targets
from recommendations.engine.mix import Piece, mix
from recommendations.engine.parameters import Parameters
from recommendations.engine.plausible import Plausible
from recommendations.engine.points import level, whole
from recommendations.engine.results import Fit, Interval, MixLabel, Standing, StrengthWord, VerdictKind
from recommendations.engine.values import COLUMNS, MODELS, Column
from recommendations.engine.verdict import judge, leaders, ranking

Scored = tuple[tuple[float, float, float], ...]  # in each column: the score, its reach and what of that is settled

EMPTY: Final[Scored] = tuple((score(0.0, 0.0, 0.0), 0.0, 0.0) for _column in COLUMNS)
UNTOLD: Final = Interval(nan, nan)  # a glance looks at no interval, and nobody shall read one from it


@dataclass(frozen=True)
class Glance:
    """The outcome of one case; `figures` are every score and its coverage, the whole first, then each function."""

    sheet: Sheet
    label: MixLabel
    overall: tuple[Fit, ...]
    verdicts: Mapping[str, VerdictKind]
    figures: tuple[tuple[float, float], ...]

    @property
    def leader(self) -> Column:
        return ranking(self.overall)[0]


def says_the_same(one: Sheet, other: Sheet) -> bool:
    """Whether two cases must come to the same: all that counts in them is the same, row by row."""
    return (
        one.blocks == other.blocks
        and one.case.scheme.parameters == other.case.scheme.parameters
        and [(each.key, each.share) for each in one.case.functions]
        == [(each.key, each.share) for each in other.case.functions]
    )


def glance(sheet: Sheet) -> Glance:
    """Score a case and judge it by the same rules as `recommend`, which agree in everything that is told here."""
    case, parameters = sheet.case, sheet.case.scheme.parameters
    scored = [_scored(block, sheet.questions) for block in sheet.blocks]
    ranked = targets([(function.key, function.share) for function in case.functions], parameters)
    overall, *each = [_standing(target, scored, parameters) for target in ranked]
    everything = judge(overall, (), parameters).kind
    kinds = {
        block.scope: judge(standing, block.grounds, parameters, is_answered=block.is_answered).kind
        for block, standing in zip(sheet.blocks[1:], each, strict=True)
    }
    pieces = [
        Piece(function.share, kinds[function.key], standing)
        for function, standing in zip(case.functions, each, strict=True)
    ]
    return Glance(
        sheet=sheet,
        label=mix(pieces or [Piece(1.0, everything, overall)], parameters).label,
        overall=overall.fits,
        verdicts=kinds,
        figures=tuple((one.score, one.coverage) for standing in (overall, *each) for one in _fits(standing)),
    )


def strength(seen: Glance, plausible: Plausible) -> StrengthWord:
    """Tell how firm the leader of the whole is, by draws that many cases share."""
    case, parameters = seen.sheet.case, seen.sheet.case.scheme.parameters
    first = leaders(seen.overall)[0]
    leader = next(one for one in seen.overall if one.column == first)
    if level(leader.coverage) < parameters.fair_coverage:
        return StrengthWord.OPEN  # however often it leads
    overall, *_each = targets([(function.key, function.share) for function in case.functions], parameters)
    stable = plausible.first(seen.sheet, overall)
    return strength_word(stable[MODELS.index(first)], leader, parameters)


def _scored(block: Block, questions: Mapping[str, Prepared]) -> Scored:
    """Add up a block in every column at once."""
    entries = [
        entry(row) if row.reading is None else questions[row.question].entries[row.answer]
        for row in block.rows
        if row.weight
    ]
    if not entries:
        return EMPTY
    sums, wide = list(map(fsum, zip(*entries, strict=True))), len(COLUMNS)
    columns = zip(*(sums[start : start + wide] for start in range(0, len(sums), wide)), strict=True)
    return tuple([(score(said, most, least), most + least, covered) for said, most, least, covered in columns])


def _fit(target: Target, scored: Sequence[Scored], place: int) -> Fit:
    """Mix the blocks' scores in one column as `fit.fit` does, and leave the reasons out."""
    mixed = [(weight, *scored[block][place]) for weight, block in target.mixture]
    voice = fsum([weight for weight, _, reach, _ in mixed if reach])
    total = settled(fsum([weight * points for weight, points, _, _ in mixed]))
    covered = fsum([weight * known / reach for weight, _, reach, known in mixed if reach])
    return Fit(
        column=COLUMNS[place],
        score=total,
        printed=whole(total),
        coverage=min(1.0, covered / voice) if voice else 0.0,
        interval=UNTOLD,
        answered=0,
        asked=0,
        contributions=(),
    )


def _standing(target: Target, scored: Sequence[Scored], parameters: Parameters) -> Standing:
    *models, outsource = (_fit(target, scored, place) for place in range(len(COLUMNS)))
    ranked, first = ranking(models), leaders(models)
    by_model = {one.column: one for one in models}
    against = contrast(by_model[ranked[0]], by_model[ranked[1]])
    tie = len(first) > 1
    return Standing(
        fits=tuple(models),
        outsource=outsource,
        ranking=ranked,
        leaders=first,
        gap=against.gap,
        tie=tie,
        close_call=tie or level(against.gap) < parameters.close_gap,
        strengths=(),
        contrast=against,
        counterfactual=None,
        critical=None,
        open_questions=(),
    )


def _fits(standing: Standing) -> tuple[Fit, ...]:
    return (*standing.fits, standing.outsource)
