"""Example clients: situations described in words, filled in as answers, with the model they should lead to."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from assessments.edition import flow
from assessments.models import Questionnaire
from assessments.models.reading import read
from recommendations.engine import WITHOUT_DRAWS, Case, FunctionResult, MixLabel, VerdictKind, recommend
from recommendations.models import ExampleClient

SHIPPED: Final = Path(__file__).parents[1] / "data" / "examples.jsonl"
EDITION: Final = ("sourcing", 2)  # what the shipped ones were filled in for
TYPICAL: Final = "typical of this work"  # why an answer was chosen that the words leave to the catalogue
STAYS: Final = (VerdictKind.KEEP_IN_HOUSE, VerdictKind.BRING_BACK)
UNCLEAR: Final = (VerdictKind.LOOK_AGAIN, VerdictKind.CANNOT_TELL)
LABELS: Final = tuple(MixLabel)
WRITTEN: Final = (
    "title",
    "summary",
    "answers",
    "expected",
    "acceptable",
    "expected_by_function",
    "confidence",
    "source",
    "note",
)


class ExampleFileError(Exception):
    """Example clients were refused, none was loaded. Each problem says where it is and what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class AboutFunction:
    """What an example says about one function: a key of the catalogue, or a name of its own."""

    key: str
    answers: Mapping[str, str]
    name: str = ""
    share: int = flow.USUAL_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One situation. `because` tells for every answer and function which words of the summary it rests on.

    An answer the words say nothing about may be the catalogue's typical one; it rests on `TYPICAL`. A place in `because` is named as on the pages: `<question>`, `<function>` or `<function>--<question>`.
    """

    key: str
    title: str
    summary: str
    source: str
    answers: Mapping[str, str]
    functions: tuple[AboutFunction, ...]
    because: Mapping[str, str]
    expected: str
    acceptable: tuple[str, ...]
    expected_by_function: Mapping[str, str]
    confidence: str
    note: str = ""

    @property
    def places(self) -> Iterator[tuple[flow.Place, str]]:
        yield from (((flow.ORGANISATION, question), answer) for question, answer in self.answers.items())
        for function in self.functions:
            yield from (((function.key, question), answer) for question, answer in function.answers.items())

    def selected(self, edition: flow.Edition) -> tuple[flow.Selected, ...]:
        return tuple(
            flow.Selected(about.key, about.name or edition.function_by_key[about.key].name, about.share)
            for about in self.functions
        )

    @property
    def filled(self) -> dict[str, Any]:
        """The answers in the shape that `manage.py recommend` takes."""
        return {"answers": dict(self.answers), "functions": [_function_values(function) for function in self.functions]}


@dataclass(frozen=True, slots=True)
class FunctionOutcome:
    """What was expected of one function ("" = nothing) and what came out; "bpo=kpo" is a tie."""

    key: str
    expected: str
    got: str
    fits: tuple[int, ...]

    @property
    def is_hit(self) -> bool:
        return self.expected in ("", self.got)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one example, beside what was expected."""

    example: Example
    got: str
    functions: tuple[FunctionOutcome, ...]

    @property
    def is_hit(self) -> bool:
        return self.got in self.example.acceptable


