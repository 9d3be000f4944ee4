"""What an author does with an edition: load, copy, publish, retire."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.authoring import gates, translating
from assessments.authoring.revisions import record
from assessments.edition import document, flow
from assessments.edition.lint import Finding, errors
from assessments.models import Clearance, Questionnaire
from assessments.models.reading import read
from assessments.models.rows import delete_rows, write_rows
from organisations.models import User

COPIED: Final = "copied from {}"
PUBLISHED: Final = "published"
RETIRED: Final = "retired"
REPLACED: Final = "retired by {}"


class EditionError(Exception):
    """An author asked for something that can't be done; the message says what to do instead."""


class LintError(EditionError):
    """An edition was not published because of what the lint found."""

    def __init__(self, label: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        listed = "\n".join(f"- {finding}" for finding in findings)
        super().__init__(_("%(label)s is not published. Mend first:\n%(listed)s") % {"label": label, "listed": listed})


class UnclearedError(EditionError):
    """A gate has points that no reason was given for."""

    def __init__(self, label: str, closed: tuple[str, ...]) -> None:
        self.gates = closed
        super().__init__(
            _("%(label)s is not published: give a reason for what is named, or mend it") % {"label": label}
        )


class ChangedError(EditionError):
    """The draft, or what its gates rest on, is not any more what the person who decided had seen."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who publishes, after which look at the draft, with which reasons (gate -> sentence) for its open points.

    Nobody in particular does on the command line.
    """

    by: User | None
    seen: gates.GateCheck
    reasons: Mapping[str, str]


def load(edition: flow.Edition, *, by: User | None = None, reason: str = "") -> Questionnaire:
    """Write a whole edition as a new draft; `reason` says in its history how it came about."""
    try:
        with transaction.atomic():
            row = Questionnaire.objects.create(
                slug=edition.slug,
                edition=edition.edition,
                language=edition.language,
                title=edition.title,
                introduction=edition.introduction,
                made_by=by,
            )
            write_rows(row, edition)
            record(row, by=by, note=reason)
    except IntegrityError as error:
        if not Questionnaire.objects.filter(slug=edition.slug, edition=edition.edition).exists():
            raise
        raise EditionError(_("There is an edition %(label)s already") % {"label": edition.label}) from error
    row.refresh_from_db()
    return row


def copy_to_draft(*, questionnaire: Questionnaire, by: User | None = None) -> Questionnaire:
    """Write the same content as a draft with the next free number."""
    editions = Questionnaire.objects.filter(slug=questionnaire.slug)
    highest = editions.aggregate(highest=Max("edition"))["highest"]
    copy = replace(read(questionnaire.pk), edition=highest + 1)
    with transaction.atomic():
        draft = load(copy, by=by, reason=COPIED.format(questionnaire.label))
        translating.copy(source=questionnaire, to=draft)
    return draft


def publish(*, questionnaire: Questionnaire, decision: Decision | None = None) -> None:
    """Put a draft in the place of the published edition, which retires with the same stroke.

    A decision comes after a look at what the gates say. The first edition of a questionnaire that is loaded from a
    file needs none; what the lint calls an error stops that too.

    Raises:
        EditionError: it is no draft; a LintError for what is not right about it yet, an UnclearedError where a gate
            wants a reason, a ChangedError where the draft changed after the look.
    """
    with transaction.atomic():
        # The whole family is held, so that of two who publish at once the second sees what the first has done.
        family = Questionnaire.objects.filter(slug=questionnaire.slug).select_for_update(no_key=True).order_by("pk")
        row = next((row for row in family if row.pk == questionnaire.pk), None)
        if row is None:
            raise EditionError(_("%(label)s was deleted in the meantime") % {"label": questionnaire.label})
        if not row.is_draft:
            raise EditionError(
                _("%(label)s is %(status)s already; only a draft can be published")
                % {"label": row.label, "status": row.get_status_display()}
            )
        edition = read(row.pk)
        if findings := errors(edition):
            raise LintError(row.label, findings)
        if decision:
            _pass_gates(row, decision)
        by = decision.by if decision else None
        for former in family:
            if former.status == Questionnaire.Status.PUBLISHED:
                Questionnaire._base_manager.filter(pk=former.pk).update(status=Questionnaire.Status.RETIRED)
                record(former, by=by, note=REPLACED.format(row.label), unchanged=True)
        content = document.write(edition)
        Questionnaire._base_manager.filter(pk=row.pk).update(
            status=Questionnaire.Status.PUBLISHED,
            published_at=timezone.now(),
            published_by=by,
            content=content,
            checksum=document.checksum(content),
            question_count=len(edition.questions),
            function_count=len(edition.functions),
        )
        delete_rows(row)
        record(row, by=by, note=PUBLISHED, unchanged=True)
    questionnaire.refresh_from_db()


def held_against(edition: flow.Edition) -> Questionnaire | None:
    """Find what a file is compared with: the edition it came from by its number; else the one in use, or the newest."""
    family = Questionnaire.objects.filter(slug=edition.slug)
    return family.filter(edition=edition.edition).first() or family.published().first() or family.first()


def retire(*, questionnaire: Questionnaire, by: User | None = None) -> None:
    """Take the published edition out of use; what was begun with it can still be finished."""
    with transaction.atomic():
        published = Questionnaire._base_manager.filter(pk=questionnaire.pk, status=Questionnaire.Status.PUBLISHED)
        if not published.update(status=Questionnaire.Status.RETIRED):
            raise EditionError(
                _("%(label)s is not published, so there is nothing to retire") % {"label": questionnaire.label}
            )
        record(questionnaire, by=by, note=RETIRED, unchanged=True)
    questionnaire.refresh_from_db()


def _pass_gates(row: Questionnaire, decision: Decision) -> None:
    """Let a draft through with its reasons, and keep beside it what was said; the family is held."""
    if gates.mark_of(row) != decision.seen.mark:
        raise ChangedError(_("%(label)s was changed since you looked: look again") % {"label": row.label})
    results = decision.seen.results
    reasons = {result.gate: decision.reasons.get(result.gate, "").strip() for result in results}
    if closed := tuple(result.gate for result in results if not result.is_open and not reasons[result.gate]):
        raise UnclearedError(row.label, closed)
    Clearance.objects.bulk_create(
        Clearance(
            questionnaire=row,
            gate=result.gate,
            rows=list(result.rows),
            reason="" if result.is_open else reasons[result.gate],
            by=decision.by,
        )
        for result in results
    )
