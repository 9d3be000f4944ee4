"""The page of a review as its consultancy sees it: what it shows, and the forms on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.answering.sheet import Sheet
from assessments.answering.views.doubts import doubts
from assessments.edition import flow
from assessments.models.languages import read_here
from consulting.models import Comment, Note, Review
from consulting.reviews import adjusted, reviewing
from consulting.reviews.forms import SECTIONS, AdjustForm, CommentForm, NoteForm, ReviewerForm
from organisations.models import Engagement, User
from recommendations.models import Report

NOTES: Final = 10  # on one page
ICONS: Final = {
    Review.State.SUBMITTED: "review",
    Review.State.IN_REVIEW: "review",
    Review.State.CHANGES: "prep",
    Review.State.FINAL: "check",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One comment or answer, as it is read."""

    id: str
    place: str
    text: str
    who: str
    when: str
    is_done: bool
    answers: tuple["Said", ...] = ()
    question: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """One function: as computed, and what was put beside it."""

    told: dict[str, Any]
    adjusted: tuple[adjusted.Line, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page is about: whose report it is, and by which consent it is open."""

    engagement: Engagement
    report: Report
    review: Review
    chosen: str

    def url(self, name: str, *more: Any) -> str:
        path = reverse(f"consulting:{name}", args=(self.engagement.client_id, self.report.pk, *more))
        return f"{path}?for={self.chosen}" if self.chosen else path


@dataclass(frozen=True, slots=True)
class Conflict:
    """That somebody else was quicker: what stands now, and what this person was about to put there."""

    now: str
    yours: str


def functions_of(report: Report) -> tuple[tuple[str, str], ...]:
    return tuple((row["key"], row["name"]) for group in report.told["page"]["map"]["groups"] for row in group["rows"])


def questions_of(report: Report) -> tuple[tuple[str, str], ...]:
    """Name the questions that were asked for this report."""
    edition = read_here(report.assessment.questionnaire_id)
    keys = dict.fromkeys(question for _about, question in flow.asked(edition, *_given(report)))
    return tuple((key, edition.question_by_key[key].text) for key in keys)


def notes_of(user: User | AnonymousUser, desk: Desk) -> QuerySet[Note]:
    """Find the consultancy's own notes about the client and about this report, the latest first."""
    firm, client = desk.engagement.consultancy_id, desk.engagement.client_id
    ours = Note.objects.visible_to(user).filter(consultancy=firm, client=client)
    return ours.filter(Q(report=None) | Q(report=desk.report))


def people_of(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    people = User.objects.filter(memberships__organisation=engagement.consultancy_id, is_active=True)
    return tuple((str(person.pk), str(person)) for person in people.order_by("name", "email"))


def show(
    request: HttpRequest,
    desk: Desk,
    *,
    status: int = 200,
    conflict: Conflict | None = None,
    **posted: forms.Form,
) -> HttpResponse:
    lines = adjusted.lines_of(desk.report)
    page = desk.report.told["page"]
    sent = next(iter(posted.values()), None)
    notes = _notes(request, desk)
    context = {
        "desk": desk,
        "client": desk.engagement.client,
        "told": desk.report.told,
        "page": page,
        "rows": list(_rows(page, adjusted.by_function(lines))),
        "doubts": doubts(Sheet(desk.report.assessment)),
        "comments": said(desk.report, desk.review),
        "notes": notes,
        "notes_around": _around(desk, notes),
        "conflict": conflict,
        "errors": list(_errors(sent)) if sent else [],
        "forms": _forms(desk) | posted,
        "next": _next(desk.review),
        "state": _state(desk.review),
        "steps": [(when(step.at), step.by_name, step.get_state_display()) for step in desk.review.steps.all()],
        "urls": {name: desk.url(f"review_{name}") for name in ("adjust", "comment", "note", "reviewer", "state")},
        "client_url": reverse("consulting:client", args=(desk.engagement.client_id,)),
    }
    return render(request, "consulting/reviews/page.html", context, status=status)


def said(report: Report, review: Review) -> list[Said]:
    """Read what was said in a review, each comment with its answers."""
    rows = list(review.comments.all())
    answers: dict[Any, list[Said]] = {}
    for row in rows:
        if row.answer_to_id:
            answers.setdefault(row.answer_to_id, []).append(_said(row, ""))
    questions = dict(questions_of(report)) if any(row.question for row in rows) else {}
    asked = read_here(report.assessment.questionnaire_id).question_by_key if questions else {}
    steps = {key: asked[key].step for key in questions}
    sections = {key: str(name) for key, name in SECTIONS}
    return [
        _said(row, _place(row, questions, sections), tuple(answers.get(row.pk, ())), step=steps.get(row.question, ""))
        for row in rows
        if row.answer_to_id is None
    ]


def _place(row: Comment, questions: dict[str, str], sections: dict[str, str]) -> str:
    if row.question:
        return questions.get(row.question, row.question)
    return sections.get(row.section, "") or _("The report as a whole")


def _said(row: Comment, place: str, answers: tuple[Said, ...] = (), *, step: str = "") -> Said:
    is_done, said_at = row.done_at is not None, when(row.made_at)
    return Said(
        str(row.pk), place, row.text, row.author_name, said_at, is_done, answers, question=row.question, step=step
    )


def _given(report: Report) -> tuple[tuple[flow.Selected, ...], flow.Answers]:
    sheet = Sheet(report.assessment)
    return sheet.functions, sheet.answers


def _rows(page: dict[str, Any], lines: dict[str, list[adjusted.Line]]) -> Iterable[Function]:
    for group in page["map"]["groups"]:
        for row in group["rows"]:
            yield Function(row, tuple(lines.get(row["key"], ())))


def _notes(request: HttpRequest, desk: Desk) -> Page[Note]:
    """Read one page of the consultancy's own notes about the client."""
    return Paginator(notes_of(request.user, desk), NOTES).get_page(request.GET.get("notes"))


def _around(desk: Desk, notes: Page[Note]) -> dict[str, str]:
    """Give the addresses of the notes before and after those that are shown; a page that a form led to has another."""
    here = desk.url("review")
    way = f"{here}{'&' if '?' in here else '?'}notes="
    return {
        "later": f"{way}{notes.previous_page_number()}#notes" if notes.has_previous() else "",
        "older": f"{way}{notes.next_page_number()}#notes" if notes.has_next() else "",
    }


def _errors(form: forms.Form) -> Iterable[dict[str, str]]:
    for name, texts in form.errors.items():
        yield {"href": f"#id_{name}" if name != "__all__" else "", "text": str(texts[0])}


def _forms(desk: Desk) -> dict[str, forms.Form]:
    version, reviewer = desk.review.version, desk.review.reviewer_id or ""
    seen = {"reviewer": str(reviewer), "seen": str(reviewer)}
    return {
        "adjust": AdjustForm(functions=functions_of(desk.report), initial={"version": version, "model": ""}),
        "comment": CommentForm(questions=questions_of(desk.report), prefix="comment"),
        "note": NoteForm(prefix="note"),
        "reviewer": ReviewerForm(people=people_of(desk.engagement), initial=seen),
    }


def _next(review: Review) -> Sequence[tuple[str, str]]:
    words = {
        Review.State.IN_REVIEW: _("Reopen the review") if review.is_locked else _("I have begun, more to come"),
        Review.State.CHANGES: _("Ask the client for changes"),
        Review.State.FINAL: _("Reviewed, no open points"),
    }
    return [(str(to), words[to]) for to in reversed(reviewing.NEXT[Review.State(review.state)])]


def _state(review: Review) -> dict[str, str]:
    return {"icon": ICONS[Review.State(review.state)], "words": str(review.get_state_display())}


def when(at: Any) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