def read_examples(path: Path = SHIPPED) -> tuple[Example, ...]:
    return tuple(read_example(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip())


def read_example(values: Mapping[str, Any]) -> Example:
    named = iter(flow.OWN_KEYS)
    return Example(
        **{
            **values,
            "acceptable": tuple(values["acceptable"]),
            "functions": tuple(
                AboutFunction(
                    key=entry.get("function") or next(named),
                    answers=entry["answers"],
                    name=entry.get("name", ""),
                    share=entry.get("share", flow.USUAL_SHARE),
                )
                for entry in values["functions"]
            ),
        }
    )


def example_of(row: ExampleClient) -> Example:
    """Read a stored example back; why each answer was chosen stands in the file alone."""
    values = {name: getattr(row, name) for name in WRITTEN if name != "answers"}
    return read_example({**values, **row.answers, "key": row.key, "because": {}})


def problems(example: Example, edition: flow.Edition) -> Iterator[str]:
    """Say where an example does not fit an edition."""
    known = {function.key for function in example.functions}
    for function in example.functions:
        if not function.name and function.key not in edition.function_by_key:
            yield f"{example.key}: the catalogue has no function “{function.key}”: choose one it has, or name your own"
        if function.share not in flow.SHARES:
            yield f"{example.key}, function “{function.key}”: the share is {function.share}: use 1, 2 or 4"
    yield from _unfit_answers(example, edition)
    yield from (
        f"{example.key}: something is expected of “{key}”, which is not among its functions: leave it out or add it"
        for key in example.expected_by_function
        if key not in known
    )
    yield from (
        f"{example.key}: “{label}” is no result: use one of {', '.join(LABELS)}"
        for label in (example.expected, *example.acceptable, *example.expected_by_function.values())
        if label not in LABELS
    )
    if example.source not in edition.source_by_key:
        yield f"{example.key}: the edition has no source “{example.source}”: use one of {', '.join(edition.source_by_key)}"
    if example.confidence not in ExampleClient.Confidence:
        yield f"{example.key}: “{example.confidence}” is no confidence: use high, medium or low"


def load_examples(questionnaire: Questionnaire, path: Path = SHIPPED) -> int:
    """Write the shipped examples beside an edition, and tell how many there are; once more changes nothing.

    Examples that somebody added under other keys stay.

    Raises:
        ExampleFileError: one of them does not fit the edition.
    """
    edition = read(questionnaire.pk)
    examples = read_examples(path)
    if unfit := tuple(problem for example in examples for problem in problems(example, edition)):
        raise ExampleFileError(unfit)
    stored = {row.key: _written(row) for row in questionnaire.example_clients.all()}
    rows = (_row(example, questionnaire) for example in examples)
    with transaction.atomic():
        ExampleClient.objects.bulk_create(
            [row for row in rows if stored.get(row.key) != _written(row)],
            update_conflicts=True,
            unique_fields=("questionnaire", "key"),
            update_fields=WRITTEN,
        )
    return len(examples)


def save_example(*, example: Example, questionnaire: Questionnaire) -> ExampleClient:
    """Write an example beside an edition; an earlier edition that has one of the same key keeps its own."""
    row = _row(example, questionnaire)
    return _write(row, questionnaire, is_left_out=False)


def leave_out(*, key: str, questionnaire: Questionnaire) -> ExampleClient | None:
    """Stop checking an edition, and those after it, against an example; earlier ones keep theirs."""
    row = next((row for row in ExampleClient.objects.for_edition(questionnaire) if row.key == key), None)
    return row and _write(row, questionnaire, is_left_out=True)


def take_back(*, key: str, questionnaire: Questionnaire) -> ExampleClient | None:
    """Check an edition against an example again that was left out of it or of one before."""
    row = next((row for row in ExampleClient.objects.left_out_of(questionnaire) if row.key == key), None)
    return row and _write(row, questionnaire, is_left_out=False)


def _write(row: ExampleClient, questionnaire: Questionnaire, *, is_left_out: bool) -> ExampleClient:
    written, _created = ExampleClient.objects.update_or_create(
        questionnaire=questionnaire, key=row.key, defaults=_written(row) | {"is_left_out": is_left_out}
    )
    return written


def _written(row: ExampleClient) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WRITTEN}


def outcome(example: Example, edition: flow.Edition) -> Outcome:
    """Recommend on an example exactly as on a client's answers."""
    functions = example.selected(edition)
    answers = flow.counted(edition, functions, dict(example.places))
    result = recommend(Case(edition, functions, answers, WITHOUT_DRAWS), reasons=False)
    return Outcome(example, result.mix.label, tuple(_about(function, example) for function in result.functions))


def _about(function: FunctionResult, example: Example) -> FunctionOutcome:
    match function.verdict.kind:
        case kind if kind in STAYS:
            got = str(MixLabel.IN_HOUSE)
        case kind if kind in UNCLEAR:
            got = str(MixLabel.UNDECIDED)
        case _:
            got = "=".join(function.standing.leaders)
    return FunctionOutcome(
        key=function.key,
        expected=example.expected_by_function.get(function.key, ""),
        got=got,
        fits=tuple(fit.printed for fit in function.standing.fits),
    )


def _function_values(function: AboutFunction) -> dict[str, Any]:
    who = {"name": function.name} if function.name else {"function": function.key}
    return {**who, "share": function.share, "answers": dict(function.answers)}


def _row(example: Example, questionnaire: Questionnaire) -> ExampleClient:
    return ExampleClient(
        questionnaire=questionnaire,
        key=example.key,
        title=example.title,
        summary=example.summary,
        answers=example.filled,
        expected=example.expected,
        acceptable=list(example.acceptable),
        expected_by_function=dict(example.expected_by_function),
        confidence=example.confidence,
        source=example.source,
        note=example.note,
    )


def _unfit_answers(example: Example, edition: flow.Edition) -> Iterator[str]:
    own = {function.key for function in example.functions if function.name}
    for (function, key), answer in example.places:
        where = f"{example.key}, function “{function}”" if function else example.key
        scope = flow.Scope.FUNCTION if function else flow.Scope.ORGANISATION
        question = edition.question_by_key.get(key)
        if question is None or question.scope is not scope:
            yield f"{where}: the edition asks no {scope} question “{key}”: leave the answer out"
        elif question.own_functions_only and function not in own:
            yield f"{where}: question “{key}” is asked only about functions of your own: leave the answer out"
        elif answer not in question.allowed:
            yield f"{where}, question “{key}”: there is no choice “{answer}”: use one of {', '.join(sorted(question.allowed))}"
