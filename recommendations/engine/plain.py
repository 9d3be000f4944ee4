"""Cases and results as plain data, for JSON and for what is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from recommendations.engine.parameters import Parameters
from recommendations.engine.values import Case, Choice, Condition, Function, Question, Scheme, Scope, Signal


def to_plain(value: object) -> Any:
    """Turn any of the engine's values into dictionaries, lists, text and numbers."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_plain(one) for one in value]
    return value


def case_from(plain: Mapping[str, Any]) -> Case:
    """Read back what `to_plain` made of a case.

    Raises:
        KeyError, TypeError, ValueError: this is not what `to_plain` made.
    """
    scheme = plain["scheme"]
    return Case(
        Scheme(
            scheme["label"],
            tuple(_question(question) for question in scheme["questions"]),
            Parameters(**scheme["parameters"]),
        ),
        dict(plain["answers"]),
        tuple(_function(function) for function in plain["functions"]),
    )


def _question(plain: Mapping[str, Any]) -> Question:
    condition = plain["condition"]
    return Question(
        key=plain["key"],
        scope=Scope(plain["scope"]),
        weight=plain["weight"],
        choices=tuple(_choice(choice) for choice in plain["choices"]),
        own_functions_only=plain["own_functions_only"],
        fixed=plain["fixed"],
        condition=Condition(condition["question"], tuple(condition["choices"])) if condition else None,
    )


def _choice(plain: Mapping[str, Any]) -> Choice:
    bpo, kpo, ito, outsource = plain["evidence"]
    return Choice(plain["key"], (bpo, kpo, ito, outsource), Signal(plain["signal"]) if plain["signal"] else None)


def _function(plain: Mapping[str, Any]) -> Function:
    prior = plain["prior"]
    return Function(
        key=plain["key"],
        share=plain["share"],
        prior=(prior[0], prior[1], prior[2]) if prior is not None else None,
        answers=dict(plain["answers"]),
    )
