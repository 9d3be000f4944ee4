"""What the pages of one assessment share: finding it, the way between its pages, and the answer that it is closed."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.answering.forms.step import field_name
from assessments.answering.holder import holder_hash
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.edition.minutes import minutes_left
from assessments.models import Assessment
from organisations import openings, unsaved
from organisations.limits import Limit, TooOftenError
from organisations.models import Opening

# By assessment: whoever saves it must hold it, and how many one may begin is limited by where one is.
SAVES: Final = Limit("saves of an assessment", times=settings.SAVES_PER_HOUR, within=timedelta(hours=1))

# Where one came from to change an answer, and is led back to once it is saved.
CHECK: Final = "check"
HUB: Final = "hub"
REPORT: Final = "report"
STATES = {
    flow.StepState.NOT_STARTED: gettext_lazy("Not started"),
    flow.StepState.IN_PROGRESS: gettext_lazy("In progress"),
    flow.StepState.COMPLETE: gettext_lazy("Complete"),
    flow.StepState.ANOTHER_LOOK: gettext_lazy("Needs another look"),
}


def saved_too_often(assessment: Assessment) -> TooOftenError | None:
    """Count one more save; the error, where there were too many, is shown above what was typed."""
    if timezone.now() - assessment.updated_at > SAVES.within / SAVES.times:
        return None  # saves that come no faster than the limit gives back need no counting, which is a write
    try:
        SAVES.spend(assessment.pk)
    except TooOftenError as error:
        return error
    return None


def opened(request: HttpRequest, pk: UUID) -> Assessment:
    """Find an assessment that this visitor may answer; anybody else's is as good as missing."""
    # Most visitors are in the browser they began in and have no account: one plain comparison tells.
    return Assessment.objects.begun_in(holder_hash(request)).filter(pk=pk).first() or opened_whole(request, pk)


def opened_whole(request: HttpRequest, pk: UUID) -> Assessment:
    """Find it together with the edition that took the place of its own, and note whose client was opened."""
    assessment = get_object_or_404(Assessment.every.to_answer(request.user, holder_hash(request)).with_newer(), pk=pk)
    openings.note(user=request.user, client=assessment.organisation_id, what=Opening.What.ANSWERS, subject=pk)
    return assessment


def closed(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Say that a submitted assessment takes no more answers, and give back what was typed."""
    context = {"assessment": assessment, "form": unsaved.typed(request)}
    return render(request, "assessments/closed.html", context, status=409)


def step_links(sheet: Sheet, current: str = "", *, with_minutes: bool = False) -> list[dict[str, Any]]:
    """List the steps with the way to each, how far it is and how long it will still take: the current one, or each."""
    return [
        {
            "url": step_url(sheet, step.slug),
            "slug": step.slug,
            "number": str(number),
            "name": step.title,
            "state": STATES[progress.state],
            "is_done": progress.state is flow.StepState.COMPLETE,
            "is_current": step.slug == current,
            "answered": answered(progress),
            "minutes": time_left(sheet, step.slug)
            if with_minutes or (step.slug == current and sheet.functions)
            else "",
        }
        for number, (step, progress) in enumerate(zip(sheet.edition.steps, sheet.progress, strict=True), start=1)
    ]


def answered(state: flow.StepProgress) -> str:
    """Say how much is answered of what only the respondent can say, and how much is assumed."""
    words = _("%(answered)d of %(asked)d answered") % {"answered": state.answered, "asked": state.asked}
    if not state.assumed:
        return words
    typical = ngettext("%(count)d typical, not confirmed", "%(count)d typical, not confirmed", state.assumed)
    return f"{words} · {typical % {'count': state.assumed}}"


def time_left(sheet: Sheet, step: str = "") -> str:
    """Say how long a step, or all of them, will still take; empty where nothing is open."""
    minutes = minutes_left(sheet.edition, sheet.functions, sheet.answers, step)
    if minutes:
        return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
    is_open = any(state.open for state in sheet.progress if state.slug == step)
    return _("under a minute") if is_open else ""


def step_number(edition: flow.Edition, slug: str) -> str:
    """Say “Step 2 of 5”."""
    number = [step.slug for step in edition.steps].index(slug) + 1
    return _("Step %(number)d of %(total)d") % {"number": number, "total": len(edition.steps)}


def step_url(sheet: Sheet, slug: str) -> str:
    """Give the address of a step; the first one begins with the choice of functions."""
    if slug == sheet.edition.steps[0].slug and not sheet.functions:
        return reverse("assessments:functions", args=(sheet.assessment.pk,))
    return reverse("assessments:step", args=(sheet.assessment.pk, slug))


def change_url(sheet: Sheet, place: flow.Place | None = None, *, slug: str = "", back: str = CHECK) -> str:
    """Give the address at which to change an answer, or a step, that leads straight back to where one was."""
    if place is None:
        return f"{step_url(sheet, slug)}?return={back}"
    question = sheet.edition.question_by_key[place[1]]
    return f"{step_url(sheet, question.step)}?return={back}#id_{field_name(place)}"


def functions_url(sheet: Sheet, *, back: str = CHECK) -> str:
    return f"{reverse('assessments:functions', args=(sheet.assessment.pk,))}?return={back}"


def first_unfinished(sheet: Sheet) -> str:
    """Give the address at which to go on: the first page that wants something, or the check at the end."""
    if not sheet.functions:
        return reverse("assessments:functions", args=(sheet.assessment.pk,))
    for state in sheet.progress:
        if state.state is not flow.StepState.COMPLETE:
            return reverse("assessments:step", args=(sheet.assessment.pk, state.slug))
    return reverse("assessments:check", args=(sheet.assessment.pk,))


def after(request: HttpRequest, sheet: Sheet, slug: str, *, left: str = "") -> str:
    """Give the address of the page after this one, or of the page that one came from to change an answer.

    `left` is the step that was saved, where something in it is still open: the next page says so.
    """
    pk = sheet.assessment.pk
    if came_from := back(request):
        # A report never changes: what is answered after it is a draft, whose page says what it would come to.
        return reverse("assessments:check" if came_from == CHECK else "assessments:hub", args=(pk,))
    slugs = [step.slug for step in sheet.edition.steps]
    following = slugs.index(slug) + 1 if slug else 0
    if following == len(slugs):
        return reverse("assessments:check", args=(pk,))
    query = f"?{urlencode({'left': left})}" if left else ""
    return reverse("assessments:step", args=(pk, slugs[following])) + query


def back(request: HttpRequest) -> str:
    """Name the page that one came from and wants to return to; empty where one goes on to the next."""
    word = request.GET.get("return", "")
    return word if word in (CHECK, HUB, REPORT) else ""


def saved_for_later(sheet: Sheet) -> str:
    return f"{reverse('assessments:hub', args=(sheet.assessment.pk,))}?later=1"
