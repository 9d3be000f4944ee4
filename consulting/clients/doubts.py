"""What is worth a second look in a list of clients: what each doubt is called, and which lines it is about."""

import time
from datetime import date
from typing import Final

from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.models import Questionnaire

STALE: Final = 30 * 24 * 60 * 60
MANY: Final = 0.3  # of the questions open or unknown


class Doubt(TextChoices):
    OVERDUE = "overdue", _("Review due")
    STALE = "stale", _("Draft untouched for a month")
    CONTRADICTIONS = "contradictions", _("Answers that rarely go together")
    UNKNOWN = "unknown", _("Many open or unknown answers")
    RETIRED = "retired", _("Report on an edition that is no longer published")


def about(doubt: Doubt, *, today: date) -> Q:
    """Say which of a consultancy's lines it is about: those of clients, never of invitations."""
    return Q(client__isnull=False) & _about(doubt, today)


def _about(doubt: Doubt, today: date) -> Q:
    match doubt:
        case Doubt.OVERDUE:
            return Q(review_on__lte=today)
        case Doubt.STALE:
            return Q(draft__isnull=False, active__lt=int(time.time()) - STALE)
        case Doubt.CONTRADICTIONS:
            return Q(report__isnull=False, contradictions__gt=0)
        case Doubt.UNKNOWN:
            return Q(report__isnull=False, asked__gt=0, unknown__gte=F("asked") * MANY)
        case Doubt.RETIRED:
            retired = Questionnaire.objects.filter(status=Questionnaire.Status.RETIRED)
            return Q(edition__in=[f"{slug}-{edition}" for slug, edition in retired.values_list("slug", "edition")])
