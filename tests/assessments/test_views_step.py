from dataclasses import replace
from html import escape
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships none
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Progress
from recommendations.reports.services import submit
from tests.assessments.asking import (
    ASKING,
    KNOWING,
    autosave,
    opened,
    page_of,
    seen_in,
    sent,
    summary_of,
    title_of,
    version_in,
)
from tests.factories import choose, hold, make_assessment, make_edition, save, shipped_edition

pytestmark = pytest.mark.django_db
FIRST = {
    "load": "much",
    "hours": "few",
    "payroll--method": "same_steps",
    "payroll--script": "printed",
    "payroll--share": "4",
}


@pytest.fixture
def assessment(client):
    return make_assessment(make_edition(ASKING), token=hold(client), functions=("payroll",))


def url(assessment, slug="core-problem", query=""):
    return reverse("assessments:step", args=(assessment.pk, slug)) + query


def rows():
    return (
        sorted(Answer.objects.values_list("function_key", "question_key", "kind", "choice_key", "note")),
        list(Progress.objects.values_list("version", "completed")),
    )


def test_a_page_says_which_step_of_how_many(client, assessment):
    response = client.get(url(assessment, "technology"))

    assert title_of(response) == "Step 2 of 2: Technology"
    assert '<span class="page-step">Step 2 of 2</span> Technology</h1>' in page_of(response)


def test_continue_saves_and_leads_to_the_next_page(client, assessment):
    response = sent(url(assessment), client, FIRST)

    sheet = Sheet(assessment)
    assert response.headers["Location"] == url(assessment, "technology")
    assert sheet.answers == {
        (flow.ORGANISATION, "load"): "much",
        (flow.ORGANISATION, "hours"): "few",
        ("payroll", "method"): "same_steps",
        ("payroll", "script"): "printed",
    }
    assert sheet.functions == (flow.Selected("payroll", "Payroll", 4),)
    assert str(sheet.progress[0].state) == "complete"


def test_the_last_step_leads_to_the_check(client, assessment):
    response = sent(url(assessment, "technology"), client, {"tools": "modern", "facts": "dont_know"})

    assert response.headers["Location"] == reverse("assessments:check", args=(assessment.pk,))


def test_change_comes_straight_back(client, assessment):
    response = sent(url(assessment, query="?return=check"), client, FIRST)

    assert response.headers["Location"] == reverse("assessments:check", args=(assessment.pk,))


def test_what_was_saved_is_shown_again(client, assessment):
    sent(url(assessment), client, {**FIRST, "note--load": "Since <May>\nand more", "note--method": "For all"})

    page = client.get(url(assessment)).content.decode()

    assert '<input type="radio" id="id_load" name="load" value="much" checked>' in page
    assert '<input type="radio" id="id_payroll--method" name="payroll--method" value="same_steps" checked>' in page
    assert '<input type="radio" name="payroll--share" value="4" checked>' in page
    assert escape("Since <May>\nand more") in page
    assert page.count('<details class="disclosure" open>') == 2


def test_a_page_with_gaps_is_saved_and_says_on_the_next_one_what_is_open(client, assessment):
    response = sent(url(assessment), client, {"load": "little", "note--load": "Typed"})

    following = client.get(response.headers["Location"])
    assert response.headers["Location"] == url(assessment, "technology", "?left=core-problem")
    assert "Saved. 1 question of “Your core problem” is still open." in page_of(following)
    assert f'href="{url(assessment)}"' in page_of(following)
    sheet = Sheet(assessment)
    assert (sheet.answers, sheet.notes) == ({(flow.ORGANISATION, "load"): "little"}, {"load": "Typed"})
    assert str(sheet.progress[0].state) == "in_progress"


def test_nothing_is_said_of_a_step_with_nothing_open(client, assessment):
    sent(url(assessment), client, FIRST)

    for query in ("?left=core-problem", "?left=nowhere"):
        assert "still open" not in page_of(client.get(url(assessment, "technology", query)))


