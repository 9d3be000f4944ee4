"""Everything that is asked, on one page, for those who want to see it before they begin."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.answering.wording import only_if
from assessments.edition import flow
from assessments.edition.picture import picture
from assessments.models import BusinessFunction, Questionnaire
from assessments.models.languages import read_here


@require_safe
@login_not_required
def questions(request: HttpRequest) -> HttpResponse:
    questionnaire = Questionnaire.objects.current()
    if questionnaire is None:
        raise Http404
    edition = read_here(questionnaire.pk)
    steps = [
        {
            "number": str(number),
            "step": step,
            **{
                scope.value: [
                    {"question": question, "only_if": only_if(edition, question, step=step.slug)}
                    for question in edition.questions_of(step.slug, scope)
                ]
                for scope in flow.Scope
            },
        }
        for number, step in enumerate(edition.steps, start=1)
    ]
    context = {"edition": edition, "steps": steps, "groups": departments(edition)}
    return render(request, "assessments/questions.html", context)


def departments(edition: flow.Edition) -> list[dict[str, Any]]:
    """List the functions by department, with the office of each, or of the department where all are of one."""
    groups = []
    for department in edition.departments:
        functions = [function for function in edition.functions if function.department == department.key]
        offices = [str(BusinessFunction.Office(function.office).label) for function in functions]
        shared = offices[0] if len(set(offices)) == 1 else ""
        listed = [(function, "" if shared else office) for function, office in zip(functions, offices, strict=True)]
        groups.append({"name": department.name, "office": shared, "functions": listed})
    return groups


@require_safe
@login_not_required
def drawn(request: HttpRequest) -> HttpResponse:
    """Show how the questions hang together and what each weighs, as a drawing and as a table."""
    questionnaire = Questionnaire.objects.published().order_by("-published_at").first()
    if questionnaire is None:
        raise Http404
    edition = read_here(questionnaire.pk)
    context = {"picture": picture(edition), "label": edition.label}
    return render(request, "assessments/drawn.html", context)
