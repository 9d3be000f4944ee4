"""How long answering will still take, computed from what is open. Pure, like the flow."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assessments.edition import flow

# The goal that the questionnaire is cut to: three functions ask for at most 32 decisions and take at most eight
# minutes, where an open question is one decision and the tick for all typical answers about a function is one.
SECONDS_A_QUESTION: Final = 15
SECONDS_A_TICK: Final = 15
USUAL_FUNCTIONS: Final = 3  # of whoever has chosen none yet
A_MINUTE: Final = 60


def minutes_left(
    edition: flow.Edition, functions: tuple[flow.Selected, ...], answers: flow.Answers, step: str = ""
) -> int:
    """Give whole minutes, rounded up, for one step or for all; 0 where nothing is open.

    The minutes of the steps add up to those of all: a step gets what the way up to its end takes more than the way up
    to its beginning. Before functions are chosen it is as long as three usual ones of the catalogue would take.
    """
    seconds = {one.slug: 0.0 for one in edition.steps}
    for slug, _about, spent in _open(edition, functions, answers):
        seconds[slug] += spent
    if not functions:
        for slug in seconds:
            seconds[slug] += USUAL_FUNCTIONS * _seconds_of_a_usual_function(edition, slug)
    slugs = list(seconds)
    begin, end = (slugs.index(step), slugs.index(step) + 1) if step else (0, len(slugs))
    before, after = (sum(seconds[slug] for slug in slugs[:place]) for place in (begin, end))
    return math.ceil(after / A_MINUTE) - math.ceil(before / A_MINUTE)


def _open(
    edition: flow.Edition, functions: tuple[flow.Selected, ...], answers: flow.Answers
) -> Iterator[tuple[str, str, int]]:
    """Give step, function and seconds of each open question, and of each function whose typical answers nobody confirmed.

    The first step shows a function's typical answers of all steps, with one tick for them.
    """
    assumed = flow.typical(edition, functions)
    unconfirmed = set()
    for about, key in flow.asked(edition, functions, answers):
        if (about, key) in answers:
            continue
        if (about, key) in assumed:
            unconfirmed.add(about)
        else:
            yield edition.question_by_key[key].step, about, SECONDS_A_QUESTION
    for about in unconfirmed:
        yield edition.steps[0].slug, about, SECONDS_A_TICK


@lru_cache(maxsize=32)
def _seconds_of_a_usual_function(edition: flow.Edition, step: str) -> float:
    listed = tuple(flow.Selected(function.key, function.name) for function in edition.functions)
    listed = listed or (flow.Selected(flow.OWN_KEYS[0], ""),)
    of_functions = [spent for of, about, spent in _open(edition, listed, {}) if about and of == step]
    return sum(of_functions) / len(listed)
