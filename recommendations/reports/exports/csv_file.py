"""A report as one CSV table (UTF-8 with a byte order mark) that no spreadsheet takes for formulas.

Two kinds: `comma` is RFC 4180 with a decimal point, for programs and for spreadsheets in English; `semicolon` has a
decimal comma, which is what a spreadsheet in Spanish opens by a double click. Each row belongs to a section and fills the columns that the section has. A text that a spreadsheet could take for a
formula gets an apostrophe in front, and so does such a text behind anything that some spreadsheet splits cells at. A number of ours, such as -3.5, stays a bare number: it is made of digits only.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from assessments.edition import flow
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.exports.table import (
    ADJUSTMENTS,
    ANSWERS,
    CONTRIBUTIONS,
    FUNCTIONS,
    SUMMARY,
    Cell,
    clean,
    listed,
    tables,
    written,
)

COLUMNS: Final = tuple(dict.fromkeys(("section", *FUNCTIONS, *CONTRIBUTIONS, *ANSWERS, *SUMMARY)))
# A file with adjustments has their columns behind those that every file has.
WIDER: Final = tuple(dict.fromkeys((*COLUMNS, *ADJUSTMENTS)))


class Marks(NamedTuple):
    separator: str
    decimal: str


KINDS: Final = {"comma": Marks(",", "."), "semicolon": Marks(";", ",")}
# Languages whose spreadsheets take a comma for the mark of decimals.
_COMMA: Final = ("es",)
_BOM: Final = "\ufeff"
# Spaces of any kind and marks that are not seen; a spreadsheet may trim them before it looks for a formula.
_BLANK: Final = r"[ \v\f\x1c-\x1f\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
# = + - @, also small, full-width and as mathematical minus.
_SIGN: Final = r"[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]"
_FORMULA: Final = re.compile(rf"(?:\A(?='*{_BLANK}*(?:{_SIGN}|[\t\r\n\0]))|(?<=[;\t\r\n])(?='*{_BLANK}*{_SIGN}))")


def kind_for(language: str, *, asked: str = "") -> str:
    """Choose the kind that is asked for, or else what a spreadsheet in this language opens as a table."""
    if asked in KINDS:
        return asked
    return "semicolon" if language.startswith(_COMMA) else "comma"


def render(
    content: Mapping[str, Any],
    checksum: str,
    edition: flow.Edition,
    besides: Besides = NOTHING,
    *,
    kind: str = "comma",
) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes."""
    columns = WIDER if besides.adjustments else COLUMNS
    sections: list[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]] = [
        (table.name, table.columns, table.rows) for table in tables(content, checksum, edition, besides)
    ]
    sections += [(addition.key, SUMMARY, listed(addition)) for addition in besides.additions]
    stream = io.StringIO(newline="")
    stream.write(_BOM)
    writer = csv.writer(stream, delimiter=KINDS[kind].separator, lineterminator="\r\n")
    writer.writerow(columns)
    for name, named, rows in sections:
        for row in rows:
            cells = dict(zip(named, map(clean, row), strict=True)) | {"section": name}
            writer.writerow([cell_text(cells.get(column, ""), kind) for column in columns])
    return stream.getvalue().encode()


def cell_text(cell: Cell, kind: str) -> str:
    return safe(cell) if isinstance(cell, str) else written(cell, KINDS[kind].decimal)


def safe(text: str) -> str:
    """Put an apostrophe where a spreadsheet would begin to calculate."""
    return _FORMULA.sub("'", text)
