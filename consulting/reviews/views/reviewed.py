"""A review as the client sees it, on the page of their own report; and what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from consulting.clients.views.client import me
from consulting.models import Comment, Review
from consulting.reviews import reviewing
from consulting.reviews.forms import AnswerForm
from consulting.reviews.views.review_page import Said, said, when
from recommendations.models import Report

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One consultancy's review, in words."""

    firm: str
    state: str
    since: str
    reviewer: str
    wants_changes: bool
    comments: tuple[Said, ...]


def reviews_of(request: HttpRequest, report: Report) -> list[Reviewed]:
    """Read the reviews of a report for whoever belongs to its organisation; for anybody else there are none."""
    if not request.user.is_authenticated:
        return []
    theirs = Review.objects.filter(report=report, report__assessment__organisation__memberships__user=request.user)
    rows = theirs.select_related("consultancy", "reviewer").order_by("begun_at", "pk")
    return list(_told(report, rows))


@require_POST
@private
def answer(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """Answer a comment, mark it as done or open it again."""
    report = get_object_or_404(Report.objects.kept_by(request.user, ""), pk=pk)
    comments = Comment.objects.select_related("review__consultancy", "review__reviewer")
    found = get_object_or_404(comments.filter(review__report=report, answer_to=None), pk=comment)
    back = f"{reverse('recommendations:report', args=(pk,))}#comment-{comment}"
    match request.POST.get("do", ""):
        case "done" | "open" as which:
            reviewing.settle(comment=found, is_done=which == "done")
        case _answer:
            form = AnswerForm(request.POST)
            if not form.is_valid():
                messages.error(request, " ".join(str(texts[0]) for texts in form.errors.values()))
                return redirect(back)
            reviewing.answer(to=found, text=form.cleaned_data["text"], by=me(request))
            _tell(request, found)
    return redirect(back)


def _tell(request: HttpRequest, comment: Comment) -> None:
    review = comment.review
    client = review.report.assessment.organisation_id
    path = reverse("consulting:review", args=(client, review.report_id))
    reviewing.tell_firm_of_answer(
        review=review, address=request.build_absolute_uri(f"{path}?for={review.consultancy_id}")
    )


def _told(report: Report, rows: Iterable[Review]) -> Iterable[Reviewed]:
    for row in rows:
        last = row.steps.last()
        yield Reviewed(
            firm=row.consultancy.name,
            state=str(row.get_state_display()) if row.state != Review.State.SUBMITTED else str(_("Waits for review")),
            since=_("%(who)s, %(when)s") % {"who": last.by_name, "when": when(last.at)} if last else "",
            reviewer=str(row.reviewer) if row.reviewer else "",
            wants_changes=row.state == Review.State.CHANGES,
            comments=tuple(said(report, row)),
        )