def test_an_answer_can_be_taken_back_by_a_page_that_does_not_say_what_it_showed(client, assessment):
    sent(url(assessment), client, FIRST)

    sent(url(assessment), client, {**FIRST, "payroll--method": ""})

    assert ("payroll", "method") not in Sheet(assessment).answers


def test_a_refused_post_leaves_what_is_stored(client, assessment):
    sent(url(assessment), client, FIRST)
    before = rows()

    sent(url(assessment), client, {**FIRST, "load": "nonsense"})
    sent(url(assessment), client, {**FIRST, "note--load": "x" * 1001})

    assert rows() == before


def test_what_was_typed_is_kept_beside_the_error(client, assessment):
    sent(url(assessment), client, FIRST)

    page = sent(url(assessment), client, {**FIRST, "load": "little", "payroll--share": "1", "note--load": "x" * 1001})

    text = page.content.decode()
    assert title_of(page) == "Error: Step 1 of 2: Your core problem"
    assert 'tabindex="-1" autofocus' in text
    assert 'value="little" checked' in text
    assert 'value="much" checked' not in text
    assert 'name="payroll--share" value="1" checked' in text


@pytest.mark.parametrize(
    ("field", "says"),
    [
        (("load", "other"), "What about load?: choose one of the answers listed"),
        (("payroll--method", "records"), "Payroll: Method: choose one of the answers listed"),
        (("payroll--share", "3"), "Payroll: choose how much time it takes"),
        (("note--load", "x" * 1001), "Note on “Load”: Shorten this to 1000 characters: it has 1001"),
        (("note--load", "a\0b"), "Note on “Load”: Take out the characters that cannot be shown"),
        (("note--method", "a\x1bb"), "Note on “Method”: Take out the characters that cannot be shown"),
    ],
)
def test_a_value_that_cannot_be_is_named(client, assessment, field, says):
    response = sent(url(assessment), client, FIRST | dict([field]))

    assert summary_of(response) == [(f"#id_{field[0]}", says)]
    assert rows() == ([], [(0, 0), (0, 0)])


def test_later_saves_what_is_there_and_says_how_to_come_back(client, assessment):
    response = sent(url(assessment), client, {"load": "much"}, action="later")

    hub = client.get(response.headers["Location"])
    assert response.headers["Location"] == reverse("assessments:hub", args=(assessment.pk,)) + "?later=1"
    assert "Come back to this page in this browser" in page_of(hub)
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "much"}
    assert str(Sheet(assessment).progress[0].state) == "in_progress"


def test_a_page_saved_in_full_for_later_counts_as_done(client, assessment):
    sent(url(assessment), client, FIRST, action="later")

    assert str(Sheet(assessment).progress[0].state) == "complete"


def test_a_question_whose_condition_is_not_met_is_not_required(client, assessment):
    response = sent(url(assessment), client, {"load": "little", "payroll--method": "each_new"})

    assert response.status_code == 302


def test_an_answer_nobody_asked_for_is_kept_and_does_not_count(client, assessment):
    sent(url(assessment), client, {**FIRST, "load": "little"})

    sheet = Sheet(assessment)
    assert sheet.answers[flow.ORGANISATION, "hours"] == "few"
    assert (flow.ORGANISATION, "hours") not in sheet.counted


def test_the_page_says_when_a_question_is_to_be_answered(client, assessment):
    page = page_of(client.get(url(assessment)))

    assert "Answer this only if you chose “Answer much” for “Load”." in page
    assert "Your answer decides whether we ask you about “Relief” in step 2." in page


def test_a_question_that_depends_on_another_step_is_shown_once_it_is_asked(client, assessment):
    before = page_of(client.get(url(assessment, "technology")))
    save(assessment, {(flow.ORGANISATION, "load"): "much"})
    after = page_of(client.get(url(assessment, "technology")))
    response = sent(url(assessment, "technology"), client, {"tools": "modern", "facts": "dont_know"})

    assert ('name="relief"' in before, 'name="relief"' in after) == (False, True)
    assert response.status_code == 302
    assert str(Sheet(assessment).progress[1].state) == "in_progress"


