"""The review of one client's report: the consultancy's page with what is done on it, and the client's answers."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from assessments.answering.sheet import Sheet
from assessments.answering.views.doubts import doubts
from consulting.access import get_engagement, signed_in_user
from consulting.models import Comment, Note, Review
from consulting.reviews import services
from consulting.reviews.forms import AdjustForm, AnswerForm, CommentForm, NoteForm, ReviewerForm, StateForm
from consulting.reviews.reports import asked_questions, list_comments, model_label
from organisations import openings, unsaved
from organisations.models import Engagement, Opening, User
from recommendations.models import Report
from recommendations.reports import verdicts
from recommendations.reports.reviews import AdjustedFunction, reviews

NOTES_ON_A_PAGE: Final = 10
UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review as one of its consultancy has it open: the consent that opens it, and the consultancy they chose."""

    engagement: Engagement
    report: Report
    review: Review
    chosen: str

    def url(self, name: str) -> str:
        path = reverse(f"consulting:{name}", args=(self.engagement.client_id, self.report.pk))
        return f"{path}?for={self.chosen}" if self.chosen else path


@require_safe
@private
def review(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    opened = _open(request, client, pk, create=False)
    openings.note(user=request.user, client=client, what=Opening.What.REPORT, subject=pk)
    return _show(request, opened)


@require_POST
@private
def adjust(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Put a result of one's own beside a computed one, or take it back."""
    opened = _open(request, client, pk)
    form = AdjustForm(request.POST, functions=_function_choices(opened.report))
    if not form.is_valid():
        return _show(request, opened, status=UNPROCESSABLE, adjust=form)
    try:
        services.adjust_result(review=opened.review, by=signed_in_user(request), **form.cleaned_data)
    except services.ReviewLockedError:
        return _show_locked(request, opened, yours=form.cleaned_data["reason"])
    except services.ReviewStaleError:
        return _show_overtaken(request, opened, form)
    messages.success(request, _("Saved. It stands beside the computed result wherever that is printed."))
    return redirect(opened.url("review"))


@require_POST
@private
def comment(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    opened = _open(request, client, pk)
    questions = _question_choices(Sheet(opened.report.assessment))
    form = CommentForm(request.POST, questions=questions, prefix="comment")
    if not form.is_valid():
        return _show(request, opened, status=UNPROCESSABLE, comment=form)
    text, by = form.cleaned_data["text"], signed_in_user(request)
    try:
        services.add_comment(review=opened.review, text=text, by=by, **form.about)
    except services.ReviewLockedError:
        return _show_locked(request, opened, yours=text)
    return redirect(f"{opened.url('review')}#comments")


@require_POST
@private
def settle(request: HttpRequest, client: UUID, pk: UUID, comment: UUID) -> HttpResponse:
    """Mark a comment as done, or as open again."""
    opened = _open(request, client, pk)
    row = get_object_or_404(opened.review.comments.filter(answer_to=None), pk=comment)
    services.settle_comment(comment=row, is_done=request.POST.get("done") != "no")
    return redirect(f"{opened.url('review')}#comments")


@require_POST
@private
def note(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Keep a note that only the consultancy sees."""
    opened = _open(request, client, pk)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _show(request, opened, status=UNPROCESSABLE, note=form)
    services.add_note(
        consultancy=opened.engagement.consultancy,
        client=client,
        report=None if form.cleaned_data["is_about_client"] else opened.report,
        text=form.cleaned_data["text"],
        by=signed_in_user(request),
    )
    return redirect(f"{opened.url('review')}#notes")


@require_POST
@private
def remove_note(request: HttpRequest, client: UUID, pk: UUID, note: UUID) -> HttpResponse:
    """Take a note away for good; only who wrote it may."""
    opened = _open(request, client, pk, create=False)
    own = _notes(request, opened).filter(author=signed_in_user(request))
    services.remove_note(note=get_object_or_404(own, pk=note))
    messages.success(request, _("Your note is removed."))
    return redirect(f"{opened.url('review')}#notes")


@require_POST
@private
def reviewer(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Choose who of the consultancy reviews."""
    opened = _open(request, client, pk)
    form = ReviewerForm(request.POST, people=_colleagues(opened.engagement))
    if not form.is_valid():
        return _show(request, opened, status=UNPROCESSABLE, reviewer=form)
    chosen, seen = form.cleaned_data["reviewer"], form.cleaned_data["seen"]
    person = User.objects.get(pk=chosen) if chosen else None
    try:
        services.assign_reviewer(review=opened.review, reviewer=person, seen=seen, by=signed_in_user(request))
    except services.ReviewLockedError:
        return _show_locked(request, opened)
    except services.ReviewStaleError:
        fresh, nobody = _open(request, client, pk), _("Nobody yet")
        return _show_conflict(request, fresh, now=str(fresh.review.reviewer or nobody), yours=str(person or nobody))
    return redirect(opened.url("review"))


@require_POST
@private
def state(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Bring the review to another state, and notify the client."""
    opened = _open(request, client, pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _show(request, opened, status=UNPROCESSABLE, state_form=form)
    to, version = form.cleaned_data["to"], form.cleaned_data["version"]
    try:
        services.change_state(review=opened.review, to=to, version=version, by=signed_in_user(request))
    except services.ReviewStaleError:
        fresh = _open(request, client, pk)
        now, yours = fresh.review.get_state_display(), str(Review.State(to).label)
        return _show_conflict(request, fresh, now=now, yours=yours)
    address = request.build_absolute_uri(reverse("recommendations:report", args=(pk,)))
    services.notify_client(review=opened.review, address=address, state=to)
    return redirect(opened.url("review"))


@require_POST
@private
def answer(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """Let the client answer a comment, mark it as done or open it again."""
    report = get_object_or_404(Report.objects.kept_by(request.user, ""), pk=pk)
    comments = Comment.objects.select_related("review__consultancy", "review__reviewer")
    row = get_object_or_404(comments.filter(review__report=report, answer_to=None), pk=comment)
    back = f"{reverse('recommendations:report', args=(pk,))}#comment-{comment}"
    action = request.POST.get("do", "")
    if action in ("done", "open"):
        services.settle_comment(comment=row, is_done=action == "done")
        return redirect(back)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(texts[0]) for texts in form.errors.values()))
        kept = unsaved.keep(request, unsaved.typed(request))
        return redirect(f"{kept}#comment-{comment}" if kept else back)
    services.answer_comment(comment=row, text=form.cleaned_data["text"], by=signed_in_user(request))
    path = reverse("consulting:review", args=(row.review.report.assessment.organisation_id, report.pk))
    address = request.build_absolute_uri(f"{path}?for={row.review.consultancy_id}")
    services.notify_of_answer(review=row.review, address=address)
    return redirect(back)


def _open(request: HttpRequest, client: UUID, pk: UUID, *, create: bool = True) -> OpenReview:
    """Find a client's report by the consent that opens it; a review that nobody touched yet is stored at its first change."""
    engagement = get_engagement(request, client)
    reports = Report.objects.filter(assessment__organisation=engagement.client_id)
    report = get_object_or_404(reports.select_related("assessment__organisation"), pk=pk)
    known = Review.objects.select_related("reviewer", "consultancy", "report__assessment__organisation")
    row = known.filter(report=report, consultancy=engagement.consultancy_id).first()
    if row is None and create:
        created, _is_new = Review.objects.get_or_create(report=report, consultancy=engagement.consultancy)
        row = known.get(pk=created.pk)
    unsaved = Review(report=report, consultancy=engagement.consultancy)
    return OpenReview(engagement, report, row or unsaved, request.GET.get("for", ""))


def _show(
    request: HttpRequest,
    opened: OpenReview,
    *,
    status: int = HTTPStatus.OK,
    conflict: dict[str, str] | None = None,
    **posted: forms.Form,
) -> HttpResponse:
    review, report = opened.review, opened.report
    page = report.page
    sheet = Sheet(report.assessment)
    adjusted: dict[str, list[AdjustedFunction]] = {}
    for adjustment in reviews().adjustments(report):
        adjusted.setdefault(adjustment.key, []).append(adjustment)
    reviewer = str(review.reviewer_id or "")
    blank = {
        "adjust": AdjustForm(functions=_function_choices(report), initial={"version": review.version, "model": ""}),
        "comment": CommentForm(questions=_question_choices(sheet), prefix="comment"),
        "note": NoteForm(prefix="note"),
        "reviewer": ReviewerForm(
            people=_colleagues(opened.engagement), initial={"reviewer": reviewer, "seen": reviewer}
        ),
    }
    notes = Paginator(_notes(request, opened), NOTES_ON_A_PAGE).get_page(request.GET.get("notes"))
    notes_url = f"{opened.url('review')}{'&' if opened.chosen else '?'}notes="
    context = {
        "opened": opened,
        "review": review,
        "client": opened.engagement.client,
        "content": report.data,
        "page": page,
        "functions": [
            {"computed": function, "adjusted": adjusted.get(function["key"], [])}
            for group in page["map"]["groups"]
            for function in group["rows"]
        ],
        "doubts": doubts(sheet),
        "comments": list_comments(sheet, review),
        "notes": notes,
        "notes_around": {
            "later": f"{notes_url}{notes.previous_page_number()}#notes" if notes.has_previous() else "",
            "older": f"{notes_url}{notes.next_page_number()}#notes" if notes.has_next() else "",
        },
        "conflict": conflict,
        "sent": next(iter(posted.values()), None),
        "forms": blank | posted,
        "next": _next_states(review),
        "urls": {name: opened.url(f"review_{name}") for name in ("adjust", "comment", "note", "reviewer", "state")},
        "client_url": reverse("consulting:client", args=(opened.engagement.client_id,)),
    }
    return render(request, "consulting/reviews/page.html", context, status=status)


def _show_conflict(
    request: HttpRequest, opened: OpenReview, *, now: str, yours: str, **posted: forms.Form
) -> HttpResponse:
    """Show what a colleague changed meanwhile beside what this person sent; nothing was saved."""
    return _show(request, opened, status=HTTPStatus.CONFLICT, conflict={"now": now, "yours": yours}, **posted)


def _show_locked(request: HttpRequest, opened: OpenReview, *, yours: str = "") -> HttpResponse:
    fresh = _open(request, opened.engagement.client_id, opened.report.pk)
    return _show_conflict(request, fresh, now=_("The review is final: reopen it first"), yours=yours)


def _show_overtaken(request: HttpRequest, opened: OpenReview, form: AdjustForm) -> HttpResponse:
    """Show a colleague's adjustment beside the one that was sent, with the form ready to be sent again."""
    sent = form.cleaned_data
    fresh = _open(request, opened.engagement.client_id, opened.report.pk)
    current = [row for row in reviews().adjustments(opened.report) if row.key == sent["function"]]
    labels = dict(verdicts.CHOICES)
    yours = (model_label(sent["model"]) if sent["model"] else "", str(labels.get(sent["readiness"], "")))
    again = AdjustForm({**sent, "version": fresh.review.version}, functions=_function_choices(opened.report))
    return _show_conflict(
        request,
        fresh,
        now=" ".join(row.sentence for row in current) or _("As computed"),
        yours=", ".join(part for part in yours if part) or _("As computed"),
        adjust=again,
    )


def _function_choices(report: Report) -> tuple[tuple[str, str], ...]:
    return tuple((row["key"], row["name"]) for group in report.page["map"]["groups"] for row in group["rows"])


def _question_choices(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return tuple((key, question.text) for key, question in asked_questions(sheet).items())


def _notes(request: HttpRequest, opened: OpenReview) -> "QuerySet[Note]":
    """Find the consultancy's own notes about the client and about this report, the latest first."""
    firm, client = opened.engagement.consultancy_id, opened.engagement.client_id
    ours = Note.objects.visible_to(request.user).filter(consultancy=firm, client=client)
    return ours.filter(Q(report=None) | Q(report=opened.report))


def _colleagues(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    people = User.objects.filter(memberships__organisation=engagement.consultancy_id, is_active=True)
    return tuple((str(person.pk), str(person)) for person in people.order_by("name", "email"))


def _next_states(review: Review) -> list[tuple[str, str]]:
    labels: dict[Any, str] = {
        Review.State.IN_REVIEW: _("Reopen the review") if review.is_locked else _("I have begun, more to come"),
        Review.State.CHANGES: _("Ask the client for changes"),
        Review.State.FINAL: _("Reviewed, no open points"),
    }
    return [(str(to), labels[to]) for to in reversed(services.NEXT[Review.State(review.state)])]
