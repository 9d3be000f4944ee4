"""Filled assessments made up from a number: the same number gives the same one, and every kind of result comes up."""

import random
from dataclasses import replace

from assessments.edition import flow

OWN_NAMES = ("Warranty claims", "Müller & Söhne project", "ÖPNV tickets, refunds and fines")


def filled(edition, seed):
    """Give the functions and the answers of one profile: how sure, how free and how alike they are differs by seed."""
    dice = random.Random(seed)  # noqa: S311 - the same every time is the point
    functions = _functions(edition, dice)
    blank = dice.choice((0.0, 0.0, 0.1, 0.4, 0.8, 1.0))
    free = dice.random() < 0.7
    lean = dice.choice((None, None, 0, 1, 2, 3, -3))
    answers = {}
    for place in _places(edition, functions):
        question = edition.question_by_key[place[1]]
        answers[place] = _answer(question, dice, blank=blank, lean=lean, free=free)
    unanswered = dice.random() < 0.3
    return functions, {place: a for place, a in answers.items() if not (unanswered and dice.random() < 0.2)}


def _functions(edition, dice):
    many = dice.choice((1, 1, 2, 3, 4, 5, 8))
    chosen = [flow.Selected(one.key, one.name) for one in dice.sample(edition.functions, many)]
    for place, key in enumerate(dice.sample(flow.OWN_KEYS, min(many, dice.choice((0, 0, 1, 3))))):
        chosen[place] = flow.Selected(key, OWN_NAMES[place])
    return tuple(replace(one, share=dice.choice(flow.SHARES)) for one in chosen)


def _places(edition, functions):
    for question in edition.questions:
        if question.scope is flow.Scope.ORGANISATION:
            yield flow.ORGANISATION, question.key
        else:
            for function in functions:
                if function.is_own or not question.own_functions_only:
                    yield function.key, question.key


def _answer(question, dice, *, blank, lean, free):
    if dice.random() < blank:
        return dice.choice((flow.DONT_KNOW, flow.DONT_KNOW, flow.NOT_APPLICABLE))
    choices = question.choices
    if free and question.key == "legal_limit":
        return "none"
    if lean is not None and dice.random() < 0.8:
        column, sign = abs(lean), 1 if lean >= 0 else -1
        return max(choices, key=lambda choice: choice.evidence[column] * sign).key
    return dice.choice(choices).key
