"""Sums worked out by hand."""

import pytest

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, Condition, Scope
from recommendations.engine import UnknownAnswerError, fits
from tests.recommendations.engine.build import Work, choice, make_case, make_edition, question

METHOD = question(
    key="method",
    scope=Scope.FUNCTION,
    weight=4,
    choices=(
        choice("same_steps", (2, -2, 0, 1)),
        choice("some_judgement", (1, 0, 0, 1)),
        choice("professional_judgement", (-1, 1, 0, 0)),
        choice("each_case_new", (-2, 2, 0, -1)),
    ),
)
JUDGED_BY = question(
    key="judged_by",
    scope=Scope.FUNCTION,
    weight=3,
    choices=(choice("unit_cost", (2, -1, 0, 0)), choice("depth", (-1, 2, 0, 0)), choice("uptime", (0, 0, 2, 0))),
)
LOAD = question(
    key="load",
    scope=Scope.ORGANISATION,
    weight=3,
    subject="process",
    choices=(choice("light", (-2, 0, 0, -1)), choice("heavy", (2, 0, 0, 1))),
)
EXPERTS = question(
    key="experts",
    scope=Scope.ORGANISATION,
    weight=3,
    subject="knowledge",
    choices=(choice("rarely", (0, -2, 0, -1)), choice("pressing", (0, 2, 0, 2))),
)
EDITION = make_edition("by-hand-1", (METHOD, JUDGED_BY, LOAD, EXPERTS))


def payroll(hand_over=0, **answers):
    return Work(key="payroll", share=2, prior=(2, 0, 0), hand_over=hand_over, answers=answers)


def case(*functions, **answers):
    return make_case(EDITION, answers, functions)


def test_a_block_is_scored_between_the_most_that_can_be_said_against_and_for():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    # Catalogue 6 x 1 and method 4 x 1 of 6 + 4 + 3 x 1 for it.
    assert function[0].score == pytest.approx(50 + 50 * 10 / 13)


def test_below_50_the_scale_is_the_most_that_can_be_said_against():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    # KPO: method -4 of 6 (catalogue) + 4 + 3 x 0.5 (judged by) against it.
    assert function[1].score == pytest.approx(50 - 50 * 4 / 11.5)


def test_one_function_is_the_whole():
    whole, function = fits(case(payroll(method="same_steps"), load="heavy"))

    assert whole == function


def test_the_companys_answers_of_its_kind_speak_for_handing_over_and_for_no_model():
    _, quiet = fits(case(payroll(method="same_steps"), load="light", experts="pressing"))
    _, pressing = fits(case(payroll(method="same_steps"), load="heavy", experts="pressing"))

    assert pressing[:3] == quiet[:3]
    # Its own block: method 4 x 0.5 of 6 (catalogue) + 2; beside it the whole of what the company says of routine work.
    assert quiet[3].score == pytest.approx((62.5 + 0.35 * 0) / 1.35)
    assert pressing[3].score == pytest.approx((62.5 + 0.35 * 100) / 1.35)


def test_while_the_kind_of_a_function_is_not_known_the_companys_answers_are_open():
    own = Work(key="own_1", answers={"method": "same_steps"})

    _, function = fits(case(own, load="heavy", experts="pressing"))

    # Its own block says all it can (100); routine and expertise say nothing yet, 3 x 0.5 + 3 x 1 for it at best.
    assert function[3].score == pytest.approx((100 + 0.35 * 50) / 1.35)
    assert (function[3].interval.low, function[3].interval.high) == pytest.approx((100 / 1.35, 100))
    assert function[3].coverage == pytest.approx(1 / 1.35)


def test_the_catalogue_may_speak_for_handing_over_or_against_it():
    usual, kept = (fits(case(payroll(hand_over=said)))[1][3] for said in (2, -2))

    # Catalogue 6 of 6 + 2 (method); the company has said nothing.
    assert usual.score == pytest.approx((50 + 50 * 6 / 8 + 0.35 * 50) / 1.35)
    assert kept.score == pytest.approx((50 - 50 * 6 / 8 + 0.35 * 50) / 1.35)
    assert [(one.question, one.answer) for one in usual.contributions] == [("catalogue", "catalogue")]


def test_coverage_is_the_share_of_the_range_that_was_answered_and_the_catalogue_is_no_answer():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    # BPO: method 8 of 8 + 3 x 1.5 (judged by).
    assert function[0].coverage == pytest.approx(8 / 12.5)
    assert (function[0].answered, function[0].asked) == (1, 2)


