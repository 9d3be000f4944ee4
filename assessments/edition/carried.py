"""How answers fared on their way into a newer edition, by keys that stay: what is new, changed and left behind.

Pure, like the flow.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.edition import flow


@dataclass(frozen=True, slots=True)
class Line:
    """One question or function; `said` is the earlier answer in its earlier words, where there is one to name."""

    what: str
    said: str = ""
    is_reworded: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """Questions that are new; those worded otherwise or without the earlier answer; and what has no place any more."""

    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    dropped: tuple[Line, ...]


def carried(
    old: flow.Edition, new: flow.Edition, functions: tuple[flow.Selected, ...], answers: flow.Answers
) -> Carried:
    """Hold the functions and answers of an assessment in the old edition against the new one."""
    chosen = {flow.ORGANISATION: "", **{one.key: one.name for one in functions}}
    counted = flow.counted(old, functions, answers)
    gone = [one for one in functions if not one.is_own and one.key not in new.function_by_key]
    return Carried(
        new=tuple(Line(one.text) for one in new.questions if _is_new(old, one)),
        changed=tuple(_changed(old, new, chosen, counted)),
        dropped=(*(Line(one.name) for one in gone), *_dropped(old, new, chosen, counted)),
    )


def _is_new(old: flow.Edition, question: flow.Question) -> bool:
    before = old.question_by_key.get(question.key)
    return before is None or before.scope is not question.scope


def _changed(old: flow.Edition, new: flow.Edition, chosen: dict[str, str], counted: flow.Answers) -> Iterator[Line]:
    """Name each reworded question once, and each place whose answer is no longer offered or says something else."""
    for question in new.questions:
        before = old.question_by_key.get(question.key)
        if before is None or before.scope is not question.scope:
            continue
        if before.text != question.text:
            yield Line(question.text, is_reworded=True)
        for (about, key), answer in counted.items():
            if key == question.key and says_otherwise(before, question, answer):
                yield Line(_named(chosen[about], question.text), words(before, answer))


def says_otherwise(before: flow.Question, now: flow.Question, answer: str) -> bool:
    was, found = before.choice_by_key.get(answer), now.choice_by_key.get(answer)
    return was is not None and (found is None or found.text != was.text)


def _dropped(old: flow.Edition, new: flow.Edition, chosen: dict[str, str], counted: flow.Answers) -> Iterator[Line]:
    for (about, key), answer in counted.items():
        before = old.question_by_key[key]
        if key not in new.question_by_key or new.question_by_key[key].scope is not before.scope:
            yield Line(_named(chosen[about], before.text), words(before, answer))


def _named(function: str, text: str) -> str:
    return f"{function}: {text}" if function else text


def words(question: flow.Question, answer: str) -> str:
    """Say a choice in its own words; nothing where it is none of the question's."""
    choice = question.choice_by_key.get(answer)
    return choice.label if choice else ""
