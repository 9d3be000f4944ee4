"""The page of one step: asked, answered, sent back with what to mend, or settled between two tabs."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.answering import remarks, services
from assessments.answering.forms import StepForm, UnreadableError
from assessments.answering.sheet import Sheet
from assessments.answering.views import conflict, pages
from assessments.answering.views.markup import Remarks, StepMarkup, stored, typed
from assessments.edition import flow
from organisations.http import too_often
from organisations.limits import TooOftenError


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_step(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    sheet = Sheet(pages.opened(request, pk))
    step = sheet.edition.step_by_slug.get(slug)
    if step is None:
        raise Http404
    if request.method != "POST":
        return show(request, sheet, step) if sheet.assessment.is_draft else redirect("assessments:hub", pk=pk)
    if not sheet.assessment.is_draft:
        return pages.closed(request, sheet.assessment)
    if conflict.is_from_before(request, sheet.assessment):
        return conflict.moved(request, sheet)
    refused = pages.saved_too_often(pk)
    form = StepForm(request.POST, sheet=sheet, step=step)
    if refused:
        return show(request, sheet, step, form=form, again=refused)
    if not form.is_valid():
        return show(request, sheet, step, form=form)
    return _save(request, form)


def _save(request: HttpRequest, form: StepForm) -> HttpResponse:
    sheet = form.sheet
    try:
        _write(request, form, sheet, version=form.version)
    except services.ClosedError:
        return pages.closed(request, sheet.assessment)
    except services.StaleError:
        return _settle(request, form)
    return _go_on(request, form)


def _settle(request: HttpRequest, form: StepForm) -> HttpResponse:
    """Ask about each answer that another tab saved otherwise; where there is none, save what this one adds."""
    fresh = Sheet(pages.opened(request, form.sheet.assessment.pk))
    if fresh.assessment.questionnaire_id != form.sheet.assessment.questionnaire_id:
        return conflict.moved(request, fresh)
    version = fresh.version(form.step.slug)
    if form.version > version:
        raise UnreadableError
    form.drop_blanks()
    differences = tuple(form.differences(fresh))
    if differences:
        return conflict.ask(request, form, differences=differences, version=version)
    try:
        _write(request, form, fresh, version=version)
    except services.ClosedError:
        return pages.closed(request, fresh.assessment)
    except services.StaleError:
        return conflict.ask(request, form, differences=(), version=version)
    return _go_on(request, form)


def _write(request: HttpRequest, form: StepForm, sheet: Sheet, *, version: int) -> None:
    services.save_answers(
        sheet=sheet,
        step=form.step.slug,
        answers=form.answers,
        notes=form.notes,
        shares=form.shares,
        # In a browser without an account nobody is looked up.
        by=request.user.pk if sheet.assessment.organisation_id else None,
        version=version,
        in_full=form.is_in_full,
    )


def _go_on(request: HttpRequest, form: StepForm) -> HttpResponse:
    if form.posted.is_later:
        return HttpResponseRedirect(pages.saved_for_later(form.sheet))
    return HttpResponseRedirect(pages.after(request, form.sheet, form.step.slug))


def show(
    request: HttpRequest,
    sheet: Sheet,
    step: flow.Step,
    *,
    form: StepForm | None = None,
    again: bool | TooOftenError = False,
) -> HttpResponse:
    """Show the page with what is stored, or with what was typed; `again` asks to press save once more, now or later."""
    said = remarks.about(sheet.assessment, request.user)
    shown = context_of(sheet, step, form=form, said=said)
    context = {**shown, "again": again, "is_from_check": pages.is_from_check(request)}
    if again:
        context["errors"] = []
    page = render(request, "assessments/step.html", context, status=403 if again else 200)
    return too_often(page, again) if isinstance(again, TooOftenError) else page


def context_of(
    sheet: Sheet, step: flow.Step, *, form: StepForm | None = None, said: Remarks | None = None
) -> dict[str, Any]:
    """Give what the page of a step shows, whoever it is shown to."""
    told = typed(form) if form else stored(sheet)
    markup = StepMarkup(sheet, step, told, said)
    return {
        "sheet": sheet,
        "step": step,
        "number": pages.step_number(sheet.edition, step.slug),
        "is_first": step.slug == sheet.edition.steps[0].slug,
        "steps": pages.steps_nav(sheet, step.slug),
        "questions": markup.questions(),
        "matrix": markup.matrix(),
        "wants_functions": bool(sheet.edition.questions_of(step.slug, flow.Scope.FUNCTION)),
        "errors": [pages.Problem(f"#id_{name}", text) for name, text in told.errors.items()],
        "version": str(form.version if form else sheet.version(step.slug)),
    }
