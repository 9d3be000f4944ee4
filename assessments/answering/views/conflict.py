"""What is said when a page was saved that is no longer as it was when it was opened."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime

from assessments.answering.forms import FunctionsForm, StepForm
from assessments.answering.forms.base import KEEP, showable
from assessments.answering.forms.step import SEEN
from assessments.answering.sheet import Sheet
from assessments.answering.wording import answer_text
from assessments.models import Assessment

LONGEST_VERSION: Final = 9


def is_from_before(request: HttpRequest, assessment: Assessment) -> bool:
    """Whether a page was given out in an edition that the assessment has left."""
    version = request.POST.get("version", "")
    return version.isdecimal() and len(version) <= LONGEST_VERSION and int(version) < assessment.oldest_version


def moved(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Say that the questions changed under an open tab, and show what was typed into it, which is not saved.

    It is put into words as far as the edition knows them.
    """
    typed = []
    for name in request.POST:
        value = str(request.POST[name])
        question = sheet.edition.question_by_key.get(name.rpartition("--")[2])
        if question is None or not value:
            continue
        function = sheet.edition.function_by_key.get(name.partition("--")[0])
        label = f"{function.name}: {question.short}" if function else question.text
        typed.append((label, answer_text(question, value) if value in question.allowed else showable(value)))
    context = {"assessment": sheet.assessment, "typed": typed}
    return render(request, "assessments/moved.html", context, status=409)


def ask(
    request: HttpRequest,
    form: StepForm | FunctionsForm,
    *,
    differences: Sequence[dict[str, str]],
    version: int,
    seen: str = "",
) -> HttpResponse:
    """Show both values of each field; the page carries along everything that was typed.

    `seen` is what this page shows as stored, for a step's page that says so.
    """
    context = {
        "differences": differences,
        "last": last_saved(request, form) if differences and isinstance(form, StepForm) else None,
        "fields": [*form.sent_fields, *([(SEEN, seen)] if seen else [])],
        "version": str(version),
        "action": "later" if form.is_later else "continue",
        "keep": KEEP,
        "address": request.get_full_path(),
    }
    return render(request, "assessments/conflict.html", context, status=409)


def last_saved(request: HttpRequest, form: StepForm) -> dict[str, str] | None:
    """Name who came before and when; nobody where it was the visitor, or is not known; None if no save was taken down."""
    row = form.sheet.assessment.progress.filter(step=form.step.slug).select_related("saved_by").first()
    if row is None or row.saved_at is None:
        return None
    is_other = row.saved_by is not None and row.saved_by != request.user
    when = date_format(localtime(row.saved_at), "DATETIME_FORMAT")
    return {"who": str(row.saved_by) if is_other else "", "when": when}
