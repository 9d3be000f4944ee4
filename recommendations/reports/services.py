"""What brings a report about: submit an assessment, and keep beside its report what people do about it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Assessment, Questionnaire
from organisations import changes
from organisations.names import in_one_form
from recommendations.engine import METHOD, PARAMETERS, Case, recommend, to_plain
from recommendations.models import ActionStatus, ModelProfile, Report
from recommendations.reports import figures, filling
from recommendations.reports.filled import Filled
from recommendations.reports.inputs import ProfileLine, ProfileWords, ReportInputs
from recommendations.reports.reviews import reviews
from recommendations.reports.sections import write_page

FORMAT: Final = 2  # of the frozen content: a template reads what is there by this number


class MovedError(Exception):
    """The assessment went over to a newer edition at this moment: its answers want to be checked again."""


class NothingToSubmitError(Exception):
    """The assessment chose no function, so there is nothing to advise on."""


def submit(
    *, assessment: Assessment, notify: Callable[[Report], None] | None = None, at: datetime | None = None
) -> Report:
    """Close an assessment and give its report; pressed again, or twice at once, it finds the same one.

    `notify` is called with the report by the press that brought it about, and by no other. `at` is now, except for
    reports that are made up with a past.

    Raises:
        NothingToSubmitError: no function was chosen; nothing was written.
        MovedError: it has just moved to another edition; nothing was written.
    """
    now = at or timezone.now()
    with transaction.atomic():
        if not _close(assessment, now):
            report = Report.objects.filter(assessment=assessment).first()
            if report is None:
                raise MovedError
            return report
        report = _write_report(Sheet(assessment), now)
        report.save(force_insert=True)
        figures.save_figures(report)
        reviews().open(report)
        if assessment.organisation_id:
            changes.announce(assessment.organisation_id)
        if notify:
            notify(report)
        return report


def load_sample(*, questionnaire: Questionnaire, filled: Filled) -> Report:
    """Give the made-up company its report, by the same way as everybody's; an older one is taken away.

    Where the sample would say the same again, the one that stands is kept.
    """
    with transaction.atomic():
        standing = Report.objects.filter(language=current_language()).sample()
        assessment = filling.fill(
            questionnaire=questionnaire,
            company=filled.organisation,
            functions=filled.functions,
            answers=filled.answers,
            notes={},
        )
        now = timezone.now()
        _close(assessment, now)
        report = _write_report(Sheet(assessment), now, is_sample=True)
        if standing and _comparable(standing) == _comparable(report):
            transaction.set_rollback(True)  # not deleted: the attempt must leave no trace, not even in a counter
            return standing
        if standing:
            standing.assessment.delete()
        report.save(force_insert=True)
        return report


def recommend_for(
    edition: flow.Edition,
    functions: tuple[flow.Selected, ...],
    answers: flow.Answers,
    *,
    organisation: str,
    notes: Mapping[str, str],
    profiles: Mapping[str, ProfileWords],
) -> ReportInputs:
    """Recommend on the answers that count, ready for a report to be written; stores nothing.

    Names of one's own that were kept, or sent, before they were brought into one form must not turn a line either.
    """
    functions = tuple(
        replace(function, name=in_one_form(function.name)) if function.is_own else function for function in functions
    )
    return ReportInputs(
        edition=edition,
        organisation=organisation,
        functions=functions,
        answers=answers,
        result=recommend(Case(edition, functions, flow.counted(edition, functions, answers))),
        profiles=profiles,
        notes={(flow.ORGANISATION, question): note for question, note in notes.items()},
    )


def content_of(inputs: ReportInputs, *, reference: str, given_at: datetime) -> dict[str, Any]:
    """Everything a report says and rests on; what is frozen, and what the command prints."""
    day = date_format(timezone.localtime(given_at), "DATE_FORMAT")
    return {
        "format": FORMAT,
        "reference": reference,
        "given_at": given_at.isoformat(),
        "date": day,
        "organisation": inputs.organisation,
        "edition": inputs.edition.label,
        "questionnaire": inputs.edition.title,
        "method": METHOD,
        "parameters": to_plain(PARAMETERS),
        "inputs": _inputs(inputs),
        "result": to_plain(inputs.result),
        "page": write_page(inputs),
        # Reports in the language we write in say nothing of it, as none did before there was another.
        **({"language": language} if (language := current_language()) != settings.LANGUAGE_CODE else {}),
    }


def current_language() -> str:
    """Name the language of this visit, in which a report is written and stays."""
    return get_language() or settings.LANGUAGE_CODE


def canonical(content: Mapping[str, Any]) -> str:
    """Write content as the one text that its checksum is taken of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def profiles() -> dict[str, ProfileWords]:
    """Read the model profiles as plain values, in the language of this visit."""
    words: dict[str, ProfileWords] = {}
    for row in ModelProfile.objects.prefetch_related("points").translated():
        lines: dict[str, tuple[ProfileLine, ...]] = {}
        for point in row.points.all():
            lines[point.kind] = (*lines.get(point.kind, ()), ProfileLine(point.text, point.remedy, point.source))
        words[row.key] = ProfileWords(row.key, row.full_name, lines)
    return words


