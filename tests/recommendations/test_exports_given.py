"""Who gets the JSON, CSV and XLSX copies of a report, and what a download costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.answering import services as answering
from assessments.answering.holder import COOKIE
from assessments.answering.sheet import Sheet
from assessments.authoring.editions import retire
from recommendations.beside.additions import KINDS as KINDS_BESIDE
from recommendations.models import KeptCopy, Report
from recommendations.reports import services
from recommendations.reports.exports import csv_file
from recommendations.reports.exports.reading import read_besides
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
from tests.recommendations.exported import KINDS, READERS, is_the_report
from tests.recommendations.reports import make_report


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
def test_whoever_holds_the_token_gets_the_file_that_nobody_may_keep(client, shipped, kind):
    report = make_report(shipped, token=hold(client))

    response = client.get(address(kind, report))
    head = client.head(address(kind, report))

    assert (response.status_code, response["Content-Type"]) == (200, TYPES[kind])
    assert response["Content-Disposition"] == (
        f"attachment; filename=\"{report.reference}.{kind}\"; filename*=UTF-8''{report.reference}.{kind}"
    )
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert is_the_report(kind, response.content, report)
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
        words = repr(READERS[kind](file)) + (file.decode() if kind != "xlsx" else "")
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
    retire(questionnaire=shipped)

    retired = client.get(address(kind, report))
    organisation.delete()
    erased, missing = client.get(address(kind, report)), client.get(address(kind, Report()))

    assert (retired.status_code, retired.content) == (200, before)
    assert (erased.status_code, erased.content) == (404, missing.content)


def costs_of_besides(report):
    with CaptureQueriesContext(connection) as queries:
        read_besides(report)
    return len(queries)


def test_what_stands_beside_a_report_costs_few_queries(client, shipped):
    assert costs_of_besides(make_report(shipped, token=hold(client))) <= 1 + 3 * len(KINDS_BESIDE)


def test_a_download_costs_two_queries_once_its_edition_is_known_and_a_kept_one_three(client, shipped):
    report = make_report(shipped, token=hold(client))
    beside = costs_of_besides(report)
    counts = []
    for kind in KINDS:
        client.get(address(kind, report))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(kind, report))
        counts.append(len(queries) - beside)

    assert dict(zip(KINDS, counts, strict=True)) == {"json": 2, "csv": 2, "xlsx": 3}


def test_the_page_leads_to_every_copy_and_the_sample_to_none(client, shipped):
    report = make_report(shipped, token=hold(client))

    page = client.get(reverse("recommendations:report", args=(report.pk,))).content.decode()

    addresses = [address(kind, report) for kind in ("pdf", "json", "xlsx")]
    addresses += [f"{address('csv', report)}?marks={marks}" for marks in csv_file.KINDS]
    assert [copy for copy in addresses if f'href="{copy}"' not in page] == []


@pytest.mark.parametrize(
    ("language", "asked", "begins"),
    [
        ("en", {}, "section,"),
        ("es", {}, "section;"),
        ("en", {"marks": "semicolon"}, "section;"),
        ("es", {"marks": "comma"}, "section,"),
        ("en", {"marks": "tab\r\nX: y"}, "section,"),
    ],
)
def test_a_table_has_the_marks_that_are_asked_for_or_those_of_its_language(client, shipped, language, asked, begins):
    with translation.override(language):
        report = make_report(shipped, token=hold(client))

    file = client.get(address("csv", report), asked).content.decode("utf-8-sig")

    assert file.startswith(begins)


def test_a_second_workbook_is_the_kept_bytes_beside_the_kept_pdf(client, shipped):
    report = make_report(shipped, token=hold(client))
    client.get(address("pdf", report))
    first = client.get(address("xlsx", report)).content

    with CaptureQueriesContext(connection) as queries:
        second = client.get(address("xlsx", report)).content

    assert (second == first, len(queries) - costs_of_besides(report), KeptCopy.objects.count()) == (True, 3, 2)
