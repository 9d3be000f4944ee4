"""A report as one CSV table (RFC 4180, UTF-8 with a byte order mark) that no spreadsheet takes for formulas.

Each row belongs to a section and fills the columns that the section has. A text that a spreadsheet could take for a
formula gets an apostrophe in front, and so does such a text behind anything that some spreadsheet splits cells at;
`stored` takes it away again. A number of ours, such as -3.5, stays a bare number: it is made of digits only.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from assessments.edition import flow
from recommendations.reports.exports.manifest import ExportFileError, Manifest, Opened, describe
from recommendations.reports.exports.table import (
    ADJUSTMENTS,
    ANSWERS,
    CONTRIBUTIONS,
    FUNCTIONS,
    SUMMARY,
    Cell,
    Table,
    tables,
    written,
)
from recommendations.reports.reviews import AdjustedFunction

MANIFEST: Final = "manifest"
COLUMNS: Final = tuple(dict.fromkeys(("section", *CONTRIBUTIONS, *ANSWERS, *FUNCTIONS, *SUMMARY)))
# A file with adjustments has their columns behind those that every file has.
WIDER: Final = tuple(dict.fromkeys((*COLUMNS, *ADJUSTMENTS)))
_SECTIONS: Final = {"summary": SUMMARY, "functions": FUNCTIONS, "contributions": CONTRIBUTIONS, "answers": ANSWERS}
_BOM: Final = "\ufeff"
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# Spaces of any kind and marks that are not seen; a spreadsheet may trim them before it looks for a formula.
_BLANK: Final = r"[ \v\f\x1c-\x1f\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
# = + - @, also small, full-width and as mathematical minus.
_SIGN: Final = r"[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]"
_FORMULA: Final = rf"(?:\A(?={{quote}}'*{_BLANK}*(?:{_SIGN}|[\t\r\n\0]))|(?<=[;\t\r\n])(?={{quote}}'*{_BLANK}*{_SIGN}))"
_BEFORE: Final = re.compile(_FORMULA.format(quote=""))
_QUOTED: Final = re.compile(_FORMULA.format(quote="'") + "'")


def render(
    told: Mapping[str, Any], checksum: str, edition: flow.Edition, beside: Sequence[AdjustedFunction] = ()
) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes."""
    made = tables(told, checksum, edition, beside)
    columns = WIDER if beside else COLUMNS
    parts = {table.name: [[written(cell) for cell in row] for row in table.rows] for table in made}
    manifest = describe("csv", told["reference"], parts)
    stream = io.StringIO(newline="")
    stream.write(_BOM)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for table in (*made, _of(manifest)):
        writer.writerows(_line(columns, table, row) for row in table.rows)
    return stream.getvalue().encode()


def read(content: bytes) -> Opened:
    """Read a file back, with every text as it was.

    Raises:
        ExportFileError: it is not one of ours, or is damaged beyond reading.
    """
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ExportFileError(f"this is no CSV file in UTF-8 ({error})") from error
    if not lines or tuple(lines[0]) not in (COLUMNS, WIDER):
        raise ExportFileError("the first row does not name the columns of a report")
    columns = tuple(lines[0])
    sections = _SECTIONS if columns == COLUMNS else {**_SECTIONS, "adjustments": ADJUSTMENTS}
    manifest: Manifest = {}
    parts: dict[str, list[list[str]]] = {name: [] for name in sections}
    starts: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        section = line[0] if line else ""
        if section == MANIFEST:
            key, _label, value, *_more = _cells(columns, SUMMARY, line)
            manifest[key] = value
        else:
            starts.setdefault(section, number)
            parts.setdefault(section, []).append(_cells(columns, sections.get(section, columns), line))
    return Opened(manifest, parts, starts)


def safe(text: str) -> str:
    """Put an apostrophe where a spreadsheet would begin to calculate."""
    return _BEFORE.sub("'", text)


def stored(cell: str) -> str:
    """Take away what `safe` put there: the text as it was."""
    return _QUOTED.sub("", cell)


def _of(manifest: Manifest) -> Table:
    return Table(MANIFEST, SUMMARY, tuple((key, "", value, "") for key, value in manifest.items()))


def _line(columns: tuple[str, ...], table: Table, row: tuple[Cell, ...]) -> Iterator[str]:
    cells = dict(zip(table.columns, row, strict=True)) | {"section": table.name}
    for column in columns:
        cell = cells.get(column, "")
        yield safe(cell) if isinstance(cell, str) else written(cell)


def _cells(every: tuple[str, ...], columns: tuple[str, ...], line: Sequence[str]) -> list[str]:
    """Read the cells of a section, and behind them whatever stands where the section has nothing."""
    cells = dict(zip(every, line, strict=False))
    others = [cell for column, cell in cells.items() if cell and column not in (*columns, "section")]
    return [*(_cell(cells.get(column, "")) for column in columns), *others, *line[len(every) :]]


def _cell(cell: str) -> str:
    text = stored(cell)
    is_as_written = cell == safe(text) or _NUMBER.fullmatch(cell)
    # A cell that lost its apostrophe has the same text, but is a formula now.
    return text if is_as_written else f"{cell}\0"
