"""What goes into the engine: an edition, and one set of answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from assessments.edition.flow import Answers, CatalogueFunction, Edition, Selected
from recommendations.engine.parameters import PARAMETERS, Parameters

CATALOGUE: Final = "catalogue"  # stands for the question where it is the list of functions that speaks


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one recommendation rests on.

    A question without an answer counts as DONT_KNOW; what the catalogue calls typical is then assumed, and leans the
    scores unless `leans` says otherwise. `seed_label` takes the place of the edition's own label where the draws are
    seeded, so that two editions can be drawn alike.
    """

    edition: Edition
    functions: tuple[Selected, ...]
    answers: Answers
    parameters: Parameters = PARAMETERS
    seed_label: str = ""
    leans: bool = True

    def listed(self, function: Selected) -> CatalogueFunction | None:
        """Give the catalogue's entry; none for a function the owner named."""
        return self.edition.function_by_key.get(function.key)


class UnknownAnswerError(ValueError):
    """An answer names a question or a choice that the edition does not have."""
