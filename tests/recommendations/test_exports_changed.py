"""Whether a copy of a report was changed: each kind of file says what in it is not as it was."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from recommendations.reports.exports.manifest import ExportFileError, changes
from tests.recommendations.exported import KINDS, READERS, sound, verify


@pytest.mark.parametrize("kind", KINDS)
def test_an_untouched_file_is_intact(kind, tmp_path):
    is_intact, said = verify(tmp_path, f"report.{kind}", sound()[kind])

    assert is_intact
    assert "intact: report SF-1A2B-3C4D" in said


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b"summary,,,,,,score.bpo,BPO,,70,", b"summary,,,,,,score.bpo,BPO,,71,", "summary: row 9 was changed"),
        (b",-36.9,", b",-3.69,", "contributions: row 62 was changed"),
        (
            b"'@SUM(1+1)*cmd|' /C calc'!A0,,,,method",
            b"@SUM(1+1)*cmd|' /C calc'!A0,,,,method",
            "answers: row 66 was changed",
        ),
        (b"answers,payroll,", b"answers,own_1,", "answers: row 65 was changed"),
        (b"score.kpo.high,", b"score.kpo.low,", "summary: row 17 was changed"),
        (b"33.3,Go,,100", b"33.3,Go,,99", "functions: row 29 was changed"),
        (b"manifest,,,,,,version,,,1", b"manifest,,,,,,version,,,2", "manifest: it was changed itself"),
    ],
)
def test_one_changed_cell_of_a_csv_is_found_and_named(old, new, place, tmp_path):
    file = sound()["csv"]
    assert file.count(old) == 1

    is_intact, said = verify(tmp_path, "report.csv", file.replace(old, new))

    assert not is_intact
    assert said == f"{tmp_path / 'report.csv'}: changed: {place}"


def test_rows_of_a_csv_that_are_gone_or_came_are_named(tmp_path):
    lines = sound()["csv"].split(b"\r\n")
    fewer, more = b"\r\n".join([*lines[:3], *lines[5:]]), b"\r\n".join([*lines[:5], lines[4], *lines[5:]])

    assert verify(tmp_path, "fewer.csv", fewer)[1].endswith("changed: summary: 2 missing before row 4")
    assert verify(tmp_path, "more.csv", more)[1].endswith("changed: summary: row 5 was added")


def test_one_changed_value_of_json_is_found_and_named(tmp_path):
    document = json.loads(sound()["json"])
    document["result"]["functions"][1]["standing"]["fits"][0]["printed"] += 1

    is_intact, said = verify(tmp_path, "report.json", json.dumps(document).encode())

    assert not is_intact
    assert said.splitlines() == [
        f"{tmp_path / 'report.json'}: changed: report: its checksum is not that of what stands here",
        f"{tmp_path / 'report.json'}: changed: result.functions: row 2 was changed",
    ]


def test_json_with_other_spaces_is_still_intact(tmp_path):
    document = json.loads(sound()["json"])

    assert verify(tmp_path, "report.json", json.dumps(document).encode())[0]


@pytest.mark.parametrize(
    ("place", "value", "row"),
    [
        (("summary", "C9"), 71, 9),
        (("functions", "G2"), 99, 2),
        (("contributions", "J5"), 0, 5),
        (("answers", "G3"), "=1+1", 3),
    ],
)
def test_one_changed_cell_of_a_workbook_is_found_and_named(place, value, row, tmp_path):
    sheet, cell = place
    book = load_workbook(io.BytesIO(sound()["xlsx"]))
    untouched, touched = io.BytesIO(), io.BytesIO()
    book.save(untouched)
    book[sheet][cell] = value
    book.save(touched)

    assert verify(tmp_path, "untouched.xlsx", untouched.getvalue())[0]
    assert verify(tmp_path, "touched.xlsx", touched.getvalue())[1].endswith(f"changed: {sheet}: row {row} was changed")


def test_a_text_that_became_a_formula_is_a_change(tmp_path):
    book = load_workbook(io.BytesIO(sound()["xlsx"]))
    book["summary"]["C2"].value = sound_text = book["summary"]["C2"].value
    assert sound_text.startswith("=HYPERLINK")
    changed = io.BytesIO()
    book.save(changed)

    assert verify(tmp_path, "report.xlsx", changed.getvalue())[1].endswith("changed: summary: row 2 was changed")


def test_a_sheet_that_is_gone_is_named(tmp_path):
    book = load_workbook(io.BytesIO(sound()["xlsx"]))
    del book["answers"]
    changed = io.BytesIO()
    book.save(changed)

    assert "answers: it is missing" in verify(tmp_path, "report.xlsx", changed.getvalue())[1]


@pytest.mark.parametrize(
    "file", [b"", b"PK\x03\x04 not a zip", b"{", b"{}", b"[]", b"a,b\r\n1,2\r\n", b"\xff\xfe\x00", b'{"manifest": 1}']
)
def test_what_is_no_export_is_refused_in_words(file, tmp_path):
    is_intact, said = verify(tmp_path, "other", file)

    assert not is_intact
    assert "not an export of a report: " in said


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="can’t be read"):
        call_command("verify_export", str(tmp_path / "missing.csv"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 10_000), st.binary(max_size=8))
def test_no_damage_makes_reading_fall_over(kind, place, damage):
    file = sound()[kind]
    start = place % len(file)

    try:
        found = changes(READERS[kind](file[:start] + damage + file[start + len(damage) :]))
    except ExportFileError as error:
        found = [str(error)]

    assert all(isinstance(one, str) for one in found)
