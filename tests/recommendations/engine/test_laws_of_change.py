"""Laws 23 and 24: how firm the order is, and what would change it."""

from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, Condition, Scope
from recommendations.engine import COLUMNS, MODELS, OUTSIDE, PARAMETERS, fits, recommend
from recommendations.engine.blocks import read
from recommendations.engine.fit import function_targets, score_blocks, whole_target
from recommendations.engine.stability import acceptability, draw, draw_scores
from recommendations.engine.verdict import leaders
from tests.recommendations.engine.build import Work, choice, make_case, make_edition, question
from tests.recommendations.engine.cases import (
    CLOSE,
    LAW,
    Shape,
    answered,
    asked_rows,
    cases,
    question_of,
    reweighted,
    scores,
)

NO_NOISE = replace(PARAMETERS, draws=3, weight_spread=0.0, evidence_spread=0.0)
NO_DRAWS = Shape(parameters=replace(PARAMETERS, draws=0))
SMALL = st.one_of(
    cases(replace(NO_DRAWS, questions=(1, 3), functions=(0, 1))),
    cases(replace(NO_DRAWS, questions=(2, 3), functions=(1, 1), silent=(DONT_KNOW,))),
    cases(replace(NO_DRAWS, questions=(1, 2), functions=(2, 2))),
)


def stabilities(case):
    blocks = read(case)
    drawn = draw_scores(case, blocks)
    functions = function_targets(case, blocks)
    return [acceptability(drawn, target) for target in (whole_target(case, functions), *functions)]


@LAW
@given(cases())
def test_law_23_stability_sums_to_1_and_repeats(case):
    once, again = stabilities(case), stabilities(case)

    assert again == once
    assert all(abs(sum(shares) - 1) <= CLOSE for shares in once)


@LAW
@given(cases(Shape(silent=(NOT_APPLICABLE,), parameters=NO_NOISE)))
def test_law_23_without_noise_and_with_full_answers_stability_is_the_ranking(case):
    found = stabilities(case)

    for target, shares in zip(fits(case), found, strict=True):
        first = leaders(target[:3])
        expected = [1 / len(first) if model in first else 0.0 for model in MODELS]
        assert all(abs(share - one) <= CLOSE for share, one in zip(shares, expected, strict=True))


@LAW
@given(cases(Shape(silent=(NOT_APPLICABLE,), functions=(1, 2), parameters=NO_NOISE)))
def test_law_23_without_noise_and_with_full_answers_every_draw_has_the_same_verdict(case):
    is_known = all(block.subject for block in read(case)[1:])

    found = {one.stability for one in recommend(case, reasons=False).functions}

    assert not is_known or found == {1.0}


def whole_of(case, found):
    """The case with those functions alone whose scores make up the whole."""
    outside = {one.key for one in found.functions if one.verdict.kind in OUTSIDE}
    leaving = tuple(one for one in case.functions if one.key in outside)
    return replace(case, functions=leaving) if leaving else case


def each_standing(case):
    """Every standing, with a case and the place among its fits at which that standing is."""
    found = recommend(case)
    yield whole_of(case, found), 0, found.overall
    yield from ((case, place, one.standing) for place, one in enumerate(found.functions, start=1))


def first_of(case, place):
    return leaders(fits(case)[place][:3])


def possible_changes(case):
    """Every answer that could be another choice, with what it could be."""
    return [
        (scope, row.question, choice.key)
        for scope, row in asked_rows(case)
        if not question_of(row).fixed
        for choice in question_of(row).choices
        if choice.key != row.answer
    ]


def changed(case, *changes):
    for scope, key, answer in changes:
        case = answered(case, scope, key, answer)
    return case


def swaps(case, place, *changes):
    """Whether the leader is overtaken."""
    leader = MODELS.index(first_of(case, place)[0])
    after = [fit.score for fit in fits(changed(case, *changes))[place][:3]]
    return max(after) > after[leader] + CLOSE


@LAW
@given(SMALL)
def test_law_24_a_counterfactual_really_swaps_the_leader(case):
    for about, place, standing in each_standing(case):
        found = standing.counterfactual
        if found:
            changes = [(one.scope, one.question, one.after) for one in found.changes]
            assert found.before == standing.ranking[0]
            assert found.after in first_of(changed(about, *changes), place)
            assert found.before not in first_of(changed(about, *changes), place)


@LAW
@given(SMALL)
def test_law_24_a_pair_only_where_no_single_answer_does_and_none_where_no_pair_does(case):
    for about, place, standing in each_standing(case):
        found = len(standing.counterfactual.changes) if standing.counterfactual else 0
        possible = possible_changes(about)
        singles = not standing.tie and any(swaps(about, place, one) for one in possible)
        if singles or standing.tie:
            assert found == int(singles)
        else:
            pairs = (pair for pair in combinations(possible, 2) if pair[0][:2] != pair[1][:2])
            assert (found == 2) == any(swaps(about, place, *pair) for pair in pairs)


