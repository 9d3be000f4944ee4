"""A report as one CSV table (RFC 4180, UTF-8 with a byte order mark) that no spreadsheet takes for formulas.

Each row belongs to a section and fills the columns that the section has. A text that a spreadsheet could take for a
formula gets an apostrophe in front, and so does such a text behind anything that some spreadsheet splits cells at. A number of ours, such as -3.5, stays a bare number: it is made of digits only.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from assessments.edition import flow
from recommendations.reports.exports.table import (
    ADJUSTMENTS,
    ANSWERS,
    CONTRIBUTIONS,
    FUNCTIONS,
    SUMMARY,
    tables,
    written,
)
from recommendations.reports.reviews import AdjustedFunction

COLUMNS: Final = tuple(dict.fromkeys(("section", *CONTRIBUTIONS, *ANSWERS, *FUNCTIONS, *SUMMARY)))
# A file with adjustments has their columns behind those that every file has.
WIDER: Final = tuple(dict.fromkeys((*COLUMNS, *ADJUSTMENTS)))
_BOM: Final = "\ufeff"
# Spaces of any kind and marks that are not seen; a spreadsheet may trim them before it looks for a formula.
_BLANK: Final = r"[ \v\f\x1c-\x1f\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
# = + - @, also small, full-width and as mathematical minus.
_SIGN: Final = r"[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]"
_FORMULA: Final = re.compile(rf"(?:\A(?='*{_BLANK}*(?:{_SIGN}|[\t\r\n\0]))|(?<=[;\t\r\n])(?='*{_BLANK}*{_SIGN}))")


def render(
    content: Mapping[str, Any], checksum: str, edition: flow.Edition, beside: Sequence[AdjustedFunction] = ()
) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes."""
    made = tables(content, checksum, edition, beside)
    columns = WIDER if beside else COLUMNS
    stream = io.StringIO(newline="")
    stream.write(_BOM)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for table in made:
        for row in table.rows:
            cells = dict(zip(table.columns, row, strict=True)) | {"section": table.name}
            line = [cells.get(column, "") for column in columns]
            writer.writerow([safe(cell) if isinstance(cell, str) else written(cell) for cell in line])
    return stream.getvalue().encode()


def safe(text: str) -> str:
    """Put an apostrophe where a spreadsheet would begin to calculate."""
    return _FORMULA.sub("'", text)
