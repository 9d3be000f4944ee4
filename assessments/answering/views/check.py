"""Everything that was answered, is open or is assumed, to look over and confirm before the report is asked for."""

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.forms import UnreadableError
from assessments.answering.sheet import Sheet
from assessments.answering.views import answered, pages
from assessments.answering.views.doubts import doubts
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Organisation

CONFIRM: Final = "confirm"
EDITION: Final = "edition"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = Sheet(pages.opened(request, pk))
    if request.method == "POST":
        return _confirm(request, sheet)
    if not sheet.assessment.is_draft:
        return redirect("assessments:hub", pk=pk)
    return _show(request, sheet)


def _confirm(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Take down that all that is typical of one function is so; of a page from before a move nothing is."""
    assessment, function = sheet.assessment, request.POST.get(CONFIRM, "")
    if not assessment.is_draft:
        return pages.closed(request, assessment)
    if function not in sheet.rows:
        raise UnreadableError
    if refused := pages.saved_too_often(assessment):
        return _show(request, sheet, refused=refused)
    if request.POST.get(EDITION, "") == str(assessment.questionnaire_id):
        # In a browser without an account nobody is looked up.
        by = request.user.pk if assessment.organisation_id else None
        try:
            services.confirm_typical(assessment=assessment, function=function, by=by)
        except services.ClosedError:
            return pages.closed(request, assessment)
    return redirect(f"{reverse('assessments:check', args=(assessment.pk,))}#typical")


def _show(request: HttpRequest, sheet: Sheet, *, refused: TooOftenError | None = None) -> HttpResponse:
    assessment, tally = sheet.assessment, answered.tally(sheet)
    # Whoever only fills in with a client may not hand in, and a second opinion is never handed in.
    organisations = Organisation.objects.joined_by(request.user)
    may_submit = assessment.organisation_id is None or organisations.filter(pk=assessment.organisation_id).exists()
    # The page that hands in sends back here whoever has not seen that something is open.
    is_unconfirmed = request.GET.get("error") == "unanswered" and tally["is_open"]
    context = {
        "sheet": sheet,
        "steps": pages.step_links(sheet),
        "sections": answered.sections(sheet),
        "laid_aside": answered.laid_aside(sheet),
        "doubts": doubts(sheet),
        "left_open": answered.left_open(sheet),
        "typical": answered.typical(sheet),
        "tally": tally,
        "time_left": pages.time_left(sheet),
        "functions_url": pages.functions_url(sheet),
        "may_submit": may_submit and not assessment.is_second,
        "errors": [{"href": "#open", "text": _("Look at what is open; then press “See my report” once more")}]
        if is_unconfirmed
        else [],
        "again": refused,
    }
    page = render(request, "assessments/check.html", context)
    return too_often(page, refused) if refused else page