def test_what_is_asked_of_own_functions_alone_is_not_asked_of_the_catalogues(client, assessment):
    without = client.get(url(assessment)).content.decode()
    choose(assessment, "payroll", "own_1")
    page = client.get(url(assessment)).content.decode()

    assert 'name="own_1--output"' in page
    assert 'name="payroll--output"' not in page
    assert "What about output?" not in without


def test_a_question_that_makes_no_sense_about_a_function_has_no_field_and_is_not_wanted(client):
    payroll, help_desk = ASKING.functions
    edition = replace(ASKING, functions=(replace(payroll, skips=("method",)), help_desk))
    assessment = make_assessment(make_edition(edition), token=hold(client), functions=("payroll", "help_desk"))

    page = page_of(client.get(url(assessment)))
    response = sent(url(assessment), client, {"load": "little", "help_desk--method": "each_new"})

    assert ('name="help_desk--method"' in page, 'name="payroll--method"' in page) == (True, False)
    assert response.status_code == 302
    first = Sheet(assessment).progress[0]
    assert (str(first.state), first.answered, first.asked) == ("complete", 2, 2)


def test_a_step_about_functions_asks_for_some_first(client, assessment):
    choose(assessment)

    page = page_of(client.get(url(assessment)))

    assert "you have chosen none yet" in page
    assert "What about method?" not in page


def test_answers_about_a_function_taken_out_in_another_tab_are_kept(client, assessment):
    choose(assessment, "help_desk")

    response = sent(url(assessment), client, {**FIRST, "help_desk--method": "each_new"})

    assert response.status_code == 302
    choose(assessment, "payroll")
    assert Sheet(assessment).counted["payroll", "method"] == "same_steps"


