"""What every question is worth: `python -m benchmarks.bench_questions`.

Cases that hang together are made up from one seed: a few functions, mostly with the answers that are typical of them,
and no two answers that contradict each other. Then one answer to each question that a case was asked is exchanged for
another one. Counted is how often that moves the advice (what to do with a function, which model, or the label of the
whole), and how often it moves anything else that is worked out: caps, next steps, place, partner, plan, order.
What advice a choice carries in words is counted beside it; a question may be worth asking for that alone.
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from assessments.authoring.toml_file import read_file  # noqa: E402 - its tables need the settings
from assessments.edition import flow  # noqa: E402
from assessments.edition.contradictions import contradictions  # noqa: E402
from recommendations.engine import WITHOUT_DRAWS, Case, Recommendation, recommend  # noqa: E402

EDITION = Path("assessments/data/sourcing-2.toml")
CASES, SEED, FUNCTIONS = 10_000, 2, (1, 1, 2, 3, 3, 4)
OPEN = 0.1  # answered with “I don't know”
TYPICAL = 0.85
BY_OWN_PEOPLE = 0.6
WEAK = 0.02


def cases(edition: flow.Edition, count: int, random: Random) -> Iterator[Case]:
    made = 0
    while made < count:
        case = _case(edition, random)
        if not contradictions(edition, case.functions, case.answers):
            made += 1
            yield case


def _case(edition: flow.Edition, random: Random) -> Case:
    chosen = random.sample(edition.functions, random.choice(FUNCTIONS))
    functions = tuple(flow.Selected(one.key, one.name, random.choice(flow.SHARES)) for one in chosen)
    if random.random() < OPEN:
        functions = (flow.Selected(flow.OWN_KEYS[0], "Own work"), *functions[1:])
    answers: dict[flow.Place, str] = {}
    for _round in range(2):  # the second one reaches what the first one opened
        for place in tuple(flow.asked(edition, functions, answers)):
            if place not in answers:
                answers[place] = _answer(edition, place, random)
    return Case(edition, functions, flow.counted(edition, functions, answers), WITHOUT_DRAWS)


def _answer(edition: flow.Edition, place: flow.Place, random: Random) -> str:
    about, key = place
    listed = edition.function_by_key.get(about)
    typical = dict(listed.typical).get(key) if listed else None
    if random.random() < OPEN:
        return flow.DONT_KNOW
    if typical and random.random() < TYPICAL:
        return typical
    if key == "legal_limit" and random.random() < TYPICAL:
        return "none"
    if key == "current" and random.random() < BY_OWN_PEOPLE:
        return "our_people"
    return random.choice(edition.question_by_key[key].choices).key


def advice(result: Recommendation) -> object:
    return result.mix.label, [(one.verdict.kind, one.verdict.model) for one in result.functions]


def the_rest(result: Recommendation) -> object:
    each = [
        (one.verdict.why, one.verdict.caps, one.verdict.second, one.actions, one.location, one.plan, one.automate)
        for one in result.functions
    ]
    return each, result.partner, result.location, result.order, [pressure.printed for pressure in result.pressures]


def exchanged(case: Case, key: str, random: Random) -> Case:
    """Give another answer to one question, about the company or one of the functions."""
    place = random.choice([place for place in case.answers if place[1] == key])
    question = case.edition.question_by_key[key]
    other = random.choice([choice.key for choice in question.choices if choice.key != case.answers[place]])
    answers = {**case.answers, place: other}
    return replace(case, answers=flow.counted(case.edition, case.functions, answers))


def measure(count: int, seed: int) -> None:
    random, edition = Random(seed), read_file(EDITION)
    met, moved, touched = Counter[str](), Counter[str](), Counter[str]()
    for case in cases(edition, count, random):
        before = recommend(case, reasons=False)
        for key in dict.fromkeys(key for _about, key in case.answers):
            after = recommend(exchanged(case, key, random), reasons=False)
            met[key] += 1
            if advice(before) != advice(after):
                moved[key] += 1
            elif the_rest(before) != the_rest(after):
                touched[key] += 1
    print(f"{count} cases, seed {seed}: what one other answer moves, in % of the cases that were asked")
    print(f"{'question':<20} {'weight':>6} {'asked in':>9} {'advice':>7} {'other':>6}  {'pieces of advice':>16}")
    for question in sorted(edition.questions, key=lambda one: -moved[one.key] / max(1, met[one.key])):
        cases_met = max(1, met[question.key])
        share, more = moved[question.key] / cases_met, touched[question.key] / cases_met
        words = sum(len(choice.advice) for choice in question.choices)
        print(
            f"{question.key:<20} {question.weight:>6} {met[question.key] / count:>8.0%} {share:>7.1%} {more:>6.1%}"
            f"  {words:>16}{'  weak' if share + more < WEAK else ''}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=CASES)
    options.add_argument("--seed", type=int, default=SEED)
    chosen = options.parse_args()
    measure(chosen.count, chosen.seed)


if __name__ == "__main__":
    main()
