"""A look over all clients: from columns alone, of one's own clients alone, and of others only as a spread."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.authoring.editions import retire
from consulting.clients.doubts import Doubt
from consulting.insight import queries as insight
from consulting.models import ClientLine
from organisations import services
from organisations.models import Organisation
from recommendations.models import Need, Report, ReportFigures
from tests.factories import (
    engage,
    make_assessment,
    make_consultancy,
    make_consultant,
    make_edition,
    make_organisation,
    make_user,
    shipped_edition,
)
from tests.recommendations.reports import make_report

pytestmark = pytest.mark.django_db
INSIGHT = "/clients/insight/"


@pytest.fixture
def consultant(client):
    person = make_consultant()
    client.force_login(person)
    return person


@pytest.fixture
def firm(consultant):
    return Organisation.objects.get(advises=True)


@pytest.fixture
def edition(db):
    return make_edition()


def reported(edition, organisation, **scores):
    """Give an organisation a report with these overall scores."""
    assessment = make_assessment(edition, organisation=organisation)
    report = Report(assessment=assessment, content="{}", checksum="0" * 64, label="bpo", leader="bpo")
    report.save(force_insert=True)
    figures = {field.name: 0 for field in ReportFigures._meta.concrete_fields if field.name not in ("report", "second")}
    ReportFigures.objects.create(report=report, second="ito", **figures | scores)
    lines = ClientLine.objects.filter(client=organisation)
    lines.update(report=report.pk, label="bpo", leader="bpo", draft=None, edition=edition.label)
    return report


def doubtful(firm):
    return [doubt.value for doubt, (lines, _more) in insight.doubtful(firm.pk, today=date(2026, 1, 1)).items() if lines]


def listed(firm, edition, name, **scores):
    organisation = make_organisation(name=name)
    engage(firm, organisation)
    return reported(edition, organisation, **scores)


def test_the_mix_is_that_of_the_latest_reports_of_one_s_own_clients(firm, edition):
    listed(firm, edition, "One", mix_bpo=100, go=1, bpo=60)
    listed(firm, edition, "Two", mix_bpo=50, mix_ito=50, prepare=2, bpo=80)
    listed(make_consultancy(name="Other"), edition, "Foreign", mix_kpo=100, keep=9, bpo=0)

    averages = insight.averages(firm.pk)

    assert (averages["reports"], averages["mix"]) == (2, {"bpo": 75, "kpo": 0, "ito": 25, "in_house": 0})
    assert averages["verdicts"] == {"go": 1, "prepare": 2, "keep": 0, "outside": 0, "ask": 0}
    assert (averages["labels"], averages["scores"]["bpo"]) == ({"bpo": 2}, 70)


def test_what_most_clients_must_settle_stands_first(firm, edition):
    for name, titles in (("One", ("Write it down", "Name an owner")), ("Two", ("Write it down",))):
        report = listed(firm, edition, name)
        Need.objects.bulk_create(Need(report=report, kind="condition", title=title) for title in titles)

    assert insight.bottlenecks(firm.pk, Need.Kind.CONDITION) == [("Write it down", 2), ("Name an owner", 1)]


def test_clients_stand_side_by_side_and_none_of_somebody_else_s(client, firm, edition):
    one, two = listed(firm, edition, "Kestrel", bpo=61), listed(firm, edition, "Tallis", bpo=42)
    foreign = listed(make_consultancy(name="Other"), edition, "Canary", bpo=99)
    owners = [report.assessment.organisation_id for report in (one, two, foreign)]

    page = client.get(INSIGHT, {"client": [str(pk) for pk in (*owners, "nonsense")]}).content.decode()

    assert re.findall(r'scope="row"><a href="/clients/[^"]+">([^<]+)<', page) == ["Kestrel", "Tallis"]
    assert "Canary" not in page


def test_each_check_finds_what_it_names(firm):
    shipped = make_edition(shipped_edition())
    organisation = make_organisation(make_user(), name="Kestrel")
    engage(firm, organisation)
    make_report(shipped, organisation=organisation)
    make_assessment(shipped, organisation=organisation)
    lines = ClientLine.objects.filter(consultancy=firm)
    none_yet = doubtful(firm)

    lines.update(active=1, unknown=20, asked=40, contradictions=1, review_on="2025-12-31")
    retire(questionnaire=shipped)

    assert set(none_yet) <= {"contradictions"}
    assert doubtful(firm) == [
        "overdue",
        "stale",
        "contradictions",
        "unknown",
        "retired",
    ]


def test_each_check_leads_to_the_list_of_exactly_those_it_found(client, firm, consultant):
    for name, facts in (
        ("Late", {"review_on": "2020-01-01"}),
        ("Stale", {"active": 1, "draft": firm.pk}),
        ("Fine", {}),
    ):
        engagement = engage(firm, make_organisation(name=name))
        ClientLine.objects.filter(engagement=engagement).update(**facts)

    page = client.get("/clients/insight/").content.decode()
    found = {doubt: client.get("/clients/", {"for": firm.pk, "doubt": doubt}).content.decode() for doubt in Doubt}

    links = re.findall(rf'href="/clients/\?for={firm.pk}&amp;doubt=(\w+)"', page)
    named = {doubt: re.findall(r'scope="row"><a href="/clients/[^"]+">([^<]+)<', text) for doubt, text in found.items()}
    assert links == ["overdue", "stale"]
    assert {str(doubt): names for doubt, names in named.items() if names} == {"overdue": ["Late"], "stale": ["Stale"]}
    assert "Only clients worth a second look: Review due." in found[Doubt.OVERDUE]
    assert '<input type="hidden" name="doubt" value="overdue">' in found[Doubt.OVERDUE]


def counting(edition, count):
    for number in range(count):
        owner = make_user(f"counting{number}@example.com")
        organisation = services.create_organisation(owner=owner, name=f"Canary {number}")
        services.count_in_benchmark(organisation, is_in=True, by=owner)
        reported(edition, organisation, bpo=30 + 4 * number, kpo=50, ito=50, in_house=50)


def test_below_ten_organisations_the_benchmark_tells_nothing_of_them(client, firm, edition):
    counting(edition, 9)

    assert insight.benchmark() == (9, {})
    assert "Canary" not in client.get(INSIGHT).content.decode()


def test_from_ten_up_it_tells_a_spread_in_fives_and_no_name(client, firm, edition):
    counting(edition, 10)
    left_out = services.create_organisation(
        owner=make_user("out@example.com"), name="Canary of one that does not count"
    )
    reported(edition, left_out, bpo=99)

    measured, spreads = insight.benchmark()

    assert (measured, spreads["bpo"]) == (10, (35, 50, 60))
    assert "Canary" not in client.get(INSIGHT).content.decode()


def test_an_owner_alone_lets_figures_count(client, db):
    owner, member = make_user("owner@example.com"), make_user("member@example.com")
    organisation = make_organisation(owner)
    organisation.memberships.create(user=member)
    address = reverse("organisations:benchmark", args=(organisation.pk,))
    told = []

    for person in (member, owner):
        client.force_login(person)
        status = client.post(address, {"in_benchmark": "yes"}).status_code
        told.append((status, Organisation.objects.get(pk=organisation.pk).in_benchmark))

    assert told == [(404, False), (302, True)]


def test_the_page_takes_the_same_queries_however_many_clients_there_are(client, firm, edition):
    counted, picked = [], []
    for names in (("One", "Two"), [f"Client {number}" for number in range(30)]):
        picked += [listed(firm, edition, name).assessment.organisation_id for name in names]
        with CaptureQueriesContext(connection) as queries:
            client.get(INSIGHT, {"client": [str(pk) for pk in picked[:2]]})
        counted.append(len(queries))

    assert counted[0] == counted[1] <= 20