@pytest.mark.parametrize(
    "fields",
    [
        {"tools": "modern"},
        {"payroll--load": "much"},
        {"--load": "much"},
        {"method": "same_steps"},
        {"payroll--output": "records"},
        {"help_desk--method": "same_steps"},
        {"own_1--method": "same_steps"},
        {"nobody--method": "same_steps"},
        {"other": "x"},
        {"payroll--confirmed": "yes"},
        {"help_desk--confirmed": "core-problem"},
        {"seen": ""},
        {"seen": "[]"},
        {"seen": "[{},[]]"},
        {"seen": '[{"load":1},{}]'},
        {"seen": "[" * 20_000},
        {"seen": '[{"load":"\\ud800"},{}]'},
        {"seen": '[{},{"own_1\\udfff":""}]'},
        {"seen": "[{}," + " " * 50_000 + "{}]"},
        {"note--tools": "x"},
        {"note--": "x"},
        {"own_1--share": "1"},
        {"keep--load": "mine"},
        {"load": ["much", "little"]},
        {"action": "erase"},
        {"version": "-1"},
        {"version": "1.0"},
        {"version": "٣"},
        {"version": ""},
        {"version": "99999999999999999999"},
        {"version": "7"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(client, assessment, fields):
    response = client.post(url(assessment), {**FIRST, "version": "0", "action": "continue", **fields})

    assert response.status_code == 400
    assert "Nothing was saved" in page_of(response)
    assert rows() == ([], [(0, 0), (0, 0)])


def test_a_post_without_a_version_is_refused(client, assessment):
    assert client.post(url(assessment), FIRST).status_code == 400


def test_a_share_belongs_to_the_first_step_alone(client, assessment):
    fields = {"tools": "modern", "facts": "dont_know", "payroll--share": "4", "version": "0"}

    assert client.post(url(assessment, "technology"), fields).status_code == 400


def test_two_tabs_are_shown_both_answers_and_choose(client, assessment):
    version = version_in(client.get(url(assessment)))
    client.post(url(assessment), {**FIRST, "note--load": "First", "version": version})

    response = client.post(url(assessment), {**FIRST, "load": "little", "note--load": "Second", "version": version})

    page = page_of(response)
    assert response.status_code == 409
    assert ("Answer little" in page, "Answer much" in page, "Second" in page, "First" in page) == (True,) * 4
    assert 'name="keep--load" value="typed" checked' in page
    assert 'name="payroll--method" value="same_steps"' in page
    assert "keep--payroll--method" not in page
    assert Sheet(assessment).answers[flow.ORGANISATION, "load"] == "much"


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ({}, ("little", "Second")),
        ({"keep--load": "typed", "keep--note--load": "stored"}, ("little", "First")),
        ({"keep--load": "stored", "keep--note--load": "typed"}, ("much", "Second")),
        ({"keep--load": "stored", "keep--note--load": "stored"}, ("much", "First")),
    ],
)
def test_the_choice_between_two_tabs_is_saved(client, assessment, keep, kept):
    client.post(url(assessment), {**FIRST, "note--load": "First", "version": "0"})
    fields = {**FIRST, "load": "little", "note--load": "Second"}
    version = version_in(client.post(url(assessment), {**fields, "version": "0"}))

    response = client.post(url(assessment), {**fields, **keep, "version": version})

    sheet = Sheet(assessment)
    assert response.status_code == 302
    assert (sheet.answers[flow.ORGANISATION, "load"], sheet.notes["load"]) == kept


def test_a_choice_that_is_overtaken_is_asked_again(client, assessment):
    client.post(url(assessment), {**FIRST, "version": "0"})
    client.post(url(assessment), {**FIRST, "load": "dont_know", "version": "1"})

    response = client.post(url(assessment), {**FIRST, "load": "little", "keep--load": "typed", "version": "1"})

    assert response.status_code == 409
    assert Sheet(assessment).answers[flow.ORGANISATION, "load"] == "dont_know"


def test_two_tabs_that_agree_are_not_asked(client, assessment):
    client.post(url(assessment), {**FIRST, "version": "0"})

    response = client.post(url(assessment), {**FIRST, "version": "0"})

    assert response.status_code == 302
    assert Sheet(assessment).version("core-problem") == 2


def test_two_tabs_that_answer_different_questions_are_merged(client, assessment):
    client.post(url(assessment), {"load": "much", "payroll--method": "", "version": "0", "action": "later"})

    response = client.post(url(assessment), {"payroll--method": "each_new", "version": "0", "action": "later"})

    assert response.status_code == 302
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "much", ("payroll", "method"): "each_new"}


def test_an_old_tab_does_not_answer_for_an_own_function_that_was_replaced(client, assessment):
    choose(assessment, "payroll", "own_1")
    fields = {**FIRST, "own_1--method": "each_new", "own_1--output": "records", "version": "0"}
    client.post(url(assessment), fields)
    choose(assessment, "payroll")
    functions = reverse("assessments:functions", args=(assessment.pk,))
    sent(functions, client, {"functions": "payroll", "own_1": "Something else"})

    response = client.post(url(assessment), {**fields, "version": "1"})

    assert response.status_code == 409
    assert "Something else: Output" in page_of(response)


def test_a_submitted_assessment_takes_no_more_answers(client, assessment):
    submit(assessment=assessment)

    response = client.post(url(assessment), {**FIRST, "version": "0"})

    assert response.status_code == 409
    assert reverse("recommendations:of_assessment", args=(assessment.pk,)) in page_of(response)
    assert Answer.objects.count() == 0
    assert client.get(url(assessment)).headers["Location"] == reverse("assessments:hub", args=(assessment.pk,))


def test_another_browsers_assessment_is_as_good_as_missing(client, assessment):
    hold(client)
    missing = client.get(url(assessment).replace(str(assessment.pk), "7d444840-9dc0-11d1-b245-5ffdce74fad2"))

    foreign, posted = client.get(url(assessment)), client.post(url(assessment), {**FIRST, "version": "0"})

    assert (foreign.status_code, posted.status_code, missing.status_code) == (404, 404, 404)
    assert foreign.content == missing.content == posted.content
    assert not Answer.objects.exists()


