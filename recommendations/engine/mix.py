"""Where the team's time would go, as one mix."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Final

from assessments.edition.sourcing_models import MODELS, Column
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import Fit, Mix, MixLabel, VerdictKind

Piece = tuple[float, VerdictKind, Sequence[Fit]]  # a share of the time, what to do with it, how the models fit
Parts = tuple[float, ...]  # what goes to each model, and what stays in-house

STAYS: Final[Parts] = (*(0.0,) * len(MODELS), 1.0)
# What an outside firm does once the advice is followed.
OUTSIDE: Final = (
    VerdictKind.GO,
    VerdictKind.PREPARE_FIRST,
    VerdictKind.STAY_OUTSIDE,
    VerdictKind.CHANGE_PARTNER,
    VerdictKind.SPLIT,
)
KEPT: Final = (VerdictKind.KEEP_IN_HOUSE, VerdictKind.BRING_BACK)
HALF: Final = 0.5


def mix(pieces: Sequence[Piece], parameters: Parameters, leader: Column | None) -> Mix:
    """Add up what each piece gives, by its share; `leader` is the one model in front overall, if there is one.

    Work that is unclear stays where it is for now, but that alone is no advice to keep it: where such work fills the
    in-house part, the label says undecided. Two advised models make a mix, however small the second.
    """
    total = fsum(share for share, _, _ in pieces)
    shares = [share / total if total else 1.0 / len(pieces) for share, _, _ in pieces]
    each = [divided(piece) for piece in pieces]
    *models, in_house = (
        fsum(share * parts[place] for share, parts in zip(shares, each, strict=True)) for place in range(len(STAYS))
    )
    kept = fsum(share for share, (_, kind, _) in zip(shares, pieces, strict=True) if kind in KEPT)
    label = _label(models, in_house=in_house, kept=kept, parameters=parameters)
    is_one = any(models) and len([part for part in models if level(part) == level(max(models))]) == 1
    largest = MODELS[models.index(max(models))] if is_one else None
    outside = dict(zip(map(str, MODELS), models, strict=True))
    return Mix(**outside, in_house=in_house, label=label, largest=largest if largest is leader else None)


def divided(piece: Piece) -> Parts:
    """Give one piece to the model that leads, shared where several do; half of what is split stays in-house."""
    _, kind, fits = piece
    if kind not in OUTSIDE:
        return STAYS
    best = max(level(fit.score) for fit in fits)
    leads = [float(level(fit.score) == best) for fit in fits]
    outside = HALF if kind is VerdictKind.SPLIT else 1.0
    return (*(outside * lead / fsum(leads) for lead in leads), 1.0 - outside)


def _label(outside: Sequence[float], *, in_house: float, kept: float, parameters: Parameters) -> MixLabel:
    if level(kept) >= parameters.mix_in_house:
        return MixLabel.IN_HOUSE
    if level(in_house) >= parameters.mix_in_house:
        return MixLabel.UNDECIDED
    advised = [model for model, part in zip(MODELS, outside, strict=True) if part]
    return MixLabel.MIX if len(advised) > 1 else MixLabel(advised[0])
