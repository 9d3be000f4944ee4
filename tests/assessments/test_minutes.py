"""Minutes are computed from what is open: nothing is a constant of a step."""

from dataclasses import replace

import pytest

from assessments.edition import flow
from assessments.edition.minutes import minutes_left
from tests.assessments.small import SMALL, extended, question
from tests.factories import shipped_edition

PAYROLL, HELP_DESK, OWN = (flow.Selected(key, key) for key in ("payroll", "help_desk", "own_1"))
# Two questions about the company (load, tools) and `facts`; so many that a minute is four of them.
MANY = extended(*(question(f"more_{n}", step="technology") for n in range(5)))


def everything(edition, functions):
    answers: dict[flow.Place, str] = {}
    while left := [place for place in flow.asked(edition, functions, answers) if place not in answers]:
        answers |= {
            place: next((c.key for c in edition.question_by_key[place[1]].choices), flow.DONT_KNOW) for place in left
        }
    return answers


def test_nothing_open_takes_no_minutes():
    assert minutes_left(SMALL, (PAYROLL, OWN), everything(SMALL, (PAYROLL, OWN))) == 0


def test_what_is_begun_is_rounded_up_to_whole_minutes():
    answers = everything(MANY, (PAYROLL,))
    opened = [
        {place: a for place, a in answers.items() if place[1] not in set(keys)}
        for keys in (["more_0"], ["more_0", "more_1", "more_2", "more_3"], [f"more_{n}" for n in range(5)])
    ]

    assert [minutes_left(MANY, (PAYROLL,), left) for left in opened] == [1, 1, 2]


def test_an_answer_given_shortens_it():
    shipped = shipped_edition()
    chosen = tuple(flow.Selected(key, key) for key in ("payroll", "bookkeeping", "recruitment_sourcing"))
    answers = everything(shipped, chosen)
    lefts = [
        minutes_left(shipped, chosen, dict(list(answers.items())[:given])) for given in range(0, len(answers) + 1, 4)
    ]

    assert lefts[0] > lefts[len(lefts) // 2] > lefts[-1]


def test_the_typical_answers_about_a_function_are_one_tick_on_the_first_step_however_many_they_are():
    keys = tuple(f"habit_{n}" for n in range(8))
    habits = (
        question(key, *SMALL.question_by_key["method"].choices, scope=flow.Scope.FUNCTION, step="technology")
        for key in keys
    )
    typical = tuple((key, "same_steps") for key in keys)
    wide = extended(*habits)
    known = replace(wide, functions=(replace(wide.functions[0], typical=typical), *wide.functions[1:]))
    answers = everything(known, (PAYROLL,))
    unconfirmed = {place: answer for place, answer in answers.items() if place[1] not in keys}

    by_step = [minutes_left(known, (PAYROLL,), unconfirmed, step.slug) for step in known.steps]
    assert (minutes_left(known, (PAYROLL,), unconfirmed), minutes_left(wide, (PAYROLL,), unconfirmed)) == (1, 2)
    assert by_step == [1, 0]


def test_a_line_changed_leaves_the_rest_of_its_card_to_confirm():
    answers = everything(SMALL, (PAYROLL,))
    confirmed = {place: answer for place, answer in answers.items() if place != ("payroll", "method")}

    assert (minutes_left(SMALL, (PAYROLL,), confirmed), minutes_left(SMALL, (PAYROLL,), answers)) == (1, 0)


def test_more_functions_take_longer_and_before_any_is_chosen_it_is_said_for_three():
    shipped = shipped_edition()
    by_number = [
        minutes_left(shipped, tuple(flow.Selected(f.key, f.name) for f in shipped.functions[:number]), {})
        for number in (1, 3, 8)
    ]

    before = minutes_left(shipped, (), {})

    assert by_number == sorted(set(by_number))
    assert by_number[0] < before < by_number[2]


@pytest.mark.parametrize("functions", [(), (PAYROLL, HELP_DESK)])
def test_each_step_has_minutes_of_its_own(functions):
    by_step = [minutes_left(SMALL, functions, {}, step.slug) for step in SMALL.steps]

    assert all(by_step)
    assert max(by_step) <= minutes_left(SMALL, functions, {}) <= sum(by_step)


def test_without_a_catalogue_it_is_said_for_functions_of_ones_own():
    bare = replace(SMALL, functions=())

    assert minutes_left(bare, (), {}) >= minutes_left(bare, (OWN,), {})


def test_three_functions_of_the_shipped_edition_take_eight_minutes_at_most():
    assert minutes_left(shipped_edition(), (), {}) <= 8


def test_the_minutes_of_the_steps_add_up_to_those_of_all():
    shipped = shipped_edition()
    for keys in ((), ("payroll",), ("payroll", "bookkeeping", "it_support")):
        chosen = tuple(flow.Selected(key, key) for key in keys)
        steps = [minutes_left(shipped, chosen, {}, step.slug) for step in shipped.steps]

        assert sum(steps) == minutes_left(shipped, chosen, {})
