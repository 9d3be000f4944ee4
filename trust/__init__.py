"""The proofs of the long gate, part by part of what is promised; `make trust` runs them all."""

from typing import Final

from trust import (
    code,
    drill,
    hostile,
    limits,
    load,
    never_lost,
    observatory,
    outage,
    parts,
    payloads,
    races,
    same,
    soak,
)
from trust.line import Proof

_PARTS: Final = (
    ("A never lost", (*never_lost.PROOFS, *outage.PROOFS, *races.PROOFS)),
    ("B bad input", (*hostile.PROOFS, *payloads.PROOFS)),
    ("C load", (*load.PROOFS, *soak.PROOFS)),
    ("D same everywhere", same.PROOFS),
    ("E backup", drill.PROOFS),
    ("F headers and code", (*code.PROOFS, *observatory.PROOFS, *parts.PROOFS)),
    ("G limits", limits.PROOFS),
)
PROOFS: Final[tuple[Proof, ...]] = tuple(proof.of(part) for part, proofs in _PARTS for proof in proofs)
