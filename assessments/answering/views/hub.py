"""Where one comes back to an assessment: how far each step is, and where to go on."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.forms import CompanyForm
from assessments.answering.holder import holder_hash
from assessments.answering.sheet import Sheet
from assessments.answering.views import move, pages, together
from assessments.edition.diff import carried
from assessments.edition.minutes import minutes_left
from assessments.models import Assessment

MOST_SETTLING: Final = 5


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def hub(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment: Any = pages.opened_whole(request, pk)
    if move.is_due(request, assessment):
        return redirect("assessments:move", pk=pk)
    sheet = Sheet(assessment)
    is_named_here = assessment.is_draft and assessment.organisation_id is None
    if request.method == "POST" and not assessment.is_draft:
        return pages.closed(request, assessment)
    form = CompanyForm(
        request.POST if request.method == "POST" and is_named_here else None, initial={"company": assessment.company}
    )
    if form.is_valid():
        pages.SAVES.spend(pk)
        try:
            services.rename(assessment=assessment, company=form.cleaned_data["company"])
        except services.ClosedError:  # submitted in the meantime
            return pages.closed(request, assessment)
        return redirect("assessments:hub", pk=pk)
    links = pages.step_links(sheet, with_minutes=assessment.is_draft and bool(sheet.functions))
    is_shared = assessment.is_draft and assessment.organisation_id is not None and not assessment.is_second
    context = {
        "assessment": assessment,
        "name": assessment.name,
        "form": form if is_named_here else None,
        "steps": links,
        "functions": sheet.functions,
        "go_on": pages.first_unfinished(sheet),
        "is_begun": any(state.answered for state in sheet.progress) or bool(sheet.functions),
        "is_complete": all(link["is_done"] for link in links),
        "is_held": assessment.organisation_id is None,
        "kept_until": assessment.kept_until(is_empty=sheet.is_empty),
        "minutes": minutes_left(sheet.edition, sheet.functions, sheet.answers) if assessment.is_draft else 0,
        "later": "later" in request.GET,
        "carried": _carried(request, sheet),
        "carried_is_open": "carried" in request.GET,
        "may_move": move.may(request, assessment),
        "left_behind": assessment.left_behind.all() if assessment.has_left_behind else (),
        "look_again": list(dict.fromkeys(sheet.edition.question_by_key[key].text for _about, key in sheet.look_again)),
        "moved": "moved" in request.GET,
        "standing": _standing(sheet) if assessment.is_draft and not assessment.is_second else None,
        "hands": [hand for hand in together.hands_of(request, sheet) if hand["who"]] if is_shared else [],
        "is_shared": is_shared,
        "may_hand_over": is_shared and together.may_hand_over(request, assessment),
    }
    return render(request, "assessments/hub.html", context)


def _standing(sheet: Sheet) -> dict[str, Any] | None:
    """Say what the report would say now, and link the questions that could change it most to where they are asked."""
    found: dict[str, Any] | None = import_string(settings.STANDING)(sheet) if sheet.functions else None
    if found is None:
        return None
    shown = [
        {
            "text": question["text"],
            "places": [
                (pages.change_url(sheet, place, back=pages.HUB), *words) for place, *words in question["places"]
            ],
        }
        for question in found["settling"][:MOST_SETTLING]
    ]
    return found | {"settling": shown, "more": len(found["settling"]) - len(shown)}


def _carried(request: HttpRequest, sheet: Sheet) -> dict[str, list[dict[str, str]]] | None:
    """Tell how the answers an assessment was begun with fared in its edition, where theirs was another one."""
    assessment = sheet.assessment
    if assessment.again_of_id is None or not assessment.is_draft:
        return None
    opened = Assessment.objects.open_to(request.user, holder_hash(request))
    earlier = opened.exclude(questionnaire=assessment.questionnaire_id).filter(pk=assessment.again_of_id).first()
    if earlier is None:
        return None
    old = Sheet(earlier)
    return carried(old.edition, sheet.edition, old.functions, old.answers)
