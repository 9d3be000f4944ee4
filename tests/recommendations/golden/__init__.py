"""One small report, frozen in content.json, and its copies as they were when somebody last looked at them."""

import hashlib
import io
import json
from pathlib import Path

from openpyxl import load_workbook

from recommendations.reports import services
from recommendations.reports.exports import csv_file, json_file, xlsx_file
from recommendations.reports.exports.besides import NOTHING
from tests.assessments.small import SMALL

FOLDER = Path(__file__).parent


def told():
    return json.loads((FOLDER / "content.json").read_text("utf-8"))


def checksum_of(content):
    return hashlib.sha256(services.canonical(content).encode("utf-8", "surrogatepass")).hexdigest()


def copies(content=None, edition=SMALL, besides=NOTHING):
    """Every copy of a report, by the ending of its file."""
    values = content or told()
    checksum = checksum_of(values)
    return {
        "json": json_file.render(values, checksum, besides),
        "csv": csv_file.render(values, checksum, edition, besides),
        "xlsx": xlsx_file.render(values, checksum, edition, besides),
    }


def sheets(workbook):
    """What stands in a workbook and how: a workbook's own bytes depend on the library that packed them."""
    book = load_workbook(io.BytesIO(workbook))
    return {
        sheet.title: {
            "frozen": sheet.freeze_panes,
            "widths": [round(sheet.column_dimensions[cell.column_letter].width) for cell in sheet[1]],
            "hidden": [cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden],
            "rows": [[cell.value for cell in row] for row in sheet.iter_rows()],
        }
        for sheet in book.worksheets
    }


def golden():
    """The golden files by their names."""
    made = copies()
    listed = json.dumps(sheets(made["xlsx"]), ensure_ascii=False, indent=1, default=str) + "\n"
    return {"report.json": made["json"], "report.csv": made["csv"], "report.xlsx.json": listed.encode()}
