"""Where the team's time would go, as one mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import Mix, MixLabel, Standing, VerdictKind
from recommendations.engine.values import MODELS

Parts = tuple[float, float, float, float]

STAYS: Final[Parts] = (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One function as the mix sees it; the whole team is a single piece when no function was chosen."""

    share: float
    kind: VerdictKind
    standing: Standing


def mix(pieces: Sequence[Piece], parameters: Parameters) -> Mix:
    """Add up what each piece gives, by its share.

    Work that nothing speaks for stays where it is for now, but that alone is no advice to keep it: where such work
    fills the in-house part, the label says undecided.
    """
    total = fsum(piece.share for piece in pieces)
    shares = [piece.share / total if total else 1.0 / len(pieces) for piece in pieces]
    given = [soft_shares(piece, parameters) for piece in pieces]
    bpo, kpo, ito, in_house = (
        fsum(share * parts[place] for share, parts in zip(shares, given, strict=True)) for place in range(len(STAYS))
    )
    kept = fsum(share for share, piece in zip(shares, pieces, strict=True) if piece.kind is VerdictKind.KEEP_IN_HOUSE)
    return Mix(bpo, kpo, ito, in_house, _label((bpo, kpo, ito), in_house=in_house, kept=kept, parameters=parameters))


def soft_shares(piece: Piece, parameters: Parameters) -> Parts:
    """Give one piece to the model that leads, or to every model too close to it to tell apart.

    Those that are close share it by how far each stands above neutral. A model far behind the first takes nothing:
    it is not advised, and a mix of work that all goes to one kind of partner would contradict the advice.
    """
    if piece.kind in (VerdictKind.KEEP_IN_HOUSE, VerdictKind.LOOK_AGAIN):
        return STAYS
    fits = piece.standing.fits
    best = max(fit.score for fit in fits)
    close = [level(best - fit.score) < parameters.close_gap for fit in fits]
    above = [max(0.0, fit.score - parameters.neutral) if near else 0.0 for fit, near in zip(fits, close, strict=True)]
    bpo, kpo, ito = (one / fsum(above) for one in above)
    return (bpo, kpo, ito, 0.0)


def _label(outside: tuple[float, float, float], *, in_house: float, kept: float, parameters: Parameters) -> MixLabel:
    if level(kept) >= parameters.mix_in_house:
        return MixLabel.IN_HOUSE
    if level(in_house) >= parameters.mix_in_house:
        return MixLabel.UNDECIDED
    second = sorted(outside)[-2]
    if level(second / fsum(outside)) >= parameters.mix_second:
        return MixLabel.MIX
    return MixLabel(MODELS[outside.index(max(outside))])
