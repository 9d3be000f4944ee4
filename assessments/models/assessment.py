"""What one organisation answered to one edition."""

import uuid
from datetime import datetime, time, timedelta
from typing import Final, Self, cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.edition import flow
from assessments.models.questionnaire import Questionnaire
from assessments.models.resume import Holding
from organisations.models import Organisation, User

# How many days what no account keeps stays after it was last saved; config/retention.py deletes by these.
KEPT_DAYS: Final = 30
KEPT_DAYS_EMPTY: Final = 7  # a draft without an answer
# Within it a second press on “start” means the assessment that the first one began.
A_MOMENT: Final = timedelta(minutes=10)


def _held(token_hash: str) -> Q:
    """Begun in the browser with this token, or let into it by a link."""
    if not token_hash:
        return Q(pk__in=())
    let_in = Holding.objects.filter(holder_hash=token_hash).values("assessment")
    return Q(organisation=None) & (Q(holder_hash=token_hash) | Q(pk__in=let_in))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the assessments of the organisations this person belongs to or advises; nobody else's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def begun_in(self, token_hash: str) -> Self:
        """Keep those begun in the browser that holds this token, as long as no account keeps them."""
        return self.filter(holder_hash=token_hash, organisation=None) if token_hash else self.none()

    def held_by(self, token_hash: str) -> Self:
        """Keep those that open in the browser that holds this token, as long as no account keeps them."""
        return self.filter(_held(token_hash))

    def open_to(self, user: User | AnonymousUser, token_hash: str) -> Self:
        """Keep what this visitor may answer: their own, a client's that lets them, or what this browser holds."""
        mine = _held(token_hash)
        if user.is_authenticated:
            mine |= Q(organisation__in=Organisation.objects.answered_by(user))
        return self.filter(mine)

    def to_answer(self, user: User | AnonymousUser, token_hash: str) -> Self:
        """Keep what is open to this visitor, and the second opinions that were asked of them alone."""
        mine = _held(token_hash)
        if user.is_authenticated:
            asked = Q(second_by=user, second_to__status=Assessment.Status.DRAFT)
            mine |= Q(second_to=None, organisation__in=Organisation.objects.answered_by(user))
            mine |= asked & Q(organisation__in=Organisation.objects.joined_by(user))
        return self.filter(mine)

    def kept_by(self, user: User | AnonymousUser, token_hash: str) -> Self:
        """Keep what is this visitor's own to decide about: to submit, to share, to start again."""
        mine = _held(token_hash)
        if user.is_authenticated:
            mine |= Q(organisation__in=Organisation.objects.joined_by(user))
        return self.filter(mine)

    def with_newer(self) -> Self:
        """Tell with each draft the edition that took the place of its own, and whether moving left answers behind."""
        family = Questionnaire.objects.published().filter(slug=OuterRef("questionnaire__slug"))
        newer = family.exclude(pk=OuterRef("questionnaire")).values("pk")[:1]
        left = LeftBehind.objects.filter(assessment=OuterRef("pk"))
        return self.annotate(newer_id=Subquery(newer), has_left_behind=Exists(left))

    def just_begun(self) -> Self:
        """Keep drafts that were begun a moment ago and in which nothing was chosen or answered yet."""
        recent = self.drafts().filter(functions_version=0, started_at__gt=timezone.now() - A_MOMENT)
        return recent.exclude(Exists(Answer.objects.filter(assessment=OuterRef("pk"))))

    def drafts(self) -> Self:
        return self.filter(status=Assessment.Status.DRAFT)

    def submitted(self) -> Self:
        return self.filter(status=Assessment.Status.SUBMITTED)


_Manager = models.Manager.from_queryset(AssessmentQuerySet)


class FirstsManager(_Manager["Assessment"]):
    """Leaves second opinions out: no list, no count, no report and no right meets one that does not ask for `every`."""

    def get_queryset(self) -> AssessmentQuerySet:
        return cast("AssessmentQuerySet", super().get_queryset().filter(second_to=None))


