"""The workspace: one's own organisations' assessments and reports, the last touched first."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from tests.factories import make_assessment, make_edition, make_organisation, make_user, shipped_edition
from tests.recommendations.reports import make_report

pytestmark = pytest.mark.django_db

WORKSPACE = "/workspace/"


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def names(response):
    return re.findall(r'scope="row"><a href="[^"]+">([^<]+)<', response.content.decode())


def test_the_workspace_is_for_people_with_an_account(client, db):
    assert client.get(WORKSPACE)["Location"] == f"{reverse('account_login')}?next={WORKSPACE}"


def test_nothing_yet_is_said_with_what_to_do(client, db):
    client.force_login(make_user())

    assert "Nothing here yet." in client.get(WORKSPACE).content.decode()


def test_reports_and_drafts_of_one_s_own_organisations_are_listed(client, shipped):
    user = make_user()
    kestrel, other = (
        make_organisation(user, name="Kestrel"),
        make_organisation(make_user("a@example.com"), name="Canary"),
    )
    report = make_report(shipped, organisation=kestrel)
    draft = make_assessment(shipped, organisation=kestrel)
    make_report(shipped, organisation=other)
    client.force_login(user)

    page = client.get(WORKSPACE)

    assert names(page) == ["Kestrel", "Kestrel"]
    assert "Canary" not in page.content.decode()
    assert reverse("recommendations:report", args=(report.pk,)) in page.content.decode()
    assert reverse("assessments:hub", args=(draft.pk,)) in page.content.decode()
    assert "0 of 5 steps complete" in page.content.decode()


def test_a_report_s_line_says_what_the_report_says(client, shipped):
    user = make_user()
    report = make_report(shipped, organisation=make_organisation(user))
    client.force_login(user)

    page = client.get(WORKSPACE).content.decode()

    assert report.label == "bpo"
    assert "BPO</span>" in page
    first, second, *_rest = report.data["page"]["scores"]
    assert f"{first['name']} by {first['score'] - second['score']} points" in page


def test_each_organisation_with_a_report_leads_to_its_reports_over_time(client, shipped):
    user = make_user()
    reported, begun = make_organisation(user, name="Kestrel"), make_organisation(user, name="Heron")
    make_report(shipped, organisation=reported)
    make_assessment(shipped, organisation=begun)
    client.force_login(user)

    page = client.get(WORKSPACE).content.decode()

    assert re.findall(r'<a href="(/organisations/[^"]+/reports/)">([^<]+)<', page) == [
        (reverse("recommendations:history", args=(reported.pk,)), "Kestrel")
    ]


@pytest.mark.parametrize("many", [2, 24])
def test_the_list_takes_the_same_few_queries_however_long_it_is(client, shipped, many):
    user = make_user()
    organisation = make_organisation(user)
    for _number in range(many):
        make_assessment(shipped, organisation=organisation)
    make_report(shipped, organisation=organisation)
    client.force_login(user)

    with CaptureQueriesContext(connection) as queries:
        client.get(WORKSPACE)

    assert len(queries) == 4


def test_older_ones_follow_page_by_page_and_none_is_left_out(client, shipped):
    user = make_user()
    organisation = make_organisation(user)
    now = timezone.now()
    rows = [Assessment(questionnaire=shipped, organisation=organisation) for _number in range(60)]
    for number, row in enumerate(rows):
        row.updated_at = now - timedelta(minutes=number // 3)
    Assessment.objects.bulk_create(rows)
    client.force_login(user)

    address, seen = WORKSPACE, []
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"/assessments/([0-9a-f-]{36})/", page)
        older = re.search(r'href="(\?after=[^"]+)"', page)
        address = WORKSPACE + older.group(1) if older else ""

    assert sorted(seen) == sorted(str(row.pk) for row in rows)


@pytest.mark.parametrize("mark", ["x", "%00", "MjAyNg", "a" * 3000, "ĀĀ"])
def test_a_mark_that_is_none_of_ours_shows_the_first_page(client, shipped, mark):
    user = make_user()
    make_assessment(shipped, organisation=make_organisation(user, name="Kestrel"))
    client.force_login(user)

    assert names(client.get(WORKSPACE, {"after": mark})) == ["Kestrel"]
