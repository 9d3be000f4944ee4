"""Small editions and cases, written down in a test."""

from dataclasses import replace
from typing import Any, NamedTuple

from assessments.edition.flow import ORGANISATION, CatalogueFunction, Choice, Edition, Question, Selected
from recommendations.engine import PARAMETERS, Case


class Work(NamedTuple):
    """A function with its answers.

    `prior`, `subject` and `hand_over` as the catalogue would have them; no prior for a function of the owner's own.
    """

    key: str
    share: Any = 1
    prior: tuple[int, int, int] | None = None
    answers: Any = {}
    subject: str = "process"
    hand_over: int = 0


def choice(key, evidence, signal="") -> Choice:
    return Choice(key, text=key, evidence=evidence, signal=signal)


def question(*, key, scope, weight, choices, **more) -> Question:
    return Question(key=key, step="step", scope=scope, weight=weight, text=key, short="", choices=choices, **more)


def listed(key, prior, **more):
    return CatalogueFunction(key, name=key, department="all", office="back", prior=prior, says="", **more)


def make_edition(label, questions, functions=()):
    slug, _, number = label.rpartition("-")
    return Edition(
        slug=slug,
        edition=int(number),
        language="en",
        title="",
        introduction="",
        sources=(),
        steps=(),
        departments=(),
        questions=tuple(questions),
        functions=tuple(functions),
    )


def make_case(edition, team, works=(), parameters=PARAMETERS):
    """Make a case of an edition's questions, with the catalogue that these functions need."""
    known = {one.key for one in edition.functions}
    added = [
        listed(one.key, one.prior, subject=one.subject, hand_over=one.hand_over)
        for one in works
        if one.prior is not None and one.key not in known
    ]
    return Case(
        replace(edition, functions=(*edition.functions, *added)) if added else edition,
        tuple(Selected(one.key, one.key, one.share) for one in works),
        {(ORGANISATION, key): answer for key, answer in team.items()}
        | {(one.key, key): answer for one in works for key, answer in one.answers.items()},
        parameters,
    )
