"""Where the team's time would go, as one mix."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Final

from assessments.edition.sourcing_models import MODELS
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import Fit, Mix, MixLabel, VerdictKind

Piece = tuple[float, VerdictKind, Sequence[Fit]]  # a share of the time, what to do with it, how the models fit
Parts = tuple[float, ...]  # what goes to each model, and what stays in-house

STAYS: Final[Parts] = (*(0.0,) * len(MODELS), 1.0)


def mix(pieces: Sequence[Piece], parameters: Parameters) -> Mix:
    """Add up what each piece gives, by its share.

    Work that nothing speaks for stays where it is for now, but that alone is no advice to keep it: where such work
    fills the in-house part, the label says undecided.
    """
    total = fsum(share for share, _, _ in pieces)
    shares = [share / total if total else 1.0 / len(pieces) for share, _, _ in pieces]
    each = [soft_shares(piece, parameters) for piece in pieces]
    *models, in_house = (
        fsum(share * parts[place] for share, parts in zip(shares, each, strict=True)) for place in range(len(STAYS))
    )
    kinds = [kind for _, kind, _ in pieces]
    stays = fsum(share for share, kind in zip(shares, kinds, strict=True) if kind is VerdictKind.KEEP_IN_HOUSE)
    label = _label(models, in_house=in_house, stays=stays, parameters=parameters)
    outside = dict(zip(map(str, MODELS), models, strict=True))
    return Mix(**outside, in_house=in_house, label=label)


def soft_shares(piece: Piece, parameters: Parameters) -> Parts:
    """Give one piece to the model that leads, or to every model too close to it to tell apart.

    Those that are close share it by how far each stands above neutral. A model far behind the first takes nothing:
    it is not advised, and a mix of work that all goes to one kind of partner would contradict the advice.
    """
    _, kind, fits = piece
    if kind in (VerdictKind.KEEP_IN_HOUSE, VerdictKind.LOOK_AGAIN):
        return STAYS
    best = max(fit.score for fit in fits)
    close = [level(best - fit.score) < parameters.close_gap for fit in fits]
    above = [max(0.0, fit.score - parameters.neutral) if near else 0.0 for fit, near in zip(fits, close, strict=True)]
    return (*(points / fsum(above) for points in above), 0.0)


def _label(outside: Sequence[float], *, in_house: float, stays: float, parameters: Parameters) -> MixLabel:
    if level(stays) >= parameters.mix_in_house:
        return MixLabel.IN_HOUSE
    if level(in_house) >= parameters.mix_in_house:
        return MixLabel.UNDECIDED
    second = sorted(outside)[-2]
    if level(second / fsum(outside)) >= parameters.mix_second:
        return MixLabel.MIX
    return MixLabel(MODELS[outside.index(max(outside))])
