"""What a case comes to, without the reasons: cheap enough to look at ten thousand of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from recommendations.engine.advice import strength_word
from recommendations.engine.blocks import Sheet
from recommendations.engine.explain import contrast
from recommendations.engine.fit import Part, Target, fit, in_columns, targets
from recommendations.engine.mix import Piece, mix
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import Fit, MixLabel, Standing, StrengthWord, VerdictKind
from recommendations.engine.stability import acceptabilities
from recommendations.engine.values import COLUMNS, MODELS, Column
from recommendations.engine.verdict import judge, leaders, ranking

Scored = tuple[tuple[Part, ...], ...]


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
    scored = tuple([in_columns(block, reasons=False) for block in sheet.blocks])
    ranked = targets([(function.key, function.share) for function in case.functions], parameters)
    overall, *each = [_standing(target, scored, parameters) for target in ranked]
    whole = judge(overall, (), parameters).kind
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
        label=mix(pieces or [Piece(1.0, whole, overall)], parameters).label,
        overall=overall.fits,
        verdicts=kinds,
        figures=tuple((one.score, one.coverage) for standing in (overall, *each) for one in _fits(standing)),
    )


def strength(seen: Glance, *, draws: int) -> StrengthWord:
    """Tell how firm the leader of the whole is, by fewer draws than a report takes."""
    sheet = seen.sheet
    parameters = replace(sheet.case.scheme.parameters, draws=draws)
    first = leaders(seen.overall)[0]
    leader = next(one for one in seen.overall if one.column == first)
    if level(leader.coverage) < parameters.fair_coverage:
        return StrengthWord.OPEN  # however often it leads
    shares = [(function.key, function.share) for function in sheet.case.functions]
    (stable,) = acceptabilities(sheet, targets(shares, parameters)[:1], parameters)
    return strength_word(stable[MODELS.index(first)], leader, parameters)


def _standing(target: Target, scored: Scored, parameters: Parameters) -> Standing:
    *models, outsource = (fit(target, scored, column) for column in COLUMNS)
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