@LAW
@given(SMALL)
def test_law_24_no_change_of_as_many_answers_is_smaller(case):
    about, _, standing = next(each_standing(case))
    if not standing.counterfactual:
        return
    leader = MODELS.index(standing.ranking[0])
    number = len(standing.counterfactual.changes)
    start = scores(about)[0]

    def size(*changes):
        after = scores(changed(about, *changes))[0]
        gains = [after[rival] - start[rival] - after[leader] + start[leader] for rival in range(3)]
        leads = [start[leader] - start[rival] for rival in range(3)]
        over = [gain for gain, lead in zip(gains, leads, strict=True) if gain > lead + CLOSE]
        return min(over, default=float("inf"))

    found = size(*((one.scope, one.question, one.after) for one in standing.counterfactual.changes))
    possible = combinations(possible_changes(about), number)
    smallest = min(size(*changes) for changes in possible if len({one[:2] for one in changes}) == number)
    assert found <= smallest + CLOSE


def test_law_24_an_answer_that_asks_for_another_may_be_one_of_a_pair():
    towards = (choice("bpo", (2, -2, 0, 0)), choice("kpo", (-2, 2, 0, 0)))
    gate, beside = (question(key=key, scope=Scope.FUNCTION, weight=2, choices=towards) for key in ("gate", "beside"))
    then = question(
        key="then",
        scope=Scope.FUNCTION,
        weight=1,
        choices=(choice("for", (0, 0, 1, 0)), choice("against", (0, 0, -1, 0))),
        condition=Condition("gate", ("kpo",)),
    )
    said = Work("own_1", answers={"gate": "bpo", "beside": "bpo"})

    found = recommend(make_case(make_edition("made-up-1", (gate, beside, then)), {}, [said])).overall.counterfactual

    assert found is not None
    assert (found.after, [one.question for one in found.changes]) == ("kpo", ["beside", "gate"])


@LAW
@given(cases(NO_DRAWS))
def test_a_critical_question_really_swaps_the_leader_and_hardly_less_does_not(case):
    about, _, standing = next(each_standing(case))
    critical = standing.critical
    if critical is None:
        return

    def weighed(change):
        return dict(zip(MODELS, scores(reweighted(about, critical.question, change))[0][:3], strict=True))

    then, almost = weighed(critical.change), weighed(critical.change * 0.999)

    leader = standing.ranking[0]
    assert then[critical.after] > then[leader]
    assert max(almost.values()) <= almost[leader] + 1e-4 + CLOSE


@LAW
@given(cases(NO_DRAWS), st.sampled_from(range(7)))
def test_no_smaller_change_of_any_weight_swaps_the_leader(case, eighth):
    about, _, standing = next(each_standing(case))
    reach = abs(standing.critical.change) if standing.critical else PARAMETERS.weight_change_limit
    leader = MODELS.index(standing.ranking[0])
    if standing.tie:
        return

    for asked in about.edition.questions:
        for change in (reach * eighth / 7.001, -min(1, reach) * eighth / 7.001):
            after = scores(reweighted(about, asked.key, change))[0][:3]
            assert max(after) <= after[leader] + 1e-4 + CLOSE


@LAW
@given(cases())
def test_open_questions_are_those_left_open_and_narrow_at_most_what_is_open(case):
    recommendation = recommend(case)
    standing = recommendation.overall
    leading = standing.fits[MODELS.index(standing.ranking[0])]
    unanswered = {(scope, row.question) for scope, row in asked_rows(case) if row.answer == DONT_KNOW}

    found = standing.open_questions

    assert {(one.scope, one.question) for one in found} <= unanswered
    assert all(one.points >= other.points - CLOSE for one, other in pairwise(found))
    assert all(0 < one.points <= leading.interval.high - leading.interval.low + CLOSE for one in found)


@LAW
@given(cases(Shape(silent=(NOT_APPLICABLE,), parameters=NO_NOISE)))
def test_every_draw_is_scored_by_the_engines_own_formula(case):
    blocks = read(case)

    drawn = draw(case, blocks).scores()

    for block, scored in enumerate(score_blocks(blocks)):
        if any(row.open for row in blocks[block].rows):
            continue  # of work of no known kind: which of the company's answers count stays open
        for place in range(len(COLUMNS)):
            assert abs(drawn[block, place] - scored[place].score).max() <= CLOSE


@LAW
@given(cases(Shape(functions=(1, 2))))
def test_every_draw_lies_between_0_and_100(case):
    drawn = draw(case, read(case)).scores()

    assert drawn.min() >= -CLOSE
    assert drawn.max() <= 100 + CLOSE