class Assessment(models.Model):
    """One organisation's answers to one edition of a questionnaire."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        # Of a second opinion alone: it was held against the first answers, and says no more.
        SETTLED = "settled", _("settled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="assessments")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assessments",
    )
    holder_hash = models.CharField(max_length=64, blank=True, editable=False)
    company = models.CharField(_("organisation’s name"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    started_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    # How often the functions were chosen: the version a tab must have seen to choose them again, as Progress has for a step.
    functions_version = models.PositiveIntegerField(default=0, editable=False)
    again_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    # A page that was given out with a lower version asked the questions of an earlier edition.
    oldest_version = models.PositiveIntegerField(default=0, editable=False)
    # The newer edition that its owner was shown and did not want to move to.
    declined = models.ForeignKey(Questionnaire, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    # Whose functions a colleague, `second_by`, answers about alone, so that the two can be held against each other.
    second_to = models.OneToOneField("self", on_delete=models.CASCADE, null=True, editable=False, related_name="second")
    second_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, db_index=False, related_name="+"
    )

    objects = FirstsManager()
    every = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("-updated_at", "pk")
        indexes = (
            models.Index(fields=("holder_hash", "-updated_at"), name="assessment_by_holder"),
            models.Index(
                fields=("organisation", "-updated_at"),
                name="assessment_by_organisation",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=("draft", "settled"), submitted_at=None)
                | Q(status="submitted", submitted_at__gte=F("started_at")),
                name="submitted_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(second_to=None, status__in=("draft", "submitted"))
                | Q(second_to__isnull=False, organisation__isnull=False, status__in=("draft", "settled")),
                name="a_second_opinion_is_never_submitted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.questionnaire}"

    @property
    def name(self) -> str:
        return self.organisation.name if self.organisation else self.company

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def kept_until(self, *, is_empty: bool | None = None) -> datetime | None:
        """Tell the last moment of the day until which this is kept; None where an account keeps it.

        `is_empty`: whether nothing was answered, where the caller has read that already.
        """
        if self.organisation_id is not None:
            return None
        if is_empty is None:
            is_empty = self.is_draft and not self.answers.exists()
        days = KEPT_DAYS_EMPTY if is_empty and self.is_draft else KEPT_DAYS
        saved = timezone.localtime(self.updated_at)
        return timezone.make_aware(datetime.combine(saved.date() + timedelta(days=days), time.max))

    @property
    def is_second(self) -> bool:
        # In that order: an assessment without an account is read without the other column.
        return self.organisation_id is not None and self.second_to_id is not None


class Progress(models.Model):
    """How often one step was saved: the version a tab must have seen to save it again.

    `completed` is the last version that left nothing open, and 0 while there was none.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="progress")
    step = models.CharField(max_length=40)  # its slug in the edition
    version = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    # Who saved it last: nobody that is known where no account was needed. Read one at a time, so without an index.
    saved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    saved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = (models.UniqueConstraint(fields=("assessment", "step"), name="one_progress_per_step"),)

    def __str__(self) -> str:
        return f"{self.step}: {self.version}"


class SelectedFunction(models.Model):
    """A function the respondent chose, from the catalogue or in their own words.

    A function that is no longer chosen stays, with its answers, and counts again when it is chosen again.
    """

    class Share(models.IntegerChoices):
        LITTLE = 1, _("A little time")
        SOME = 2, _("Some time")
        MUCH = 4, _("A lot of time")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="selected_functions")
    key = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    share = models.PositiveSmallIntegerField(_("share of the team’s time"), choices=Share, default=flow.USUAL_SHARE)
    position = models.PositiveSmallIntegerField(default=0)
    chosen = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("selected function")
        verbose_name_plural = _("selected functions")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "key"), name="one_selection_per_function"),
            models.CheckConstraint(condition=Q(share__in=flow.SHARES), name="share_1_2_or_4"),
        )

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What was said in one place: about the organisation (no function key) or about one function."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("answered")
        DONT_KNOW = flow.DONT_KNOW, _("I don’t know")
        NOT_APPLICABLE = flow.NOT_APPLICABLE, _("Doesn’t apply")
        UNANSWERED = "unanswered", _("Not answered")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question_key = models.CharField(max_length=40)
    function_key = models.CharField(max_length=40, blank=True, default=flow.ORGANISATION)
    kind = models.CharField(max_length=14, choices=Kind)
    choice_key = models.CharField(max_length=40, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    # The question or the answer was worded otherwise since this was said; saving the page again settles it.
    look_again = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "question_key", "function_key"),
                name="one_answer_per_place",
            ),
            models.CheckConstraint(
                condition=(Q(kind="choice") & ~Q(choice_key="")) | (~Q(kind="choice") & Q(choice_key="")),
                name="a_choice_names_its_key",
            ),
        )

    def __str__(self) -> str:
        return self.choice_key or self.get_kind_display()


class LeftBehind(models.Model):
    """What was said in an earlier edition and has no place in the one the assessment moved to; in the words of then."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="left_behind")
    edition = models.CharField(max_length=64)
    function_key = models.CharField(max_length=40, blank=True)
    function = models.CharField(max_length=80, blank=True)
    question_key = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=200, blank=True)
    answer_key = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    note = models.TextField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("answer left behind")
        verbose_name_plural = _("answers left behind")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.question or self.function