def test_coverage_of_handing_over_counts_the_companys_answers_of_its_kind():
    silent, said = (fits(case(payroll(method="same_steps"), **team))[1][3].coverage for team in ({}, {"load": "heavy"}))

    assert silent == pytest.approx(1 / 1.35)
    assert said == 1


def test_a_block_that_cannot_speak_for_handing_over_takes_no_part_in_its_coverage():
    edition = make_edition("by-hand-1", (METHOD,))

    _, function = fits(make_case(edition, {}, (payroll(method="same_steps"),)))

    assert function[3].coverage == 1


def test_the_interval_puts_every_open_question_at_its_worst_and_at_its_best():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    assert function[0].interval.low == pytest.approx(50 + 50 * 8.5 / 13)
    assert function[0].interval.high == pytest.approx(100)


def test_contributions_are_told_strongest_first_and_print_to_the_printed_score():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    told = [[(one.scope, one.question, one.answer, one.printed) for one in fit.contributions] for fit in function]

    assert [fit.printed for fit in function] == [88, 33, 50, 72]
    assert told[0] == [("payroll", "catalogue", "catalogue", 22.8), ("payroll", "method", "same_steps", 15.2)]
    assert told[3] == [("", "load", "heavy", 12.9), ("payroll", "method", "same_steps", 9.1)]


def test_with_no_function_chosen_the_organisation_stands_alone():
    (whole,) = fits(case(load="heavy", experts="rarely"))

    # OUT: 3 x 0.5 for it, 3 x 0.5 against.
    assert [fit.score for fit in whole] == [100, 0, 50, 50]


def test_a_share_weighs_a_function_in_the_whole():
    large = Work(key="large", share=4, prior=(2, 0, 0), answers={})
    small = Work(key="small", share=1, prior=(-2, 0, 0), answers={})

    whole, first, second = fits(case(large, small))

    assert whole[0].score == pytest.approx((4 * first[0].score + second[0].score) / 5)


def test_shares_of_nothing_count_alike():
    idle = [Work(key=key, share=0, prior=prior, answers={}) for key, prior in (("a", (2, 0, 0)), ("b", (0, 0, 0)))]

    whole, first, second = fits(case(*idle))

    assert whole[0].score == pytest.approx((first[0].score + second[0].score) / 2)


def test_a_question_for_own_functions_is_not_asked_of_the_catalogues():
    own_only = question(key="output", scope=Scope.FUNCTION, weight=5, choices=METHOD.choices, own_functions_only=True)
    edition = make_edition("by-hand-1", (own_only,))
    listed = Work(key="listed", share=1, prior=(0, 0, 0), answers={"output": "same_steps"})
    own = Work(key="own_1", share=1, prior=None, answers={"output": "same_steps"})

    _, for_listed, for_own = fits(make_case(edition, {}, (listed, own)))

    assert (for_listed[0].score, for_listed[0].asked) == (50, 0)
    assert for_own[0].score == 100
    assert for_own[0].asked == 1


ONLY_IF = question(
    key="only_if", scope=Scope.FUNCTION, weight=2, choices=METHOD.choices, condition=Condition("load", ("heavy",))
)


def conditional(**team):
    function = Work(key="own_1", share=1, prior=None, answers={"only_if": "same_steps"})
    return fits(make_case(make_edition("by-hand-1", (LOAD, ONLY_IF)), team, (function,)))[1]


@pytest.mark.parametrize("answer", ["light", NOT_APPLICABLE])
def test_a_question_whose_condition_is_not_met_does_not_count(answer):
    found = conditional(load=answer)

    assert (found[1].score, found[1].asked) == (50, 0)
    assert (found[1].interval.low, found[1].interval.high) == (50, 50)


@pytest.mark.parametrize("team", [{}, {"load": DONT_KNOW}])
def test_a_question_is_open_while_the_answer_that_it_depends_on_is(team):
    found = conditional(**team)

    assert (found[1].score, found[1].answered, found[1].asked) == (50, 0, 1)
    assert (found[1].interval.low, found[1].interval.high) == (0, 100)


def test_a_question_whose_condition_is_met_counts():
    found = conditional(load="heavy")

    assert (found[1].score, found[1].answered, found[1].asked) == (0, 1, 1)


def test_an_unknown_question_is_refused_with_its_name():
    with pytest.raises(UnknownAnswerError, match="no organisation question “method”"):
        fits(case(method="same_steps"))


def test_an_unknown_choice_is_refused_with_what_is_allowed():
    with pytest.raises(UnknownAnswerError, match=r"“load” has no choice “huge”: use one of heavy, light, dont_know"):
        fits(case(load="huge"))
