"""A consultancy's list of clients as a spreadsheet: exactly the lines it is given, in their order, as they are read."""

import csv as csv_writer
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from consulting.models import ClientLine
from consulting.models.clients import NEVER, NONE, Status, Strength
from recommendations.models.figures import Evidence
from recommendations.reports.exports import csv_file
from recommendations.reports.exports.table import Cell, clean
from recommendations.reports.views.workspace import LABELS
from recommendations.reports.wording import SHORT

if TYPE_CHECKING:
    from recommendations.reports.exports import xlsx_file
else:
    # Loaded when the first workbook is written: its library takes 7 MB of every worker, and few write one.
    xlsx_file = SimpleLazyObject(partial(import_module, "recommendations.reports.exports.xlsx_file"))

Level: TypeAlias = Status | Strength | Evidence
LEVELS: Final = (Status, Strength, Evidence)
BOM: Final = "\ufeff"
# Keys for programs, which no language changes.
COLUMNS: Final = (
    *("client", "status", "steps_done", "steps", "leading_model", "score", "margin", "second_model"),
    *("strength", "evidence", "unknown", "contradictions", "last_activity", "next_review", "edition"),
)
PIECE: Final = 500  # lines
# How wide the columns are, where their heading is no wider.
WIDTHS: Final = (40, 20, 9, 9, 14, 9, 9, 9, 12, 12, 9, 9, 18, 12, 14)


def csv(lines: Iterable[ClientLine], *, kind: str = "comma") -> Iterator[bytes]:
    """Give the lines as CSV that no spreadsheet takes for formulas; `csv_file.KINDS` has the kinds."""
    yield (BOM + _as_csv([COLUMNS], kind)).encode()
    rows = _rows(lines, _key)
    while piece := tuple(islice(rows, PIECE)):
        yield _as_csv(piece, kind).encode()


def xlsx(lines: Iterable[ClientLine]) -> Iterator[bytes]:
    """Give the lines as a workbook, in words of the language in use."""
    headings = [
        *(_("Client"), _("Status"), _("Steps done"), _("Steps"), _("Leading model"), _("Score"), _("Margin")),
        *(_("Second model"), _("Strength"), _("Evidence"), _("Don’t-knows"), _("Answers that disagree")),
        *(_("Last activity"), _("Next review"), _("Edition")),
    ]
    # While the file is sent nobody's language is set any more.
    # By name too: the members of all three are whole numbers, and those of one equal those of another.
    words = {(type(level), level.name): str(level.label) for levels in LEVELS for level in levels if level.value}
    models = {str(key): str(name) for key, name in SHORT.items()} | {
        key: str(name) for key, (_m, name) in LABELS.items()
    }

    def worded(value: Level | str) -> str:
        return models.get(value, value) if isinstance(value, str) else words.get((type(value), value.name), "")

    return xlsx_file.stream(_("Clients"), headings, WIDTHS, _rows(lines, worded))


def _as_csv(rows: Iterable[Sequence[Cell]], kind: str) -> str:
    stream = io.StringIO(newline="")
    writer = csv_writer.writer(stream, delimiter=csv_file.KINDS[kind].separator, lineterminator="\r\n")
    writer.writerows([csv_file.cell_text(cell, kind) for cell in row] for row in rows)
    return stream.getvalue()


def _rows(lines: Iterable[ClientLine], named: Callable[[Level | str], str]) -> Iterator[tuple[Cell, ...]]:
    return (tuple(clean(cell) for cell in _row(line, named)) for line in lines)


def _row(line: ClientLine, named: Callable[[Level | str], str]) -> Iterator[Cell]:
    """Give a line's cells; `named` names a status, a level or the key of a model."""
    yield from (line.name, named(Status(line.status)), line.steps_done, line.steps, named(line.label))
    yield "" if line.score == NONE else line.score
    yield from (line.margin, named(line.second)) if line.has_leader else ("", "")
    yield from (named(Strength(line.strength)), named(Evidence(line.evidence)))
    yield from (line.unknown, line.contradictions)
    yield timezone.localtime(datetime.fromtimestamp(line.active, UTC)).replace(tzinfo=None, second=0)
    yield "" if line.review_on == NEVER else line.review_on
    yield line.edition


def _key(value: Level | str) -> str:
    if isinstance(value, str):
        return value
    return value.name.lower() if value.value else ""
