"""Everything that was answered, to look over before the report is asked for."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.answering.sheet import Sheet
from assessments.answering.views import answered, pages
from assessments.answering.views.doubts import doubts
from organisations.models import Organisation


@login_not_required
@require_safe
def check_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = Sheet(pages.opened(request, pk))
    if not sheet.assessment.is_draft:
        return redirect("assessments:hub", pk=pk)
    assessment, tally = sheet.assessment, answered.tally(sheet)
    # Whoever only fills in with a client may not hand in, and a second opinion is never handed in.
    organisations = Organisation.objects.joined_by(request.user)
    may_submit = assessment.organisation_id is None or organisations.filter(pk=assessment.organisation_id).exists()
    # The page that hands in sends back here whoever left the box unticked.
    is_unconfirmed = request.GET.get("error") == "unanswered" and tally["is_open"]
    context = {
        "sheet": sheet,
        "steps": pages.step_links(sheet),
        "sections": answered.sections(sheet),
        "laid_aside": answered.laid_aside(sheet),
        "doubts": doubts(sheet),
        "tally": tally,
        "time_left": pages.time_left(sheet),
        "functions_url": pages.functions_url(sheet),
        "may_submit": may_submit and not assessment.is_second,
        "errors": [{"href": "#id_confirm_unanswered", "text": _("Tick the box, or answer what is open")}]
        if is_unconfirmed
        else [],
    }
    return render(request, "assessments/check.html", context)
