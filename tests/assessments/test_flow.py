from dataclasses import replace

from assessments.edition import flow
from assessments.edition.flow import NOT_APPLICABLE, ORGANISATION, Selected, asked, progress
from tests.assessments.asking import ASKING, KNOWING

PAYROLL = Selected("payroll", "Payroll")
OWN = Selected("own_1", "Sorting post")


def states(functions, answers, **saved):
    names = {slug.replace("_", "-"): times for slug, times in saved.items()}
    return {
        row.slug: (str(row.state), row.answered, row.asked) for row in progress(ASKING, functions, answers, saved=names)
    }


def test_a_function_question_is_asked_once_for_each_function():
    assert [place for place in asked(ASKING, (PAYROLL, OWN), {}) if place[1] == "method"] == [
        ("payroll", "method"),
        ("own_1", "method"),
    ]


def test_what_the_catalogue_knows_is_asked_about_own_functions_alone():
    assert [place for place in asked(ASKING, (PAYROLL, OWN), {}) if place[1] == "output"] == [("own_1", "output")]


def test_what_makes_no_sense_about_a_function_is_not_asked_and_does_not_count():
    payroll, help_desk = ASKING.functions
    skipping = replace(ASKING, functions=(replace(payroll, skips=("script", "method")), help_desk))
    both = (PAYROLL, Selected("help_desk", "Help desk"))
    answers = {("payroll", "method"): "same_steps", ("help_desk", "method"): "same_steps"}

    places = [place for place in asked(skipping, both, answers) if place[0]]

    assert places == [("help_desk", "method"), ("help_desk", "script")]
    assert flow.counted(skipping, both, answers) == {("help_desk", "method"): "same_steps"}
    first = progress(skipping, both, answers, saved={})[0]
    assert (first.answered, first.asked) == (1, 3)


def test_a_condition_looks_at_the_same_function_first():
    answers = {("payroll", "method"): "same_steps", ("own_1", "method"): "each_new"}

    places = list(asked(ASKING, (PAYROLL, OWN), answers))

    assert [place for place in places if place[1] == "script"] == [("payroll", "script")]


def test_a_condition_is_not_met_by_a_blank():
    for blank in flow.BLANKS:
        assert (ORGANISATION, "hours") not in list(asked(ASKING, (), {(ORGANISATION, "load"): blank}))


def test_an_answer_fits_where_its_question_is_about_that_place_and_offers_it():
    fitting = [
        *((ORGANISATION, "load", "much"), (ORGANISATION, "load", NOT_APPLICABLE)),
        *(("payroll", "method", "same_steps"), ("own_1", "output", "records")),
    ]
    others = [
        *((ORGANISATION, "load", "records"), (ORGANISATION, "method", "same_steps")),
        *((ORGANISATION, "gone", "much"), ("payroll", "load", "much")),
    ]
    assert [one for one in (*fitting, *others) if ASKING.fits(one[:2], one[2])] == fitting


def test_a_step_is_complete_when_it_was_saved_in_full_and_nothing_is_open():
    answers = {(ORGANISATION, "load"): "little", ("payroll", "method"): NOT_APPLICABLE}

    assert states((PAYROLL,), {})["core-problem"] == ("not_started", 0, 2)
    assert states((PAYROLL,), answers)["core-problem"] == ("in_progress", 2, 2)
    assert states((PAYROLL,), answers, core_problem=1)["core-problem"] == ("complete", 2, 2)


def test_a_step_that_wants_more_than_it_did_needs_another_look():
    answers = {(ORGANISATION, "load"): "much", ("payroll", "method"): NOT_APPLICABLE}

    assert states((PAYROLL,), answers, core_problem=1)["core-problem"] == ("another_look", 2, 3)


def test_a_step_about_functions_is_not_complete_without_any():
    answers = {(ORGANISATION, "load"): "little"}

    assert states((), answers)["core-problem"] == ("in_progress", 1, 1)


def test_a_typical_answer_stands_in_for_what_nobody_answered_where_it_is_asked():
    given = {("payroll", "method"): "each_new"}

    assert flow.assumed(KNOWING, (PAYROLL, OWN), {}) == {("payroll", "method"): "same_steps"}
    assert flow.assumed(KNOWING, (PAYROLL, OWN), given) == {}
    assert flow.assumed(KNOWING, (OWN,), {}) == {}
    assert flow.counted(KNOWING, (PAYROLL,), {}) == {}


def test_a_condition_looks_at_the_typical_answer_until_another_one_is_given():
    def scripts(answers):
        return [place for place in asked(KNOWING, (PAYROLL,), answers) if place[1] == "script"]

    assert scripts({}) == [("payroll", "script")]
    assert scripts({("payroll", "method"): "each_new"}) == scripts({("payroll", "method"): flow.DONT_KNOW}) == []


def test_what_is_assumed_is_neither_answered_nor_open():
    answers = {(ORGANISATION, "load"): "little", ("payroll", "script"): "printed"}

    first = progress(KNOWING, (PAYROLL,), answers, saved={"core-problem": 1})[0]

    assert (first.answered, first.assumed, first.open, first.asked) == (2, 1, 0, 2)
    assert first.state is flow.StepState.COMPLETE
