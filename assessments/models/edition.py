"""The parts of a draft, one row each, so that an author can work on them in the admin."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.edition import flow, sourcing_models
from assessments.models.questionnaire import Questionnaire

key_rule = RegexValidator(
    r"\A[a-z][a-z0-9_]*\Z",
    _("Use small letters, digits and underscores, beginning with a letter, such as “own_skill”"),
)
half_steps = (
    MinValueValidator(-2, _("Give a whole number from -2 to 2")),
    MaxValueValidator(2, _("Give a whole number from -2 to 2")),
)
one_to_three = (
    MinValueValidator(1, _("Give 1, 2 or 3")),
    MaxValueValidator(3, _("Give 1, 2 or 3")),
)


def _half_steps(label: Any) -> "models.SmallIntegerField[Any, Any]":
    return models.SmallIntegerField(label, default=0, validators=half_steps)


def _within(field: str, low: int, high: int) -> Q:
    return Q(**{f"{field}__gte": low, f"{field}__lte": high})


class EditionPart(models.Model):
    """A part that stands directly in an edition, ordered by number."""

    to_edition: ClassVar[str] = "questionnaire"  # the way from a part to its edition, as a lookup

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, verbose_name=_("questionnaire"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "pk")


class Source(EditionPart):
    """Where a fact comes from; named on the report behind each reason."""

    key = models.CharField(_("key"), max_length=40, validators=(key_rule,))
    title = models.CharField(_("title"), max_length=200)
    note = models.CharField(_("what it is"), max_length=300, blank=True)

    class Meta(EditionPart.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        default_related_name = "sources"
        constraints = (models.UniqueConstraint(fields=("questionnaire", "key"), name="one_source_per_key"),)

    def __str__(self) -> str:
        return self.title


class Step(EditionPart):
    """One page of the guide."""

    slug = models.SlugField(_("address"), max_length=40)
    title = models.CharField(_("title"), max_length=80)
    lead = models.TextField(_("lead sentence"), max_length=400, blank=True)

    class Meta(EditionPart.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_related_name = "steps"
        constraints = (models.UniqueConstraint(fields=("questionnaire", "slug"), name="one_step_per_address"),)

    def __str__(self) -> str:
        return self.title


class Department(EditionPart):
    """A heading of the catalogue."""

    key = models.CharField(_("key"), max_length=40, validators=(key_rule,))
    name = models.CharField(_("name"), max_length=80)

    class Meta(EditionPart.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        default_related_name = "departments"
        constraints = (models.UniqueConstraint(fields=("questionnaire", "key"), name="one_department_per_key"),)

    def __str__(self) -> str:
        return self.name


SUBJECTS = (
    (flow.Subject.PROCESS.value, _("process")),
    (flow.Subject.KNOWLEDGE.value, _("knowledge")),
    (flow.Subject.TECHNOLOGY.value, _("technology")),
    (flow.Subject.PLACE.value, _("tied to a place")),
)


class BusinessFunction(EditionPart):
    """A function of the catalogue with what the sources say about it, as a prior in half-steps."""

    class Office(models.TextChoices):
        FRONT = "front", _("front office")
        BACK = "back", _("back office")

    key = models.CharField(_("key"), max_length=40, validators=(key_rule,))
    name = models.CharField(_("name"), max_length=80)
    hint = models.CharField(_("hint"), max_length=160, blank=True)
    department = models.ForeignKey(Department, on_delete=models.RESTRICT, verbose_name=_("department"))
    office = models.CharField(_("office"), max_length=5, choices=Office, default=Office.BACK)
    bpo = _half_steps(sourcing_models.LABELS["bpo"])
    kpo = _half_steps(sourcing_models.LABELS["kpo"])
    ito = _half_steps(sourcing_models.LABELS["ito"])
    says = models.TextField(_("what the sources say"), max_length=1000, blank=True)
    split = models.TextField(_("how it was split"), max_length=1000, blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        verbose_name=_("source"),
    )
    subject = models.CharField(_("what kind of thing it is"), max_length=10, blank=True, choices=SUBJECTS)
    hand_over = _half_steps(_("hand over"))
    hand_over_why = models.CharField(_("why hand over or stay"), max_length=300, blank=True)
    hand_over_source = models.ForeignKey(
        Source,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of it"),
    )
    one_off = models.BooleanField(_("a piece of work with an end"), default=False)
    common = models.BooleanField(_("often handed over"), default=False)
    in_sentence = models.CharField(_("inside a sentence"), max_length=80, blank=True)
    synonyms = models.CharField(_("found as well by"), max_length=200, blank=True)
    typical = models.JSONField(_("typical answers"), default=list, blank=True)
    skips = models.JSONField(_("questions that make no sense"), default=list, blank=True)

    class Meta(EditionPart.Meta):
        verbose_name = _("business function")
        verbose_name_plural = _("business functions")
        default_related_name = "functions"
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "key"), name="one_function_per_key"),
            models.CheckConstraint(
                condition=_within("bpo", -2, 2)
                & _within("kpo", -2, 2)
                & _within("ito", -2, 2)
                & _within("hand_over", -2, 2),
                name="prior_in_half_steps",
            ),
        )

    def __str__(self) -> str:
        return self.name


SCOPES = (
    (flow.Scope.ORGANISATION.value, _("asked once, about the organisation")),
    (flow.Scope.FUNCTION.value, _("asked about each chosen function")),
)


class Question(EditionPart):
    """One question; its key never changes, so that answers can be compared across editions."""

    step = models.ForeignKey(Step, on_delete=models.RESTRICT, verbose_name=_("step"))
    key = models.CharField(_("key"), max_length=40, validators=(key_rule,))
    scope = models.CharField(_("scope"), max_length=12, choices=SCOPES, default=flow.Scope.ORGANISATION.value)
    weight = models.PositiveSmallIntegerField(_("weight"), default=2, validators=(MaxValueValidator(5),))
    text = models.CharField(_("question"), max_length=200)
    short = models.CharField(_("short name"), max_length=60)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    why = models.TextField(_("why we ask"), max_length=600, blank=True)
    subject = models.CharField(_("trouble of which kind"), max_length=10, blank=True, choices=SUBJECTS)
    own_functions_only = models.BooleanField(_("only for functions the owner names"), default=False)
    fixed = models.BooleanField(_("a fact the owner can't change"), default=False)
    exempt = models.CharField(_("why it may break a rule of the lint"), max_length=200, blank=True)
    shown_by: "models.ManyToManyField[Choice, ShownBy]" = models.ManyToManyField(
        "Choice",
        through="ShownBy",
        blank=True,
        related_name="reveals",
        verbose_name=_("asked only after"),
    )

    class Meta(EditionPart.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        default_related_name = "questions"
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "key"), name="one_question_per_key"),
            models.CheckConstraint(condition=_within("weight", 0, 5), name="weight_0_to_5"),
        )

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """One answer to choose, with its evidence for each column in half-steps."""

    to_edition: ClassVar[str] = "question__questionnaire"

    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        related_name="choices",
        verbose_name=_("question"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    key = models.CharField(_("key"), max_length=40, validators=(key_rule,))
    text = models.CharField(_("answer"), max_length=160)
    short = models.CharField(_("short answer"), max_length=40, blank=True)
    bpo = _half_steps(sourcing_models.LABELS["bpo"])
    kpo = _half_steps(sourcing_models.LABELS["kpo"])
    ito = _half_steps(sourcing_models.LABELS["ito"])
    outsource = _half_steps(_("outsource"))
    reason = models.TextField(_("reason"), max_length=400, blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )
    signal = models.CharField(_("signal"), max_length=24, blank=True)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("question", "key"), name="one_choice_per_key"),
            models.CheckConstraint(
                condition=_within("bpo", -2, 2)
                & _within("kpo", -2, 2)
                & _within("ito", -2, 2)
                & _within("outsource", -2, 2),
                name="evidence_in_half_steps",
            ),
        )

    def __str__(self) -> str:
        return self.text


class ShownBy(models.Model):
    """A question is asked only after one of these choices, which all stand under one other question."""

    to_edition: ClassVar[str] = "question__questionnaire"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="conditions")
    choice = models.ForeignKey(Choice, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = (models.UniqueConstraint(fields=("question", "choice"), name="one_condition_per_choice"),)

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"


ADVICE_MODELS = (("any", _("any model")), *sourcing_models.CHOICES)


class Advice(models.Model):
    """What to demand, settle, watch or do when a choice was given."""

    to_edition: ClassVar[str] = "choice__question__questionnaire"

    class Kind(models.TextChoices):
        REQUIREMENT = "requirement", _("requirement")
        CONDITION = "condition", _("condition")
        RISK = "risk", _("risk")
        ACTION = "action", _("action")

    choice = models.ForeignKey(
        Choice,
        on_delete=models.CASCADE,
        related_name="advice",
        verbose_name=_("choice"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    model = models.CharField(_("for"), max_length=3, choices=ADVICE_MODELS, default="any")
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=600)
    effort = models.PositiveSmallIntegerField(_("effort"), default=2, validators=one_to_three)
    impact = models.PositiveSmallIntegerField(_("impact"), default=2, validators=one_to_three)
    source = models.ForeignKey(
        Source,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        ordering = ("position", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=_within("effort", 1, 3) & _within("impact", 1, 3),
                name="one_to_three",
            ),
        )

    def __str__(self) -> str:
        return self.title
