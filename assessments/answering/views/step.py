"""The page of one step: asked, answered, saved as it is filled in, or settled between two pages."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.answering import cards, remarks, services
from assessments.answering.forms import StepForm
from assessments.answering.forms.step import Changes
from assessments.answering.remarks import Remark
from assessments.answering.sheet import Sheet
from assessments.answering.views import conflict, pages
from assessments.edition import flow
from organisations import unsaved
from organisations.http import allow_asking, is_partial, too_often
from organisations.limits import TooOftenError

TRIES: Final = 5  # to save between the saves of others, before the page is asked to try again


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_step(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Show a step, save all that its page was sent with and lead on, or save what changed while the page stays open."""
    sheet = Sheet(pages.opened(request, pk))
    step = sheet.edition.step_by_slug.get(slug)
    if step is None:
        raise Http404
    if request.method != "POST":
        is_draft = sheet.assessment.is_draft
        return show(request, StepForm(sheet=sheet, step=step)) if is_draft else redirect("assessments:hub", pk=pk)
    return _receive(request, sheet, step)


def _receive(request: HttpRequest, sheet: Sheet, step: flow.Step) -> HttpResponse:
    if not sheet.assessment.is_draft:
        return pages.closed(request, sheet.assessment)
    if conflict.is_from_before(request, sheet.assessment):
        return conflict.moved(request, sheet)
    refused = pages.saved_too_often(sheet.assessment)
    form = StepForm(request.POST, sheet=sheet, step=step)
    is_valid = form.is_valid()
    if refused and is_partial(request):
        return too_often(HttpResponse(str(refused)), refused)
    if refused or not (is_valid or is_partial(request)):
        return show(request, form, again=refused)
    try:
        changes = _save(request, form)
    except services.ClosedError:
        return pages.closed(request, sheet.assessment)
    except services.StaleError:
        fresh = Sheet(pages.opened(request, sheet.assessment.pk))
        if fresh.assessment.questionnaire_id != sheet.assessment.questionnaire_id:
            return conflict.moved(request, fresh)
        return _settle(request, form, Changes(sheet=fresh, version=fresh.version(step.slug)))
    if is_partial(request):
        return _saved(request, form, changes)
    return _settle(request, form, changes) if changes.differences else _go_on(request, form, changes)


def _save(request: HttpRequest, form: StepForm) -> Changes:
    """Save what changed on the page, on top of whatever is stored by now; what two pages changed is not saved.

    A page that stays open has the rest saved; one that is sent by its button is asked about all of it first.

    Raises:
        ClosedError, StaleError: nothing was written.
    """
    # At first nobody is taken to have saved since the page was opened: that costs no query, and saving finds out.
    partial, sheet, version = is_partial(request), form.sheet, form.version
    for attempt in range(1, TRIES + 1):
        changes = form.merge(sheet, version=version, is_whole=not partial)
        is_empty = not (changes.answers or changes.notes or changes.shares)
        if (changes.differences and not partial) or (partial and is_empty):
            return changes
        try:
            services.save_answers(
                sheet=sheet,
                step=form.step.slug,
                answers=changes.answers,
                notes=changes.notes,
                shares=changes.shares,
                # In a browser without an account nobody is looked up.
                by=request.user.pk if sheet.assessment.organisation_id else None,
                version=changes.version,
                in_full=form.is_whole(changes),
            )
        except services.StaleError:
            sheet = Sheet(pages.opened(request, sheet.assessment.pk))
            if attempt == TRIES or sheet.assessment.questionnaire_id != form.sheet.assessment.questionnaire_id:
                raise
            version = sheet.version(form.step.slug)  # read before the answers, so that these are never older
            continue
        return changes
    raise services.StaleError


def _settle(request: HttpRequest, form: StepForm, changes: Changes) -> HttpResponse:
    """Ask which of two answers is to stand, wherever this page and another one changed the same."""
    names = [difference["name"] for difference in changes.differences]
    seen = form.seen_now(changes.sheet, refreshed=names) if form.seen else ""
    return conflict.ask(request, form, differences=changes.differences, version=changes.version, seen=seen)