def test_a_step_that_is_none_is_missing(client, assessment):
    assert client.get(url(assessment, "nowhere")).status_code == 404


@pytest.fixture
def knowing(client):
    return make_assessment(make_edition(KNOWING), token=hold(client), functions=("payroll",))


def test_a_typical_answer_is_shown_in_words_as_chosen_and_not_yet_theirs(client, knowing):
    page = page_of(client.get(url(knowing)))

    assert "What is usual for" in page
    assert '<span class="told__usually">Usually: </span>Answer same_steps</span>' in page
    assert 'name="payroll--method" value="same_steps" checked' in page
    assert 'name="payroll--confirmed" value="core-problem">' in page
    assert "typical, not yet yours" in page


def test_a_typical_answer_that_nobody_touched_stays_assumed(client, knowing):
    client.post(url(knowing), {"payroll--method": "same_steps", "load": "little", **opened(url(knowing), client)})

    sheet = Sheet(knowing)
    assert sheet.answers == {(flow.ORGANISATION, "load"): "little"}
    assert sheet.assumed == {("payroll", "method"): "same_steps"}


def test_one_tick_takes_all_that_a_card_assumes_for_given(client, knowing):
    ticked = {"payroll--method": "same_steps", "payroll--confirmed": "core-problem"}
    client.post(url(knowing), {**ticked, **opened(url(knowing), client)})

    assert Sheet(knowing).answers == {("payroll", "method"): "same_steps"}
    page = page_of(client.get(url(knowing)))
    assert 'value="core-problem" checked' in page
    assert "Usually:" not in page


def test_a_tick_that_is_taken_away_takes_back_what_it_gave(client, knowing):
    save(knowing, {("payroll", "method"): "same_steps"})

    client.post(url(knowing), {"payroll--method": "same_steps", **opened(url(knowing), client)})

    assert Sheet(knowing).answers == {}


def test_another_answer_than_the_typical_one_is_theirs_without_a_tick(client, knowing):
    client.post(url(knowing), {"payroll--method": "each_new", **opened(url(knowing), client)})

    assert Sheet(knowing).answers == {("payroll", "method"): "each_new"}
    assert "Usually:" not in page_of(client.get(url(knowing)))


def test_an_open_page_saves_the_rest_after_a_function_was_taken_out_in_another_tab(client):
    functions = ("bookkeeping", "payroll")
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=functions)
    page = opened(url(assessment), client)
    choose(assessment, "bookkeeping")
    usual = {"payroll--data": "personal", "payroll--method": "same_steps", "bookkeeping--method": "same_steps"}

    response = autosave(url(assessment), client, {**usual, "bookkeeping--on_time": "slips_often", **page})

    assert response.status_code == 200
    assert Sheet(assessment).answers == {("bookkeeping", "on_time"): "slips_often"}
    choose(assessment, *functions)
    assert Sheet(assessment).assumed["payroll", "data"] == "personal"


def test_the_first_step_shows_and_confirms_what_is_usual_in_every_step(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("bookkeeping",))
    page = page_of(client.get(url(assessment)))
    ticked = {"bookkeeping--confirmed": "core-problem", "bookkeeping--current": "our_people"}

    client.post(url(assessment), {**ticked, **opened(url(assessment), client)})

    usual = dict(shipped_edition().function_by_key["bookkeeping"].typical)
    answers = {question: answer for (_function, question), answer in Sheet(assessment).answers.items()}
    # A market is asked about work that is outside already, a program where the system is in trouble.
    assert answers == {
        "current": "our_people",
        **{question: usual[question] for question in ("method", "edge", "ties", "data", "volume", "offer")},
    }
    assert 'name="bookkeeping--data" value="personal" checked' in page
    assert Sheet(assessment).assumed == {}
    assert "so it is with you" in page_of(client.get(url(assessment, "compliance")))


