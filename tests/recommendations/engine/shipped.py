"""The shipped edition as the engine sees it, read straight from its file."""

import tomllib
from pathlib import Path
from random import Random

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, OWN_KEYS, Condition, Scope
from recommendations.engine import COLUMNS, MODELS
from tests.recommendations.engine.build import Work, choice, listed, make_case, make_edition, question

FILE = Path(__file__).parents[3] / "assessments" / "data" / "sourcing-1.toml"


def _choice(table):
    evidence = table.get("evidence", {})
    return choice(table["key"], tuple(evidence.get(column, 0) for column in COLUMNS), table.get("signal", ""))


def _question(table):
    gate = table.get("show_if")
    return question(
        key=table["key"],
        scope=Scope(table["scope"]),
        weight=table["weight"],
        choices=tuple(_choice(one) for one in table["choices"]),
        own_functions_only=table.get("own_functions_only", False),
        fixed=table.get("fixed", False),
        condition=Condition(gate["question"], tuple(gate["choices"])) if gate else None,
    )


TABLES = tomllib.loads(FILE.read_text())
CATALOGUE = {one["key"]: tuple(one["prior"][model] for model in MODELS) for one in TABLES["functions"]}
EDITION = make_edition(
    f"{TABLES['slug']}-{TABLES['edition']}",
    [_question(one) for one in TABLES["questions"]],
    [listed(key, prior) for key, prior in CATALOGUE.items()],
)


def answers(random, scope, openness):
    """Answer every question of one scope at random, leaving this share of them open."""
    return {
        asked.key: random.choice((DONT_KNOW, NOT_APPLICABLE))
        if random.random() < openness
        else random.choice(asked.choices).key
        for asked in EDITION.questions
        if asked.scope is scope
    }


def shipped_case(seed, functions, openness=0.1):
    """A case of the shipped edition made up from a seed; one function in five is the owner's own."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    chosen = random.sample(sorted(CATALOGUE), functions)
    team = answers(random, Scope.ORGANISATION, openness)
    works = [
        Work(
            key=OWN_KEYS[place // 5] if place % 5 == 4 else key,
            share=random.choice((1, 2, 4)),
            prior=None if place % 5 == 4 else CATALOGUE[key],
            answers=answers(random, Scope.FUNCTION, openness),
        )
        for place, key in enumerate(chosen)
    ]
    return make_case(EDITION, team, works)
