"""The starting values of the method, named so that the method page can print them without typing a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

METHOD: Final = "sourcefit-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Every number of the method that is not part of an edition. Scores are in points, shares between 0 and 1."""

    neutral: float = 50.0
    catalogue_weight: float = 6.0

    organisation_beside_function: float = 0.35

    keep_in_house_below: float = 35.0
    prepare_up_to: float = 55.0
    cannot_tell_below_coverage: float = 0.30

    close_gap: float = 5.0
    second_within: float = 10.0
    second_at_least: float = 55.0

    firm_stability: float = 0.85
    firm_coverage: float = 0.70
    fair_stability: float = 0.65
    fair_coverage: float = 0.50

    mix_in_house: float = 0.60

    draws: int = 2000
    weight_spread: float = 0.35
    evidence_spread: float = 0.25

    weight_change_limit: float = 4.0
    pilot_functions: int = 2


PARAMETERS: Final = Parameters()
WITHOUT_DRAWS: Final = replace(PARAMETERS, draws=0)  # where nobody asks how firm the advice is
