"""What is said about the three models, on their pages and in reports."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.edition import sourcing_models
from assessments.models.translation import Translated

FIELDS: Final = ("full_name", "motto", "summary", "definition", "judged_by", "paid_by", "term")
POINT_FIELDS: Final = ("text", "remedy")


class ModelProfileQuerySet(models.QuerySet["ModelProfile"]):
    def translated(self) -> "list[ModelProfile]":
        """Read profiles in the language of this visit, text by text; not to be saved."""
        language = get_language() or settings.LANGUAGE_CODE
        if language == settings.LANGUAGE_CODE:
            return list(self)
        profiles = list(self.prefetch_related("points"))
        rows = ProfileTranslation.objects.filter(language=language, profile__in=profiles)
        renderings = {(row.profile_id, row.key): row.rendering for row in rows}
        for profile in profiles:
            for key, row, field in profile.texts():
                rendering = renderings.get((profile.pk, key))
                if rendering and rendering.text and rendering.original == getattr(row, field):
                    setattr(row, field, rendering.text)
        return profiles


class ModelProfile(models.Model):
    """What is said about one of the three models, on its page and in reports."""

    key = models.CharField(_("model"), max_length=3, choices=sourcing_models.CHOICES, unique=True)
    full_name = models.CharField(_("full name"), max_length=80)
    motto = models.CharField(_("what you say to such a partner"), max_length=160)
    summary = models.TextField(_("summary"), max_length=600)
    definition = models.TextField(_("definition"), max_length=2000)
    judged_by = models.TextField(_("how it is judged"), max_length=600)
    paid_by = models.TextField(_("how it is paid"), max_length=1000)
    term = models.TextField(_("how long it lasts"), max_length=600, blank=True)
    sources = models.TextField(_("sources"), max_length=1000, blank=True)

    objects = ModelProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("model profile")
        verbose_name_plural = _("model profiles")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_key_display()

    def texts(self) -> "Iterator[tuple[str, models.Model, str]]":
        """Name every text that is not empty: its key, and the row and field that hold it."""
        yield from ((field, self, field) for field in FIELDS if getattr(self, field))
        counted: dict[str, int] = {}
        for point in self.points.all():
            counted[point.kind] = counted.get(point.kind, 0) + 1
            at = f"{point.kind}.{counted[point.kind]}"
            yield from ((f"{at}.{field}", point, field) for field in POINT_FIELDS if getattr(point, field))


class ProfilePoint(models.Model):
    """One line of a profile: a trait, a benefit, a drawback with its remedy, a question with its good answer."""

    class Kind(models.TextChoices):
        TRAIT = "trait", _("trait")
        EXAMPLE = "example", _("example")
        BENEFIT = "benefit", _("benefit")
        DRAWBACK = "drawback", _("drawback")
        WHEN = "when", _("when to choose")
        MEASURE = "measure", _("measure for a pilot")
        ASK = "ask", _("question for a provider")

    profile = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    text = models.TextField(_("text"), max_length=600)
    remedy = models.TextField(_("remedy or good answer"), max_length=600, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a profile")
        verbose_name_plural = _("lines of a profile")
        ordering = ("kind", "position", "pk")

    def __str__(self) -> str:
        return self.text


class ProfileTranslation(Translated):
    """A text of a profile in another language."""

    profile = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="translations")

    class Meta:
        verbose_name = _("translation of a profile")
        verbose_name_plural = _("translations of profiles")
        ordering = ("language", "key")
        constraints = (models.UniqueConstraint(fields=("profile", "language", "key"), name="one_saying_per_text"),)
