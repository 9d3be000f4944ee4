"""What happens when a form's token no longer fits, as after signing in in another tab."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.answering.forms import FunctionsForm, StepForm
from assessments.answering.sheet import Sheet
from assessments.answering.views import functions, pages, step


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason
    """Show a step again with everything that was typed and a token that fits; write nothing.

    Without a valid token nothing says that the visitor meant to send this, so they have to press save once more.
    """
    match = request.resolver_match
    if match is not None and match.view_name in {"assessments:step", "assessments:functions"}:
        try:
            sheet = Sheet(pages.opened(request, match.kwargs["pk"]))
            if not sheet.assessment.is_draft:
                return pages.closed(request, sheet.assessment)
            if match.url_name == "functions":
                return functions.show(request, FunctionsForm(request.POST, sheet=sheet), again=True)
            asked = sheet.edition.step_by_slug.get(match.kwargs["slug"])
            if asked is not None:
                return step.show(request, StepForm(request.POST, sheet=sheet, step=asked), again=True)
        except (Http404, BadRequest):
            pass
    return render(request, "403_csrf.html", status=403)
