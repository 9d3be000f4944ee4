"""What goes into the engine: a marking scheme and one set of answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from recommendations.engine.parameters import PARAMETERS, Parameters

DONT_KNOW: Final = "dont_know"
NOT_APPLICABLE: Final = "not_applicable"
CATALOGUE: Final = "catalogue"
ORGANISATION_SCOPE: Final = ""


class Column(StrEnum):
    """What an answer can speak for: three models, side by side, and whether the work should leave at all."""

    BPO = "bpo"
    KPO = "kpo"
    ITO = "ito"
    OUTSOURCE = "outsource"


MODELS: Final = (Column.BPO, Column.KPO, Column.ITO)
COLUMNS: Final = (*MODELS, Column.OUTSOURCE)


class Scope(StrEnum):
    """Whether a question is asked once, or once for each chosen function."""

    ORGANISATION = "organisation"
    FUNCTION = "function"


class Signal(StrEnum):
    """A named meaning of a choice. The rules read these, never question keys, so that an author may rename freely."""

    SETS_APART = "sets_apart"
    BEST_SKILL = "best_skill"
    SYSTEM_FAILING = "system_failing"
    WRITTEN_DOWN = "written_down"
    PERSONAL_DATA = "personal_data"
    OWN_SECRETS = "own_secrets"
    BARRED_BY_LAW = "barred_by_law"
    KEPT_BY_CHOICE = "kept_by_choice"
    STAYS_IN_COUNTRY = "stays_in_country"
    MANY_VENDORS = "many_vendors"
    COORDINATION_HURTS = "coordination_hurts"
    LOWEST_COST = "lowest_cost"
    SAME_HOURS = "same_hours"
    LOCAL_LANGUAGE = "local_language"
    ANYWHERE = "anywhere"
    PROJECT = "project"
    STEADY_HORIZON = "steady_horizon"
    PLATFORM = "platform"
    PILOT_READY = "pilot_ready"
    PILOT_NOT_READY = "pilot_not_ready"


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer.

    `evidence` is in half-steps from -2 to +2, in the order of COLUMNS; 0 says nothing about that column.
    """

    key: str
    evidence: tuple[int, int, int, int]
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only where another one, one hop away, was answered with one of these choices."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a scheme.

    `fixed` marks a fact the owner cannot change, which is left out of what would change the advice.
    A function's condition may look at its own answers or at the organisation's.
    """

    key: str
    scope: Scope
    weight: float
    choices: tuple[Choice, ...]
    own_functions_only: bool = False
    fixed: bool = False
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The marking scheme of one edition: its label ("sourcing-1") and its questions."""

    label: str
    questions: tuple[Question, ...]
    parameters: Parameters = PARAMETERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A chosen business function.

    `share` is how much of the team's time it takes (1, 2 or 4). `prior` is the catalogue's view of BPO, KPO and
    ITO in half-steps, or None for a function the owner named. `answers` maps a question key to a choice key,
    DONT_KNOW or NOT_APPLICABLE; a question that is missing counts as DONT_KNOW.
    """

    key: str
    share: float
    prior: tuple[int, int, int] | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one recommendation rests on. `answers` are the organisation's, in the form of `Function.answers`."""

    scheme: Scheme
    answers: Mapping[str, str]
    functions: tuple[Function, ...] = ()


class UnknownAnswerError(ValueError):
    """An answer names a question or a choice that the scheme does not have."""
