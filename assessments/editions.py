"""What an author does with an edition: load, copy, publish, retire."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import flow
from assessments.lint import Finding, errors
from assessments.models import Questionnaire
from assessments.models.reading import read
from assessments.models.writing import write


class EditionError(Exception):
    """An author asked for something that can't be done; the message says what to do instead."""


class LintError(EditionError):
    """An edition was not published because of what the lint found."""

    def __init__(self, label: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        listed = "\n".join(f"- {finding}" for finding in findings)
        super().__init__(_("%(label)s is not published. Mend first:\n%(listed)s") % {"label": label, "listed": listed})


def load(edition: flow.Edition) -> Questionnaire:
    """Write a whole edition as a new draft."""
    try:
        with transaction.atomic():
            return write(edition)
    except IntegrityError as error:
        if not Questionnaire.objects.filter(slug=edition.slug, edition=edition.edition).exists():
            raise
        raise EditionError(_("There is an edition %(label)s already") % {"label": edition.label}) from error


def copy_to_draft(*, questionnaire: Questionnaire) -> Questionnaire:
    """Write the same content as a draft with the next free number."""
    editions = Questionnaire.objects.filter(slug=questionnaire.slug)
    highest = editions.aggregate(highest=Max("edition"))["highest"]
    return load(replace(read(questionnaire.pk), edition=highest + 1))


def publish(*, questionnaire: Questionnaire) -> None:
    """Put a draft in the place of the published edition, which retires with the same stroke.

    Raises:
        EditionError: it is no draft, or a LintError for what is not right about it yet.
    """
    with transaction.atomic():
        # The whole family is held, so that of two who publish at once the second sees what the first has done.
        family = Questionnaire.objects.filter(slug=questionnaire.slug).select_for_update(no_key=True).order_by("pk")
        row = next((row for row in family if row.pk == questionnaire.pk), None)
        if row is None or not row.is_draft:
            raise EditionError(_no_longer(questionnaire, row))
        if findings := errors(read(row.pk)):
            raise LintError(row.label, findings)
        Questionnaire.objects.filter(slug=row.slug).published().update(status=Questionnaire.Status.RETIRED)
        Questionnaire.objects.filter(pk=row.pk).update(
            status=Questionnaire.Status.PUBLISHED, published_at=timezone.now()
        )
    questionnaire.refresh_from_db()


def retire(*, questionnaire: Questionnaire) -> None:
    """Take the published edition out of use; what was begun with it can still be finished."""
    published = Questionnaire.objects.filter(pk=questionnaire.pk).published()
    if not published.update(status=Questionnaire.Status.RETIRED):
        raise EditionError(
            _("%(label)s is not published, so there is nothing to retire") % {"label": questionnaire.label}
        )
    questionnaire.refresh_from_db()


def _no_longer(questionnaire: Questionnaire, row: Questionnaire | None) -> str:
    if row is None:
        return _("%(label)s was deleted in the meantime") % {"label": questionnaire.label}
    return _("%(label)s is %(status)s already; only a draft can be published") % {
        "label": row.label,
        "status": row.get_status_display(),
    }
