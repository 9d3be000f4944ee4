"""The open comments of a review that asks for changes, for the page on which the questions are answered again."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from assessments.answering import remarks
from consulting.models import Comment, Review
from organisations.models import User


def open_comments(assessment: UUID, user: User | AnonymousUser) -> Iterator[remarks.Remark]:
    """Read what the organisation's people may read, and a consultant what their own consultancy said."""
    ours = Q(report__assessment__organisation__members=user.pk) | Q(pk__in=Review.objects.visible_to(user).values("pk"))
    reviews = Review.objects.filter(ours, report__assessment=assessment, state=Review.State.CHANGES)
    comments = Comment.objects.filter(review__in=reviews.values("pk"), answer_to=None, done_at=None).exclude(
        question=""
    )
    for question, text, who, at in comments.values_list("question", "text", "author_name", "made_at"):
        yield remarks.Remark(question, text, who, at)
