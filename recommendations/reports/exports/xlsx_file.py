"""A report as an Excel workbook, one sheet for each table: the only module that knows the library.

A text is always written as a text, whatever it begins with, and marked so that it stays one when somebody edits it.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, Any, Final, NamedTuple, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from assessments.edition import flow
from recommendations.reports.addition import Addition
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.exports.pieces import Stream
from recommendations.reports.exports.table import KEYS, Cell, SheetTable, clean, headings, tables, written

WIDEST: Final = 70
NARROWEST: Final = 9
# Excel shows these two as the reader's own country writes dates and times.
DATE: Final = "mm-dd-yy"
MOMENT: Final = "m/d/yy h:mm"
LONGEST_TITLE: Final = 31  # characters in the name of a sheet
_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
FIRST_SHEET: Final = "xl/worksheets/sheet1.xml"
PIECE: Final = 500  # rows
UNKNOWN_ROW: Final = "1048576"  # the last there can be, in the place of one that is not known yet
MOST_CHARACTERS: Final = 32_767  # a cell of Excel holds no more
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
LEFT: Final = Alignment(horizontal="left")
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
# Excel reads _x0041_ as A; such a text of somebody's needs its first sign written that way.
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def render(content: Mapping[str, Any], checksum: str, edition: flow.Edition, besides: Besides = NOTHING) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes: its own date is the only time in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables(content, checksum, edition, besides):
        fill(book, table)
    for addition in besides.additions:
        _add(book, addition)
    book.properties.creator = "SourceFit"
    book.properties.title = content["page"]["title"]
    given_at = datetime.fromisoformat(content["given_at"]).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = given_at
    return _packed(book, given_at)


def fill(book: Workbook, table: SheetTable) -> None:
    """Make a sheet of a table: heads in words, filters, and at its end the keys for programs, which are hidden."""
    heads = headings(table)
    sheet = book.create_sheet(sheet_title(book, table.title))
    _rows(sheet, (heads, *table.rows), start=1)
    for number, head in enumerate(heads):
        letter = get_column_letter(number + 1)
        is_key = table.columns[number] in KEYS
        shown = [head] if is_key else [head, *(written(line[number]) for line in table.rows)]
        sheet.cell(1, number + 1).font = Font(bold=True)
        sheet.column_dimensions[letter].width = _width(shown)
        sheet.column_dimensions[letter].hidden = is_key
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def sheet_title(book: Workbook, title: str) -> str:
    """Name a sheet as Excel lets one be named: short, without some signs, and like no other whatever its letters' case."""
    short = " ".join(_NOT_IN_TITLE.sub(" ", title).split()).strip(" '")[:LONGEST_TITLE].strip(" '") or "-"
    taken = {name.casefold() for name in (*book.sheetnames, "History")}
    number, named = 1, short
    while named.casefold() in taken:
        number += 1
        named = f"{short[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    return named


def _add(book: Workbook, addition: Addition) -> None:
    """Make a sheet of what somebody put beside the report: who and when, its paragraphs, and its tables."""
    sheet = book.create_sheet(sheet_title(book, addition.title))
    lines = [clean(addition.title), clean(addition.signed), *map(clean, addition.paragraphs)]
    _rows(sheet, [(line,) for line in lines], start=1)
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = WIDEST / 2
    row = len(lines) + 2
    for table in addition.tables:
        rows = [[clean("" if cell is None else cell) for cell in cells] for cells in table.rows]
        _rows(sheet, ([clean(table.title)], [clean(head) for head in table.heads], *rows), start=row)
        for number, head in enumerate(table.heads, start=1):
            sheet.cell(row, number).font = sheet.cell(row + 1, number).font = Font(bold=True)
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width = max(column.width, _width([head, *(written(cells[number - 1]) for cells in rows)]))
        if len(addition.tables) == 1:
            sheet.auto_filter.ref = f"A{row + 1}:{get_column_letter(len(table.heads))}{row + 1 + len(rows)}"
        row += len(rows) + 3


def _rows(sheet: Any, rows: Iterable[Sequence[Cell]], *, start: int) -> None:
    for row, cells in enumerate(rows, start=start):
        for column, value in enumerate(cells, start=1):
            _put(sheet.cell(row, column), value)


def stream(name: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Give a workbook of one long sheet piece by piece, of which no more than some rows are held at a time.

    The library makes everything but the rows: for a hundred thousand of them it takes half a minute.
    """
    content, styles = _headed(name, heads, widths)
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
                f"<row>{''.join(_long_cell(cell, styles) for cell in row)}</row>" for row in islice(several, PIECE)
            ]:
                sheet.write("".join(piece).encode())
                count += len(piece)
                yield out.taken()
            sheet.write(end + after.replace(UNKNOWN_ROW.encode(), str(count).encode()))
    yield out.taken()


class Styles(NamedTuple):
    """The numbers of the styles of a text that has to stay one, of a date and of a moment."""

    quoted: int
    date: int
    moment: int


def _headed(name: str, heads: Sequence[str], widths: Sequence[int]) -> tuple[bytes, Styles]:
    """Make the workbook without its rows, and tell the styles that they need."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_title(book, name)
    quoted, day, moment = (sheet.cell(2, number) for number in (1, 2, 3))
    quoted.quotePrefix = True
    day.number_format, moment.number_format = DATE, MOMENT
    styles = Styles(quoted.style_id, day.style_id, moment.style_id)
    sheet.delete_rows(2)
    for number, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        sheet.cell(1, number, head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(width, _width([head]))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{UNKNOWN_ROW}"
    book.properties.creator = "SourceFit"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue(), styles


def _long_cell(value: Cell, styles: Styles) -> str:
    if isinstance(value, date):
        style = styles.moment if isinstance(value, datetime) else styles.date
        return f'<c s="{style}"><v>{to_excel(value)}</v></c>'  # type: ignore[no-untyped-call] # openpyxl has no types here
    if not isinstance(value, str):
        return f"<c><v>{value}</v></c>"
    if not value:
        return "<c/>"
    quoted = "" if value[0].isalnum() else f' s="{styles.quoted}"'
    text = html.escape(_ESCAPE.sub("_x005F_", value)[:MOST_CHARACTERS], quote=False)
    return f'<c t="inlineStr"{quoted}><is><t xml:space="preserve">{text}</t></is></c>'


def _put(cell: SheetCell, value: Cell) -> None:
    if isinstance(value, date):
        cell.value = value
        cell.number_format = MOMENT if isinstance(value, datetime) else DATE
        cell.alignment = LEFT
    elif not isinstance(value, str):
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