def _saved(request: HttpRequest, form: StepForm, changes: Changes) -> HttpResponse:
    """Tell the open page what was saved, what was not, and how far it is now."""
    if not changes.differences and not form.errors:
        # What was typed before one signed in again is saved now: a reload must not bring it back over later answers.
        unsaved.forget(unsaved.key_of(request))
    sheet = Sheet(changes.sheet.assessment)
    shown = StepForm(sheet=sheet, step=form.step)
    in_doubt = {difference["name"] for difference in changes.differences} | set(form.errors)
    refreshed = [name for name in form.values if name not in in_doubt]
    context = {
        "differences": changes.differences,
        "problems": list(form.problems),
        "time": date_format(timezone.localtime(), "TIME_FORMAT"),
        "version": str(sheet.version(form.step.slug)),
        "seen": form.seen_now(sheet, refreshed=refreshed),
        "states": cards.states(shown),
        "progress": progress_words(sheet),
        "time_left": pages.time_left(sheet),
    }
    return render(request, "assessments/step/saved.html", context)


def _go_on(request: HttpRequest, form: StepForm, changes: Changes) -> HttpResponse:
    if form.is_later:
        return HttpResponseRedirect(pages.saved_for_later(form.sheet))
    left = form.step.slug if changes.open_places(form.step) else ""
    return HttpResponseRedirect(pages.after(request, form.sheet, form.step.slug, left=left))


def show(request: HttpRequest, form: StepForm, *, again: TooOftenError | None = None) -> HttpResponse:
    """Show the page with what is stored, or with what was typed; `again` asks to save once more after a while."""
    by_question = remarks.about(form.sheet.assessment, request.user)
    context = context_of(form, by_question) | {
        "again": again,
        "back": pages.back(request),
        "left": left_open(request, form.sheet),
        "address": request.get_full_path(),
    }
    if again:
        context["errors"] = []
    page = render(request, "assessments/step.html", context)
    allow_asking(page)
    return too_often(page, again) if again else page


def context_of(form: StepForm, remarks_by_question: Mapping[str, Iterable[Remark]] | None = None) -> dict[str, Any]:
    """Give what the page of a step shows, whoever it is shown to."""
    sheet, step, by_question = form.sheet, form.step, remarks_by_question or {}
    columns = form.of_scope(flow.Scope.FUNCTION)
    return {
        "sheet": sheet,
        "step": step,
        "number": pages.step_number(sheet.edition, step.slug),
        "is_first": form.asks_share,
        "steps": pages.step_links(sheet, step.slug),
        "wants_functions": bool(columns) and not sheet.functions,
        "errors": list(form.problems) if form.is_bound else [],
        "version": str(form.version if form.is_bound else sheet.version(step.slug)),
        "seen": form.seen.write() if form.seen else form.seen_now(sheet),
        "cards": cards.cards(form, by_question),
        "notes": cards.notes(form) if sheet.functions else [],
        "remarks": [(one.short, remark) for one in columns for remark in by_question.get(one.key, ())],
        "progress": progress_words(sheet),
        "time_left": pages.time_left(sheet),
    }


def progress_words(sheet: Sheet) -> str:
    """Say how much is answered of all that only the respondent can say."""
    answered, asked = sheet.answered_and_asked
    return _("%(answered)d of %(asked)d answered in all") % {"answered": answered, "asked": asked}


def left_open(request: HttpRequest, sheet: Sheet) -> dict[str, str] | None:
    """Say of the step that was just saved how much of it is still open, with the way back to it."""
    state = next((state for state in sheet.progress if state.slug == request.GET.get("left")), None)
    if state is None or not state.open:
        return None
    words = ngettext(
        "Saved. %(count)d question of “%(step)s” is still open.",
        "Saved. %(count)d questions of “%(step)s” are still open.",
        state.open,
    )
    title = sheet.edition.step_by_slug[state.slug].title
    return {"text": words % {"count": state.open, "step": title}, "url": pages.step_url(sheet, state.slug)}
