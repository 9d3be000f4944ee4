"""Where one comes back to an assessment: how far each step is, and where to go on."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from assessments import services
from assessments.forms import CompanyForm
from assessments.models import Assessment
from assessments.models.sheet import Sheet
from assessments.views import pages


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def hub(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = pages.opened(request, pk)
    sheet = Sheet(assessment)
    is_named_here = assessment.is_draft and assessment.organisation_id is None
    if request.method == "POST" and not assessment.is_draft:
        return pages.closed(request, assessment)
    form = CompanyForm(
        request.POST if request.method == "POST" and is_named_here else None, initial={"company": assessment.company}
    )
    if form.is_valid():
        services.rename(assessment=assessment, company=form.cleaned_data["company"])
        return redirect("assessments:hub", pk=pk)
    links = pages.step_links(sheet)
    context = {
        "assessment": assessment,
        "name": assessment.name,
        "form": form if is_named_here else None,
        "steps": links,
        "functions": sheet.functions,
        "go_on": pages.first_unfinished(sheet),
        "is_begun": any(state.answered for state in sheet.progress) or bool(sheet.functions),
        "is_complete": all(link.is_done for link in links),
        "is_held": assessment.organisation_id is None,
        "later": "later" in request.GET,
        "submitted": _on(assessment),
        "saved": date_format(localtime(assessment.updated_at)),
    }
    return render(request, "assessments/hub.html", context)


def _on(assessment: Assessment) -> str:
    return date_format(localtime(assessment.submitted_at)) if assessment.submitted_at else ""
