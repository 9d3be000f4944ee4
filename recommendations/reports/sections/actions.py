"""What to do first: the next action of each function, then what gives most for the least effort."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from recommendations.engine import ActionKind, FunctionResult, NextAction, VerdictKind
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.once import Once
from recommendations.reports.sections.change import open_questions
from recommendations.reports.sections.demands import ACTION, FittingAdvice, because, fitting_advice
from recommendations.reports.sections.next_steps import ACTIONS, SIZES, action_of, is_question, to_do

MOST_ACTIONS: Final = 7
MOST_OPEN_ACTIONS: Final = 2


class Step(NamedTuple):
    """One action as it is worded; `action` is None where the edition advises it or a question is open overall."""

    content: Content
    effort: int
    action: NextAction | None = None
    functions: tuple[FunctionResult, ...] = ()


def section(inputs: ReportInputs) -> Content:
    """List what is next for each function, what the answers call for, and open questions that are worth finding out."""
    return {
        "actions": Once().texts([step.content for step in next_steps(inputs)]),
        "actions_lead": _("First what each function needs next, then what gives most for the least effort."),
    }


def next_steps(inputs: ReportInputs) -> list[Step]:
    """Put the actions in their order.

    The first action of every function stands there, even if that makes more than seven. An action's `key` stays the
    same in every report of an edition, so that its status can be kept beside it.
    """
    firsts, more = _of_functions(inputs)
    find_out = list(_open_actions(inputs))[:MOST_OPEN_ACTIONS]
    room = max(0, MOST_ACTIONS - len(firsts) - len(find_out))
    rest = [*more, *_advised(inputs)][:room]
    find_out = find_out[: max(0, MOST_ACTIONS - len(firsts) - len(rest))]
    return [*firsts, *rest, *find_out]


def _of_functions(inputs: ReportInputs) -> tuple[list[Step], list[Step]]:
    """Word the first action of every function, then what else there is to do before anything is handed over."""
    urgent = inputs.result.order.urgent
    ranked = sorted(
        inputs.result.functions, key=lambda function: (function.key not in urgent, -inputs.shares[function.key])
    )
    firsts = [(function, to_do(function)[0]) for function in ranked]
    others = [
        [(function, action) for action in to_do(function)[1:] if action.kind is not ActionKind.BEGIN]
        for function in ranked
        if function.verdict.kind is not VerdictKind.GO
    ]
    # Trying a program holds up nobody who is ready to ask firms: both stand there.
    ready = [
        (function, next(after for after in function.actions if after.kind is not ActionKind.AUTOMATE))
        for function, action in firsts
        if function.verdict.kind is VerdictKind.GO and action.kind is ActionKind.AUTOMATE
    ]
    return list(_worded(inputs, [*firsts, *ready])), list(
        _worded(inputs, (pair for turn in zip_longest(*others) for pair in turn if pair))
    )


def _worded(inputs: ReportInputs, pairs: Iterable[tuple[FunctionResult, NextAction]]) -> Iterator[Step]:
    """Word actions in their order; the same one for the same reason is worded once for all its functions."""
    alike: dict[tuple[NextAction, str], list[FunctionResult]] = {}
    for function, action in pairs:
        choice = inputs.choice((function.key, action.question))
        alike.setdefault((action, choice.key if choice else ""), []).append(function)
    for (action, _answer), functions in alike.items():
        yield Step(action_of(inputs, action, functions), ACTIONS[action.kind].effort, action, tuple(functions))


def _advised(inputs: ReportInputs) -> list[Step]:
    """Word what the edition advises to do, the best return on effort first; what a function's own action says is left out."""
    covered = {
        (function.key, action.question)
        for function in inputs.result.functions
        for action in function.actions
        if action.question
    }
    lines = [
        line for line in fitting_advice(inputs) if line.advice.kind == ACTION and not covered.issuperset(line.places)
    ]
    lines.sort(key=_return_on_effort)
    return [
        Step(
            {
                "key": line.key,
                "title": line.advice.title,
                "text": line.advice.text,
                "because": because(inputs, line.places),
                "effort": str(SIZES[line.advice.effort]),
                "impact": str(SIZES[line.advice.impact]),
            },
            line.advice.effort,
        )
        for line in lines
    ]


def _return_on_effort(line: FittingAdvice) -> tuple[int, int, int]:
    return line.advice.effort - line.advice.impact, -line.advice.impact, line.advice.effort


def _open_actions(inputs: ReportInputs) -> Iterator[Step]:
    """Word the open questions that are worth an answer, without those that a function's own action asks."""
    asked = {
        action.question for function in inputs.result.functions for action in function.actions if is_question(action)
    }
    for question in open_questions(inputs):
        if question["question"] in asked:
            continue
        about = _("It is open for %(functions)s.") % {"functions": question["about"]} if question["about"] else ""
        key = ("find_out", question["question"], question["function"])
        content = {
            "key": ".".join(part for part in key if part),
            "title": _("Find out: %(question)s") % {"question": question["text"]},
            "text": " ".join(part for part in (about, _("%(reason)s.") % {"reason": question["why"]}) if part),
            "because": question["because"],
            "effort": str(SIZES[1]),
            "impact": str(SIZES[2]),
        }
        yield Step(content, 1)
