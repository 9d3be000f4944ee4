from dataclasses import replace

import pytest
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.edition import flow
from assessments.models import Progress
from recommendations.reports.services import submit
from tests.assessments.asking import ASKING, KNOWING, page_of, summary_of
from tests.factories import choose, hold, make_assessment, make_edition, save, shipped_edition, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return make_assessment(make_edition(ASKING), token=hold(client), functions=("payroll", "own_1"))


def check(client, assessment, query=""):
    return client.get(reverse("assessments:check", args=(assessment.pk,)) + query)


def step(assessment, slug):
    return reverse("assessments:step", args=(assessment.pk, slug))


def test_every_answer_has_a_link_to_change_it_that_comes_back(client, assessment):
    save(assessment, {(flow.ORGANISATION, "load"): "much", ("payroll", "method"): flow.DONT_KNOW})

    page = page_of(check(client, assessment))

    assert f'href="{step(assessment, "core-problem")}?return=check#id_load"' in page
    assert f'href="{step(assessment, "core-problem")}?return=check#id_payroll--method"' in page
    assert f'href="{reverse("assessments:functions", args=(assessment.pk,))}?return=check"' in page


def test_given_blank_and_open_answers_are_told_apart(client, assessment):
    answers = {
        (flow.ORGANISATION, "load"): "much",
        (flow.ORGANISATION, "hours"): flow.DONT_KNOW,
        ("payroll", "method"): flow.NOT_APPLICABLE,
    }
    save(assessment, answers, {"load": "Since May", "method": "All of them"})

    page = page_of(check(client, assessment))

    assert '<div class="is-given"><dt>Load</dt><dd>Answer much' in page
    assert '<div class="is-blank"><dt>Hours</dt><dd class="muted">I don’t know' in page
    assert 'class="is-blank muted"><span class="only-phone-label">Method</span>Doesn’t apply' in page
    assert 'class="is-open muted"><span class="only-phone-label">Method</span>Not answered' in page
    assert ("Note: Since May" in page, "All of them" in page) == (True, True)


def test_answers_that_do_not_count_are_greyed_and_say_why(client, assessment):
    save(assessment, {(flow.ORGANISATION, "load"): "much", (flow.ORGANISATION, "hours"): "few"})
    save(assessment, {(flow.ORGANISATION, "load"): "little"})
    save(assessment, {("payroll", "method"): "same_steps"})
    choose(assessment, "own_1")

    page = page_of(check(client, assessment))

    assert '<div class="is-gone"><dt>Hours</dt>' in page
    assert "Does not count: depends on “Load”" in page
    assert "Laid aside, with their answers</dt><dd>Payroll" in page


def test_what_is_open_is_counted_and_one_press_hands_it_in_as_not_known(client, assessment):
    page = page_of(check(client, assessment))
    reminded = check(client, assessment, "?error=unanswered")
    submit_url = reverse("recommendations:submit", args=(assessment.pk,))
    unsaid = client.post(submit_url)
    report = client.post(submit_url, {"confirm_unanswered": "yes"})

    assert "6 questions are open: the report counts them as “I don’t know” and says so." in page
    assert '<input type="hidden" name="confirm_unanswered" value="yes">' in page
    assert summary_of(reminded) == [("#open", "Look at what is open; then press “See my report” once more")]
    assert unsaid.headers["Location"] == reverse("assessments:check", args=(assessment.pk,)) + "?error=unanswered"
    assert report.headers["Location"].startswith("/reports/")


def test_what_is_open_and_what_is_assumed_are_listed_apart_each_with_its_own_link(client):
    assessment = make_assessment(make_edition(KNOWING), token=hold(client), functions=("payroll", "own_1"))
    save(assessment, {(flow.ORGANISATION, "load"): "little"})

    page = page_of(check(client, assessment))
    left_open, _, typical = page.partition('<h2 id="typical"')
    typical = typical.partition("</section>")[0]
    there = step(assessment, "core-problem")

    assert f'href="{there}?return=check#id_own_1--method"' in left_open.partition('<h2 id="open"')[2]
    assert f'href="{there}?return=check#id_payroll--method"' not in left_open.partition('<h2 id="open"')[2]
    assert f'href="{there}?return=check#id_payroll--method">Change<' in typical
    assert '<dt>Method</dt><dd class="muted">Same steps</dd>' in typical
    assert '<button class="btn btn-quiet" name="confirm" value="payroll">That is how it is with us' in typical
    assert 'value="own_1"' not in typical
    assert "1 typical answer is assumed, not confirmed" in page
    assert 'class="is-assumed muted"><span class="only-phone-label">Method</span>Same steps' in page


