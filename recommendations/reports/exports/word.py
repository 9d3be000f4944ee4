"""Word files (DOCX): headings, lists and tables that a screen reader finds. The only module that knows the library.

What people typed is written as text, without what XML can't hold and without marks that turn what follows around.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

# A line: pieces of text, each with whether it is a gap that is still to be filled in.
Line: TypeAlias = "str | Sequence[tuple[str, bool]]"
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
INK, MUTED, EDGE, RULE = RGBColor(0x13, 0x24, 0x2C), RGBColor(0x49, 0x5B, 0x64), "6D7F88", "BFCACE"
FONT: Final = "Calibri"
WIDTH: Final = 170.0  # of a line, in millimetres
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]")
_SIZES: Final = {1: 20, 2: 13, 3: 11.5}


def clean(text: str) -> str:
    """Leave out what is no text; a line that ends is a line that ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_CHARACTER.sub(REPLACEMENT, _UNSEEN.sub(" ", text))


class WordFile:
    """One document on A4, written from top to bottom."""

    def __init__(self, *, title: str, language: str, at: datetime, author: str = "") -> None:
        self._document: Document = docx.Document()
        self._ids: dict[str, str] = {}
        self._at = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self._set_page()
        self._set_styles(language)
        about = self._document.core_properties
        about.title, about.language, about.author = clean(title)[:255], language, clean(author)[:255]
        about.comments, about.last_modified_by = "", ""
        about.created = about.modified = self._at

    def heading(self, text: str, level: int = 2) -> None:
        self._document.add_heading(clean(text), level)

    def paragraph(self, *lines: Line, style: str | None = None, bold: bool = False) -> Paragraph:
        """Write one paragraph; each further line begins below the one before."""
        paragraph = self._document.add_paragraph()
        if style:
            self._put_style(paragraph, style)
        _write(paragraph, lines, bold=bold)
        return paragraph

    def small(self, *lines: Line) -> None:
        self.paragraph(*lines, style="Small")

    def bullets(self, items: Iterable[Line]) -> None:
        for item in items:
            self.paragraph(item, style="List Bullet")

    def numbered(self, items: Iterable[Line], *, space: str = "") -> None:
        """Write lines numbered from 1; below each, where `space` is given, that word and room for an answer."""
        for number, item in enumerate(items, start=1):
            pieces = [(item, False)] if isinstance(item, str) else list(item)
            asked = self.paragraph([(f"{number}\t", False), *pieces], style="Numbered", bold=bool(space))
            if space:
                asked.paragraph_format.keep_with_next = True
                self.paragraph(space, style="Answer")

    def pairs(self, rows: Iterable[tuple[Line, Line]]) -> None:
        for name, text in rows:
            paragraph = self.paragraph(name, style="Pair", bold=True)
            paragraph.add_run("\t")
            _write(paragraph, (text,))

    def table(
        self, *, title: str, heads: Sequence[str], rows: Iterable[Sequence[Line]], widths: Sequence[float] = ()
    ) -> None:
        """Write a table whose first row is repeated on each page; `widths` are shares of the line.

        The first cell of a row names it. `title` is read out instead of being shown.
        """
        lines = list(rows)
        table = self._document.add_table(rows=1 + len(lines), cols=len(heads))
        table.autofit = False
        shares = widths or [1.0] * len(heads)
        sizes = [Mm(WIDTH * share / sum(shares)) for share in shares]
        for column, size in zip(table.columns, sizes, strict=True):
            column.width = size
        for number, (row, line) in enumerate(zip(table.rows, (heads, *lines), strict=True)):
            for place, (cell, text, size) in enumerate(zip(row.cells, line, sizes, strict=True)):
                cell.width = size
                paragraph = cell.paragraphs[0]
                self._put_style(paragraph, "Table Text" if number else "Table Head")
                written = text.split("\n") if isinstance(text, str) else (text,)
                _write(paragraph, written, bold=bool(number) and not place)
        _rule(table, title)
        self.paragraph(style="After Table")

    def save(self) -> bytes:
        """Give the file. The same document gives the same bytes: its own date is the only time in it."""
        saved, packed = io.BytesIO(), io.BytesIO()
        self._document.save(saved)
        with zipfile.ZipFile(saved) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
            for name in before.namelist():
                entry = zipfile.ZipInfo(name, _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(entry, before.read(name))
        return packed.getvalue()

    def _put_style(self, paragraph: Paragraph, name: str) -> None:
        """Name a paragraph's style. The library would search all styles again for each of thousands of paragraphs."""
        if name not in self._ids:
            self._ids[name] = self._styles[name].style_id
        paragraph._p.style = self._ids[name]  # noqa: SLF001 # no public way

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(17), Mm(17)

    def _set_styles(self, language: str) -> None:
        styles: Any = self._document.styles
        self._styles = styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(_element("w:lang", val=language, eastAsia=language, bidi=language))
        _font(styles["Normal"], 10.5, INK)
        styles["Normal"].paragraph_format.space_after = Pt(5)
        for level, size in _SIZES.items():
            style = styles[f"Heading {level}"]
            _font(style, size, INK, bold=True)
            style.paragraph_format.space_before = Pt(0 if level == 1 else 11)
            style.paragraph_format.space_after = Pt(4)
            style.paragraph_format.keep_with_next = True
        styles["List Bullet"].paragraph_format.space_after = Pt(2)
        for name, size, after in (
            ("Small", 9, 4),
            ("Numbered", 10.5, 2),
            ("Answer", 10.5, 26),
            ("Pair", 10.5, 2),
            ("Table Head", 9, 2),
            ("Table Text", 10, 2),
            ("After Table", 4, 0),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            _font(style, size, MUTED if name in {"Small", "Answer", "Table Head"} else INK)
            style.paragraph_format.space_after = Pt(after)
        styles["Table Head"].font.bold = True
        for name, indent in (("Numbered", 8), ("Pair", 48)):
            form = styles[name].paragraph_format
            form.left_indent, form.first_line_indent = Mm(indent), Mm(-indent)
            form.tab_stops.add_tab_stop(Mm(indent))
        styles["Answer"].paragraph_format.left_indent = Mm(8)


def _write(paragraph: Paragraph, lines: Iterable[Line], *, bold: bool = False) -> None:
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        for text, is_gap in [(line, False)] if isinstance(line, str) else line:
            run = paragraph.add_run(clean(f"[{text}]" if is_gap else text))
            if bold:
                run.bold = True
            if is_gap:
                run.font.color.rgb = MUTED
                run._r.get_or_add_rPr().append(_element("w:bdr", val="dashed", sz="6", space="0", color=EDGE))  # noqa: SLF001 # no public way


def _rule(table: Table, title: str) -> None:
    """Rule a table between its rows, name it, and mark its first row as the one that names the columns."""
    properties = table._tbl.tblPr  # noqa: SLF001 # no public way
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=RULE))
    properties.find(qn("w:tblLayout")).addprevious(borders)  # in the order that the format asks for
    properties.append(_element("w:tblCaption", val=clean(title)))
    for number, line in enumerate(table.rows):
        marks = line._tr.get_or_add_trPr()  # noqa: SLF001 # no public way
        marks.append(OxmlElement("w:cantSplit"))
        if not number:
            marks.append(OxmlElement("w:tblHeader"))


def _font(style: Any, size: float, color: RGBColor, *, bold: bool | None = None) -> None:
    font = style.font
    font.name, font.size, font.color.rgb = FONT, Pt(size), color
    if bold is not None:
        font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:cs"), FONT)


def _element(name: str, **values: str) -> Any:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element
