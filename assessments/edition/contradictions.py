"""Pairs of answers that rarely go together, found so that they can be looked at again; nobody is stopped by them.

Pure, like the flow. An edition that words or keys its questions otherwise simply meets fewer of these rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assessments.edition import flow


@dataclass(frozen=True, slots=True)
class Sign:
    """What an answer must say: one of these signals, or one of these choices of one question."""

    signals: tuple[str, ...] = ()
    question: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Two signs that rarely go together, about the same function or one of them about the organisation."""

    kind: str
    first: Sign
    second: Sign


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule that was met: by which functions (none: by the organisation's answers alone), and at which places."""

    kind: str
    functions: tuple[flow.Selected, ...]
    places: tuple[flow.Place, flow.Place]


RULES: Final = (
    Rule("new_but_written", Sign(question="method", choices=("each_case_new",)), Sign(signals=("written_down",))),
    Rule(
        "new_but_unit_cost",
        Sign(question="method", choices=("each_case_new",)),
        Sign(question="judged_by", choices=("unit_cost",)),
    ),
    Rule("apart_but_unable", Sign(signals=("sets_apart",)), Sign(question="own_skill", choices=("none",))),
    Rule(
        "works_but_fails",
        Sign(question="technology_trouble", choices=("works",)),
        Sign(signals=("system_failing", "system_breaks_down")),
    ),
    Rule("anywhere_but_bound", Sign(signals=("anywhere", "lowest_cost")), Sign(signals=("stays_in_country",))),
    Rule(
        "light_but_many",
        Sign(question="repetitive_load", choices=("light",)),
        Sign(question="volume", choices=("very_high",)),
    ),
    Rule(
        "alone_but_outside",
        Sign(question="outside_firms", choices=("none",)),
        Sign(signals=("outside_content", "outside_trouble")),
    ),
    Rule("in_time_but_failing", Sign(signals=("in_time",)), Sign(signals=("system_breaks_down",))),
)


def contradictions(
    edition: flow.Edition, functions: tuple[flow.Selected, ...], answers: flow.Answers
) -> tuple[Contradiction, ...]:
    """Find the rules that these answers, of which only those that count are given, meet."""
    met = []
    for rule in RULES:
        ones = dict(_places(rule.first, edition, answers))
        others = dict(_places(rule.second, edition, answers))
        if flow.ORGANISATION in ones and flow.ORGANISATION in others:
            met.append(Contradiction(rule.kind, (), (ones[flow.ORGANISATION], others[flow.ORGANISATION])))
            continue
        pairs = {
            function: (first, second)
            for function in functions
            if (first := ones.get(function.key) or ones.get(flow.ORGANISATION))
            and (second := others.get(function.key) or others.get(flow.ORGANISATION))
        }
        if pairs:
            met.append(Contradiction(rule.kind, tuple(pairs), next(iter(pairs.values()))))
    return tuple(met)


def _places(sign: Sign, edition: flow.Edition, answers: flow.Answers) -> Iterator[tuple[str, flow.Place]]:
    for (function, key), answer in answers.items():
        choice = edition.question_by_key[key].choice_by_key.get(answer)
        if choice is not None and (choice.signal in sign.signals or (key == sign.question and answer in sign.choices)):
            yield function, (function, key)
