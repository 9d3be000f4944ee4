"""What others saved in a draft since somebody opened a form of it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from django.http import QueryDict
from django.template.defaultfilters import date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.authoring.admin.changed import describe
from assessments.authoring.revisions import changes_since
from assessments.edition import document
from assessments.edition.diff import Change, ChangeKind, Path, diff
from assessments.models import Questionnaire

MOST: Final = 3  # changes that are named


def concerns(change: Change, path: Path) -> bool:
    """Whether the page of a part shows what was changed; its place among its neighbours stands there, too."""
    if change.kind is ChangeKind.MOVED and path:
        return change.path == path[:-1] and change.field == path[-1][0]
    return change.path[: len(path)] == path if path else not change.path and change.kind is not ChangeKind.MOVED


def saved_meanwhile(edition: Questionnaire, opened: int | None, is_shown: Callable[[Change], bool]) -> str:
    """Say who last changed what a form shows since the revision it was made from; empty where nobody did."""
    if opened == edition.revision:
        return ""
    if opened is None:
        return _(
            "This page does not say which state of the draft it was made from: look it over and save it once more."
        )
    changes = [change for change in changes_since(edition, opened) if is_shown(change)]
    if not changes:
        return ""
    revisions = list(edition.revisions.filter(number__gte=opened).select_related("by"))
    last = next(
        (
            revision
            for revision, earlier in pairwise(revisions)
            if any(map(is_shown, diff(document.read(earlier.content), document.read(revision.content))))
        ),
        revisions[0],  # none of them did alone: one took a part away, say, and another one put it back elsewhere
    )
    return _(
        "%(who)s saved this draft at %(time)s, after you had opened this page, and changed what stands here (%(what)s). "
        "Nothing of yours was saved, and what you entered still stands below. Save once more to put it in place of theirs."
    ) % {
        "who": str(last.by or _("The command line")),
        "time": date(localtime(last.at), "H:i"),
        "what": "; ".join([*map(describe, changes[:MOST]), *(["…"] if len(changes) > MOST else [])]),
    }


def with_revision(data: Any, number: int) -> QueryDict:
    """Give what a form was sent with another number of revision, for its next sending."""
    changed: QueryDict = data.copy()
    changed["revision"] = str(number)
    return changed
