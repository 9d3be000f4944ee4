"""A scorecard as an Excel workbook that adds up by itself: marks, weights and conditions are cells, totals are formulas.

What people wrote is always a text, whatever it begins with.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.beside.scorecard.forms import mark_of, met_of, name_of, note_of, weight_of
from recommendations.beside.scorecard.page import Words
from recommendations.beside.scorecard.services import Asked
from recommendations.beside.scorecard.totals import BEST_MARK, WEIGHTS, Met

NUMBER, QUESTION, COUNTS = 1, 2, 3  # columns
FIRST: Final = 4  # column of the first provider
HEADS: Final = 4  # row of the heads
WIDE, MIDDLE, NARROW = 60, 24, 9
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
BOLD: Final = Font(bold=True)
RULED: Final = Border(top=Side(style="thin"))


def render(asked: Asked, fields: Mapping[str, str], words: Words, *, signed: str, at: datetime) -> bytes:
    """Write a scorecard, with room for two providers where fewer have a name yet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Scorecard")
    places = list(words.sheet.providers) or [1, 2]
    _MarkedTable(sheet, asked, fields, places).write(signed)
    book.properties.creator = "SourceFit"
    book.properties.title = _("Scorecard")
    book.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.calculation.fullCalcOnLoad = True
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


class _MarkedTable:
    """Fills one sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, asked: Asked, fields: Mapping[str, str], places: Sequence[int]) -> None:
        self.sheet, self.asked, self.fields, self.places = sheet, asked, fields, places
        self.columns = [FIRST + number for number in range(len(places))]
        self.notes = [FIRST + len(places) + number for number in range(len(places))]
        self.names = [fields.get(name_of(place)) or _("Provider %(number)d") % {"number": place} for place in places]

    def write(self, signed: str) -> None:
        self._text(1, NUMBER, _("Scorecard"), bold=True)
        self._text(2, NUMBER, signed)
        self._heads()
        first, last = self._questions(HEADS + 1)
        totals = self._totals(last + 1, first, last)
        begin = totals + 4
        conditions = self._conditions(begin)
        self._outcome(conditions + 1, totals, begin + 1, conditions)
        self._widths()
        self.sheet.freeze_panes = f"{get_column_letter(FIRST)}{HEADS + 1}"

    def _heads(self) -> None:
        heads = [_("No."), _("Question"), _("Counts"), *self.names]
        heads += [_("Note: %(provider)s") % {"provider": name} for name in self.names]
        for column, head in enumerate(heads, start=1):
            self._text(HEADS, column, head, bold=True)

    def _questions(self, row: int) -> tuple[int, int]:
        first = row
        for question in self.asked.questions:
            self.sheet.cell(row, NUMBER, question.number)
            self._text(row, QUESTION, question.text)
            times = self.fields.get(weight_of(question.number), "")
            self.sheet.cell(row, COUNTS, int(times) if times else self.asked.weights[question.number].times)
            for place, column, note in zip(self.places, self.columns, self.notes, strict=True):
                mark = self.fields.get(mark_of(question.number, place))
                self.sheet.cell(row, column, int(mark) if mark else None)
                self._text(row, note, self.fields.get(note_of(question.number, place), ""))
            row += 1
        self._whole((COUNTS, COUNTS), (first, row - 1), (WEIGHTS[0], WEIGHTS[-1]))
        self._whole((self.columns[0], self.columns[-1]), (first, row - 1), (0, BEST_MARK))
        return first, row - 1

    def _totals(self, row: int, first: int, last: int) -> int:
        """Write the sums that follow the marks, and give the row of the totals."""
        counts = f"${get_column_letter(COUNTS)}${first}:${get_column_letter(COUNTS)}${last}"
        self._text(row, QUESTION, _("Total"), bold=True)
        self._text(row + 1, QUESTION, _("The most there can be"))
        self._text(row + 2, QUESTION, _("Questions marked"))
        for column in self.columns:
            letter = get_column_letter(column)
            marks = f"{letter}{first}:{letter}{last}"
            self._formula(row, column, f"=SUMPRODUCT({counts},{marks})", bold=True)
            self._formula(row + 1, column, f"={BEST_MARK}*SUM({counts})")
            self._formula(row + 2, column, f"=COUNT({marks})")
        for column in range(NUMBER, self.notes[-1] + 1):
            self.sheet.cell(row, column).border = RULED
        return row

    def _conditions(self, row: int) -> int:
        self._text(row, QUESTION, _("Must be so"), bold=True)
        words = {Met.YES: _("Yes"), Met.NO: _("No"), "": _("Not known")}
        last = row
        for number, condition in enumerate(self.asked.conditions, start=1):
            last = row + number
            self._text(last, QUESTION, condition.text)
            for place, column in zip(self.places, self.columns, strict=True):
                self._text(last, column, words[self.fields.get(met_of(condition.key, place), "")])
        allowed = DataValidation(type="list", formula1=f'"{",".join(words.values())}"', allow_blank=True)
        allowed.showErrorMessage = True
        self.sheet.add_data_validation(allowed)
        letters = [get_column_letter(column) for column in (self.columns[0], self.columns[-1])]
        if last > row:
            allowed.add(f"{letters[0]}{row + 1}:{letters[1]}{last}")
        return last

    def _outcome(self, row: int, totals: int, first: int, last: int) -> None:
        """Say who is out, and give the rest their place by their total."""
        self._text(row, QUESTION, _("In or out"), bold=True)
        self._text(row + 1, QUESTION, _("Place among those who are in"), bold=True)
        inside, outside, no = _("in"), _("Out"), _("No")
        left, right = (get_column_letter(column) for column in (self.columns[0], self.columns[-1]))
        states, sums = f"${left}${row}:${right}${row}", f"${left}${totals}:${right}${totals}"
        for column in self.columns:
            letter = get_column_letter(column)
            met = f'COUNTIF({letter}{first}:{letter}{last},"{no}")'
            self._formula(row, column, f'=IF({met}>0,"{outside}","{inside}")')
            above = f'SUMPRODUCT(({states}="{inside}")*({sums}>{letter}{totals}))'
            self._formula(row + 1, column, f'=IF({letter}{row}="{inside}",1+{above},"")', bold=True)

    def _whole(self, columns: tuple[int, int], rows: tuple[int, int], ends: tuple[int, int]) -> None:
        """Let a range of cells take whole numbers alone, from one to another."""
        allowed = DataValidation(
            type="whole", operator="between", formula1=str(ends[0]), formula2=str(ends[1]), allow_blank=True
        )
        allowed.showErrorMessage = True
        allowed.error = _("A whole number from %(low)d to %(high)d") % {"low": ends[0], "high": ends[1]}
        self.sheet.add_data_validation(allowed)
        left, right = (get_column_letter(column) for column in columns)
        allowed.add(f"{left}{rows[0]}:{right}{rows[1]}")

    def _text(self, row: int, column: int, text: str, *, bold: bool = False) -> None:
        cell = self.sheet.cell(row, column)
        if text:
            cell.value = text
            cell.data_type = "s"  # whatever the library took it for: a formula, an error
            cell.quotePrefix = not text[0].isalnum()
        if column in (QUESTION, *self.columns, *self.notes):
            cell.alignment = WRAPPED
        if bold:
            cell.font = BOLD

    def _formula(self, row: int, column: int, formula: str, *, bold: bool = False) -> None:
        cell = self.sheet.cell(row, column, formula)
        if bold:
            cell.font = BOLD

    def _widths(self) -> None:
        wide = {NUMBER: NARROW, QUESTION: WIDE, COUNTS: NARROW}
        for column in range(NUMBER, self.notes[-1] + 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = wide.get(column, MIDDLE)
