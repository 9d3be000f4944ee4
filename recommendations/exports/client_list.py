"""A consultancy's list of clients as a spreadsheet: exactly the lines it is given, in their order."""

import csv as csv_writer
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook

from organisations.models import ClientLine
from organisations.models.clients import NEVER, NONE, Evidence, Status, Strength
from recommendations.exports.csv_file import safe
from recommendations.exports.table import Cell, Table, clean, written
from recommendations.exports.xlsx_file import fill

BOM: Final = "\ufeff"
COLUMNS: Final = (
    *("client", "status", "steps_done", "steps", "leading_model", "score", "margin", "second_model"),
    *("strength", "evidence", "unknown", "contradictions", "last_activity", "next_review", "edition"),
)


def csv(lines: Iterable[ClientLine]) -> bytes:
    """Write the lines as CSV (RFC 4180, UTF-8 with a byte order mark) that no spreadsheet takes for formulas."""
    stream = io.StringIO(newline="")
    stream.write(BOM)
    writer = csv_writer.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _table(lines).rows:
        writer.writerow(safe(cell) if isinstance(cell, str) else written(cell) for cell in row)
    return stream.getvalue().encode()


def xlsx(lines: Iterable[ClientLine]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    fill(book, _table(lines), _headings())
    book.properties.creator = "SourceFit"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _table(lines: Iterable[ClientLine]) -> Table:
    return Table(_("Clients"), COLUMNS, tuple(tuple(clean(cell) for cell in _row(line)) for line in lines))


def _row(line: ClientLine) -> Iterator[Cell]:
    status = Status(line.status)
    yield from (line.name, str(status.label), line.steps_done, line.steps, line.label)
    yield from ("" if number == NONE else number for number in (line.score, line.margin))
    yield from (line.second, _word(Strength(line.strength)), _word(Evidence(line.evidence)))
    yield from (line.unknown, line.contradictions)
    yield datetime.fromtimestamp(line.active, UTC).isoformat(timespec="minutes")
    yield "" if line.review_on == NEVER else line.review_on.isoformat()
    yield line.edition


def _word(level: Strength | Evidence) -> str:
    return level.name.lower() if level else ""


def _headings() -> list[str]:
    return [
        *(_("Client"), _("Status"), _("Steps done"), _("Steps"), _("Leading model"), _("Score"), _("Margin")),
        *(_("Second model"), _("Strength"), _("Evidence"), _("Don’t-knows"), _("Answers that disagree")),
        *(_("Last activity"), _("Next review"), _("Edition")),
    ]
