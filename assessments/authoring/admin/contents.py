"""What is published, to be read on the page of its edition: nothing of it can be changed there."""

from typing import Any, Final

from assessments.authoring.admin import words
from assessments.authoring.admin.fields import signed, tone
from assessments.edition import flow
from assessments.edition.minutes import minutes_left
from assessments.models import Advice, BusinessFunction, Questionnaire
from assessments.models.edition import ADVICE_MODELS, SUBJECTS
from assessments.models.reading import read

SUBJECT_NAMES: Final = dict(SUBJECTS)


def readable(row: Questionnaire) -> dict[str, Any]:
    """Give the parts of a published edition step by step and department by department, with labels for its codes."""
    edition = read(row.pk)
    return {
        "steps": [
            {
                "step": step,
                "minutes": minutes_left(edition, (), {}, step.slug),
                "questions": [
                    _question(edition, question) for question in edition.questions if question.step == step.slug
                ],
            }
            for step in edition.steps
        ],
        "departments": [
            {
                "department": department,
                "functions": [
                    _function(edition, function)
                    for function in edition.functions
                    if function.department == department.key
                ],
            }
            for department in edition.departments
        ],
        "sources": edition.sources,
    }


def _function(edition: flow.Edition, function: flow.CatalogueFunction) -> dict[str, Any]:
    questions = edition.question_by_key
    return {
        "function": function,
        "office": BusinessFunction.Office(function.office).label,
        "numbers": _numbers(function.prior),
        "source": edition.source_by_key.get(function.source),
        "subject": SUBJECT_NAMES.get(function.subject, ""),
        "hand_over": _numbers((function.hand_over,)),
        "hand_over_source": edition.source_by_key.get(function.hand_over_source),
        "typical": [(questions[key], questions[key].label_of(answer)) for key, answer in function.typical],
        "skips": [questions[key] for key in function.skips],
    }


def _question(edition: flow.Edition, question: flow.Question) -> dict[str, Any]:
    condition = question.condition
    other = edition.question_by_key[condition.question] if condition else None
    return {
        "question": question,
        "subject": SUBJECT_NAMES.get(question.subject, ""),
        "asked": words.ASKED[question.scope.value],
        "after": other,
        "after_choices": [other.choice_by_key[key].text for key in condition.choices] if condition and other else [],
        "choices": [
            {
                "choice": choice,
                "path": f"question.{question.key}.choice.{choice.key}",
                "numbers": _numbers(choice.evidence),
                "source": edition.source_by_key.get(choice.source),
                "signal": words.SIGNALS.get(choice.signal, ""),
                "advice": [
                    {
                        "advice": advice,
                        "kind": Advice.Kind(advice.kind).label,
                        "model": dict(ADVICE_MODELS)[advice.model],
                        "source": edition.source_by_key.get(advice.source),
                    }
                    for advice in choice.advice
                ],
            }
            for choice in question.choices
        ],
    }


def _numbers(numbers: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(signed(number), tone(number)) for number in numbers]
