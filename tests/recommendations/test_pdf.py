"""The PDF of a report: how it is tagged, to whom it is given, what is kept and how the file is called."""

import io
import json
import re
import threading
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from assessments.answering.holder import COOKIE
from assessments.authoring.editions import retire
from recommendations.learn import profiles
from recommendations.models import KeptCopy, Report
from recommendations.reports import services
from recommendations.reports.addition import Addition, AdditionTable
from recommendations.reports.exports import disposition, pdf
from recommendations.reports.exports.besides import Besides
from recommendations.reports.exports.reading import read_besides
from recommendations.reports.filled import parse, read_filled
from tests.factories import hold, make_edition, make_organisation, make_user, shipped_edition
from tests.recommendations.pdfs import (
    CHECKSUM,
    GIVEN_AT,
    content,
    edition,
    letters,
    read,
    structure,
    usual,
    usual_reader,
    with_words,
    words_of,
)
from tests.recommendations.profiles_at_random import filled as filled_at_random
from tests.recommendations.reports import make_report

# What it is


def test_the_same_report_gives_the_same_bytes():
    assert pdf.render(usual(), CHECKSUM) == pdf.render(usual(), CHECKSUM)


def test_what_the_printer_remembers_of_other_reports_changes_no_byte():
    others = [with_words(usual(), organisation=f"Company {number}") for number in range(3)]
    warm = [pdf.render(told, CHECKSUM) for told in (*others, usual())]

    pdf.printer().stop()

    assert pdf.render(usual(), CHECKSUM) == warm[-1]
    assert len(set(warm)) == 4


def test_its_only_time_is_that_of_the_report():
    about = usual_reader().metadata

    assert (about.creation_date, about.modification_date) == (GIVEN_AT, GIVEN_AT)


