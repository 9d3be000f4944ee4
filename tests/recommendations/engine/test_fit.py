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
EDITION = make_edition("by-hand-1", (METHOD, JUDGED_BY, LOAD))


def payroll(**answers):
    return Work(key="payroll", share=2, prior=(2, 0, 0), answers=answers)


def case(*functions, **answers):
    return make_case(EDITION, answers, functions)


def test_a_block_is_scored_between_the_most_that_can_be_said_against_and_for():
    whole, function = fits(case(payroll(method="same_steps"), load="heavy"))

    # Catalogue 6 x 1 and method 4 x 1 of 6 + 4 + 3 x 1 for it; what presses the company chooses no model.
    assert function[0].score == pytest.approx(50 + 50 * 10 / 13)
    assert whole[0].score == function[0].score


def test_below_50_the_scale_is_the_most_that_can_be_said_against():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    # KPO: method -4 of 6 (catalogue) + 4 + 3 x 0.5 (judged by) against it.
    assert function[1].score == pytest.approx(50 - 50 * 4 / 11.5)


def test_the_case_for_handing_over_is_the_function_s_own_and_the_company_s_of_its_kind():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))
    _, expert = fits(case(payroll(method="same_steps")._replace(subject="knowledge"), load="heavy"))

    # Method 4 x 0.5 of 4 x 0.5 and the catalogue's 6; the company's load says all it can, and says it of processes only.
    assert function[3].score == pytest.approx((50 + 50 * 2 / 8 + 0.35 * 100) / 1.35)
    assert expert[3].score == pytest.approx((50 + 50 * 2 / 8 + 0.35 * 50) / 1.35)


def test_coverage_is_the_share_of_the_range_that_was_answered():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    # BPO: method 8 of 8 + 3 x 1.5; the catalogue is no answer.
    assert function[0].coverage == pytest.approx(8 / 12.5)
    assert (function[0].answered, function[0].asked) == (1, 2)


def test_the_interval_puts_every_open_question_at_its_worst_and_at_its_best():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    assert function[0].interval.low == pytest.approx(50 + 50 * 8.5 / 13)
    assert function[0].interval.high == pytest.approx(100)


def test_contributions_are_told_strongest_first_and_print_to_the_printed_score():
    _, function = fits(case(payroll(method="same_steps"), load="heavy"))

    told = [(one.scope, one.question, one.answer, one.printed) for one in function[0].contributions]

    assert function[0].printed == 88
    assert told == [("payroll", "catalogue", "catalogue", 22.8), ("payroll", "method", "same_steps", 15.2)]


def test_the_catalogue_says_whether_such_work_is_handed_over_at_all():
    _, leaves = fits(case(payroll()._replace(hand_over=2)))
    _, stays = fits(case(payroll()._replace(hand_over=-2)))

    assert leaves[3].contributions[0].question == stays[3].contributions[0].question == "catalogue"
    assert stays[3].score < 50 < leaves[3].score


def test_with_no_function_chosen_the_organisation_stands_alone():
    (whole,) = fits(case(load="heavy"))

    assert [fit.score for fit in whole] == [100, 50, 50, 100]


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


@pytest.mark.parametrize("answer", ["light", NOT_APPLICABLE])
def test_a_question_whose_condition_is_not_met_does_not_count(answer):
    only_if = question(
        key="only_if",
        scope=Scope.FUNCTION,
        weight=2,
        choices=METHOD.choices,
        condition=Condition("load", ("heavy",)),
    )
    function = Work(key="own_1", share=1, prior=None, answers={"only_if": "same_steps"})
    _, found = fits(make_case(make_edition("by-hand-1", (LOAD, only_if)), {"load": answer}, (function,)))

    assert found[1].asked == 0
    assert found[1].score == 50


def test_a_question_whose_condition_is_open_is_as_open_as_that():
    only_if = question(
        key="only_if", scope=Scope.FUNCTION, weight=2, choices=METHOD.choices, condition=Condition("load", ("heavy",))
    )
    function = Work(key="own_1", share=1, prior=None, answers={"only_if": "same_steps"})

    _, found = fits(make_case(make_edition("by-hand-1", (LOAD, only_if)), {"load": DONT_KNOW}, (function,)))

    assert (found[1].score, found[1].coverage, found[1].interval.low) == (50, 0, 0)


def test_a_question_whose_condition_is_met_counts():
    only_if = question(
        key="only_if", scope=Scope.FUNCTION, weight=2, choices=METHOD.choices, condition=Condition("load", ("heavy",))
    )
    function = Work(key="own_1", share=1, prior=None, answers={"only_if": "same_steps"})

    _, found = fits(make_case(make_edition("by-hand-1", (LOAD, only_if)), {"load": "heavy"}, (function,)))

    assert found[1].asked == 1
    assert found[1].score == 0


def test_an_unknown_question_is_refused_with_its_name():
    with pytest.raises(UnknownAnswerError, match="no organisation question “method”"):
        fits(case(method="same_steps"))


def test_an_unknown_choice_is_refused_with_what_is_allowed():
    with pytest.raises(UnknownAnswerError, match=r"“load” has no choice “huge”: use one of heavy, light, dont_know"):
        fits(case(load="huge"))
