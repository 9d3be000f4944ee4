import pytest
from django.urls import reverse

from assessments.edition import flow
from recommendations.reports.services import submit
from tests.assessments.asking import ASKING, page_of, summary_of
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


def test_what_is_open_is_counted_and_has_to_be_confirmed(client, assessment):
    page = page_of(check(client, assessment))
    reminded = check(client, assessment, "?error=unanswered")

    assert "6 answers are open: count them as “I don’t know”" in page
    assert 'name="confirm_unanswered" value="yes"' in page
    assert summary_of(reminded) == [("#id_confirm_unanswered", "Tick the box, or answer what is open")]


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
