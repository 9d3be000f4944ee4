"""Laws 11, 12, 15, 21, 22, 25 and 26: how the three models stand beside each other."""

from dataclasses import replace
from itertools import permutations
from math import factorial

from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, OWN_KEYS, Scope
from recommendations.engine import MODELS, fits
from recommendations.engine.fit import score
from tests.recommendations.engine.build import choice, make_case, make_edition, question
from tests.recommendations.engine.cases import (
    CLOSE,
    LAW,
    Shape,
    answered,
    asked_rows,
    cases,
    columns_rewritten,
    judged,
    question_of,
    same,
    scores,
    with_questions,
)


@LAW
@given(cases(), st.permutations(range(3)))
def test_law_11_relabelling_models_relabels_scores(case, order):
    relabelled = columns_rewritten(case, lambda evidence: (*(evidence[place] for place in order), evidence[3]))

    expected = [[target[place] for place in (*order, 3)] for target in scores(case)]

    assert same(scores(relabelled), expected)


@LAW
@given(cases(), st.sampled_from(range(3)))
def test_law_12_dropping_one_model_leaves_the_others_scores_and_order(case, dropped):
    without = columns_rewritten(
        case, lambda evidence: tuple(0 if place == dropped else one for place, one in enumerate(evidence))
    )
    kept = [place for place in range(4) if place != dropped]

    before, after = judged(case), judged(without)

    assert [[target[place] for place in kept] for target in fits(without)] == [
        [target[place] for place in kept] for target in fits(case)
    ]

    def others(standing):
        return [model for model in standing.ranking if model is not MODELS[dropped]]

    for one, other in zip(before.functions, after.functions, strict=True):
        assert others(other.standing) == others(one.standing)
    assert before.functions or others(after.overall) == others(before.overall)


@LAW
@given(cases(Shape(plain=True, functions=(1, 2))), st.sampled_from(range(4)), st.data())
def test_law_15_answers_at_least_as_good_everywhere_score_at_least_as_well(case, column, data):
    better = case
    for scope, row in asked_rows(case):
        said = {choice.key: choice.evidence[column] / 2 for choice in question_of(row).choices} | {DONT_KNOW: 0.0}
        as_good = [answer for answer, one in said.items() if one >= row.evidence[column]]
        better = answered(better, scope, row.question, data.draw(st.sampled_from(as_good)))

    pairs = list(zip(scores(case), scores(better), strict=True))

    assert all(one[column] <= other[column] + CLOSE for one, other in pairs)


@LAW
@given(cases(Shape(plain=True)), st.data())
def test_law_15_a_model_ahead_on_every_answer_with_the_same_range_is_ahead(case, data):
    """KPO is given BPO's own evidence in every question, but for the answer given the best that BPO ever had there."""

    def best_for_kpo(question):
        best = max(choice.evidence[0] for choice in question.choices)
        holder = next(choice.key for choice in question.choices if choice.evidence[0] == best)
        chosen = case.answers.get(("", question.key))
        own = {choice.key: choice.evidence[0] for choice in question.choices}
        if chosen in own and data.draw(st.booleans()):
            own[chosen], own[holder] = own[holder], own[chosen]
        return replace(
            question,
            choices=tuple(
                replace(one, evidence=(one.evidence[0], own[one.key], *one.evidence[2:])) for one in question.choices
            ),
        )

    alone = with_questions(replace(case, functions=()), *map(best_for_kpo, case.edition.questions))

    bpo, kpo, *_ = scores(alone)[0]

    assert kpo >= bpo - CLOSE


@LAW
@given(cases(Shape(functions=(1, 3))))
def test_law_21_the_whole_lies_between_its_functions(case):
    whole, *functions = scores(case)

    for column, found in enumerate(whole):
        around = [function[column] for function in functions]
        assert min(around) - CLOSE <= found <= max(around) + CLOSE


def names(case):
    return {function.key for function in case.functions}


def is_an_own_key_free(case):
    return not names(case).issuperset(OWN_KEYS)


