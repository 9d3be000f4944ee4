"""Copies of reports for tests: the golden report as each kind of file, and the command that says whether one is intact."""

import csv
import json
from functools import cache
from io import StringIO

from django.core.management import CommandError, call_command

from recommendations.reports.exports import csv_file, json_file, xlsx_file
from tests.recommendations import golden

KINDS = ("json", "csv", "xlsx")
READERS = {"json": json_file.read, "csv": csv_file.read, "xlsx": xlsx_file.read}


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


def verify(tmp_path, name, file):
    """Run the command on a file: what it says, and whether it was satisfied."""
    place = tmp_path / name
    place.write_bytes(file)
    out = StringIO()
    try:
        call_command("verify_export", str(place), stdout=out)
    except CommandError as error:
        return False, str(error)
    return True, out.getvalue()
