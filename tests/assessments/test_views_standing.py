"""Where one stands so far, on the page one comes back to, and the way back after an answer was changed."""

import pytest
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from recommendations.reports import filling, services
from recommendations.reports.standing import standing
from recommendations.reports.verdicts import VERDICTS
from recommendations.trials.examples import read_examples
from tests.assessments.asking import ASKING, page_of, sent, version_in
from tests.factories import hold, make_assessment, make_edition, save, shipped_edition, whole

pytestmark = pytest.mark.django_db
SOME = ("S01", "S02", "S04", "S14", "S16", "S24", "S30")


@pytest.fixture
def assessment(client):
    return make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll", "bookkeeping"))


def hub(client, assessment):
    return page_of(client.get(reverse("assessments:hub", args=(assessment.pk,))))


def step(assessment, slug, query=""):
    return reverse("assessments:step", args=(assessment.pk, slug)) + query


def about_payroll(**answers):
    return {("payroll", question): answer for question, answer in answers.items()}


def test_before_anything_is_answered_about_a_function_nothing_is_said(client, assessment):
    save(assessment, {(flow.ORGANISATION, "repetitive_load"): "heavy", ("payroll", "edge"): flow.DONT_KNOW})

    assert "Where you stand so far" not in hub(client, assessment)


def test_after_the_first_answer_each_function_has_its_verdict_and_what_is_assumed_of_it(client, assessment):
    save(assessment, about_payroll(edge="pure_support", own_skill="lacking"))

    page = hub(client, assessment)

    assert "Where you stand so far" in page
    assert "Cannot tell yet" in page
    assert "Typical, not confirmed: How it is done, " in page
    assert [row["key"] for row in standing(Sheet(assessment))["functions"]] == ["payroll", "bookkeeping"]


def test_what_would_settle_most_leads_to_that_very_question_and_back(client, assessment):
    save(assessment, about_payroll(edge="pure_support", own_skill="lacking"))
    found = standing(Sheet(assessment))

    page = hub(client, assessment)

    for question in found["settling"][:5]:
        assert question["text"] in page
        for (about, key), _name, _stand_in in question["places"]:
            slug = shipped_edition().question_by_key[key].step
            name = f"{about}--{key}" if about else key
            assert f'href="{step(assessment, slug)}?return=hub#id_{name}"' in page
    assert f"{len(found['settling']) - 5} more questions could." in page


def test_when_no_open_question_could_change_the_advice_one_may_stop(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll",))
    save(assessment, about_payroll(legal_limit="law_forbids", current="our_people"))

    page = hub(client, assessment)

    assert "You can stop here." in page
    assert "What would settle most" not in page
    assert Sheet(assessment).progress[0].open > 0


def test_what_is_not_known_is_left_to_the_report_and_not_asked_again(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll",))
    save(assessment, {**whole(assessment), **about_payroll(documented=flow.DONT_KNOW)})

    page = hub(client, assessment)

    assert "You can stop here." in page
    assert "the report says what to find out" in page


def test_a_second_opinion_and_a_submitted_assessment_are_told_nothing(client, assessment):
    save(assessment, about_payroll(edge="pure_support"))
    services.submit(assessment=assessment)

    assert "Where you stand so far" not in hub(client, assessment)


@pytest.mark.parametrize("key", SOME)
@pytest.mark.parametrize("kept", [1.0, 0.6])
def test_the_page_and_the_report_made_of_the_same_answers_say_the_same(key, kept):
    example = next(example for example in read_examples() if example.key == key)
    edition = shipped_edition()
    answers = dict(example.places)
    assessment = filling.fill(
        questionnaire=make_edition(edition),
        functions=example.selected(edition),
        answers=dict(list(answers.items())[: int(len(answers) * kept)]),
        notes={},
    )

    found = standing(Sheet(assessment))
    report = services.submit(assessment=assessment)

    assert found is not None
    for row, function in zip(found["functions"], report.data["result"]["functions"], strict=True):
        verdict = function["verdict"]
        assert (row["key"], row["state"]) == (function["key"], VERDICTS[verdict["kind"]].state)
        assert [model for model, _label in row["models"]][:1] == ([verdict["model"]] if verdict["model"] else [])
        assert str(row["strength"]) == ("" if verdict["kind"] == "cannot_tell" else function["strength"])


def test_what_a_report_calls_open_or_assumed_can_be_asked_for_again(assessment):
    """What is listed is asked now and not answered."""
    save(assessment, about_payroll(edge="pure_support", own_skill="lacking", on_time="slips_often"))
    sheet = Sheet(assessment)

    places = [place for question in standing(sheet)["settling"] for place, *_words in question["places"]]

    assert set(places) <= set(flow.asked(sheet.edition, sheet.functions, sheet.answers)) - set(sheet.answers)


@pytest.fixture
def asking(client):
    return make_assessment(make_edition(ASKING), token=hold(client), functions=("payroll",))


FIRST = {"load": "much", "hours": "few", "payroll--method": "same_steps", "payroll--script": "printed"}
WAYS = [("check", "check"), ("hub", "hub"), ("report", "hub")]


@pytest.mark.parametrize(("word", "page"), WAYS)
def test_after_a_change_one_is_led_back_to_where_one_was(client, asking, word, page):
    back = reverse(f"assessments:{page}", args=(asking.pk,))

    answered = sent(step(asking, "core-problem", f"?return={word}"), client, FIRST)
    chosen = sent(
        reverse("assessments:functions", args=(asking.pk,)) + f"?return={word}", client, {"functions": "payroll"}
    )

    assert (answered.headers["Location"], chosen.headers["Location"]) == (back, back)


@pytest.mark.parametrize("word", ["", "start", "//evil.example", "CHECK", "hub/../.."])
def test_only_three_pages_are_returned_to(client, asking, word):
    answered = sent(step(asking, "core-problem", f"?return={word}"), client, FIRST)

    assert answered.headers["Location"].startswith(step(asking, "technology"))


def test_the_way_back_survives_two_tabs_that_differ(client, asking):
    url = step(asking, "core-problem", "?return=hub")
    version = version_in(client.get(url))
    sent(url, client, {**FIRST, "load": "little", "hours": ""})

    response = client.post(url, {**FIRST, "version": version, "action": "continue"})

    assert response.status_code == 409
    assert f'action="{url}"' in page_of(response)
