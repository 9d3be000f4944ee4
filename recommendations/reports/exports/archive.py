"""Everything an organisation has here as one zip, made while it is sent: no more than one report is held at a time."""

import hashlib
import json
import logging
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone, translation

from assessments.models import Answer, Assessment
from assessments.models.languages import read_here
from organisations import audit
from organisations.models import Event, Opening, Organisation
from recommendations.models import BriefText, CostGuesses, MeasureToday, Plan, Report, Scorecard
from recommendations.reports.exports import csv_file, json_file
from recommendations.reports.exports.besides import as_document
from recommendations.reports.exports.pdf import copy_of
from recommendations.reports.exports.pieces import Stream
from recommendations.reports.exports.printing import NotPrintedError
from recommendations.reports.exports.queues import BusyError
from recommendations.reports.exports.reading import read_besides
from recommendations.reports.reviews import reviews

MANIFEST: Final = "manifest.json"
BATCH: Final = 100
PATIENCE: Final = 60.0  # seconds in the printer's queue: whoever takes everything along has time
LOG: Final = logging.getLogger("sourcefit.exports")

Entry = tuple[str, bytes]


def stream(organisation: Organisation) -> Iterator[bytes]:
    """Give the archive piece by piece; its last file names every other one with its length and SHA-256."""
    made_at = timezone.now()
    out = Stream()
    listed: dict[str, dict[str, Any]] = {}
    # A file that can't be sought in makes zipfile write each length behind the data.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload] # it only writes
        for name, content in _entries(organisation):
            listed[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            archive.writestr(_named(name, made_at), content)
            yield out.taken()
        about = {"format": "sourcefit-archive", "version": 1, "organisation": organisation.pk, "made_at": made_at}
        archive.writestr(_named(MANIFEST, made_at), _json({**about, "files": listed}))
    yield out.taken()


def _named(name: str, made_at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _entries(organisation: Organisation) -> Iterator[Entry]:
    events = Event.objects.filter(organisation=organisation.pk).order_by("at", "pk")
    opened = Opening.objects.filter(engagement__client=organisation).order_by("at", "pk")
    yield "organisation.json", _json(_about(organisation))
    yield (
        "activity.json",
        _json([{"at": row.at, "who": row.who, "what": row.what, "whom": row.whom} for row in audit.lines(events)]),
    )
    who = ("engagement__consultancy__name", "user__name", "user__email")
    yield "openings.json", _json(list(opened.values("at", "what", "subject", *who)))
    for pk in _keys(Assessment.every.filter(organisation=organisation)):
        yield f"answers/{pk}.json", _json(_answers(pk))
    for pk in _keys(Report.objects.filter(assessment__organisation=organisation)):
        yield from _copies(Report.objects.select_related("assessment").get(pk=pk))


def _keys(rows: "QuerySet[Any]") -> Iterable[UUID]:
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)


def _copies(report: Report) -> Iterator[Entry]:
    besides = read_besides(report)
    folder = f"reports/{report.given_at:%Y-%m-%d}-{report.reference}"
    yield f"{folder}/report.json", json_file.render(report.data, report.checksum, besides)
    with translation.override(report.language):
        table = csv_file.render(report.data, report.checksum, read_here(report.assessment.questionnaire_id), besides)
    yield f"{folder}/report.csv", table
    try:
        yield f"{folder}/report.pdf", bytes(copy_of(report, besides, patience=PATIENCE).content)
    except (BusyError, NotPrintedError):
        # What was sent can't be taken back, and all that the PDF says stands in the files beside it.
        LOG.warning("an archive goes without the PDF of report %s", report.reference, exc_info=True)
    beside = {
        **reviews().archive(report),
        "additions": [as_document(addition) for addition in besides.additions],
        "actions": report.action_statuses.order_by("action").values("action", "owner", "due", "status", "updated_at"),
        "plan": Plan.objects.filter(report=report).values(
            "starts_on", "country", "accountable", "does", "asked", "told", "by__name", "by__email", "updated_at"
        ),
        "measures": MeasureToday.objects.filter(plan__report=report).order_by("measure").values("measure", "today"),
        "briefs": report.briefs.order_by("model").values(
            *("model", "parts_out", "works_out", "without_names", "with_notes", "with_secrets", "edited_at")
        ),
        "brief_texts": BriefText.objects.filter(brief__report=report)
        .order_by("brief__model", "key")
        .values("brief__model", "key", "text", "edited_at"),
        "costs": CostGuesses.objects.filter(report=report).values("currency", "guesses", "changed_at"),
        "scorecards": _scorecards(report),
        "share_links": report.share_links.order_by("made_at").values(
            "label", "made_at", "expires_at", "stopped_at", "last_opened_at", "opened"
        ),
    }
    yield f"{folder}/beside.json", _json({name: list(rows) for name, rows in beside.items()})


def _scorecards(report: Report) -> list[dict[str, Any]]:
    """Give what was marked: each provider with the conditions, and the answers with their notes."""
    return [
        {
            "model": row.model,
            "weights": row.weights,
            "changed_at": row.changed_at,
            "providers": [
                {
                    "name": provider.name,
                    "met": provider.met,
                    "answers": list(provider.answers.values("question", "mark", "note")),
                }
                for provider in row.providers.all()
            ],
        }
        for row in Scorecard.objects.filter(report=report)
    ]


def _about(organisation: Organisation) -> dict[str, Any]:
    members = organisation.memberships.order_by("joined_at")
    consents = organisation.engagements_as_client.order_by("started_at")
    clients = organisation.engagements_as_consultancy.order_by("started_at")
    terms = ("scope", "started_at", "ended_at", "review_on")
    return {
        "id": organisation.pk,
        "name": organisation.name,
        "created_at": organisation.created_at,
        "advises": organisation.advises,
        "in_benchmark": organisation.in_benchmark,
        "members": list(members.values("user__name", "user__email", "role", "joined_at")),
        "consultancies": list(consents.values("consultancy__name", *terms)),
        "clients": list(clients.values("client__name", *terms)),
        "invitations": list(
            organisation.invitations.order_by("made_at").values(
                "purpose", "email", "name", "role", "scope", "made_at", "expires_at", "answered_at", "accepted"
            )
        ),
    }


def _answers(pk: UUID) -> dict[str, Any]:
    assessment = Assessment.every.select_related("questionnaire").get(pk=pk)
    answers = Answer.objects.filter(assessment=pk).order_by("question_key", "function_key")
    chosen = assessment.selected_functions.order_by("position", "pk")
    return {
        "id": pk,
        "questionnaire": str(assessment.questionnaire),
        "status": assessment.status,
        "second_to": assessment.second_to_id,
        "started_at": assessment.started_at,
        "updated_at": assessment.updated_at,
        "submitted_at": assessment.submitted_at,
        "functions": list(chosen.values("key", "name", "share", "chosen")),
        "answers": list(answers.values("question_key", "function_key", "kind", "choice_key", "note")),
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode("utf-8", "replace") + b"\n"