def test_what_is_usual_but_not_asked_is_neither_shown_nor_confirmed(client):
    payroll, help_desk = KNOWING.functions
    edition = replace(KNOWING, functions=(replace(payroll, typical=(("script", "printed"),)), help_desk))
    assessment = make_assessment(make_edition(edition), token=hold(client), functions=("payroll",))

    page = page_of(client.get(url(assessment)))
    response = client.post(url(assessment), {"payroll--confirmed": "core-problem", **opened(url(assessment), client)})

    assert "What is usual for" not in page
    assert response.status_code == 400
    assert Sheet(assessment).answers == {}


def test_a_typical_answer_asked_only_after_another_is_not_shown_as_chosen_and_is_taken_when_it_is_chosen(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("bookkeeping",))
    address = url(assessment, "technology")
    page = client.get(address)
    fields = {"bookkeeping--system_state": "outdated", "keep--bookkeeping--program": "typed"}

    assert 'name="keep--bookkeeping--program" value="typed"' in page_of(page)
    assert 'name="bookkeeping--program" value="partly" checked' not in page_of(page)
    autosave(address, client, {**fields, **opened(address, client)})
    assert Sheet(assessment).assumed["bookkeeping", "program"] == "partly"
    autosave(address, client, {**fields, **opened(address, client), "bookkeeping--program": "partly"})

    assert Sheet(assessment).answers["bookkeeping", "program"] == "partly"


def test_an_answer_is_saved_as_it_is_given_and_the_open_page_is_told(client, assessment):
    fields = {**opened(url(assessment), client), "load": "little"}

    response = autosave(url(assessment), client, fields)

    assert response.status_code == 200
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "little"}
    told = page_of(response)
    assert "Saved " in told
    assert (version_in(response), seen_in(response)) == ("1", '[{"load":"little"},{}]')
    assert "1 of 4 answered" in told
    assert 'id="state_core-problem_payroll" hx-swap-oob="true"' in told
    assert "<html" not in told


def test_only_a_page_that_saves_by_itself_may_ask_the_site_for_more(client, assessment):
    step, hub = client.get(url(assessment)), client.get(reverse("assessments:hub", args=(assessment.pk,)))

    policies = [page.headers["Content-Security-Policy"] for page in (step, hub)]
    assert ["connect-src 'self'" in policy for policy in policies] == [True, False]


def test_what_is_refused_in_an_open_page_keeps_nothing_else_from_being_saved(client, assessment):
    fields = {**opened(url(assessment), client), "load": "little", "note--load": "x" * 1001}

    response = autosave(url(assessment), client, fields)

    assert "Not saved: Note on “Load”: Shorten this to 1000 characters" in page_of(response)
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "little"}
    assert Sheet(assessment).notes == {}


def test_an_open_page_that_changed_nothing_writes_nothing(client, assessment):
    save(assessment, {(flow.ORGANISATION, "load"): "little"})
    before = rows()

    autosave(url(assessment), client, {**opened(url(assessment), client), "load": "little"})

    assert rows() == before


def test_two_pages_that_answer_different_questions_never_meet(client, assessment):
    one, other = opened(url(assessment), client), opened(url(assessment), client)

    first = client.post(url(assessment), {**one, "load": "little", "payroll--method": ""})
    second = client.post(url(assessment), {**other, "payroll--method": "each_new"})

    assert (first.status_code, second.status_code) == (302, 302)
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "little", ("payroll", "method"): "each_new"}


def test_a_page_never_takes_back_what_another_one_answered_meanwhile(client, assessment):
    save(assessment, {(flow.ORGANISATION, "load"): "little"})
    old = opened(url(assessment), client)
    sent(url(assessment), client, {"load": "much"})

    client.post(url(assessment), {**old, "load": "little", "payroll--method": "each_new"})

    assert Sheet(assessment).answers[flow.ORGANISATION, "load"] == "much"