def set_action(*, report: Report, action: str, **changes: Any) -> None:
    """Keep who does one action of a report (`owner`), until when (`due`) and how far it is (`status`): what is given."""
    ActionStatus.objects.update_or_create(report=report, action=action, defaults=changes)


def _close(assessment: Assessment, now: datetime) -> bool:
    """Close a draft; False where it is closed already.

    The row is held before anything is read: whoever comes second waits here, and then finds it submitted.
    """
    drafts = Assessment.objects.drafts().filter(pk=assessment.pk, questionnaire=assessment.questionnaire_id)
    if not drafts.update(status=Assessment.Status.SUBMITTED, submitted_at=now, updated_at=now):
        return False
    # A tab that was opened before must not save into what is now closed.
    assessment.progress.update(version=F("version") + 1)
    return True


def _comparable(report: Report) -> dict[str, Any]:
    """Take from a sample what would differ each time although nothing it says does."""
    return {key: value for key, value in report.data.items() if key not in ("reference", "given_at", "date")}


def _write_report(sheet: Sheet, now: datetime, *, is_sample: bool = False) -> Report:
    if not sheet.functions:
        raise NothingToSubmitError
    report = Report(assessment=sheet.assessment, given_at=now, is_sample=is_sample)
    inputs = recommend_for(
        sheet.edition,
        sheet.functions,
        sheet.counted,
        organisation=sheet.assessment.name,
        notes=sheet.notes,
        profiles=profiles(),
    )
    report.content = canonical(content_of(inputs, reference=report.reference, given_at=now))
    report.checksum = hashlib.sha256(report.content.encode()).hexdigest()
    report.method = METHOD
    report.edition = inputs.edition.label
    report.language = current_language()
    report.label = inputs.result.mix.label
    report.leader = inputs.overall.ranking[0]
    report.gap = inputs.overall.contrast.printed
    report.strength = inputs.strength or ""
    return report


def _inputs(inputs: ReportInputs) -> dict[str, Any]:
    """Write the answers in the shape that `manage.py recommend` takes, so that a report can be checked by anyone."""
    answers: dict[str, dict[str, str]] = {about: {} for about in (flow.ORGANISATION, *inputs.selected)}
    for (about, question), answer in inputs.answers.items():
        answers.setdefault(about, {})[question] = answer
    return {
        "edition": inputs.edition.label,
        "organisation_name": inputs.organisation,
        "answers": answers[flow.ORGANISATION],
        "functions": [
            {
                **({"name": function.name} if function.is_own else {"function": function.key}),
                "share": function.share,
                "answers": answers[function.key],
            }
            for function in inputs.functions
        ],
        "notes": {question: note for (_about, question), note in inputs.notes.items()},
    }
