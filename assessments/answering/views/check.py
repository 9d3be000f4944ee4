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
from assessments.models import Assessment
from organisations.models import Organisation


def _may_submit(request: HttpRequest, assessment: Assessment) -> bool:
    """Tell whether the visitor may hand in: whoever only fills in with a client may not."""
    if assessment.organisation_id is None or assessment.is_second:
        return not assessment.is_second
    return Organisation.objects.joined_by(request.user).filter(pk=assessment.organisation_id).exists()


@login_not_required
@require_safe
def check_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = Sheet(pages.opened(request, pk))
    if not sheet.assessment.is_draft:
        return redirect("assessments:hub", pk=pk)
    tally = answered.tally(sheet)
    # The page that hands in sends back here whoever left the box unticked.
    is_unconfirmed = request.GET.get("error") == "unanswered" and tally["is_open"]
    context = {
        "sheet": sheet,
        "steps": pages.step_links(sheet),
        "sections": answered.sections(sheet),
        "laid_aside": answered.laid_aside(sheet),
        "doubts": doubts(sheet),
        "tally": tally,
        "functions_url": pages.functions_url(sheet),
        "may_submit": _may_submit(request, sheet.assessment),
        "errors": [{"href": "#id_confirm_unanswered", "text": _("Tick the box, or answer what is open")}]
        if is_unconfirmed
        else [],
    }
    return render(request, "assessments/check.html", context)