@pytest.fixture
def knowing(client):
    return make_assessment(make_edition(KNOWING), token=hold(client), functions=("payroll",))


def confirm(client, assessment, function="payroll", edition=None):
    fields = {"confirm": function, "edition": str(edition or assessment.questionnaire_id)}
    return client.post(reverse("assessments:check", args=(assessment.pk,)), fields)


def test_one_press_confirms_what_is_assumed_of_a_function(client, knowing):
    response = confirm(client, knowing)

    sheet = Sheet(knowing)
    assert response.headers["Location"] == reverse("assessments:check", args=(knowing.pk,)) + "#typical"
    assert (sheet.assumed, sheet.answers) == ({}, {("payroll", "method"): "same_steps"})
    assert (sheet.version("core-problem"), sheet.version("technology")) == (1, 0)
    assert sheet.complete == frozenset()


def test_what_was_answered_meanwhile_stands_and_nothing_is_assumed_twice(client, knowing):
    save(knowing, {("payroll", "method"): "each_new"})

    confirm(client, knowing)

    assert Sheet(knowing).answers[("payroll", "method")] == "each_new"


def test_a_step_with_nothing_left_open_is_complete_once_it_is_confirmed(client, knowing):
    save(knowing, {place: answer for place, answer in whole(knowing).items() if place != ("payroll", "method")})
    Progress.objects.update(completed=0)

    confirm(client, knowing)

    assert "core-problem" in Sheet(knowing).complete


@pytest.mark.parametrize("function", ["", "help_desk", "nothing", "\0", "payroll\n"])
def test_only_a_function_of_ones_own_can_be_confirmed(client, knowing, function):
    response = confirm(client, knowing, function)

    assert (response.status_code, Sheet(knowing).answers) == (400, {})


def test_a_page_from_before_a_move_confirms_nothing(client, knowing):
    confirm(client, knowing, edition=knowing.questionnaire_id + 1)

    assert Sheet(knowing).answers == {}


def test_nothing_is_confirmed_after_it_was_submitted(client, knowing):
    submit(assessment=knowing)

    assert (confirm(client, knowing).status_code, Sheet(knowing).answers) == (409, {})


def test_nobody_else_can_confirm(client, knowing):
    hold(client)

    assert confirm(client, knowing).status_code == 404


def test_a_confirmation_counts_as_a_save(client, knowing, monkeypatch):
    monkeypatch.setattr(pages, "SAVES", replace(pages.SAVES, times=1))

    codes = [confirm(client, knowing).status_code for _ in range(3)]

    assert codes[-1] == 429


def test_a_whole_assessment_asks_for_no_confirmation(client, assessment):
    save(assessment, whole(assessment))

    page = page_of(check(client, assessment))

    assert "Ready for the report" in page
    assert "confirm_unanswered" not in page
    assert f'action="{reverse("recommendations:submit", args=(assessment.pk,))}"' in page


def test_without_a_function_there_is_nothing_to_submit(client, assessment):
    choose(assessment)

    page = page_of(check(client, assessment))

    assert "See my report" not in page
    assert "choose at least one" in page


def test_contradictions_are_hinted_at_with_ways_to_both_answers(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll",))
    save(assessment, {("payroll", "method"): "each_case_new", ("payroll", "documented"): "written"})

    page = page_of(check(client, assessment))

    assert "Payroll: every case is new, and yet the steps are written down and measured." in page
    assert f'{step(assessment, "core-problem")}?return=check#id_payroll--method">How it is done' in page
    assert f'{step(assessment, "technology")}?return=check#id_payroll--documented">Written down' in page


def test_a_submitted_assessment_is_no_longer_checked(client, assessment):
    submit(assessment=assessment)

    assert check(client, assessment).headers["Location"] == reverse("assessments:hub", args=(assessment.pk,))
