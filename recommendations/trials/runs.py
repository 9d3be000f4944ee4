"""Every example client under one edition: what comes out, beside what was expected and what the edition in use says."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils import timezone

from assessments.edition import flow
from assessments.models import Questionnaire
from assessments.models.reading import read
from organisations.models import User
from recommendations.engine import MixLabel
from recommendations.models import ExampleClient, ExampleRun
from recommendations.trials.examples import AboutFunction, Example, FunctionOutcome, Outcome, example_of, outcome


class Result(StrEnum):
    HIT = "hit"
    ACCEPTABLE = "acceptable"
    MISS = "miss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came out for one example.

    `before` is what the edition in use says ("" where none is, or where it is the same one). `unfit` names the answers
    and functions that this edition does not know; they were left out.
    """

    key: str
    title: str
    confidence: str
    expected: str
    acceptable: tuple[str, ...]
    got: str
    before: str
    result: Result
    functions: tuple[FunctionOutcome, ...]
    unfit: tuple[str, ...]

    @property
    def flips(self) -> bool:
        """Whether it leads elsewhere than it should and, where an edition is in use, did not do so before.

        Without an edition in use, an example counts that is certain of what should come out.
        """
        if self.result is not Result.MISS:
            return False
        if not self.before:
            return self.confidence == ExampleClient.Confidence.HIGH
        return self.before in (self.expected, *self.acceptable)


def run(questionnaire: Questionnaire) -> tuple[Ran, ...]:
    """Recommend on every example of an edition, its own and those it has from earlier ones; stores nothing."""
    edition = read(questionnaire.pk)
    in_use = Questionnaire.objects.published().filter(slug=questionnaire.slug).exclude(pk=questionnaire.pk).first()
    former = read(in_use.pk) if in_use else None
    rows = ExampleClient.objects.for_edition(questionnaire)
    return tuple(_ran(example_of(row), edition, former) for row in rows)


def keep(*, questionnaire: Questionnaire, user: User) -> tuple[Ran, ...]:
    """Run all examples and keep the table beside the edition, in the place of an earlier one."""
    table = run(questionnaire)
    ExampleRun.objects.update_or_create(
        questionnaire=questionnaire,
        defaults={"rows": [as_row(one) for one in table], "by": user, "at": timezone.now()},
    )
    return table


def as_row(ran: Ran) -> dict[str, Any]:
    """Write a result as JSON keeps it, with whether it flips."""
    return {**asdict(ran), "flips": ran.flips}


def read_row(row: Mapping[str, Any]) -> Ran:
    """Read a kept result back."""
    kept = {name: value for name, value in row.items() if name != "flips"}
    return Ran(
        **{
            **kept,
            "acceptable": tuple(kept["acceptable"]),
            "result": Result(kept["result"]),
            "functions": tuple(FunctionOutcome(**{**one, "fits": tuple(one["fits"])}) for one in kept["functions"]),
            "unfit": tuple(kept["unfit"]),
        }
    )


def results_of(key: str, slug: str) -> list[tuple[str, Ran]]:
    """Give what an example last came to, by the label of each edition it was run against."""
    kept = ExampleRun.objects.filter(questionnaire__slug=slug).select_related("questionnaire")
    return [
        (one.questionnaire.label, read_row(row))
        for one in kept.order_by("-questionnaire__edition")
        for row in one.rows
        if row["key"] == key
    ]


def fitted(example: Example, edition: flow.Edition) -> tuple[Example, tuple[str, ...]]:
    """Leave out what an edition does not know, and name it."""
    unfit: list[str] = []
    functions = tuple(_functions(example, edition, unfit))
    answers = dict(_known(example.answers, edition, scope=flow.Scope.ORGANISATION, unfit=unfit))
    return replace(example, functions=functions, answers=answers), tuple(unfit)


def _functions(example: Example, edition: flow.Edition, unfit: list[str]) -> Iterator[AboutFunction]:
    for function in example.functions:
        if not function.name and function.key not in edition.function_by_key:
            unfit.append(function.key)
            continue
        answers = _known(function.answers, edition, scope=flow.Scope.FUNCTION, unfit=unfit, about=f"{function.key}--")
        yield replace(function, answers=dict(answers))


def _known(
    answers: Mapping[str, str], edition: flow.Edition, *, scope: flow.Scope, unfit: list[str], about: str = ""
) -> Iterator[tuple[str, str]]:
    for key, answer in answers.items():
        question = edition.question_by_key.get(key)
        if question is not None and question.scope is scope and answer in question.allowed:
            yield key, answer
        else:
            unfit.append(f"{about}{key}")


def _ran(example: Example, edition: flow.Edition, former: flow.Edition | None) -> Ran:
    fit, unfit = fitted(example, edition)
    came = _outcome(fit, edition)
    return Ran(
        key=example.key,
        title=example.title,
        confidence=example.confidence,
        expected=example.expected,
        acceptable=example.acceptable,
        got=came.got,
        before=_outcome(fitted(example, former)[0], former).got if former else "",
        result=_result(came),
        functions=came.functions,
        unfit=unfit,
    )


def _outcome(example: Example, edition: flow.Edition) -> Outcome:
    """Recommend; on nothing, where the edition knows none of its functions, nothing can be said."""
    return outcome(example, edition) if example.functions else Outcome(example, MixLabel.UNDECIDED, ())


def _result(came: Outcome) -> Result:
    if came.got == came.example.expected:
        return Result.HIT
    return Result.ACCEPTABLE if came.is_hit else Result.MISS
