"""The front door: the landing page, and where a person goes after signing in."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.flow import COLUMNS, Edition
from assessments.http import holder_hash
from assessments.models import Assessment, Questionnaire, reading
from recommendations.models import Model, ModelProfile

STRONGEST_PRIOR: Final = 2
NAMES_EACH: Final = 3


@dataclass(frozen=True, slots=True)
class Pointer:
    """Functions of the catalogue that the sources give to one model alone."""

    model: str
    names: tuple[str, ...]


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    questionnaire = Questionnaire.objects.published().first()
    edition = reading.read(questionnaire.pk) if questionnaire else None
    context = {
        "edition": edition,
        "minutes": sum(step.minutes for step in edition.steps) if edition else 0,
        "pointers": pointers(edition) if edition else (),
        "profiles": ModelProfile.objects.all(),
    }
    return render(request, "home.html", context)


@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Lead a person who has just signed in to what they began in this browser, or else to their reports."""
    begun = Assessment.objects.held_by(holder_hash(request)).order_by("-started_at").first()
    if begun is not None:
        return redirect("assessments:claim", pk=begun.pk)
    return redirect("recommendations:workspace")


def pointers(edition: Edition) -> tuple[Pointer, ...]:
    return tuple(pointer for model in Model.values if (pointer := _pointer(edition, model)).names)


def _pointer(edition: Edition, model: str) -> Pointer:
    place = COLUMNS.index(model)
    clear = (f for f in edition.functions if f.prior[place] == STRONGEST_PRIOR == sum(f.prior))
    # One of each department, so that no model looks like the business of one department alone.
    by_department: dict[str, str] = {}
    for function in clear:
        by_department.setdefault(function.department, function.name)
    return Pointer(model, tuple(by_department.values())[:NAMES_EACH])