def test_two_pages_that_say_otherwise_are_asked_about_that_answer_alone(client, assessment):
    one, other = opened(url(assessment), client), opened(url(assessment), client)
    client.post(url(assessment), {**one, "load": "little", "note--load": "First"})

    response = client.post(url(assessment), {**other, "load": "much", "payroll--method": "each_new"})

    page = page_of(response)
    assert response.status_code == 409
    assert 'name="keep--load"' in page
    assert "keep--payroll--method" not in page
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "little"}
    carried = {"version": version_in(response), "seen": seen_in(response), "action": "continue"}
    client.post(url(assessment), {**carried, "load": "much", "payroll--method": "each_new", "keep--load": "typed"})
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "much", ("payroll", "method"): "each_new"}
    assert Sheet(assessment).notes == {"load": "First"}


def test_an_open_page_is_told_which_answer_was_given_elsewhere_and_saves_the_rest(client, assessment):
    one, other = opened(url(assessment), client), opened(url(assessment), client)
    autosave(url(assessment), client, {**one, "load": "little"})

    response = autosave(url(assessment), client, {**other, "load": "much", "payroll--method": "each_new"})

    assert "another page says otherwise meanwhile: “What about load?”" in page_of(response)
    assert Sheet(assessment).answers == {(flow.ORGANISATION, "load"): "little", ("payroll", "method"): "each_new"}
    carried = {"version": version_in(response), "seen": seen_in(response), "action": "later"}
    asked = client.post(url(assessment), {**carried, "load": "much", "payroll--method": "each_new"})
    assert asked.status_code == 409


def test_an_open_page_does_not_answer_for_an_own_function_that_was_replaced(client, assessment):
    choose(assessment, "payroll", "own_1")
    old = opened(url(assessment), client)
    functions = reverse("assessments:functions", args=(assessment.pk,))
    sent(functions, client, {"functions": "payroll"})
    sent(functions, client, {"functions": "payroll", "own_1": "Something else"})

    response = client.post(url(assessment), {**old, "own_1--method": "each_new"})

    assert response.status_code == 409
    assert ("own_1", "method") not in Sheet(assessment).answers


def test_a_page_sent_by_its_button_settles_what_was_to_be_looked_at_again(client, assessment):
    save(assessment, {(flow.ORGANISATION, "load"): "little"})
    Answer.objects.update(look_again=True)

    autosave(url(assessment), client, {**opened(url(assessment), client), "load": "little"})
    assert Sheet(assessment).look_again
    client.post(url(assessment), {**opened(url(assessment), client), "load": "little"})

    assert not Sheet(assessment).look_again


def test_the_page_of_five_functions_takes_at_most_sixty_kilobytes_with_all_it_needs(client):
    keys = ("bookkeeping", "payroll", "invoice_processing", "tax_planning", "it_support")
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=keys)
    files = ("css/bootstrap.min.css", "css/site.css", "django_htmx/htmx-2.min.js", "js/answers.js", "img/favicon.svg")

    page = client.get(url(assessment))

    packed = {name: len(brotli.compress(Path(str(finders.find(name))).read_bytes())) for name in files}
    assert [name.rpartition(".")[0] in page.content.decode() for name in files] == [True] * len(files)
    assert sum(packed.values()) + len(brotli.compress(page.content)) <= 60_000, (
        packed,
        len(brotli.compress(page.content)),
    )


def test_a_tick_that_is_taken_away_takes_back_what_an_open_page_had_saved_of_it(client, knowing):
    there = opened(url(knowing), client)
    ticked = autosave(
        url(knowing), client, {**there, "payroll--method": "same_steps", "payroll--confirmed": "core-problem"}
    )
    assert Sheet(knowing).answers == {("payroll", "method"): "same_steps"}

    carried = {"version": version_in(ticked), "seen": seen_in(ticked), "action": "continue"}
    autosave(url(knowing), client, {**carried, "payroll--method": "same_steps"})

    assert Sheet(knowing).answers == {}
