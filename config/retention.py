"""How long what is stored stays: the one table that `manage.py purge` follows and the privacy page prints."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Answer, Assessment, Holding, ResumeLink
from assessments.models.assessment import KEPT_DAYS, KEPT_DAYS_EMPTY
from organisations import unsaved
from organisations.models import Allowance, Invitation, Opening, Unsaved
from recommendations.models import ShareLink

DAY: Final = timedelta(days=1)
BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One kind of row, how long it stays, counted from when; `due` finds those whose time is over at a moment."""

    name: str
    what: Promise
    counted_from: Promise
    days: int
    due: Callable[[datetime], "QuerySet[Any]"]

    def overdue(self, now: datetime) -> "QuerySet[Any]":
        """Find what is over. The last day counts whole: pages print a day until which something is kept."""
        today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.due(today - self.days * DAY)


def _unclaimed(before: datetime) -> "QuerySet[Assessment]":
    """Find what no account keeps; the sample report belongs to nobody either, and stays."""
    return Assessment.objects.filter(organisation=None, updated_at__lt=before).exclude(report__is_sample=True)


def _over(before: datetime) -> Q:
    return Q(expires_at__lt=before) | Q(stopped_at__lt=before)


RULES: Final = (
    RetentionRule(
        "empty",
        _("assessments without an account and without an answer"),
        _("the last visit that chose anything"),
        KEPT_DAYS_EMPTY,
        lambda before: _unclaimed(before).filter(
            ~Exists(Answer.objects.filter(assessment=OuterRef("pk"))), status=Assessment.Status.DRAFT
        ),
    ),
    RetentionRule(
        "unclaimed",
        _("assessments and reports without an account"),
        _("the last time they were saved"),
        KEPT_DAYS,
        _unclaimed,
    ),
    RetentionRule(
        "resume_links",
        _("links that open an assessment on another device"),
        _("the day they ended"),
        30,
        lambda before: ResumeLink.objects.filter(_over(before)).exclude(
            Exists(Holding.objects.filter(link=OuterRef("pk"), assessment__organisation=None))
        ),
    ),
    RetentionRule(
        "share_links",
        _("links that share a report"),
        _("the day they ended"),
        90,
        lambda before: ShareLink.objects.filter(_over(before)),
    ),
    RetentionRule(
        "invitations",
        _("invitations, with the e-mail address they went to"),
        _("the day they were answered or ended"),
        90,
        lambda before: Invitation.objects.filter(_over(before) | Q(answered_at__lt=before)),
    ),
    RetentionRule(
        "openings",
        _("who of a consultancy opened what"),
        _("the day it was opened"),
        730,
        lambda before: Opening.objects.filter(at__lt=before),
    ),
    RetentionRule(
        "sessions",
        _("sign-ins"),
        _("the day they ended"),
        1,
        lambda before: Session.objects.filter(expire_date__lt=before),
    ),
    RetentionRule(
        "devices",
        _("the address and the browser of a sign-in"),
        _("the last time it was seen"),
        30,
        # As long as the sign-in holds, its owner must be able to see it and to end it.
        lambda before: UserSession.objects.filter(last_seen_at__lt=before).exclude(
            session_key__in=Session.objects.values("session_key")
        ),
    ),
    RetentionRule(
        "allowances",
        _("counts that hold limits, under a digest of the address they count"),
        _("the moment they are full again"),
        1,
        lambda before: Allowance.objects.filter(full_at__lt=before.timestamp()),
    ),
    RetentionRule(
        "unsaved",
        _(
            "what was typed into a form that could not be saved, in a writing that only the browser it came from can read"
        ),
        _("the moment it was sent"),
        unsaved.DAYS,
        lambda before: Unsaved.objects.filter(kept_until__lt=before + unsaved.DAYS * DAY),
    ),
)


def purge(rule: RetentionRule, now: datetime, *, batch: int = BATCH) -> int:
    """Delete what is overdue under one rule, a batch in each transaction, and return how many rows that were.

    The rule is asked again under a lock: what somebody saved or claimed in between stays.
    """
    done = 0
    while keys := list(rule.overdue(now).order_by("pk").values_list("pk", flat=True)[:batch]):
        with transaction.atomic():
            locked = rule.overdue(now).filter(pk__in=keys).select_for_update(of=("self",))
            still = [row.pk for row in locked]
            rule.overdue(now).model._default_manager.filter(pk__in=still).delete()
        done += len(still)
        if not still:
            break
    return done