@LAW
@given(cases(Shape(functions=(1, 3))), st.sampled_from((0.5, 3, 100)))
def test_law_22_scaling_shares_changes_nothing(case, factor):
    scaled = replace(case, functions=tuple(replace(one, share=one.share * factor) for one in case.functions))

    before, after = judged(case), judged(scaled)

    assert same(scores(scaled), scores(case))
    assert after.mix.label == before.mix.label
    assert abs(after.mix.in_house - before.mix.in_house) <= CLOSE
    assert [one.verdict for one in after.functions] == [one.verdict for one in before.functions]


@LAW
@given(cases(Shape(functions=(1, 3))).filter(is_an_own_key_free), st.integers(0, 2))
def test_law_22_splitting_a_function_into_two_equal_ones_changes_nothing(case, place):
    whole = case.functions[place % len(case.functions)]
    twin = next(key for key in OWN_KEYS if key not in names(case)) if whole.is_own else "twin"
    halves = (replace(whole, share=whole.share / 2), replace(whole, key=twin, share=whole.share / 2))
    others = tuple(one for one in case.functions if one is not whole)
    alike = {(twin, key): answer for (about, key), answer in case.answers.items() if about == whole.key}

    split = replace(case, functions=(*others, *halves), answers={**case.answers, **alike})
    if not whole.is_own:
        catalogue = (*case.edition.functions, replace(case.edition.function_by_key[whole.key], key=twin))
        split = replace(split, edition=replace(case.edition, functions=catalogue))

    assert same(scores(split)[:1], scores(case)[:1])
    by_key = dict(zip([one.key for one in split.functions], scores(split)[1:], strict=True))
    assert by_key[twin] == by_key[whole.key]


def shapley(case, column):
    """Give each answer its average gain over every order in which the answers could have come."""
    rows = [row for _, row in asked_rows(case)]
    value: dict[str, float] = {}
    for order in permutations(rows):
        said = replace(case, answers=dict.fromkeys(case.answers, DONT_KNOW))
        before = scores(said)[0][column]
        for row in order:
            said = answered(said, "", row.question, row.answer)
            after = scores(said)[0][column]
            value[row.question] = value.get(row.question, 0.0) + (after - before) / factorial(len(rows))
            before = after
    return value


@LAW
@given(cases(Shape(plain=True, questions=(2, 3), functions=(0, 0), silent=())), st.sampled_from(range(4)))
def test_law_25_a_contribution_is_the_shapley_value_within_a_branch(case, column):
    """Within a branch: every part of the answers stays on the same side of 50, so one denominator holds for all."""
    said = [row.weight * row.evidence[column] for _, row in asked_rows(case)]
    assume(all(one >= 0 for one in said) or all(one <= 0 for one in said))
    points = {one.question: one.points for one in fits(case)[0][column].contributions}

    value = shapley(case, column)

    assert all(abs(points.get(question, 0.0) - found) <= CLOSE for question, found in value.items())


@LAW
@given(
    st.floats(-5, 5, allow_subnormal=False),
    st.floats(5, 50),
    st.floats(5, 50),
)
def test_law_26_a_score_is_continuous_at_50(total, positive, negative):
    steepest = 50 / min(positive, negative)

    below, above = score(-abs(total) * 1e-9, positive, negative), score(abs(total) * 1e-9, positive, negative)

    assert abs(score(total, positive, negative) - 50) <= steepest * abs(total) + CLOSE
    assert above - below <= 2 * steepest * abs(total) * 1e-9 + CLOSE


@LAW
@given(st.integers(1, 5), st.integers(1, 5), st.floats(0, 1e-10))
def test_law_26_tipping_a_balance_by_nothing_moves_a_score_by_nothing(for_it, against_it, nudge):
    choices = (choice("yes", (2, 2, 2, 2)), choice("slight", (1, 1, 1, 1)), choice("no", (-2, -2, -2, -2)))

    def case(weight, other):
        asked = (
            question(key="pro", scope=Scope.ORGANISATION, weight=weight, choices=choices),
            question(key="contra", scope=Scope.ORGANISATION, weight=other, choices=choices[::2]),
        )
        return make_case(make_edition("made-up-1", asked), {"pro": "yes", "contra": "no"})

    for weight in (for_it, against_it):
        up, down = scores(case(weight + nudge, weight))[0], scores(case(weight, weight + nudge))[0]
        assert all(
            abs(one - 50) <= CLOSE * 50 and abs(one - other) <= CLOSE * 100 for one, other in zip(up, down, strict=True)
        )
