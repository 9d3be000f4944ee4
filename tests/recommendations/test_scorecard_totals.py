"""The sums of a scorecard, and that what is said to tip it is the smallest change that does."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recommendations.beside.scorecard.totals import MARKS, MOST_WEIGHT, WEIGHTS, MarkSheet, Met, TurnKind, tips

QUESTIONS = (1, 2, 3)
CONDITIONS = ("country", "reference")


@st.composite
def sheets(draw):
    providers = tuple(range(1, draw(st.integers(1, 4)) + 1))
    places = [(one, question) for one in providers for question in QUESTIONS]
    asked = [(one, key) for one in providers for key in CONDITIONS]
    met = draw(st.lists(st.sampled_from([Met.YES, Met.YES, Met.NO, ""]), min_size=len(asked), max_size=len(asked)))
    return MarkSheet(
        providers=providers,
        weights={question: draw(st.sampled_from(WEIGHTS)) for question in QUESTIONS},
        conditions=CONDITIONS,
        marks={place: draw(st.sampled_from(MARKS)) for place in places},
        met={place: state for place, state in zip(asked, met, strict=True) if state},
    )


def sheet_of(*rows, weights=(3, 2, 1), met=None):
    marks = {(one, question): mark for one, row in enumerate(rows, 1) for question, mark in enumerate(row, 1)}
    providers = tuple(range(1, len(rows) + 1))
    return MarkSheet(providers, dict(enumerate(weights, 1)), CONDITIONS, marks, met or {})


def test_a_total_is_the_sum_of_weight_times_mark():
    sheet = sheet_of((4, 3, 2), (1, 4, 0))

    assert (sheet.total(1), sheet.total(2), sheet.best, sheet.leader, sheet.lead) == (20, 11, 24, 1, 9)


def test_one_condition_that_is_not_met_is_enough_to_be_out():
    sheet = sheet_of((4, 4, 4), (1, 1, 1), met={(1, "country"): Met.NO, (1, "reference"): Met.YES})

    assert (sheet.out, sheet.ranking, sheet.leader, sheet.lead) == ((1,), (2,), 2, None)


def test_a_tie_has_no_leader_and_nothing_that_tips_it():
    sheet = sheet_of((2, 2, 2), (2, 2, 2))

    assert (sheet.leader, sheet.lead, tips(sheet)) == (None, 0, [])


def test_before_all_is_marked_nothing_is_said_to_tip_it():
    sheet = sheet_of((4, 3, 2), (1, 4, 0))
    marks = {place: mark for place, mark in sheet.marks.items() if place != (2, 3)}

    assert tips(sheet)
    assert tips(replace(sheet, marks=marks)) == []


def test_what_is_not_known_of_the_leader_and_not_met_by_one_with_more_is_told():
    told = {(1, "country"): Met.YES, (1, "reference"): Met.YES, (2, "country"): Met.NO, (2, "reference"): Met.YES}
    [first, *_rest] = tips(sheet_of((3, 3, 3), (4, 4, 4), (0, 0, 0), met=told))
    assert (first.kind, first.provider, first.about, first.after, first.leader) == (
        TurnKind.CONDITION, 2, "country", Met.YES, 2,
    )  # fmt: skip

    unknown = tips(sheet_of((3, 3, 3), (0, 0, 0), met={(1, "country"): Met.YES}))
    [condition] = [one for one in unknown if one.kind is TurnKind.CONDITION]
    assert (condition.provider, condition.about, condition.after, condition.leader) == (1, "reference", Met.NO, 2)


@given(sheets())
def test_applying_what_is_told_turns_the_order(sheet):
    for change in tips(sheet):
        after = change.applied(sheet)
        assert after.leader == change.leader != sheet.leader
        assert (after.lead or 0) == change.lead


@given(sheets())
def test_nothing_smaller_of_its_kind_turns_it(sheet):
    told = {change.kind: change.size for change in tips(sheet)}
    assume(sheet.leader is not None)

    def turns(after):
        return after.leader not in (None, sheet.leader)

    for kind, changed in (("mark", marks_changed(sheet)), ("weight", weights_changed(sheet))):
        sizes = [size for size, after in changed if turns(after)]
        assert told.get(TurnKind(kind)) == (min(sizes) if sizes else None)


def marks_changed(sheet):
    for place, mark in sheet.marks.items():
        for other in MARKS:
            if other != mark:
                yield abs(other - mark), replace(sheet, marks={**sheet.marks, place: other})


def weights_changed(sheet):
    for question, weight in sheet.weights.items():
        for other in range(1, MOST_WEIGHT + 1):
            if other != weight:
                yield abs(other - weight), replace(sheet, weights={**sheet.weights, question: other})


@given(sheets())
def test_who_is_out_is_never_ranked_and_everybody_has_a_place(sheet):
    assert sorted((*sheet.ranking, *sheet.out)) == list(sheet.providers)
    totals = [sheet.total(one) for one in sheet.ranking]
    assert totals == sorted(totals, reverse=True)
    assert all(0 <= sheet.total(one) <= sheet.best for one in sheet.providers)


@pytest.mark.parametrize("extra", [{(1, 9): 4}, {(7, 1): 4}])
def test_a_mark_of_nobody_or_of_no_question_counts_for_nothing(extra):
    sheet = sheet_of((4, 3, 2), (1, 4, 0))
    other = replace(sheet, marks={**sheet.marks, **extra})

    assert (other.total(1), other.total(2), tips(other)) == (sheet.total(1), sheet.total(2), tips(sheet))
