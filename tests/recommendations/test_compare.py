"""Two reports side by side, one organisation's reports over time, and both sets of answers under one edition."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import reading
from recommendations.models import Report
from recommendations.reports import services
from recommendations.reports.comparing import Side, compare, rescore
from recommendations.reports.comparing.wording import points_up_or_down
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
from tests.recommendations.pairs import CHANGES, newer, report, url
from tests.recommendations.reports import LEAVES

pytestmark = pytest.mark.django_db
LETTER = str.maketrans("−", "-")


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return make_organisation(user, name="Kestrel")


def side(given):
    return Side(given.data, reading.read(given.assessment.questionnaire_id), given.reference)


def number(text):
    return round(float(text.translate(LETTER)) * 10)


@pytest.mark.parametrize("changed", CHANGES)
@pytest.mark.parametrize("functions", [("payroll",), ("payroll", "tax_planning", "own_1"), ("tax_planning",)])
def test_what_moved_each_score_adds_up_to_the_change_that_is_printed(shipped, changed, functions):
    first = report(shipped, "payroll", "accounting_system")
    kept = {place: answer for place, answer in changed.items() if place[0] in ("", *functions)}
    second = report(shipped, *functions, changed=kept)

    told = compare(side(first), side(second))

    for column, (_model, total) in enumerate(told["totals"]):
        assert sum(number(move["points"][column][1]) for move in told["moves"]) == number(total)
    assert [number(total) for _model, total in told["totals"]] == [
        10 * (shift["after"] - shift["before"])
        for model in ("bpo", "kpo", "ito", "own")
        for shift in told["shifts"]
        if shift["model"] == model
    ]


def test_scores_that_are_printed_are_those_of_the_reports(shipped):
    first, second = report(shipped), report(shipped, changed=CHANGES[3])

    told = compare(side(first), side(second))

    for given, score in ((first, "before"), (second, "after")):
        frozen = {one["model"]: one["score"] for one in given.data["page"]["scores"]}
        assert {shift["model"]: shift[score] for shift in told["shifts"]} == frozen


def test_another_leader_is_explained_by_rows_that_add_up_to_the_change_of_the_lead(shipped):
    first = report(shipped, changed={("payroll", key): answer for key, answer in LEAVES.items()})
    expert = LEAVES | {"method": "each_case_new", "judged_by": "depth"}
    second = report(shipped, "tax_planning", changed={("tax_planning", key): answer for key, answer in expert.items()})

    told = compare(side(first), side(second))

    was, now = first.data["result"]["overall"]["ranking"][0], second.data["result"]["overall"]["ranking"][0]
    assert was != now
    assert told["overtaken"]["title"].startswith(f"Why {now.upper()} leads now and not {was.upper()}")
    assert sum(number(row["points"]) for row in told["overtaken"]["rows"]) == number(told["overtaken"]["total"])


def test_the_same_leader_needs_no_such_explanation(shipped):
    assert compare(side(report(shipped)), side(report(shipped)))["overtaken"] is None


def test_the_same_answers_moved_nothing(shipped):
    told = compare(side(report(shipped)), side(report(shipped)))

    assert (told["moves"], told["totals"], told["moves_lead"]) == ([], [], "No answer differs.")
    assert {shift["words"] for shift in told["shifts"]} == {"Same"}
    assert [one["changed"] for one in told["functions"]] == ["Same advice."]


def test_an_answer_that_moved_stands_with_what_was_said_then_and_now(shipped):
    told = compare(side(report(shipped)), side(report(shipped, changed={("payroll", "method"): "dont_know"})))

    question = shipped_edition().question_by_key["method"]
    named = [move for move in told["moves"] if move["what"].endswith(question.short or question.text)]
    assert [(one["before"], one["after"]) for one in named] == [(question.choices[0].label, "I don’t know")]


def test_functions_that_came_and_went_are_named(shipped):
    told = compare(side(report(shipped, "payroll", "bookkeeping")), side(report(shipped, "payroll", "tax_planning")))

    assert [(one["name"].split()[0], one["changed"]) for one in told["functions"] if one["is_marked"]] == [
        ("Tax", "Came in with this report"),
        ("Bookkeeping", "Not in this report any more"),
    ]


def test_a_function_of_one_s_own_is_known_by_its_name_and_not_by_its_number(shipped):
    first = make_assessment(shipped, functions=("own_1", "own_2"))
    second = make_assessment(shipped, functions=("own_2",))
    for one in (first, second):
        save(one, whole(one))
    first.selected_functions.filter(key="own_1").update(name="Design")
    first.selected_functions.filter(key="own_2").update(name="Legal")
    second.selected_functions.filter(key="own_2").update(name="Design")

    told = compare(side(services.submit(assessment=first)), side(services.submit(assessment=second)))

    assert [(one["name"], bool(one["before"]), bool(one["after"])) for one in told["functions"]] == [
        ("Design", True, True),
        ("Legal", True, False),
    ]


@pytest.mark.parametrize(("change", "words"), [(6, "6 points up"), (-1, "1 point down"), (0, "same")])
def test_a_change_says_its_direction_and_passes_no_judgement(change, words):
    assert points_up_or_down(change) == words


def test_another_edition_is_said_before_any_figure(client, shipped, member):
    first = report(shipped, organisation=member)
    second = report(make_edition(newer()), organisation=member)

    page = client.get(url(first, second)).content.decode()

    assert "The questions changed in between" in page
    assert "the questionnaire sourcing-2, the later one sourcing-3" in page
    assert "two questions were changed, one was added and one was left out" in page
    assert url(first, second, "rescored") in page


def test_the_same_edition_needs_no_banner_and_nothing_scored_again(client, shipped, member):
    first, second = report(shipped, organisation=member), report(shipped, organisation=member)

    page = client.get(url(first, second))
    again = client.get(url(first, second, "rescored"))

    assert "rescored" not in page.content.decode()
    assert (again.status_code, again["Location"]) == (302, url(first, second))


def test_both_can_be_scored_under_the_later_edition_and_nothing_is_saved(client, shipped, member):
    first = report(shipped, "payroll", organisation=member)
    second = report(make_edition(newer()), "payroll", organisation=member)
    stored = list(Report.objects.order_by("pk").values())

    with CaptureQueriesContext(connection) as queries:
        page = client.get(url(first, second, "rescored")).content.decode()

    assert list(Report.objects.order_by("pk").values()) == stored
    assert [one["sql"] for one in queries if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    assert "Nothing saved has changed" in page
    industry, load = (shipped_edition().question_by_key[key] for key in ("industry", "repetitive_load"))
    assert f"<li>{industry.text}: {industry.choices[0].label}</li>" in page
    assert f"<li>{load.text}: {load.choices[0].label}</li>" in page


def test_answers_under_their_own_edition_give_their_own_scores_again(shipped):
    given = report(shipped, "payroll", "tax_planning", "own_1", changed=CHANGES[3])

    again, lost = rescore(side(given), side(given).edition, services.profiles())

    assert lost == []
    assert again.content["result"] == given.data["result"]


def test_a_report_whose_functions_are_all_gone_is_not_scored_and_that_is_said(client, shipped, member):
    first = report(shipped, "payroll", organisation=member)
    later = newer()
    later = replace(later, functions=tuple(one for one in later.functions if one.key != "payroll"))
    second = report(make_edition(later), "tax_planning", organisation=member)

    page = client.get(url(first, second, "rescored"))

    assert page.status_code == 200
    assert "no function that this edition still lists" in page.content.decode()


@pytest.mark.parametrize("name", ["compare", "rescored"])
def test_reports_of_two_organisations_are_not_compared(client, shipped, member, name):
    other = make_organisation(make_user("b@example.com"))
    own, foreign = report(shipped, organisation=member), report(shipped, organisation=other)
    second = make_organisation(member.members.get(), name="Second")
    also_own = report(shipped, organisation=second)

    told = [
        client.get(url(*pair, name)).status_code
        for pair in ((own, foreign), (foreign, own), (own, also_own), (own, own))
    ]

    assert told == [404, 404, 404, 404]


def test_two_reports_of_one_browser_are_compared_there_and_nowhere_else(client, shipped):
    token = hold(client)
    first, second = report(shipped, token=token), report(shipped, token=token)
    stranger = Client()
    hold(stranger)

    assert [one.get(url(first, second)).status_code for one in (client, stranger, Client())] == [200, 404, 404]


def test_pages_of_several_reports_are_private_and_kept_nowhere(client, shipped, member):
    first = report(shipped, organisation=member)
    second = report(make_edition(newer()), organisation=member)
    history = reverse("recommendations:history", args=(member.pk,))

    pages = [url(first, second), url(first, second, "rescored"), history, reverse("recommendations:held")]

    assert {client.get(page)["Cache-Control"] for page in pages} == {"private, no-store"}


@pytest.mark.parametrize("functions", [("payroll",), tuple(one.key for one in shipped_edition().functions[:8])])
def test_a_comparison_takes_at_most_six_queries(client, shipped, member, functions):
    first, second = (report(shipped, *functions, organisation=member) for _number in range(2))
    client.get(url(first, second))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(url(first, second))

    assert (page.status_code, len(queries)) == (200, 5)


def test_hostile_names_stay_text(client, shipped, member):
    member.name = "<script>alert(1)</script>"
    member.save()
    first, second = report(shipped, organisation=member), report(shipped, organisation=member)

    pages = [client.get(url(first, second)), client.get(reverse("recommendations:history", args=(member.pk,)))]

    assert [b"<script>" in page.content for page in pages] == [False, False]
    assert [b"style=" in page.content for page in pages] == [False, False]
