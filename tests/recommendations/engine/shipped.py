"""The shipped edition as the engine sees it, read straight from its file."""

import tomllib
from pathlib import Path
from random import Random

from recommendations.engine import (
    COLUMNS,
    DONT_KNOW,
    MODELS,
    NOT_APPLICABLE,
    Case,
    Choice,
    Condition,
    Function,
    Question,
    Scheme,
    Scope,
    Signal,
)

FILE = Path(__file__).parents[3] / "assessments" / "data" / "sourcing-1.toml"


def _choice(table):
    evidence = table.get("evidence", {})
    return Choice(
        table["key"],
        tuple(evidence.get(column, 0) for column in COLUMNS),
        Signal(table["signal"]) if table.get("signal") else None,
    )


def _question(table):
    gate = table.get("show_if")
    return Question(
        key=table["key"],
        scope=Scope(table["scope"]),
        weight=table["weight"],
        choices=tuple(_choice(choice) for choice in table["choices"]),
        own_functions_only=table.get("own_functions_only", False),
        fixed=table.get("fixed", False),
        condition=Condition(gate["question"], tuple(gate["choices"])) if gate else None,
    )


EDITION = tomllib.loads(FILE.read_text())
SCHEME = Scheme(f"{EDITION['slug']}-{EDITION['edition']}", tuple(_question(one) for one in EDITION["questions"]))
CATALOGUE = {one["key"]: tuple(one["prior"][model] for model in MODELS) for one in EDITION["functions"]}


def answers(random, scope, openness):
    """Answer every question of one scope at random, leaving this share of them open."""
    return {
        question.key: random.choice((DONT_KNOW, NOT_APPLICABLE))
        if random.random() < openness
        else random.choice(question.choices).key
        for question in SCHEME.questions
        if question.scope is scope
    }


def shipped_case(seed, functions, openness=0.1):
    """A case of the shipped edition made up from a seed; one function in five is the owner's own."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    chosen = random.sample(sorted(CATALOGUE), functions)
    return Case(
        SCHEME,
        answers(random, Scope.ORGANISATION, openness),
        tuple(
            Function(
                key=key,
                share=random.choice((1, 2, 4)),
                prior=None if place % 5 == 4 else CATALOGUE[key],
                answers=answers(random, Scope.FUNCTION, openness),
            )
            for place, key in enumerate(chosen)
        ),
    )
