"""What reports show of reviews: adjustments and comments, for the pages, files and archives of `recommendations`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from consulting.models import Adjustment, Comment, Review, ReviewStep
from consulting.reviews import services
from recommendations.models import Report
from recommendations.reports.reviews import AdjustedFunction, Reviews


class ReportReviews(Reviews):
    def mark(self, reports: "QuerySet[Report]") -> "QuerySet[Report]":
        return reports.annotate(is_reviewed=Exists(Review.objects.filter(report=OuterRef("pk"))))

    def open(self, report: Report) -> None:
        services.open_reviews(report)

    def notify(self, report: Report, build_url: Callable[[str], str]) -> None:
        client = report.assessment.organisation_id
        if client is not None:
            path = reverse("consulting:review", args=(client, report.pk))
            services.notify_consultancies(report=report, address_of=lambda firm: build_url(f"{path}?for={firm}"))

    def adjustments(self, report: Report, *, without_names: bool = False) -> tuple[AdjustedFunction, ...]:
        if report.assessment.organisation_id is None:
            return ()  # nobody advises on what no account keeps
        rows = Adjustment.objects.current().filter(report=report).select_related("review__consultancy")
        by_function: dict[str, list[Adjustment]] = {}
        for row in rows:
            by_function.setdefault(row.function, []).append(row)
        if not by_function:
            return ()
        groups = report.page["map"]["groups"]
        functions = [function for group in groups for function in group["rows"]]
        return tuple(
            _adjusted(function, row, without_names=without_names)
            for function in functions
            for row in by_function.get(function["key"], ())
        )

    def show(self, request: HttpRequest, report: Report) -> Mapping[str, Any]:
        """Show the reviews to those who belong to the report's organisation; the adjustments to all who read it."""
        reviews: list[dict[str, Any]] = []
        if request.user.is_authenticated:
            own = Review.objects.filter(report__assessment__organisation__memberships__user=request.user)
            rows = own.filter(report=report).select_related("consultancy", "reviewer").order_by("begun_at", "pk")
            sheet = Sheet(report.assessment)
            reviews = [
                {"review": row, "last_step": row.steps.last(), "comments": list_comments(sheet, row)} for row in rows
            ]
        return {"report": report, "reviews": reviews, "adjustments": self.adjustments(report)}

    def archive(self, report: Report) -> Mapping[str, Iterable[Mapping[str, Any]]]:
        return {
            "reviews": Review.objects.filter(report=report)
            .order_by("begun_at", "pk")
            .values("consultancy__name", "state", "begun_at", "reviewer__name", "reviewer__email"),
            "review_steps": ReviewStep.objects.filter(review__report=report).values(
                "review__consultancy__name", "state", "by_name", "at"
            ),
            "comments": Comment.objects.filter(review__report=report).values(
                *("id", "answer_to", "review__consultancy__name"),
                *("question", "section", "author_name", "text", "made_at", "done_at"),
            ),
            "adjustments": Adjustment.objects.filter(report=report).values(
                *("review__consultancy__name", "function", "model", "readiness", "reason"),
                *("author_name", "made_at", "ended_at"),
            ),
        }


def model_label(model: str) -> str:
    return LABELS.get(model) or _("In-house")


def list_comments(sheet: Sheet, review: Review) -> list[dict[str, Any]]:
    """List the comments of a review: each with its place in words, the step of its question, and its answers."""
    rows = list(review.comments.all())
    answers: dict[Any, list[Comment]] = {}
    for row in rows:
        if row.answer_to_id:
            answers.setdefault(row.answer_to_id, []).append(row)
    questions = asked_questions(sheet) if any(row.question for row in rows) else {}
    sections = dict(Comment.SECTIONS)
    return [
        {
            "comment": row,
            "place": questions[row.question].text
            if row.question in questions
            else row.question or sections.get(row.section, _("The report as a whole")),
            "step": questions[row.question].step if row.question in questions else "",
            "answers": answers.get(row.pk, []),
        }
        for row in rows
        if row.answer_to_id is None
    ]


def asked_questions(sheet: Sheet) -> dict[str, flow.Question]:
    """Find the questions that were asked, by key."""
    keys = dict.fromkeys(key for _about, key in flow.asked(sheet.edition, sheet.functions, sheet.answers))
    return {key: sheet.edition.question_by_key[key] for key in keys}


def _adjusted(function: Mapping[str, Any], row: Adjustment, *, without_names: bool) -> AdjustedFunction:
    return AdjustedFunction(
        key=row.function,
        name=function["name"],
        computed=", ".join(filter(None, (function["label"], str(function["score"] or ""), function["words"]))),
        model=row.model,
        label=model_label(row.model) if row.model else "",
        state=row.readiness,
        words=row.get_readiness_display() if row.readiness else "",
        reason=row.reason,
        by="" if without_names else row.author_name,
        firm="" if without_names else row.review.consultancy.name,
        on=date_format(localtime(row.made_at), "DATE_FORMAT"),
        at=row.made_at.isoformat(),
    )
