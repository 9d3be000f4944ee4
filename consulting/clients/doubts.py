"""What is worth a second look in a list of clients: what each doubt is called, and which lines it is about."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import F, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Questionnaire
from consulting.models import ClientLine

STALE: Final = 30 * 24 * 60 * 60  # seconds
MANY: Final = 0.3  # of the questions open or unknown


class Doubt(TextChoices):
    OVERDUE = "overdue", gettext_lazy("Review due")
    STALE = "stale", gettext_lazy("Draft untouched for a month")
    CONTRADICTIONS = "contradictions", gettext_lazy("Answers that rarely go together")
    UNKNOWN = "unknown", gettext_lazy("Many open or unknown answers")
    RETIRED = "retired", gettext_lazy("Report on an edition that is no longer published")


def about(doubt: Doubt, *, today: date) -> Q:
    """Find the lines that a doubt is about: those of clients, never of invitations."""
    lines = Q()
    match doubt:
        case Doubt.OVERDUE:
            lines = Q(review_on__lte=today)
        case Doubt.STALE:
            lines = Q(draft__isnull=False, active__lt=int(time.time()) - STALE)
        case Doubt.CONTRADICTIONS:
            lines = Q(report__isnull=False, contradictions__gt=0)
        case Doubt.UNKNOWN:
            lines = Q(report__isnull=False, asked__gt=0, unknown__gte=F("asked") * MANY)
        case Doubt.RETIRED:
            retired = Questionnaire.objects.filter(status=Questionnaire.Status.RETIRED)
            lines = Q(edition__in=[f"{slug}-{edition}" for slug, edition in retired.values_list("slug", "edition")])
    return Q(client__isnull=False) & lines


def flags(line: ClientLine) -> Iterator[str]:
    """List what is worth a second look at one client, in a few words each."""
    if line.review_on <= timezone.localdate():
        yield str(Doubt.OVERDUE.label)
    if line.draft and time.time() - line.active > STALE:
        yield str(Doubt.STALE.label)
    if line.report and line.asked and line.unknown >= MANY * line.asked:
        yield ngettext("%(count)s don’t-know", "%(count)s don’t-knows", line.unknown) % {"count": line.unknown}
    if line.contradictions:
        yield _("Answers that disagree")
