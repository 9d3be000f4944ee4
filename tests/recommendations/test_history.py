"""The reports of one organisation or browser over time, and answering again from one of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Report
from recommendations.reports.figures import save_figures
from tests.factories import (
    hold,
    make_assessment,
    make_edition,
    make_organisation,
    make_user,
    shipped_edition,
)
from tests.recommendations.pairs import CHANGES, newer, report, url
from tests.recommendations.reports import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return make_organisation(user, name="Kestrel")


@pytest.mark.parametrize("many", [2, 7])
def test_the_reports_over_time_take_at_most_six_queries(client, shipped, member, many):
    for _number in range(many):
        report(shipped, organisation=member)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("recommendations:history", args=(member.pk,)))

    assert (page.content.decode().count('name="before"'), len(queries)) == (many, 4)


def test_reports_over_time_carry_the_scores_they_were_given_with(client, shipped, member):
    given = [report(shipped, organisation=member, changed=change) for change in CHANGES]

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    rows = [re.findall(r"</span>(\d+)</td>", row) for row in page.split("<tr ")[2:]]
    frozen = [{one["model"]: str(one["score"]) for one in one.data["page"]["scores"]} for one in reversed(given)]
    assert rows == [[one["bpo"], one["kpo"], one["ito"], one["own"]] for one in frozen]


def test_the_chart_lies_where_the_figures_say(client, shipped, member):
    first, second = report(shipped, organisation=member), report(shipped, organisation=member, changed=CHANGES[3])

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    drawn = re.findall(r'href="#s-(\w+)" x="([\d.]+)%" y="([\d.]+)"', page)
    for given, x in ((first, "4.0"), (second, "96.0")):
        frozen = {one["model"]: one["score"] for one in given.data["page"]["scores"]}
        assert {model: y for model, at, y in drawn if at == x} == {
            model: f"{220 - 2 * score:.1f}" for model, score in frozen.items()
        }


def test_one_report_has_no_course_yet(client, shipped, member):
    report(shipped, organisation=member)

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    assert ("<figure" in page, "From the second report on" in page, 'type="radio"' in page) == (False, True, False)


def test_reports_of_one_day_are_told_apart_by_their_time(client, shipped):
    token = hold(client)
    for day, hour in ((6, 9), (8, 1), (8, 7)):
        given = report(shipped, token=token)
        Report.objects.filter(pk=given.pk).update(given_at=datetime(2026, 5, day, hour, 5, tzinfo=UTC))

    page = client.get(reverse("recommendations:held")).content.decode()

    assert re.findall(r'<a href="/reports/[^"]+">([^<]+)</a>', page) == [
        "8 May 2026, 07:05",
        "8 May 2026, 01:05",
        "6 May 2026",
    ]
    assert re.findall(r'<text x="[^"]+" y="250"[^>]*>([^<]+)</text>', page) == ["6 May 2026", "8 May 2026"]


def test_two_picked_reports_lead_to_their_comparison_the_older_one_first(client, shipped, member):
    first, second = report(shipped, organisation=member), report(shipped, organisation=member)
    history = reverse("recommendations:history", args=(member.pk,))

    for before, after in ((first, second), (second, first)):
        response = client.get(history, {"before": before.pk, "after": after.pk})
        assert (response.status_code, response["Location"]) == (302, url(first, second))


@pytest.mark.parametrize("second", ["same", "none", "wild"])
def test_a_pick_that_is_no_pair_is_said(client, shipped, member, second):
    first = report(shipped, organisation=member)
    after, said = {
        "same": ({"after": first.pk}, "the same report twice"),
        "none": ({}, "Choose two"),
        "wild": ({"after": "x\x00"}, "Choose two"),
    }[second]

    response = client.get(reverse("recommendations:history", args=(member.pk,)), {"before": first.pk, **after})

    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_only_the_latest_reports_are_listed_and_that_is_said(client, shipped, member):
    given = report(shipped, organisation=member)
    for number_ in range(1, 25):
        assessment = make_assessment(shipped, organisation=member)
        later = Report(
            **{key: getattr(given, key) for key in ("content", "checksum", "method", "edition", "label", "leader")},
            assessment=assessment,
            given_at=given.given_at + timedelta(days=number_),
        )
        later.save(force_insert=True)
        save_figures(later)

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    assert (page.count('name="before"'), "Older ones stand" in page, str(given.pk) in page) == (24, True, True)


def test_the_history_of_a_browser_lists_what_no_account_keeps(client, shipped):
    token = hold(client)
    mine = make_report(shipped, token=token)
    make_report(shipped, token="another")

    page = client.get(reverse("recommendations:held")).content.decode()

    assert re.findall(r'href="/reports/([0-9a-f-]{36})/"', page) == [str(mine.pk)]


def test_answering_again_in_a_newer_edition_tells_once_what_is_new_changed_and_left_behind(client, shipped, member):
    given = report(shipped, organisation=member)
    make_edition(newer())

    started = client.post(reverse("recommendations:again", args=(given.pk,)))
    page = client.get(started["Location"]).content.decode()
    later = client.get(started["Location"].partition("?")[0]).content.decode()

    industry, load = (shipped_edition().question_by_key[key] for key in ("industry", "repetitive_load"))
    folded = page[page.index("<details") : page.index("</details>")]
    new, changed, dropped = re.split(r"<h2[^>]*>[^<]*</h2>", folded)[1:]
    assert "How much of it is paper?" in new
    assert "How much of the work repeats itself?" in changed
    assert (load.text in changed, f"Before, you said: {load.choices[0].label}" in changed) == (True, True)
    assert (industry.text in dropped, industry.text in new + changed) == (True, False)
    assert ('id="carried" open' in page, 'id="carried" open' in later, 'id="carried"' in later) == (True, False, True)


def test_answering_again_in_the_same_edition_has_nothing_to_tell(client, shipped, member):
    given = report(shipped, organisation=member)

    started = client.post(reverse("recommendations:again", args=(given.pk,)))

    assert 'id="carried"' not in client.get(started["Location"]).content.decode()


def test_what_was_left_behind_is_not_told_to_whoever_may_not_open_the_earlier_answers(client, shipped, member):
    given = report(shipped, organisation=member)
    make_edition(newer())
    started = client.post(reverse("recommendations:again", args=(given.pk,)))["Location"]
    given.assessment.organisation = make_organisation(make_user("c@example.com"))
    given.assessment.save()

    assert 'id="carried"' not in client.get(started).content.decode()
