"""The review of one client's report: the consultancy's page, and what is done on it."""

from functools import partial
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from consulting.clients.views.client import engaged, me
from consulting.models import Adjustment, Review
from consulting.reviews import adjusted, reviewing
from consulting.reviews.forms import AdjustForm, CommentForm, NoteForm, ReviewerForm, StateForm
from consulting.reviews.views.review_page import Conflict, Desk, functions_of, notes_of, people_of, questions_of, show
from organisations import openings
from organisations.models import Opening, User
from recommendations.models import Report

UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@require_safe
@private
def review(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    desk = _desk(request, client, pk, is_to_change=False)
    openings.note(user=request.user, client=client, what=Opening.What.REPORT, subject=pk)
    return show(request, desk)


@require_POST
@private
def adjust(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Put a result of one's own beside a computed one, or take it back."""
    desk = _desk(request, client, pk)
    form = AdjustForm(request.POST, functions=functions_of(desk.report))
    if not form.is_valid():
        return show(request, desk, status=UNPROCESSABLE, adjust=form)
    sent = form.cleaned_data
    to = reviewing.Adjusted(sent["function"], sent["model"], sent["readiness"], sent["reason"])
    try:
        reviewing.adjust(review=desk.review, to=to, version=sent["version"], by=me(request))
    except reviewing.LockedError:
        return _locked(request, desk)
    except reviewing.StaleError:
        return _overtaken(request, desk, form)
    messages.success(request, _("Saved. It stands beside the computed result wherever that is printed."))
    return redirect(desk.url("review"))


@require_POST
@private
def comment(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    desk = _desk(request, client, pk)
    form = CommentForm(request.POST, questions=questions_of(desk.report), prefix="comment")
    if not form.is_valid():
        return show(request, desk, status=UNPROCESSABLE, comment=form)
    try:
        reviewing.comment(review=desk.review, text=form.cleaned_data["text"], by=me(request), **form.about)
    except reviewing.LockedError:
        return _locked(request, desk)
    return redirect(f"{desk.url('review')}#comments")


@require_POST
@private
def settle(request: HttpRequest, client: UUID, pk: UUID, comment: UUID) -> HttpResponse:
    """Mark a comment as done, or as open again."""
    desk = _desk(request, client, pk)
    found = get_object_or_404(desk.review.comments.filter(answer_to=None), pk=comment)
    reviewing.settle(comment=found, is_done=request.POST.get("done") != "no")
    return redirect(f"{desk.url('review')}#comments")


@require_POST
@private
def note(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Keep a note that only the consultancy sees."""
    desk = _desk(request, client, pk)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return show(request, desk, status=UNPROCESSABLE, note=form)
    reviewing.note(
        consultancy=desk.engagement.consultancy,
        client=client,
        report=None if form.cleaned_data["is_about_client"] else desk.report,
        text=form.cleaned_data["text"],
        by=me(request),
    )
    return redirect(f"{desk.url('review')}#notes")


@require_POST
@private
def remove_note(request: HttpRequest, client: UUID, pk: UUID, note: UUID) -> HttpResponse:
    """Take a note away for good; only who wrote it may."""
    desk = _desk(request, client, pk, is_to_change=False)
    found = get_object_or_404(notes_of(request.user, desk).filter(author=me(request)), pk=note)
    reviewing.remove_note(found)
    messages.success(request, _("Your note is removed."))
    return redirect(f"{desk.url('review')}#notes")


@require_POST
@private
def reviewer(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Say who of the consultancy reviews."""
    desk = _desk(request, client, pk)
    form = ReviewerForm(request.POST, people=people_of(desk.engagement))
    if not form.is_valid():
        return show(request, desk, status=UNPROCESSABLE, reviewer=form)
    chosen = form.cleaned_data["reviewer"]
    person = User.objects.get(pk=chosen) if chosen else None
    try:
        reviewing.assign(review=desk.review, reviewer=person, seen=form.cleaned_data["seen"], by=me(request))
    except reviewing.LockedError:
        return _locked(request, desk)
    except reviewing.StaleError:
        fresh = _desk(request, client, pk)
        now = Conflict(now=str(fresh.review.reviewer or _("Nobody yet")), yours=str(person or _("Nobody yet")))
        return show(request, fresh, status=HTTPStatus.CONFLICT, conflict=now)
    return redirect(desk.url("review"))


@require_POST
@private
def state(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Bring the review to another state, and tell the client."""
    desk = _desk(request, client, pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        return show(request, desk, status=UNPROCESSABLE, state_form=form)
    to = form.cleaned_data["to"]
    try:
        reviewing.move(review=desk.review, to=to, version=form.cleaned_data["version"], by=me(request))
    except reviewing.StaleError:
        fresh = _desk(request, client, pk)
        now = Conflict(now=str(fresh.review.get_state_display()), yours=str(Review.State(to).label))
        return show(request, fresh, status=HTTPStatus.CONFLICT, conflict=now)
    address = request.build_absolute_uri(reverse("recommendations:report", args=(pk,)))
    reviewing.tell_client(review=desk.review, address=address, state=to)
    return redirect(desk.url("review"))


def _desk(request: HttpRequest, client: UUID, pk: UUID, *, is_to_change: bool = True) -> Desk:
    """Find a client's report by the consent that opens it; a review that nobody touched yet is stored at its first change."""
    engagement = engaged(request, client)
    theirs = Report.objects.filter(assessment__organisation=engagement.client_id)
    report = get_object_or_404(theirs.select_related("assessment__organisation"), pk=pk)
    begun = Review.objects.select_related("reviewer", "consultancy", "report__assessment__organisation")
    known = begun.filter(report=report, consultancy=engagement.consultancy_id)
    found = known.first()
    if found is None and is_to_change:
        reviewing.found(report=report, consultancy=engagement.consultancy)
        found = known.get()
    blank = partial(Review, report=report, consultancy=engagement.consultancy)
    return Desk(engagement, report, found or blank(), request.GET.get("for", ""))


def _locked(request: HttpRequest, desk: Desk) -> HttpResponse:
    now = Conflict(now=_("The review is final: reopen it first"), yours="")
    fresh = _desk(request, desk.engagement.client_id, desk.report.pk)
    return show(request, fresh, status=HTTPStatus.CONFLICT, conflict=now)


def _overtaken(request: HttpRequest, desk: Desk, form: AdjustForm) -> HttpResponse:
    """Show what a colleague put there meanwhile beside what was sent, with the form ready to be sent again."""
    sent = form.cleaned_data
    fresh = _desk(request, desk.engagement.client_id, desk.report.pk)
    lines = [one for one in adjusted.lines_of(desk.report) if one.key == sent["function"]]
    labels = dict(Adjustment.Readiness.choices)
    yours = (adjusted.label_of(sent["model"]) if sent["model"] else "", str(labels.get(sent["readiness"], "")))
    now = Conflict(
        now=" ".join(line.sentence for line in lines) or _("As computed"),
        yours=", ".join(part for part in yours if part) or _("As computed"),
    )
    again = AdjustForm({**sent, "version": fresh.review.version}, functions=functions_of(desk.report))
    return show(request, fresh, status=HTTPStatus.CONFLICT, conflict=now, adjust=again)
