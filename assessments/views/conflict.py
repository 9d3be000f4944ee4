"""The page that asks, when two tabs saved the same thing differently, which of the two to keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.forms import Difference, FunctionsForm, StepForm
from assessments.forms.posted import KEEP


def ask(
    request: HttpRequest,
    form: StepForm | FunctionsForm,
    *,
    differences: tuple[Difference, ...],
    version: int,
) -> HttpResponse:
    """Show both values of each field; the page carries along everything that was typed."""
    context = {
        "differences": differences,
        "fields": form.fields,
        "version": str(version),
        "action": "later" if form.posted.is_later else "continue",
        "keep": KEEP,
        "address": request.get_full_path(),
    }
    return render(request, "assessments/conflict.html", context, status=409)