def test_it_says_of_itself_that_it_is_accessible_to_the_standard():
    root = usual_reader().trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert usual_reader().metadata.title == "Fit report for Tanner & Oake Fittings, 14 October 2026"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_its_headings_begin_with_the_outcome_and_skip_no_level():
    levels = [int(tag[2:]) for _depth, tag, _alt in structure(usual_reader()) if re.fullmatch("/H[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_its_sections_stand_in_the_order_of_the_page():
    titles = [entry.title for entry in usual_reader().outline if not isinstance(entry, list)]

    assert titles == [
        "Fit of each model",
        "How sure is this?",
        "Function by function",
        "What presses you",
        "Why this result",
        "What would change it",
        "What to ask of a partner",
        "Questions for providers",
        "Who, where and at what price",
        "Risks, and the way out",
        "Plan",
        "What to do first",
        "Fit scores of every function",
        "Why the other models stand where they do",
        "The reasons for each function",
        "More to ask of a partner",
        "All your answers",
        "Sources",
        "About this report",
    ]


def test_every_drawing_says_in_words_what_it_shows():
    page = usual()["page"]
    drawn = [alt for _depth, tag, alt in structure(usual_reader()) if tag == "/Figure"]
    shown = [page["one"]["time"], *page["scores"]]
    shown += [row for group in page["map"]["groups"] for row in group["rows"] if row["marks"]]

    assert drawn == [f"{drawing['title']}. {drawing['description']}" for drawing in shown]


def test_its_tables_have_heads_and_its_lists_have_entries():
    tags = [tag for _depth, tag, _alt in structure(usual_reader())]

    assert tags.count("/Table") == tags.count("/THead") >= 4
    assert {"/TH", "/TD", "/TR", "/L", "/LI", "/LBody", "/Link", "/Title"} <= set(tags)


def test_a_table_that_breaks_repeats_its_head_for_the_eye_and_not_for_the_ear():
    told = with_words(usual())
    told["page"]["why"]["pulls"]["rows"] *= 6
    reader = read(told)

    seen = sum("What you told us" in page.extract_text() for page in reader.pages)

    assert seen >= 2
    assert [tag for _d, tag, _a in structure(reader)].count("/THead") == [
        tag for _d, tag, _a in structure(usual_reader())
    ].count("/THead")


def test_every_page_has_its_number_and_the_number_of_pages():
    pages = usual_reader().pages

    assert [f"{number} of {len(pages)}" in page.extract_text() for number, page in enumerate(pages, start=1)] == [
        True
    ] * len(pages)


def test_page_one_leads_to_every_other_section():
    first = usual_reader().pages[0]

    assert len(first["/Annots"]) >= 19


def test_the_cover_says_for_whom_by_whom_which_and_when():
    first = letters(usual_reader().pages[0].extract_text())

    for words in (
        "Prepared for Tanner & Oake Fittings",
        "Prepared by SourceFit",
        "SF-1A2B-3C4D",
        "14 October 2026",
    ):
        assert all(letters(word) in first for word in words.split(" ", 2))


def test_the_last_page_names_edition_method_and_checksum():
    last = letters(usual_reader().pages[-1].extract_text())

    assert all(letters(word) in last for word in ("sourcing-2", usual()["method"], CHECKSUM, "SF-1A2B-3C4D"))


def six():
    """The sample company without its last function."""
    sample = read_filled(parse((profiles.SHIPPED.parent / "sample.json").read_text("utf-8")), edition())
    functions = sample.functions[:6]
    kept = {function.key for function in functions} | {""}
    answers = {place: answer for place, answer in sample.answers.items() if place[0] in kept}
    return content(functions, answers, organisation=sample.organisation)


@pytest.mark.parametrize("language", ["en", "es"])
def test_six_functions_take_six_pages_that_are_full(language):
    with translation.override(language):
        pages = read(six()).pages

    ends = [lowest(page) for page in pages]

    assert len(pages) <= 6
    # In millimetres from the lower edge, above what stands at the foot; page one is made to end there.
    assert [end < 60 for end in ends[:-1]] == [True] * (len(pages) - 1)


def lowest(page):
    """How far above its lower edge the text of a page ends, without its foot."""
    heights = []

    def seen(text, matrix, _place, _font, _size):
        if text.strip():
            heights.append(matrix[5] * 25.4 / 72)

    page.extract_text(visitor_text=seen)
    return min(height for height in heights if height > 12)


@pytest.mark.parametrize("name", ["W" * 80, "Donaudampfschifffahrtsgesellschaftskapitaen " * 2, "株式会社" * 20])
def test_eight_functions_with_the_longest_names_leave_page_one_a_page(name):
    told = content(*filled_at_random(edition(), 6))
    told = json.loads(json.dumps(told))
    for number, row in enumerate(told["page"]["one"]["rows"]):
        row["name"] = f"{number} {name}"[:80]
    first, second, *_rest = read(told).pages

    assert len(told["page"]["one"]["rows"]) == 8
    assert letters("About this report") in letters(first.extract_text())
    assert letters("Fit of each model") in letters(second.extract_text())[:200]


ADDRESS = "https://intranet.firm.example/finance/payroll/2026/handbook/exceptions-and-late-changes?version=17#overtime"


def test_what_is_longer_than_a_line_can_be_found_and_copied():
    reader = read(with_words(usual(), organisation=ADDRESS, note=f"See {ADDRESS} first", function=ADDRESS))
    text = "".join(page.extract_text() for page in reader.pages)
    titles = json.dumps([entry.title for entry in reader.outline if not isinstance(entry, list)])

    # A line ends somewhere within it; nothing else stands there.
    assert text.replace("\n", "").count(ADDRESS) >= 3
    assert reader.metadata.title == f"Fit report for {ADDRESS}, 14 October 2026"
    assert [mark for mark in "\u200b\u00ad\u2060" if mark in text + reader.metadata.title + titles] == []


# To whom it is given


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def address(report):
    return reverse("recommendations:pdf", args=(report.pk,))


def test_whoever_holds_the_token_gets_the_pdf(client, shipped):
    report = make_report(shipped, token=hold(client))

    response = client.get(address(report))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert letters(report.data["page"]["outcome"]) in words_of(PdfReader(io.BytesIO(response.content)))
    assert report.checksum in words_of(PdfReader(io.BytesIO(response.content)))


def test_a_member_of_the_organisation_gets_the_pdf(client, shipped):
    user = make_user()
    report = make_report(shipped, organisation=make_organisation(user))
    client.force_login(user)

    assert client.get(address(report)).status_code == 200


def test_a_stranger_finds_nothing_and_the_answer_is_that_of_a_missing_report(client, shipped):
    report = make_report(shipped, organisation=make_organisation(make_user()))
    client.force_login(make_user("stranger@example.com"))

    foreign = client.get(address(report))
    missing = client.get(address(Report()))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_half_a_token_opens_nothing(client, shipped):
    token = hold(client)
    report = make_report(shipped, token=token)
    client.cookies[COOKIE] = token[:20]

    assert client.get(address(report)).status_code == 404


def test_a_kept_pdf_is_given_to_nobody_else(client, shipped):
    report = make_report(shipped, organisation=make_organisation(make_user()))
    pdf.copy_of(report)

    assert client.get(address(report)).status_code == 404


def test_nobody_may_keep_it_but_the_one_who_asked(client, shipped):
    response = client.get(address(make_report(shipped, token=hold(client))))

    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response["X-Content-Type-Options"] == "nosniff"


def test_asking_for_the_head_only_gives_the_same_headers(client, shipped):
    report = make_report(shipped, token=hold(client))

    got, head = client.get(address(report)), client.head(address(report))

    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Disposition"] == got["Content-Disposition"]
    assert head["Content-Length"] == got["Content-Length"]


def test_it_can_only_be_asked_for(client, shipped):
    report = make_report(shipped, token=hold(client))

    assert client.post(address(report)).status_code == 405


def test_a_second_download_is_the_kept_bytes_and_costs_three_queries(client, shipped):
    report = make_report(shipped, token=hold(client))
    first = client.get(address(report)).content

    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = client.get(address(report)).content

    assert second == first == pdf.render(report.data, report.checksum)
    with CaptureQueriesContext(connection) as beside:
        read_besides(report)
    assert len(queries) - len(beside) == 3


def test_another_template_makes_it_anew(client, shipped, monkeypatch):
    report = make_report(shipped, token=hold(client))
    pdf.copy_of(report)
    KeptCopy.objects.update(content=b"as the old template had it")
    monkeypatch.setattr(pdf, "_means", lambda: "another template")

    assert bytes(pdf.copy_of(report).content)[:5] == b"%PDF-"
    assert KeptCopy.objects.count() == 1


PLAN = Addition(
    key="plan",
    title="Plan: who and when",
    by="Dana Hollin",
    at=GIVEN_AT,
    paragraphs=("Keep it until March: the new system comes first. #panic()",),
    tables=(
        AdditionTable(
            "Days",
            ("Stage", "From", "Hours", "Rate"),
            (("Learn it", date(2027, 1, 29), 1234, Decimal("0.5")), ("=1+1", None, -3, 2.25)),
        ),
    ),
    values={"starts_on": date(2027, 1, 29)},
)


def test_what_people_put_beside_a_report_is_printed_behind_it_and_makes_another_copy(client, shipped):
    report = make_report(shipped, "payroll", token=hold(client))
    plain = bytes(pdf.copy_of(report).content)

    printed = words_of(PdfReader(io.BytesIO(bytes(pdf.copy_of(report, Besides(additions=(PLAN,))).content))))
    again = bytes(pdf.copy_of(report).content)

    said = (*PLAN.paragraphs, PLAN.title, PLAN.signed, "Days", "Learn it", "29 January 2027", "1,234", "0.5", "=1+1")
    assert [text for text in said if printed.count(letters(text)) != 1] == []
    assert (again == plain, KeptCopy.objects.count()) == (True, 1)


def test_a_changed_day_makes_another_copy(client, shipped):
    report = make_report(shipped, "payroll", token=hold(client))
    key = report.page["one"]["monday"][0]["key"]
    seen = []
    for due in (date(2027, 1, 29), date(2027, 2, 12)):
        services.set_action(report=report, action=key, owner="Ruth Keane", due=due, status="open")
        seen.append(words_of(PdfReader(io.BytesIO(client.get(address(report)).content))))

    assert [letters("Ruth Keane by 29 January 2027") in one for one in seen] == [True, False]
    assert [letters("Ruth Keane by 12 February 2027") in one for one in seen] == [False, True]


def test_an_erased_report_takes_its_pdf_along(client, shipped):
    report = make_report(shipped, token=hold(client))
    pdf.copy_of(report)

    report.assessment.delete()

    assert not KeptCopy.objects.exists()


def test_a_retired_edition_changes_nothing_for_its_reports(client, shipped):
    report = make_report(shipped, token=hold(client))
    retire(questionnaire=shipped)

    assert client.get(address(report)).status_code == 200


def test_eight_threads_print_one_after_the_other():
    printed = []

    def print_it():
        with pdf.QUEUE.turn("", patience=60):
            printed.append(pdf.render(usual(), CHECKSUM))

    threads = [threading.Thread(target=print_it) for _number in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one == printed[0] for one in printed] == [True] * 8


# What it is called


@pytest.mark.parametrize(
    ("company", "plain", "own"),
    [
        ("Acme", "Acme-SF-1.pdf", "Acme%20SF-1.pdf"),
        ("", "SF-1.pdf", "SF-1.pdf"),
        ("Müller & Söhne", "Muller-Sohne-SF-1.pdf", "M%C3%BCller%20%26%20S%C3%B6hne%20SF-1.pdf"),
        ("株式会社", "SF-1.pdf", "%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE%20SF-1.pdf"),
        (
            'a"; filename="x.exe\r\nX: y',
            "a-filename-x-exe-X-y-SF-1.pdf",
            "a%20%3B%20filename%3D%20x.exe%20X%20y%20SF-1.pdf",
        ),
        ("../../etc/passwd", "etc-passwd-SF-1.pdf", "etc%20passwd%20SF-1.pdf"),
        ("A" * 200, "A" * 60 + "-SF-1.pdf", "A" * 60 + "%20SF-1.pdf"),
    ],
)
def test_a_file_is_named_for_its_reader_and_for_old_programs(company, plain, own):
    named = disposition(company=company, reference="SF-1", ending=".pdf")

    assert named == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{own}"


@given(st.text())
def test_no_company_can_add_to_the_header(company):
    named = disposition(company=company, reference="SF-1", ending=".pdf")

    assert re.fullmatch(r"attachment; filename=\"[A-Za-z0-9-]*\.pdf\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+", named)
