"""A consultancy's list of clients as a spreadsheet: exactly the lines it is given, in their order, as they are read."""

import csv as csv_writer
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from consulting.models import ClientLine
from consulting.models.clients import NEVER, NONE, Status, Strength
from recommendations.models.figures import Evidence
from recommendations.reports.exports.csv_file import safe
from recommendations.reports.exports.table import Cell, clean, written

if TYPE_CHECKING:
    from recommendations.reports.exports import xlsx_file
else:
    # Loaded when the first workbook is written: its library takes 7 MB of every worker, and few write one.
    xlsx_file = SimpleLazyObject(partial(import_module, "recommendations.reports.exports.xlsx_file"))

BOM: Final = "\ufeff"
COLUMNS: Final = (
    *("client", "status", "steps_done", "steps", "leading_model", "score", "margin", "second_model"),
    *("strength", "evidence", "unknown", "contradictions", "last_activity", "next_review", "edition"),
)
PIECE: Final = 500  # lines
# How wide the columns are, where their heading is no wider.
WIDTHS: Final = (40, 20, 9, 9, 14, 9, 9, 9, 9, 9, 9, 9, 18, 12, 14)


def csv(lines: Iterable[ClientLine]) -> Iterator[bytes]:
    """Give the lines as CSV (RFC 4180, UTF-8 with a byte order mark) that no spreadsheet takes for formulas."""
    yield (BOM + _as_csv([COLUMNS])).encode()
    rows = _rows(lines)
    while piece := tuple(islice(rows, PIECE)):
        yield _as_csv(piece).encode()


def xlsx(lines: Iterable[ClientLine]) -> Iterator[bytes]:
    headings = [
        *(_("Client"), _("Status"), _("Steps done"), _("Steps"), _("Leading model"), _("Score"), _("Margin")),
        *(_("Second model"), _("Strength"), _("Evidence"), _("Don’t-knows"), _("Answers that disagree")),
        *(_("Last activity"), _("Next review"), _("Edition")),
    ]
    return xlsx_file.stream(_("Clients"), headings, WIDTHS, _rows(lines))


def _as_csv(rows: Iterable[Sequence[Cell]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv_writer.writer(stream, lineterminator="\r\n")
    writer.writerows([safe(cell) if isinstance(cell, str) else written(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _rows(lines: Iterable[ClientLine]) -> Iterator[tuple[Cell, ...]]:
    # While the file is sent nobody's language is set any more.
    words = {status: str(status.label) for status in Status}
    return (tuple(clean(cell) for cell in _row(line, words)) for line in lines)


def _row(line: ClientLine, words: Mapping[Status, str]) -> Iterator[Cell]:
    yield from (line.name, words[Status(line.status)], line.steps_done, line.steps, line.label)
    yield "" if line.score == NONE else line.score
    yield from (line.margin, line.second) if line.has_leader else ("", "")
    yield from (_level_key(Strength(line.strength)), _level_key(Evidence(line.evidence)))
    yield from (line.unknown, line.contradictions)
    yield datetime.fromtimestamp(line.active, UTC).isoformat(timespec="minutes")
    yield "" if line.review_on == NEVER else line.review_on.isoformat()
    yield line.edition


def _level_key(level: Strength | Evidence) -> str:
    return level.name.lower() if level else ""
