"""Everything that is asked, on one page, for those who want to see it before they begin."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from assessments.answering.views.blocks import all_questions
from assessments.edition.picture import picture
from assessments.models import Questionnaire
from assessments.models.languages import read_here


@require_safe
@login_not_required
def questions(request: HttpRequest) -> HttpResponse:
    questionnaire = Questionnaire.objects.current()
    if questionnaire is None:
        raise Http404
    edition = read_here(questionnaire.pk)
    content = mark_safe(all_questions(edition).filled({}))  # noqa: S308 - our own template
    return render(request, "assessments/questions.html", {"edition": edition, "content": content})


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
