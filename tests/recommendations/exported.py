"""Copies of reports for tests: the golden report as each kind of file, and what stands in a file."""

import csv
import io
import json
import re
from functools import cache
from io import StringIO

from openpyxl import load_workbook

from recommendations.reports.exports import csv_file
from tests.recommendations import golden

KINDS = ("json", "csv", "xlsx")


@cache
def sound():
    """The copies of the golden report; nobody changes them."""
    return golden.copies()


def told_with(*, organisation="Acme", function="Warranty claims", note="Noted"):
    """The frozen content of a report that is full of these words."""
    values = golden.told()
    text = json.dumps(values, ensure_ascii=False)
    for old, new in (
        (values["organisation"], organisation),
        (values["inputs"]["functions"][1]["name"], function),
        (values["inputs"]["notes"]["load"], note),
    ):
        text = text.replace(json.dumps(old, ensure_ascii=False)[1:-1], json.dumps(new, ensure_ascii=False)[1:-1])
    return json.loads(text)


def rows_of(file):
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"), newline="")))


def stored(cell):
    """Take away the apostrophes that keep a spreadsheet from calculating: the text as it was."""
    blank, sign = csv_file._BLANK, csv_file._SIGN
    quoted = rf"(?:\A(?=''*{blank}*(?:{sign}|[\t\r\n\0]))|(?<=[;\t\r\n])(?=''*{blank}*{sign}))'"
    return re.sub(quoted, "", cell)


def read_json(file):
    """Every value of each part of a document, as JSON."""
    values = json.loads(file)
    return {name: [[json.dumps(value, ensure_ascii=False) for value in leaves(part)]] for name, part in values.items()}


def leaves(value):
    match value:
        case dict():
            for one in value.values():
                yield from leaves(one)
        case list():
            for one in value:
                yield from leaves(one)
        case _plain:
            yield value


def read_csv(file):
    """The rows of each section, as the texts that were written."""
    parts: dict[str, list[list[str]]] = {}
    for row in rows_of(file):
        parts.setdefault(row["section"], []).append([stored(cell) for cell in row.values()])
    return parts


def read_xlsx(file):
    """The rows of each sheet, as the texts and numbers that were written."""
    sheets = load_workbook(io.BytesIO(file)).worksheets
    return {
        sheet.title.lower(): [[_ESCAPED.sub("_", str(cell.value or "")) for cell in row] for row in sheet.iter_rows()]
        for sheet in sheets
    }


_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
READERS = {"json": read_json, "csv": read_csv, "xlsx": read_xlsx}


def is_the_report(kind, file, report):
    """Whether a copy carries the reference and the checksum of a report."""
    texts = {cell for rows in READERS[kind](file).values() for row in rows for cell in row}
    quoted = json.dumps if kind == "json" else str
    return {quoted(report.reference), quoted(report.checksum)} <= texts
