"""The Learn pages: the three models, the words, and how scores are made. Open to everyone."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from assessments.edition import sourcing_models
from assessments.models import Questionnaire
from assessments.models.languages import read_here
from recommendations.engine import METHOD
from recommendations.learn.method import figures, work_out
from recommendations.learn.texts import learn
from recommendations.models import ExampleClient, ModelProfile
from recommendations.trials.examples import example_of


@require_safe
@login_not_required
def models(request: HttpRequest) -> HttpResponse:
    context = {"learn": learn(get_language() or ""), "profiles": ModelProfile.objects.all().translated()}
    return render(request, "recommendations/learn/models.html", context)


@require_safe
@login_not_required
def model(request: HttpRequest, key: str) -> HttpResponse:
    profile = next(iter(ModelProfile.objects.filter(key=key).translated()), None)
    if profile is None:
        raise Http404
    points: dict[str, list[Any]] = defaultdict(list)
    for point in profile.points.all():
        points[point.kind].append(point)
    context = {"learn": learn(get_language() or ""), "profile": profile, "models": sourcing_models.CHOICES, **points}
    return render(request, "recommendations/learn/model.html", context)


@require_safe
@login_not_required
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "recommendations/learn/glossary.html", {"learn": learn(get_language() or "")})


@require_safe
@login_not_required
def method(request: HttpRequest) -> HttpResponse:
    questionnaire = Questionnaire.objects.current()
    context: dict[str, Any] = {"method": METHOD, "figures": figures()}
    if questionnaire is not None:
        edition = read_here(questionnaire.pk)
        example = ExampleClient.objects.filter(questionnaire=questionnaire, confidence="high").first()
        context |= {
            "edition": edition,
            "steps": [
                (step, [question for question in edition.questions if question.step == step.slug])
                for step in edition.steps
            ],
            "departments": [
                (department, [function for function in edition.functions if function.department == department.key])
                for department in edition.departments
            ],
            "worked": work_out(example_of(example), edition) if example else None,
        }
    return render(request, "recommendations/learn/method.html", context)
