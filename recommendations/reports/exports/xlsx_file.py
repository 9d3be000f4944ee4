"""A report as an Excel workbook, one sheet for each table: the only module that knows the library.

A text is always written as a text, whatever it begins with, and marked so that it stays one when somebody edits it.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any, Final, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from assessments.edition import flow
from recommendations.reports.exports.pieces import Stream
from recommendations.reports.exports.table import Cell, SheetTable, headings, tables, written
from recommendations.reports.reviews import AdjustedFunction

WIDEST: Final = 70
NARROWEST: Final = 9
KEYS: Final = ("function", "answer", "about")  # names for programs: there, and in nobody's way
FIRST_SHEET: Final = "xl/worksheets/sheet1.xml"
PIECE: Final = 500  # rows
UNKNOWN_ROW: Final = "1048576"  # the last there can be, in the place of one that is not known yet
MOST_CHARACTERS: Final = 32_767  # a cell of Excel holds no more
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
# Excel reads _x0041_ as A; such a text of somebody's needs its first sign written that way.
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def render(
    content: Mapping[str, Any], checksum: str, edition: flow.Edition, beside: Sequence[AdjustedFunction] = ()
) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes: its own date is the only time in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    made = tables(content, checksum, edition, beside)
    for table in made:
        fill(book, table, headings(table))
    book.properties.creator = "SourceFit"
    book.properties.title = content["page"]["title"]
    given_at = datetime.fromisoformat(content["given_at"]).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = given_at
    return _packed(book, given_at)


def fill(book: Workbook, table: SheetTable, heads: Sequence[str]) -> None:
    sheet = book.create_sheet(table.name)
    for row, cells in enumerate((heads, *table.rows), start=1):
        for column, value in enumerate(cells, start=1):
            _put(sheet.cell(row, column), value)
    for number, head in enumerate(heads):
        shown = [head] if table.columns[number] in KEYS else [head, *(written(line[number]) for line in table.rows)]
        sheet.cell(1, number + 1).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number + 1)].width = _width(shown)
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def stream(name: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Give a workbook of one long sheet piece by piece, of which no more than some rows are held at a time.

    The library makes everything but the rows: for a hundred thousand of them it takes half a minute.
    """
    content, quoted = _headed(name, heads, widths)
    whole = zipfile.ZipFile(io.BytesIO(content))
    out = Stream()
    # It only writes; a file that can't be sought in has each length behind the data.
    with zipfile.ZipFile(cast("IO[bytes]", out), "w", zipfile.ZIP_DEFLATED) as packed:
        for part in whole.namelist():
            if part != FIRST_SHEET:
                packed.writestr(part, whole.read(part))
        before, end, after = whole.read(FIRST_SHEET).partition(b"</sheetData>")
        with packed.open(FIRST_SHEET, "w") as sheet:
            sheet.write(before)
            count, several = 1, iter(rows)
            while piece := [
                f"<row>{''.join(_long_cell(cell, quoted) for cell in row)}</row>" for row in islice(several, PIECE)
            ]:
                sheet.write("".join(piece).encode())
                count += len(piece)
                yield out.taken()
            sheet.write(end + after.replace(UNKNOWN_ROW.encode(), str(count).encode()))
    yield out.taken()


def _headed(name: str, heads: Sequence[str], widths: Sequence[int]) -> tuple[bytes, int]:
    """Make the workbook without its rows, and tell the style of a text that has to stay one."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    quoted = sheet.cell(2, 1)
    quoted.quotePrefix = True
    style = quoted.style_id
    sheet.delete_rows(2)
    for number, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        sheet.cell(1, number, head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(width, _width([head]))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{UNKNOWN_ROW}"
    book.properties.creator = "SourceFit"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue(), style


def _long_cell(value: Cell, quoted: int) -> str:
    if not isinstance(value, str):
        return f"<c><v>{value}</v></c>"
    if not value:
        return "<c/>"
    style = "" if value[0].isalnum() else f' s="{quoted}"'
    text = html.escape(_ESCAPE.sub("_x005F_", value)[:MOST_CHARACTERS], quote=False)
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'


def _put(cell: SheetCell, value: Cell) -> None:
    if not isinstance(value, str):
        cell.value = value
    elif value:
        cell.value = _ESCAPE.sub("_x005F_", value)[:MOST_CHARACTERS]
        cell.data_type = "s"  # whatever the library took it for: a formula, an error
        # A style costs more time than a cell: only those that need one get it.
        if not value[0].isalnum():
            cell.quotePrefix = True
        if len(value) > WIDEST or "\n" in value:
            cell.alignment = WRAPPED


def _width(values: Sequence[str]) -> int:
    longest = max(len(line) for value in values for line in (value.splitlines() or [""]))
    return min(max(longest + 2, NARROWEST), WIDEST)


def _packed(book: Workbook, given_at: datetime) -> bytes:
    """Save a workbook without the present time, which the library puts into it."""
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    moment = given_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, part)
    return packed.getvalue()
