"""The shipped edition as the engine sees it, read straight from its file."""

import tomllib
from pathlib import Path
from random import Random

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, OWN_KEYS, Condition, Scope
from recommendations.engine import COLUMNS, MODELS, PARAMETERS
from tests.recommendations.engine.build import Work, choice, listed, make_case, make_edition, question

FILE = Path(__file__).parents[3] / "assessments" / "data" / "sourcing-2.toml"


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
        subject=table.get("subject", ""),
        own_functions_only=table.get("own_functions_only", False),
        fixed=table.get("fixed", False),
        condition=Condition(gate["question"], tuple(gate["choices"])) if gate else None,
    )


def _listed(table):
    return listed(
        table["key"],
        tuple(table["prior"][model] for model in MODELS),
        subject=table["subject"],
        hand_over=table["hand_over"],
        one_off=table.get("one_off", False),
        split=table.get("split", ""),
        typical=tuple(table.get("typical", {}).items()),
        skips=tuple(table.get("skips", ())),
    )


TABLES = tomllib.loads(FILE.read_text())
EDITION = make_edition(
    f"{TABLES['slug']}-{TABLES['edition']}",
    [_question(one) for one in TABLES["questions"]],
    [_listed(one) for one in TABLES["functions"]],
)
CATALOGUE = {one.key: one for one in EDITION.functions}


def answers(random, scope, openness):
    """Answer every question of one scope at random, leaving this share of them open."""
    return {
        asked.key: random.choice((DONT_KNOW, NOT_APPLICABLE))
        if random.random() < openness
        else random.choice(asked.choices).key
        for asked in EDITION.questions
        if asked.scope is scope
    }


def works_of(random, functions):
    """Choose functions, one in five of them the owner's own, each with a share of the time."""
    for place, key in enumerate(random.sample(sorted(CATALOGUE), functions)):
        is_own = place % 5 == 4 or (functions == 1 and random.random() < 0.2)
        yield Work(OWN_KEYS[place // 5] if is_own else key, random.choice((1, 2, 4)))


def shipped_case(seed, functions, openness=0.1, parameters=PARAMETERS):
    """A case of the shipped edition made up from a seed."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    works = [one._replace(answers=answers(random, Scope.FUNCTION, openness)) for one in works_of(random, functions)]
    return make_case(EDITION, answers(random, Scope.ORGANISATION, openness), works, parameters)


# What speaks for handing over, of the owner's answers: cases on the way to “go” need most of them.
READY = {
    "edge": ("pure_support", "needed_no_edge"),
    "own_skill": ("none", "lacking", "lacking", "adequate"),
    "on_time": ("slips_often", "slips_at_peaks"),
    "current": ("our_people", "both", "nobody"),
    "ties": ("stands_alone", "some_handovers"),
    "offer": ("less", "same", "never_asked"),
    "documented": ("written", "written_only", "partly"),
    "system_state": ("modern", "patchy", "outdated"),
    "legal_limit": ("none", "with_consent"),
    "repetitive_load": ("heavy",),
    "expert_need": ("pressing",),
    "technology_trouble": ("out_of_date", "breaks_down"),
    "security_worry": ("in_hand", "in_hand", "exposed"),
}


def ready_case(seed, functions=1, openness=0.0, parameters=PARAMETERS):
    """A case that mostly speaks for handing over, answered as such work usually is, with some answers at random."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    free = random.choice((0.0, 0.1, 0.3))

    def said(scope, typical):
        told = answers(random, scope, openness)
        for key, answer in told.items():
            wanted = (typical[key],) if key in typical else READY.get(key)
            if wanted and answer not in (DONT_KNOW, NOT_APPLICABLE) and random.random() >= free:
                told[key] = random.choice(wanted)
        return told

    works = [
        one._replace(answers=said(Scope.FUNCTION, dict(CATALOGUE[one.key].typical) if one.key in CATALOGUE else {}))
        for one in works_of(random, functions)
    ]
    return make_case(EDITION, said(Scope.ORGANISATION, {}), works, parameters)
