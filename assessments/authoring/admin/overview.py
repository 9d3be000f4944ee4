"""What the page of an edition shows beside its form: its parts, and its questions step by step."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.authoring.admin import words
from assessments.authoring.admin.desk import content_of, part_pages
from assessments.authoring.admin.parts import FILTER
from assessments.models import BusinessFunction, Department, Question, Questionnaire, Source, Step


def sections(edition: Questionnaire) -> list[dict[str, Any]]:
    """Count the parts of each kind; those of a draft with the pages that list and add them."""
    content = content_of(edition)
    counted: tuple[tuple[Any, tuple[Any, ...]], ...] = (
        (Step, content.steps),
        (Question, content.questions),
        (BusinessFunction, content.functions),
        (Department, content.departments),
        (Source, content.sources),
    )
    return [
        {
            "name": model._meta.verbose_name_plural,
            "count": len(parts),
            "list_url": f"{_page(model, 'changelist')}?{urlencode({FILTER: edition.pk})}" if edition.is_draft else "",
            "add_url": f"{_page(model, 'add')}?{urlencode({'questionnaire': edition.pk})}" if edition.is_draft else "",
        }
        for model, parts in counted
    ]


def steps(edition: Questionnaire) -> list[dict[str, Any]]:
    """List the questions step by step, each with the way to its page."""
    content, pages = content_of(edition), part_pages(edition)
    rows = {step.slug: step.pk for step in edition.steps.all()} if edition.is_draft else {}
    return [
        {
            "slug": step.slug,
            "title": step.title,
            "url": pages["step", step.slug],
            "add_url": f"{_page(Question, 'add')}?{urlencode({'questionnaire': edition.pk, 'step': rows[step.slug]})}"
            if edition.is_draft
            else "",
            "questions": [
                {
                    "text": question.text,
                    "url": pages["question", question.key],
                    "asked": words.ASKED[question.scope.value],
                    "weight": question.weight,
                    "answers": len(question.choices),
                    "advice": sum(len(choice.advice) for choice in question.choices),
                }
                for question in content.questions
                if question.step == step.slug
            ],
        }
        for step in content.steps
    ]


def _page(model: Any, page: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
