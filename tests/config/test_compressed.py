"""Pages are sent compressed to whoever takes them so; what is packed already, and what is sent in pieces, is not."""

import gzip
import re

import pytest
from django.urls import reverse

from tests.factories import hold, make_consultant, make_edition, shipped_edition
from tests.organisations.signing import signed_in
from tests.recommendations.reports import make_report

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def report(client, db):
    return make_report(make_edition(shipped_edition()), token=hold(client))


def taken(client, name, report, **headers):
    return client.get(reverse(f"recommendations:{name}", args=(report.pk,)), headers=headers)


def test_a_report_goes_out_compressed_and_is_the_same_page(client, report):
    plain = taken(client, "report", report)
    small = taken(client, "report", report, accept_encoding="gzip")

    assert (plain.get("Content-Encoding", ""), small["Content-Encoding"]) == ("", "gzip")
    assert len(small.content) < len(plain.content) / 3
    assert int(small["Content-Length"]) == len(small.content)
    assert "Accept-Encoding" in small["Vary"]
    page = TOKEN.sub("", gzip.decompress(small.content).decode())
    assert page == TOKEN.sub("", plain.content.decode())


def test_the_token_of_forms_and_the_length_of_a_page_are_others_each_time(client, report):
    pages = [taken(client, "report", report, accept_encoding="gzip").content for _time in range(8)]
    tokens = {tuple(TOKEN.findall(gzip.decompress(page).decode())) for page in pages}

    assert len(tokens) == len(pages)
    assert all(tokens)
    assert len({len(page) for page in pages}) > 1


@pytest.mark.parametrize(("name", "is_packed"), [("pdf", True), ("xlsx", True), ("json", False), ("csv", False)])
def test_files_that_are_packed_already_stay_as_they_are(client, report, name, is_packed):
    answer = taken(client, name, report, accept_encoding="gzip")

    assert ("Content-Encoding" not in answer) == is_packed


def test_what_is_sent_in_pieces_is_sent_as_it_is(db):
    answer = signed_in(make_consultant()).get("/clients/clients.csv", headers={"accept-encoding": "gzip"})

    assert (answer.streaming, "Content-Encoding" in answer) == (True, False)
