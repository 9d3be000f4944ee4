"""The proofs of the long gate, part by part of what is promised; `make trust` runs them all."""

from typing import Final

from trust import never_lost
from trust.line import Proof

PROOFS: Final[tuple[Proof, ...]] = tuple(proof.of("A never lost") for proof in never_lost.PROOFS)
