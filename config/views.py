"""What belongs to no app: the landing page, where a person goes after signing in, the language, and what is kept how long."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe
from django.views.i18n import set_language

from assessments.answering.holder import holder_hash
from assessments.answering.sheet import Sheet
from assessments.answering.views import move, pages
from assessments.answering.views.start import begins_at_once
from assessments.edition.flow import Edition
from assessments.edition.minutes import minutes_left
from assessments.edition.sourcing_models import MODELS
from assessments.models import Assessment, Questionnaire
from assessments.models.languages import read_here
from config.retention import RULES
from recommendations.models import ModelProfile, Report

STRONGEST_PRIOR: Final = 2
NAMES_EACH: Final = 3


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    questionnaire = Questionnaire.objects.current()
    edition = read_here(questionnaire.pk) if questionnaire else None
    sample = Report.objects.only("pk", "assessment").sample()
    context = {
        "edition": edition,
        "minutes": minutes_left(edition, (), {}) if edition else 0,
        "steps": [(step, minutes_left(edition, (), {}, step.slug)) for step in edition.steps] if edition else [],
        "at_once": begins_at_once(request),
        **unfinished(request),
        "pointers": pointers(edition) if edition else (),
        "profiles": ModelProfile.objects.all().translated(),
        "sample": sample_card(sample.pk) if sample else None,
    }
    return render(request, "home.html", context)


def unfinished(request: HttpRequest) -> Mapping[str, Any]:
    """Give what this browser or account saved last and has not finished, and whether there is more of it."""
    holder = holder_hash(request)
    if not holder and not request.user.is_authenticated:
        return {}
    drafts = Assessment.objects.kept_by(request.user, holder).drafts().select_related("organisation").with_newer()
    begun: list[Any] = list(drafts.order_by("-updated_at", "pk")[:2])
    if not begun:
        return {}
    sheet = Sheet(begun[0])
    answered, asked = sheet.answered_and_asked
    hub = reverse("assessments:hub", args=(begun[0].pk,))
    return {
        "last": begun[0],
        # Where a newer edition waits for a decision, the overview asks for it.
        "go_on": hub if move.is_due(request, begun[0]) else pages.first_unfinished(sheet),
        "answered": answered,
        "asked": asked,
        "has_functions": bool(sheet.functions),
        "more": len(begun) > 1,
    }


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html", {"rules": RULES})


@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Lead a person who has just signed in to what they began in this browser, or else to their reports."""
    begun = Assessment.objects.held_by(holder_hash(request)).order_by("-started_at").first()
    if begun is not None:
        return redirect("assessments:claim", pk=begun.pk)
    return redirect("recommendations:workspace")


# A report never changes, so its short form is made once per process.
@lru_cache(maxsize=4)
def sample_card(pk: UUID) -> Mapping[str, Any]:
    """Take the headline of the sample report, and the first function of each group of its map."""
    page = Report.objects.get(pk=pk).page
    firsts = (group["rows"][0] for group in page["map"]["groups"])
    return {"headline": page["headline"], "rows": [row for row in firsts if row["marks"]]}


def pointers(edition: Edition) -> list[Mapping[str, Any]]:
    """Name, for each model, some functions of the catalogue that the sources give to it alone."""
    rows: list[Mapping[str, Any]] = []
    for place, model in enumerate(MODELS):
        # One of each department, so that no model looks like the business of one department alone.
        by_department: dict[str, str] = {}
        for function in edition.functions:
            if function.prior[place] == STRONGEST_PRIOR and sum(prior > 0 for prior in function.prior) == 1:
                by_department.setdefault(function.department, function.name)
        if by_department:
            rows.append({"model": model, "names": list(by_department.values())[:NAMES_EACH]})
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Offer the languages; remember the chosen one in a cookie and go back to the page it was chosen on.

    A page of its own: the footer is the same markup for everybody, and so can hold nobody's token.
    """
    if request.method == "POST":
        return set_language(request)
    came_from = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return render(request, "language.html", {"back": came_from if is_ours else ""})
