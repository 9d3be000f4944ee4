"""An edition of a questionnaire: written as a draft, published as one text, and read from that text from then on."""

from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import User


class FrozenEditionError(Exception):
    """Somebody tried to change what is published; the message says what to do instead."""

    def __init__(self, edition: "Questionnaire") -> None:
        super().__init__(
            _("Edition %(edition)s is %(status)s and stays as it is: copy it to a draft and change the copy")
            % {"edition": edition.label, "status": edition.get_status_display()}
        )


class DamagedEditionError(Exception):
    """What the database holds of a published edition is not what was published."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"Edition {label} is not what was published: its content in the database does not match its checksum. "
            f"Put the row of {label} in assessments_questionnaire back from a backup."
        )


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def published(self) -> Self:
        return self.filter(status=Questionnaire.Status.PUBLISHED)

    def current(self) -> "Questionnaire | None":
        """Give the edition in which a new assessment is begun: what was published last."""
        return self.published().order_by("-published_at").first()

    def refuse_published(self) -> None:
        """Hold these editions until the transaction ends, and raise where one of them is no draft."""
        for edition in self.select_for_update(no_key=True).only("slug", "edition", "status"):
            if not edition.is_draft:
                raise FrozenEditionError(edition)

    @transaction.atomic
    def update(self, **fields: Any) -> int:
        self.refuse_published()
        return super().update(**fields)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        self.refuse_published()
        return super().delete()

    # As on Django's own: the manager must not offer to delete every row, nor a template to delete any.
    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class Questionnaire(models.Model):
    """One edition: written as a draft, published once, retired in the end.

    What may still change after its publication (its status, words put right) is written by the services in
    `authoring`, past the guard of `save`, `update` and `delete`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    slug = models.SlugField(_("short name"), max_length=50)
    edition = models.PositiveIntegerField(_("edition"), default=1, validators=(MinValueValidator(1),))
    language = models.CharField(_("language"), max_length=12, default="en")
    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("made by")
    )
    published_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("published by")
    )
    # The number of its latest revision, and how much that holds.
    revision = models.PositiveIntegerField(default=0, editable=False)
    question_count = models.PositiveSmallIntegerField(default=0, editable=False)
    function_count = models.PositiveSmallIntegerField(default=0, editable=False)

    # What was published, as `edition.document` writes it: from then on the edition is read from this text alone.
    content = models.TextField(blank=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ("slug", "-edition")
        permissions = (
            ("publish_questionnaire", "Can publish questionnaire"),
            ("retire_questionnaire", "Can retire questionnaire"),
            ("reword_questionnaire", "Can reword a published questionnaire"),
        )
        constraints = (
            models.UniqueConstraint(fields=("slug", "edition"), name="one_row_per_edition"),
            models.UniqueConstraint(
                fields=("slug",),
                condition=Q(status="published"),
                name="one_published_edition",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None) | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="published_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", content="", checksum="")
                | (~Q(status="draft") & ~Q(content="") & ~Q(checksum="")),
                name="published_has_content",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        Questionnaire.objects.filter(pk=self.pk).refuse_published()
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        Questionnaire.objects.filter(pk=self.pk).refuse_published()
        return super().delete(*args, **kwargs)

    @property
    def label(self) -> str:
        return f"{self.slug}-{self.edition}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT
