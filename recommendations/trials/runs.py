"""Every example client under one edition: what comes out, beside what was expected and what the edition in use says."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from django.utils import timezone

from assessments.edition import flow
from assessments.models import Questionnaire
from assessments.models.reading import read
from organisations.models import User
from recommendations.engine import MixLabel
from recommendations.models import ExampleClient, ExampleRun
from recommendations.trials.examples import Example, Outcome, example_of, outcome

HIT: Final = "hit"
ACCEPTABLE: Final = "acceptable"
MISS: Final = "miss"


def run(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Recommend on every example of an edition, its own and those it has from earlier ones; stores nothing.

    Returns:
        For each example plain values: its `key`, `title`, `confidence`, what was `expected` and is `acceptable`; what
        it `got`, what the edition in use says (`before`, empty where none is) and each of its `functions` with what was
        expected of it; the `result` (hit, acceptable, miss); `unfit`, what this edition does not know and was left out;
        and whether it `flips`: leads elsewhere than it should and, where an edition is in use, did not do so before.
        Without an edition in use, only an example flips that is certain of what should come out.
    """
    edition = read(questionnaire.pk)
    in_use = Questionnaire.objects.published().filter(slug=questionnaire.slug).exclude(pk=questionnaire.pk).first()
    former = read(in_use.pk) if in_use else None
    return [_run_one(example_of(row), edition, former) for row in ExampleClient.objects.for_edition(questionnaire)]


def run_and_save(*, questionnaire: Questionnaire, user: User) -> list[dict[str, Any]]:
    """Run all examples and keep the table beside the edition, in the place of an earlier one."""
    table = run(questionnaire)
    ExampleRun.objects.update_or_create(
        questionnaire=questionnaire, defaults={"rows": table, "by": user, "at": timezone.now()}
    )
    return table


def last_results(key: str, slug: str) -> list[tuple[str, dict[str, Any]]]:
    """Give what an example last came to, by the label of each edition it was run against."""
    runs = ExampleRun.objects.filter(questionnaire__slug=slug).select_related("questionnaire")
    return [
        (example_run.questionnaire.label, row)
        for example_run in runs.order_by("-questionnaire__edition")
        for row in example_run.rows
        if row["key"] == key
    ]


def fit_to(edition: flow.Edition, example: Example) -> tuple[Example, list[str]]:
    """Leave out of an example what an edition does not know, and name it."""
    unfit: list[str] = []

    def known(answers: Mapping[str, str], about: str) -> dict[str, str]:
        fitting = {key: answer for key, answer in answers.items() if edition.fits((about, key), answer)}
        unfit.extend(f"{about}--{key}" if about else key for key in answers if key not in fitting)
        return fitting

    functions = []
    for function in example.functions:
        if not function.name and function.key not in edition.function_by_key:
            unfit.append(function.key)
            continue
        answers = known(function.answers, function.key)
        functions.append(replace(function, answers=answers))
    answers = known(example.answers, flow.ORGANISATION)
    return replace(example, functions=tuple(functions), answers=answers), unfit


def _run_one(example: Example, edition: flow.Edition, former: flow.Edition | None) -> dict[str, Any]:
    fitted, unfit = fit_to(edition, example)
    came = outcome_or_nothing(fitted, edition)
    before = outcome_or_nothing(fit_to(former, example)[0], former).got if former else ""
    wanted = (example.expected, *example.acceptable)
    result = HIT if came.got == example.expected else ACCEPTABLE if came.got in wanted else MISS
    was_right = before in wanted if before else example.confidence == ExampleClient.Confidence.HIGH
    return {
        "key": example.key,
        "title": example.title,
        "confidence": example.confidence,
        "expected": example.expected,
        "acceptable": list(example.acceptable),
        "got": str(came.got),
        "before": str(before),
        "result": result,
        "functions": [asdict(function) for function in came.functions],
        "unfit": unfit,
        "flips": result == MISS and was_right,
    }


def outcome_or_nothing(example: Example, edition: flow.Edition) -> Outcome:
    """Recommend; on nothing, where the edition knows none of its functions, nothing can be said."""
    return outcome(example, edition) if example.functions else Outcome(example, MixLabel.UNDECIDED, ())
