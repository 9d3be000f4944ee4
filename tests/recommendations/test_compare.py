"""Two reports side by side, one organisation's reports over time, and both sets of answers under one edition."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import reading
from recommendations import services
from recommendations.comparing import Side, compare, rescore
from recommendations.comparing.sayings import points_up_or_down
from recommendations.models import Report
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
from tests.journeys.owner import FINANCE
from tests.recommendations.reports import make_report

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


def report(questionnaire, *functions, changed=None, **whose):
    """Give a report on the first choice of everything, but for what is changed."""
    assessment = make_assessment(questionnaire, functions=functions or ("payroll",), **whose)
    save(assessment, whole(assessment) | (changed or {}))
    return services.submit(assessment=assessment)


def side(given):
    return Side(given.told, reading.read(given.assessment.questionnaire_id), given.reference)


def url(before, after, name="compare"):
    return reverse(f"recommendations:{name}", args=(before.pk, after.pk))


def newer(edition=None):
    """Another edition of what is shipped: one question gone, one reworded, one choice gone, one question added."""
    shipped = edition or shipped_edition()
    first = shipped.question_by_key["repetitive_load"]
    questions = tuple(
        replace(one, text="How much of the work repeats itself?") if one.key == "expert_need" else one
        for one in shipped.questions
        if one.key != "industry"
    )
    lesser = replace(first, choices=first.choices[1:])
    questions = tuple(lesser if one.key == first.key else one for one in questions)
    added = replace(first, key="paper_load", text="How much of it is paper?", short="Paper")
    return replace(shipped, edition=2, questions=(*questions, added))


def number(text):
    return round(float(text.translate(LETTER)) * 10)


CHANGES = [
    {},
    {("", "repetitive_load"): "light"},
    {
        ("", "repetitive_load"): "dont_know",
        ("payroll", "method"): "each_case_new",
        ("payroll", "volume"): "not_applicable",
    },
    {("payroll", "method"): "professional_judgement", ("payroll", "judged_by"): "depth", ("", "expert_need"): "rarely"},
]


@pytest.mark.parametrize("changed", CHANGES)
@pytest.mark.parametrize("functions", [("payroll",), ("payroll", "tax_planning", "own_1"), ("tax_planning",)])
def test_what_moved_each_score_adds_up_to_the_change_that_is_printed(shipped, changed, functions):
    first = report(shipped, "payroll", "accounting_system")
    kept = {place: answer for place, answer in changed.items() if place[0] in ("", *functions)}
    second = report(shipped, *functions, changed=kept)

    told = compare(side(first), side(second))

    for column, total in enumerate(told.totals):
        assert sum(number(move.cells[column].points) for move in told.moves) == number(total.points)
    assert [number(one.points) for one in told.totals] == [
        10 * (shift.after - shift.before)
        for model in ("bpo", "kpo", "ito")
        for shift in told.shifts
        if shift.model == model
    ]


def test_scores_that_are_printed_are_those_of_the_reports(shipped):
    first, second = report(shipped), report(shipped, changed=CHANGES[3])

    told = compare(side(first), side(second))

    for given, score in ((first, "before"), (second, "after")):
        frozen = {one["model"]: one["score"] for one in given.told["page"]["scores"]}
        assert {shift.model: getattr(shift, score) for shift in told.shifts} == frozen


def test_another_leader_is_explained_by_rows_that_add_up_to_the_change_of_the_lead(shipped):
    first = report(shipped)
    told_of = {("tax_planning", key): answer for key, answer in FINANCE["tax_planning"].items()}
    expert = {("", "repetitive_load"): "light", ("", "expert_need"): "pressing"}
    second = report(shipped, "tax_planning", changed=told_of | expert)

    told = compare(side(first), side(second))

    was, now = first.told["result"]["overall"]["ranking"][0], second.told["result"]["overall"]["ranking"][0]
    assert was != now
    assert told.overtaken.title.startswith(f"Why {now.upper()} leads now and not {was.upper()}")
    assert sum(number(row.points) for row in told.overtaken.rows) == number(told.overtaken.total)


def test_the_same_leader_needs_no_such_explanation(shipped):
    assert compare(side(report(shipped)), side(report(shipped))).overtaken is None


def test_the_same_answers_moved_nothing(shipped):
    told = compare(side(report(shipped)), side(report(shipped)))

    assert (told.moves, told.totals, told.moves_lead) == ((), (), "No answer differs.")
    assert {shift.words for shift in told.shifts} == {"Same"}
    assert [one.changed for one in told.functions] == ["Same advice."]


def test_an_answer_that_moved_stands_with_what_was_said_then_and_now(shipped):
    told = compare(side(report(shipped)), side(report(shipped, changed={("payroll", "method"): "dont_know"})))

    question = shipped_edition().question_by_key["method"]
    named = [move for move in told.moves if move.what.endswith(question.short or question.text)]
    assert [(one.before, one.after) for one in named] == [(question.choices[0].label, "I don’t know")]


def test_functions_that_came_and_went_are_named(shipped):
    told = compare(side(report(shipped, "payroll", "bookkeeping")), side(report(shipped, "payroll", "tax_planning")))

    assert [(one.name.split()[0], one.changed) for one in told.functions if one.is_marked] == [
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

    assert [(one.name, bool(one.before), bool(one.after)) for one in told.functions] == [
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
    assert "the questionnaire sourcing-1, the later one sourcing-2" in page
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

    again = rescore(side(given), side(given).edition, services.profiles())

    assert again.gone == ()
    assert again.side.content["result"] == given.told["result"]


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

    assert (page.status_code, len(queries)) == (200, 3)


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
    frozen = [{one["model"]: str(one["score"]) for one in one.told["page"]["scores"]} for one in reversed(given)]
    assert rows == [[one["bpo"], one["kpo"], one["ito"], one["own"]] for one in frozen]


def test_the_chart_lies_where_the_figures_say(client, shipped, member):
    first, second = report(shipped, organisation=member), report(shipped, organisation=member, changed=CHANGES[3])

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    drawn = re.findall(r'href="#s-(\w+)" x="([\d.]+)%" y="([\d.]+)"', page)
    for given, x in ((first, "4.0"), (second, "96.0")):
        frozen = {one["model"]: one["score"] for one in given.told["page"]["scores"]}
        assert {model: y for model, at, y in drawn if at == x} == {
            model: f"{220 - 2 * score:.1f}" for model, score in frozen.items()
        }


def test_one_report_has_no_course_yet(client, shipped, member):
    report(shipped, organisation=member)

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    assert ("<figure" in page, "From the second report on" in page, 'type="radio"' in page) == (False, True, False)


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
        Report(
            **{key: getattr(given, key) for key in ("content", "checksum", "method", "edition", "label", "leader")},
            assessment=assessment,
            given_at=given.given_at + timedelta(days=number_),
        ).save(force_insert=True)

    page = client.get(reverse("recommendations:history", args=(member.pk,))).content.decode()

    assert (page.count('name="before"'), "Older ones stand" in page, str(given.pk) in page) == (24, True, True)


def test_the_history_of_a_browser_lists_what_no_account_keeps(client, shipped):
    token = hold(client)
    mine = make_report(shipped, token=token)
    make_report(shipped, token="another")

    page = client.get(reverse("recommendations:held")).content.decode()

    assert re.findall(r'href="/reports/([0-9a-f-]{36})/"', page) == [str(mine.pk)]


def test_hostile_names_stay_text(client, shipped, member):
    member.name = "<script>alert(1)</script>"
    member.save()
    first, second = report(shipped, organisation=member), report(shipped, organisation=member)

    pages = [client.get(url(first, second)), client.get(reverse("recommendations:history", args=(member.pk,)))]

    assert [b"<script>" in page.content for page in pages] == [False, False]
    assert [b"style=" in page.content for page in pages] == [False, False]


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
