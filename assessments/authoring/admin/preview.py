"""A draft as a respondent sees it, with the respondent's own templates and forms; nothing is stored.

What was answered on the other pages travels along in hidden fields.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.answering.forms import FunctionsForm, StepForm
from assessments.answering.forms.whole import FUNCTIONS, WholeForm
from assessments.answering.loose import LooseSheet
from assessments.answering.views import answered, functions, step
from assessments.answering.views.doubts import doubts
from assessments.authoring.admin import pages
from assessments.authoring.admin.desk import desk
from assessments.models import Questionnaire

AT: Final = "own-at"  # the page that was sent
GO: Final = "own-go"  # the page that is asked for
END: Final = "own-end"


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one page of the draft, or the next one once this one is answered as a respondent must."""
    edition = pages.opened(request, pk)
    data = request.POST if request.method == "POST" else QueryDict()
    sheet = LooseSheet(edition)
    order = (FUNCTIONS, *(step.slug for step in sheet.edition.steps), END)
    at, go = data.get(AT, FUNCTIONS), data.get(GO, "")
    at = at if at in order[:-1] else FUNCTIONS
    is_sent = request.method == "POST" and go not in order
    judged = at if is_sent and data.get("action") != "later" else ""
    form = WholeForm(data, sheet=sheet, judged=judged)
    page = go if go in order else at
    if is_sent and not form.errors_of(at):
        page = order[order.index(at) + 1]
    return _show(request, edition, form, page=page, is_judged=is_sent and page == at)


def _show(request: HttpRequest, edition: Questionnaire, form: WholeForm, *, page: str, is_judged: bool) -> HttpResponse:
    sheet = form.sheet
    steps = [(step.slug, str(number), step.title) for number, step in enumerate(sheet.edition.steps, 1)]
    # The choice of functions and the last look over all answers have no number of their own.
    places = [(FUNCTIONS, "", _("Choose the functions")), *steps, (END, "", _("Check your answers"))]
    context = {
        "edition": edition,
        "desk": desk(edition, tab="preview"),
        "places": [
            {"key": key, "number": number, "name": name, "is_here": key == page} for key, number, name in places
        ],
        "carried": form.hidden(but=page),
        "at": page,
        "at_name": AT,
        "go_name": GO,
    }
    if page == FUNCTIONS:
        context |= functions.context_of(form.functions if is_judged else FunctionsForm(sheet=sheet))
        return TemplateResponse(request, "admin/assessments/preview/functions.html", context)
    if page == END:
        # As on the respondent's page on which every answer is checked.
        slugs = (part.slug for part in sheet.edition.steps)
        context |= {
            "sheet": sheet,
            "sections": list(zip(slugs, answered.sections(sheet), strict=True)),
            "doubts": doubts(sheet),
            "tally": answered.tally(sheet),
        }
        return TemplateResponse(request, "admin/assessments/preview/end.html", context)
    shown = sheet.edition.step_by_slug[page]
    context |= step.context_of(form.steps[page] if is_judged else StepForm(sheet=sheet, step=shown, gathers=False))
    return TemplateResponse(request, "admin/assessments/preview/step.html", context)
