"""A filled assessment as a file has it: read into plain values, or refused with every place and what is allowed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from assessments.edition import flow
from organisations.names import can_be_seen, in_one_form
from recommendations.reports.earlier import carry_over

SCHEMA: Final = Path(__file__).parents[1] / "data" / "answers.schema.json"
MOST_NAMED: Final = 12


class FilledError(Exception):
    """A filled assessment was refused. Each problem says where it is and what is allowed there."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled assessment that fits its edition; `carried` says which answers to an earlier edition became what."""

    organisation: str
    functions: tuple[flow.Selected, ...]
    answers: flow.Answers
    carried: tuple[str, ...] = ()


@cache
def schema() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return read


def parse(text: str) -> Any:
    """Read JSON strictly: no key twice, no NaN.

    Raises:
        FilledError: it is not JSON; the message says where.
    """
    try:
        return json.loads(text, object_pairs_hook=_refuse_twice, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if "\n" not in text else f"line {error.lineno}, column {error.colno}"
        raise FilledError([f"{place}: this is not JSON ({error.msg}): mend it there"]) from error
    except RecursionError as error:
        raise FilledError(["lists within lists within lists: nothing here is more than three deep"]) from error
    except ValueError as error:
        raise FilledError([str(error)]) from error


def read_filled(values: Mapping[str, Any], edition: flow.Edition) -> Filled:
    """Read values of the right shape in the words of an edition.

    Raises:
        FilledError: with every key, function and answer that the edition does not have.
    """
    values, carried = carry_over(values, edition)
    entries: Sequence[Mapping[str, Any]] = values["functions"]
    own = iter(flow.OWN_KEYS)
    functions = []
    for entry in entries:
        share = entry.get("share", flow.USUAL_SHARE)
        if "name" in entry:
            functions.append(flow.Selected(next(own, flow.OWN_KEYS[-1]), in_one_form(entry["name"]), share))
        else:
            listed = edition.function_by_key.get(entry["function"])
            functions.append(flow.Selected(entry["function"], listed.name if listed else "", share))
    problems = [*_function_problems(entries, edition)]
    problems += _answer_problems("answers", values["answers"], edition, None)
    for number, (entry, function) in enumerate(zip(entries, functions, strict=True)):
        problems += _answer_problems(f"functions[{number}].answers", entry.get("answers", {}), edition, function)
    if problems:
        raise FilledError(problems)
    answers = {(flow.ORGANISATION, question): answer for question, answer in values["answers"].items()}
    for entry, function in zip(entries, functions, strict=True):
        answers |= {(function.key, question): answer for question, answer in entry.get("answers", {}).items()}
    return Filled(in_one_form(values.get("organisation_name", "")), tuple(functions), answers, carried)


def _function_problems(entries: Sequence[Mapping[str, Any]], edition: flow.Edition) -> Iterator[str]:
    keys = [entry["function"] for entry in entries if "function" in entry]
    names = [in_one_form(entry["name"]).casefold() for entry in entries if "name" in entry]
    for number, entry in enumerate(entries):
        key = entry.get("function")
        if key is not None and key not in edition.function_by_key:
            yield f"functions[{number}].function: the list has no function “{key}”: {one_of(key, edition.function_by_key)}; or give your own with “name”"
        elif key is not None and keys.count(key) > 1:
            yield f"functions[{number}].function: “{key}” stands here more than once: name each function once"
        elif key is None and not can_be_seen(entry["name"]):
            yield f"functions[{number}].name: nothing of the name can be seen: say what the work is called"
        elif key is None and names.count(in_one_form(entry["name"]).casefold()) > 1:
            yield f"functions[{number}].name: “{entry['name']}” stands here more than once: name each function once"
    if len(names) > len(flow.OWN_KEYS):
        yield f"functions: {len(names)} have names of their own: at most {len(flow.OWN_KEYS)} may"


def _answer_problems(
    place: str, answers: Mapping[str, str], edition: flow.Edition, function: flow.Selected | None
) -> Iterator[str]:
    scope = flow.Scope.FUNCTION if function else flow.Scope.ORGANISATION
    for key, answer in answers.items():
        question = edition.question_by_key.get(key)
        if question is None:
            asked = [question.key for question in edition.questions if question.scope is scope]
            yield f"{place}.{key}: {edition.label} asks no such question: {one_of(key, asked)}"
        elif question.scope is not scope:
            elsewhere = (
                "this is asked about each function: put it into that function’s “answers”"
                if question.scope is flow.Scope.FUNCTION
                else "this is asked once, about the organisation: put it into the “answers” at the top"
            )
            yield f"{place}.{key}: {elsewhere}"
        elif question.own_functions_only and function and not function.is_own:
            yield f"{place}.{key}: this is asked only about functions with a name of their own: leave it out"
        elif answer not in question.allowed:
            allowed = (*question.choice_by_key, *flow.BLANKS)
            yield f"{place}.{key}: “{answer}” is no answer to it: {one_of(answer, allowed, most=len(allowed))}"


def one_of(text: str, allowed: Iterable[str], *, most: int = MOST_NAMED) -> str:
    """Say what is allowed, and which of it was likely meant."""
    every = list(allowed)
    near = get_close_matches(text, every, n=1)
    meant = f"did you mean “{near[0]}”? " if near else ""
    if len(every) <= most:
        return f"{meant}use one of {', '.join(every)}"
    return meant.strip() or f"use one of {', '.join(every[:most])} and {len(every) - most} more"


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key “{twice}” stands twice in one object: keep one of them")
    return read


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON: leave it out")
