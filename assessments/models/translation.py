"""The texts of an edition in other languages: beside the edition, not in it, so that a language can come later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.edition.texts import Rendering
from assessments.models.questionnaire import Questionnaire

LONGEST_TRANSLATION = 3000


class Translated(models.Model):
    """One text in one language, with the original it was made of."""

    language = models.CharField(_("language"), max_length=12)
    key = models.CharField(_("text"), max_length=160)
    original = models.TextField(_("original"))
    text = models.TextField(_("translation"), max_length=LONGEST_TRANSLATION)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.language}: {self.key}"

    @property
    def rendering(self) -> Rendering:
        return Rendering(self.original, self.text)


class Translation(Translated):
    """A text of an edition. It never changes a score, so a published edition may be given one."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="translations", verbose_name=_("questionnaire")
    )

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ("language", "key")
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "language", "key"), name="one_translation_per_text"),
        )
