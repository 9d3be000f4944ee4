"""The scorecards beside a report, in the shape from which every copy prints them."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS
from recommendations.beside.scorecard import page, services
from recommendations.beside.scorecard.forms import note_of
from recommendations.beside.scorecard.totals import MarkSheet
from recommendations.models import Report, Scorecard
from recommendations.reports.addition import Addition, AdditionTable, Cell

KEY: Final = "scorecard"


def read_scorecards(report: Report) -> Addition | None:
    """Give all that was marked, one kind of partner after the other; None where nobody was named."""
    found = Scorecard.objects.filter(report=report).select_related("changed_by").prefetch_related("providers__answers")
    rows = [row for row in found if row.providers.all()]
    if not rows:
        return None
    last = max(rows, key=lambda row: row.changed_at)
    with translation.override(report.language):
        told = [_told(report, row) for row in rows]
        return Addition(
            key=KEY,
            title=_("Scorecard of providers"),
            by=str(last.changed_by) if last.changed_by else "",
            at=last.changed_at,
            paragraphs=tuple(text for texts, _tables, _values in told for text in texts),
            tables=tuple(table for _texts, tables, _values in told for table in tables),
            values={row.model: values for row, (_texts, _tables, values) in zip(rows, told, strict=True)},
        )


def _told(report: Report, row: Scorecard) -> tuple[list[str], list[AdditionTable], dict[str, Any]]:
    asked = services.asked_of(report, row.model)
    fields = services.fields_of(asked, row)
    sheet = services.sheet_of(asked, fields)
    words = page.Words(asked, fields, sheet)
    label = LABELS[row.model]
    names = tuple(words.names[place] for place in sheet.providers)
    questions = AdditionTable(
        _("%(model)s: marks from 0 to 4") % {"model": label},
        (_("No."), _("Question"), _("Counts"), *names),
        (
            *((one.number, one.text, sheet.weights[one.number], *_marks(sheet, one.number)) for one in asked.questions),
            (None, _("Total"), None, *(sheet.total(place) for place in sheet.providers)),
        ),
    )
    conditions = AdditionTable(
        _("%(model)s: conditions") % {"model": label},
        (_("Must be so"), *names),
        tuple(
            (one.text, *(str(page.MET[sheet.met.get((place, one.key), "")]) for place in sheet.providers))
            for one in asked.conditions
        ),
    )
    notes = tuple(
        (words.names[place], one.number, note)
        for one in asked.questions
        for place in sheet.providers
        if (note := fields.get(note_of(one.number, place), ""))
    )
    tables = [questions, conditions]
    if notes:
        heads = (_("Provider"), _("No."), _("Note"))
        tables.append(AdditionTable(_("%(model)s: notes") % {"model": label}, heads, notes))
    return list(_texts(label, words)), tables, _values(words, fields)


def _marks(sheet: MarkSheet, question: int) -> Iterator[Cell]:
    for place in sheet.providers:
        yield sheet.marks.get((place, question))


def _texts(label: str, words: page.Words) -> Iterator[str]:
    yield f"{label}: {words.answer}"
    for tip in words.tips():
        yield f"{tip['title']}: {tip['text']}"


def _values(words: page.Words, fields: dict[str, str]) -> dict[str, Any]:
    sheet = words.sheet
    return {
        "weights": {str(number): times for number, times in sheet.weights.items()},
        "most": sheet.best,
        "providers": [
            {
                "name": words.names[place],
                "total": sheet.total(place),
                "out": bool(sheet.failed(place)),
                "met": {key: sheet.met.get((place, key), "not known") for key in sheet.conditions},
                "answers": [
                    {
                        "question": number,
                        "mark": sheet.marks.get((place, number)),
                        "note": fields.get(note_of(number, place), ""),
                    }
                    for number in sheet.weights
                ],
            }
            for place in sheet.providers
        ],
    }
