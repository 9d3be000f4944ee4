"""An edition of a questionnaire, and the rule that it stays as it is from its publication on."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisations.models import User

AS_LOADED: Final = "as loaded"  # marks the history row that keeps what a part was before its first change
Row = TypeVar("Row", bound=models.Model)


class FrozenEditionError(Exception):
    """Somebody tried to change content that respondents have already been shown."""


class DamagedEditionError(Exception):
    """What the database holds of a published edition is not what was published."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"Edition {label} is not what was published: its content in the database does not match its checksum. "
            f"Put the row of {label} in assessments_questionnaire back from a backup."
        )


def refuse_frozen(editions: "models.QuerySet[Questionnaire]", error: type[Exception] = FrozenEditionError) -> None:
    """Raise when one of these editions is no longer a draft."""
    for edition in editions:
        if not edition.is_draft:
            raise error(
                _("Edition %(edition)s is %(status)s and stays as it is: copy it to a draft and change the copy")
                % {"edition": edition.label, "status": edition.get_status_display()}
            )


def keep_what_was(rows: "models.QuerySet[Any]") -> None:
    """Note in the history what these rows say, where nothing is known of them yet.

    A whole edition is loaded or copied as one event, without a row of history for each of its hundreds of parts; so
    the first change of a part brings along what the part was before.
    """
    history = rows.model.history
    known = history.filter(id=OuterRef("pk"))
    unknown = list(rows.order_by().filter(~Exists(known)))
    if unknown:
        history.bulk_history_create(unknown, default_change_reason=AS_LOADED)


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def published(self) -> Self:
        return self.filter(status=Questionnaire.Status.PUBLISHED)

    def current(self) -> "Questionnaire | None":
        """Give the edition in which a new assessment is begun: what was published last."""
        return self.published().order_by("-published_at").first()

    def update(self, **fields: Any) -> int:
        onwards = (
            set(fields) <= {"status", "published_at", "published_by", "content", "checksum"}
            and fields.get("status") != Questionnaire.Status.DRAFT
        )
        if not onwards:
            refuse_frozen(self)
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            refuse_frozen(self.select_for_update(no_key=True))
            return super().delete()

    # As on Django's own: the manager must not offer to delete every row, nor a template to delete any.
    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class Questionnaire(models.Model):
    """One edition: written as a draft, published once, retired in the end; frozen from its publication on."""

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
    # How often its words were put right after it was published: what a process that keeps it in mind looks at.
    revision = models.PositiveIntegerField(default=0, editable=False)

    # What was published, as `edition.document` writes it: from then on the edition is read from this text alone.
    content = models.TextField(blank=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()
    history = HistoricalRecords()

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            refuse_frozen(self._stored().select_for_update(no_key=True))
            keep_what_was(self._stored())
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            refuse_frozen(self._stored().select_for_update(no_key=True))
            return super().delete(*args, **kwargs)

    @property
    def label(self) -> str:
        return f"{self.slug}-{self.edition}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def clean(self) -> None:
        super().clean()
        refuse_frozen(self._stored(), ValidationError)

    def _stored(self) -> "models.QuerySet[Questionnaire]":
        return Questionnaire.objects.filter(pk=self.pk)


class ContentQuerySet(models.QuerySet[Row]):
    """Changes many parts at once under the same rule as one."""

    def update(self, **fields: Any) -> int:
        with transaction.atomic(using=self.db):
            self._refuse_frozen()
            rows = self.model._default_manager.filter(pk__in=list(self.order_by().values_list("pk", flat=True)))
            keep_what_was(rows)
            changed = super().update(**fields)
            self.model.history.bulk_history_create(rows, update=True)  # type: ignore[attr-defined] # every model here is a Content
            return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            self._refuse_frozen()
            return super().delete()

    # As on Django's own: the manager must not offer to delete every row, nor a template to delete any.
    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, recorded: bool = True, **kwargs: Any) -> list[Row]:
        """Write many parts; `recorded` says whether the history names each, or their edition says it for all."""
        rows = list(objs)
        with transaction.atomic(using=self.db):
            refuse_frozen(_locked(_above(self.model, rows)))
            written = super().bulk_create(rows, *args, **kwargs)
            if recorded:
                self.model.history.bulk_history_create(written)  # type: ignore[attr-defined] # as above
            return written

    def _refuse_frozen(self) -> None:
        rows = self.model._default_manager.filter(pk__in=self.order_by().values("pk"))
        refuse_frozen(_locked(_around(self.model, rows)))


class Content(models.Model):
    """A part of an edition. It can be added, changed, moved and deleted only while the edition is a draft."""

    to_edition: ClassVar[str]  # the way from a part to its edition, as a lookup

    objects = ContentQuerySet.as_manager()
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            refuse_frozen(_locked(self._editions()))
            keep_what_was(type(self)._default_manager.filter(pk=self.pk))
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            refuse_frozen(_locked(self._editions()))
            return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        refuse_frozen(self._editions(), ValidationError)

    def _editions(self) -> models.QuerySet[Questionnaire]:
        """Find the edition this part stands in and the one it may be on its way to.

        Both are read from the database, so that a stale copy can't fool the guard.
        """
        model = type(self)
        return _above(model, (self,)) | _around(model, model._default_manager.filter(pk=self.pk))


def _above(model: type[models.Model], rows: Iterable[models.Model]) -> models.QuerySet[Questionnaire]:
    """Find the editions of the parents that these rows, stored or not, name."""
    hop, _hops, rest = _way(model).partition("__")
    parents = {getattr(row, f"{hop}_id") for row in rows}
    parent: Any = model._meta.get_field(hop).related_model
    return Questionnaire.objects.filter(pk__in=parent.objects.filter(pk__in=parents).values(rest or "pk"))


def _around(model: type[models.Model], rows: "models.QuerySet[Any]") -> models.QuerySet[Questionnaire]:
    """Find the editions in which these stored rows stand."""
    return Questionnaire.objects.filter(pk__in=rows.values(_way(model)))


def _way(model: type[models.Model]) -> str:
    way: str = model.to_edition  # type: ignore[attr-defined] # every model here is a Content
    return way


def _locked(editions: models.QuerySet[Questionnaire]) -> models.QuerySet[Questionnaire]:
    """Hold the editions until the transaction ends, so that nobody publishes one half-way through a change."""
    return editions.select_for_update(no_key=True)
