"""A report as a Word file: what it says, for whom it is readable, and that it is written once."""

import io
import re
import zipfile
from datetime import UTC, datetime
from itertools import chain, pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from recommendations.beside.brief import services as briefs
from recommendations.models import KeptCopy
from recommendations.reports import services
from recommendations.reports.exports.word import WordFile
from recommendations.reports.sections import parts_of
from tests.factories import (
    hold,
    make_assessment,
    make_edition,
    make_organisation,
    make_user,
    save,
    shipped_edition,
    whole,
)
from tests.recommendations.reports import LEAVES, make_report

AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
# Keys of the frozen page whose texts are for programs, for pictures or for the page around it.
SILENT = frozenset(
    [
        "key",
        "id",
        "model",
        "models",
        "state",
        "kind",
        "evidence",
        "level",
        "start",
        "width",
        "zero",
        "step",
        "slug",
        "subject",
        "question",
        "function",
        "is_blank",
        "assumed",
        "description",
        "because_of",
        "effort",
        "impact",
        "place",
        "evidence_words",
        "percent",
        "starts",
        "functions",
        "share",
        "said",
        "name",
        "full_name",
        "coverage",
        "title_of",
        "marks",
        "label",
        "words",
        "low",
        "strength",
        "firm",
    ]
)
HOSTILE = "<w:p>\u202eAcme\x00\ud800 & “co” =1+1 " + "W" * 300


@pytest.fixture
def shipped(db):
    call_command("load_profiles", verbosity=0)
    return make_edition(shipped_edition())


def address(report):
    return reverse("recommendations:docx", args=(report.pk,))


def opened(client, report):
    response = client.get(address(report))
    assert response.status_code == 200
    return Document(io.BytesIO(response.content))


def lines_of(document):
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def texts_of(value):
    """Find all that a section of a page says to a reader."""
    match value:
        case str():
            yield value
        case dict():
            yield from chain.from_iterable(texts_of(item) for key, item in value.items() if key not in SILENT)
        case list():
            yield from chain.from_iterable(map(texts_of, value))


@pytest.mark.parametrize("functions", [("payroll",), ("payroll", "tax_planning", "servers_cloud", "key_accounts")])
def test_it_says_what_the_page_says(client, shipped, functions):
    report = make_report(shipped, *functions, token=hold(client))

    said = lines_of(opened(client, report))

    page = report.page
    told = ("change", "demands", "checklist", "partner", "plan", "risks", "drawbacks", "actions", "answers", "sources")
    found = {text for name in told for text in texts_of(page[name])}
    assert len(found) > 100
    assert {text for text in found if text not in said} == set()
    for row in page["one"]["rows"]:
        for name in ("name", "partner", "words", "firm_words", "reason"):
            assert row[name] in said
    assert page["outcome"] in said
    assert report.checksum in said


def test_it_begins_with_page_one_and_keeps_the_order_of_the_page(client, shipped):
    report = make_report(shipped, "payroll", "key_accounts", token=hold(client))
    document = opened(client, report)

    heads = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads[0][0] == "Heading 1"
    assert [text for style, text in heads if style == "Heading 2"] == [
        report.page["one"]["time"]["title"],
        *("Monday morning", "What presses you", *(["Check first"] if report.page["one"]["checks"] else [])),
        *(str(part.title) for part in parts_of(report.page)),
    ]  # fmt: skip
    # No level is left out on the way down.
    levels = [int(style[-1]) for style, _text in heads]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_has_table_heads_names_of_tables_a_language_and_a_title(client, shipped):
    report = make_report(shipped, "payroll", token=hold(client))

    document = opened(client, report)

    assert document.core_properties.language == "en"
    assert report.page["title"] in document.core_properties.title
    assert document.core_properties.created.replace(tzinfo=UTC) == report.given_at.replace(microsecond=0)
    assert len(document.tables) > 8
    for table in document.tables:
        marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marked == [True, *(False for _row in table.rows[1:])]
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert all(cell.text for cell in table.rows[0].cells)


def test_who_does_what_and_what_stands_beside_it_are_in_it(client, shipped):
    owner = make_user(name="Ada Hollin")
    report = make_report(shipped, "payroll", organisation=make_organisation(owner))
    client.force_login(owner)
    opened(client, report)
    key = report.page["actions"][0]["key"]

    services.set_action(report=report, action=key, owner="Ines", due=AT.date(), status="doing")
    briefs.save_part(report=report, model="bpo", key="who", by=owner, seen="", text="We build schools")

    said = lines_of(opened(client, report))
    assert "In progress · Ines · due 14 October 2026" in said
    assert "We build schools" in said
    assert "Put beside the report by Ada Hollin" in said


def test_it_is_written_once_and_again_when_what_it_holds_changed(client, shipped, monkeypatch):
    report = make_report(shipped, "payroll", token=hold(client))
    first = client.get(address(report)).content
    made = KeptCopy.objects.get(kind=KeptCopy.Kind.DOCX).made_at

    assert client.get(address(report)).content == first
    assert KeptCopy.objects.get(kind=KeptCopy.Kind.DOCX).made_at == made
    key = report.page["actions"][0]["key"]
    services.set_action(report=report, action=key, owner="Ines", due=None, status="doing")
    assert client.get(address(report)).content != first


def test_a_kept_one_asks_a_fixed_number_of_queries(client, shipped):
    counts = []
    for functions in (("payroll",), ("payroll", "bookkeeping", "tax_planning", "servers_cloud")):
        report = make_report(shipped, *functions, token=hold(client))
        client.get(address(report))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(report))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_hostile_text_stays_text(client, shipped):
    organisation = make_organisation(make_user(), name=HOSTILE.replace("\x00", "").replace("\ud800", "")[:60])
    assessment = make_assessment(shipped, functions=("payroll",), organisation=organisation)
    answers = whole(assessment) | {("payroll", key): value for key, value in LEAVES.items()}
    save(assessment, answers, {"repetitive_load": HOSTILE.replace("\x00", "").replace("\ud800", "")})
    client.force_login(organisation.members.get())

    said = lines_of(opened(client, services.submit(assessment=assessment)))

    assert "<w:p>" in said
    assert "\u202e" not in said


@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_written_and_read_back(text):
    file = WordFile(title=text, language="en", at=AT, author=text)
    file.heading(text)
    file.paragraph(text, [(text, True)])
    file.bullets([text])
    file.numbered([text], space=text)
    file.pairs([(text, text)])
    file.table(title=text, heads=(text, text), rows=[(text, text)])

    content = file.save()

    assert content == file.save()
    document = Document(io.BytesIO(content))
    plain = re.sub(r"[^\w]", "", text) if text.isascii() else ""
    assert plain in re.sub(r"[^\w]", "", lines_of(document))


def test_two_files_of_one_report_are_the_same_bytes(client, shipped):
    report = make_report(shipped, "payroll", token=hold(client))
    first = client.get(address(report)).content
    KeptCopy.objects.all().delete()

    assert client.get(address(report)).content == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
