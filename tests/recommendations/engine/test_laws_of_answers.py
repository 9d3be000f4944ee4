"""Laws 7-9, 14, 17, 18, 27 and 28: what an answer may do, and what it may not."""

from copy import deepcopy
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, ORGANISATION, Scope
from recommendations.engine import PARAMETERS, Column, VerdictReason, fits, recommend
from recommendations.engine.blocks import OUT, read
from recommendations.engine.fit import score_blocks
from tests.recommendations.engine.build import Work, choice, make_case
from tests.recommendations.engine.cases import (
    CLOSE,
    LAW,
    Shape,
    answered,
    asked_rows,
    cases,
    every_fit,
    question_of,
    rewritten,
    same,
    scores,
    shuffled,
    with_a_row,
    with_questions,
)
from tests.recommendations.engine.shipped import EDITION, answers, shipped_case


def is_open(_scope, row):
    return row.open


def is_about_a_function(scope, _row):
    return scope != ORGANISATION


@LAW
@given(cases(), st.integers(0, 1000))
def test_law_07_no_order_of_questions_choices_functions_or_answers_changes_anything(case, seed):
    other = shuffled(case, seed)

    one, two = recommend(case), recommend(other)

    assert two.overall == one.overall
    assert (two.mix, two.partner, two.pricing, two.order.pilot) == (one.mix, one.partner, one.pricing, one.order.pilot)
    assert {two_f.key: two_f.standing for two_f in two.functions} == {
        one_f.key: one_f.standing for one_f in one.functions
    }


@LAW
@given(with_a_row(cases(Shape(plain=True))))
def test_law_08_dont_know_scores_as_no_evidence_and_covers_no_more(drawn):
    case, scope, row = drawn
    silent = choice("says_nothing", (0, 0, 0, 0))
    wider = rewritten(
        case,
        lambda one: replace(one, choices=(*one.choices, silent)) if one.key == row.question else one,
    )

    unknown = answered(wider, scope, row.question, DONT_KNOW)
    neutral = answered(wider, scope, row.question, silent.key)

    assert same(scores(unknown), scores(neutral))
    for one, other in zip(every_fit(unknown), every_fit(neutral), strict=True):
        assert one.coverage <= other.coverage + CLOSE


@LAW
@given(cases(Shape(plain=True, questions=(1, 4))), st.data())
def test_law_09_doesnt_apply_is_the_question_deleted(case, data):
    question = data.draw(st.sampled_from(case.edition.questions))
    applies_nowhere = case
    for scope in (ORGANISATION, *(one.key for one in case.functions)):
        if (scope == ORGANISATION) == (question.scope is Scope.ORGANISATION):
            applies_nowhere = answered(applies_nowhere, scope, question.key, NOT_APPLICABLE)

    without = with_questions(case, *(one for one in case.edition.questions if one is not question))
    answers = {place: answer for place, answer in case.answers.items() if place[1] != question.key}
    deleted = replace(without, answers=answers)

    assert fits(applies_nowhere) == fits(deleted)


@LAW
@given(with_a_row(cases(Shape(plain=True))), st.data())
def test_law_14_one_answer_moves_a_score_by_at_most_its_weight_and_range_allow(drawn, data):
    case, scope, row = drawn
    answer = data.draw(st.sampled_from((DONT_KNOW, *(choice.key for choice in question_of(row).choices))))
    blocks = read(case)
    parts = [part for block, part in zip(blocks, score_blocks(blocks), strict=True) if block.scope == scope]
    beside = PARAMETERS.organisation_beside_function
    # Answers about a function are all there is to its models; the company's count for handing over alone.
    shares = {OUT: 1 / (1 + beside) if scope else beside / (1 + beside)}

    before, after = scores(case), scores(answered(case, scope, row.question, answer))

    for column, by_block in enumerate(zip(*parts, strict=True)):
        reaches = [reach for part in by_block for reach in (part.sums.positive, part.sums.negative) if reach]
        span = row.weight * (row.high[column] - row.low[column])
        allowed = 50 * span / min(reaches) if reaches else 0.0
        for then, now in zip(before[1:], after[1:], strict=True):
            assert abs(now[column] - then[column]) <= allowed * shares.get(column, float(bool(scope))) + CLOSE


@LAW
@given(with_a_row(cases(), is_open), st.data())
def test_law_17_an_interval_holds_the_score_and_never_widens_when_one_more_is_answered(drawn, data):
    case, scope, row = drawn
    answer = data.draw(st.sampled_from([choice.key for choice in question_of(row).choices]))

    before, after = every_fit(case), every_fit(answered(case, scope, row.question, answer))

    for then, now in zip(before, after, strict=True):
        assert then.interval.low - CLOSE <= now.interval.low <= now.score + CLOSE
        assert now.score - CLOSE <= now.interval.high <= then.interval.high + CLOSE


@LAW
@given(st.integers(0, 2**32), st.sampled_from(("transactions", "analysis", "systems", "hands_on", NOT_APPLICABLE)))
def test_law_17_nor_when_the_owner_tells_what_work_of_their_own_produces(seed, output):
    case = shipped_case(seed, 0, 0.2)
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    told = answers(random, Scope.FUNCTION, 0.2) | {"output": DONT_KNOW}
    company = {key: answer for (_, key), answer in case.answers.items()}
    unknown = make_case(EDITION, company, [Work("own_1", answers=told)])

    before, after = every_fit(unknown), every_fit(answered(unknown, "own_1", "output", output))

    for then, now in zip(before, after, strict=True):
        assert then.interval.low - CLOSE <= now.interval.low
        assert now.interval.high <= then.interval.high + CLOSE
        assert now.coverage >= then.coverage - CLOSE or output == NOT_APPLICABLE


@LAW
@given(cases(Shape(silent=(NOT_APPLICABLE,))))
def test_law_17_an_interval_closes_when_all_is_answered(case):
    open_rows = [row for _, row in asked_rows(case) if row.open]
    # Of work of no known kind it stays open which of the company's answers count.
    is_known = all(block.subject for block in read(case)[1:])

    found = [fit for fit in every_fit(case) if is_known or fit.column is not Column.OUTSOURCE]

    assert not open_rows
    assert [(fit.interval.low, fit.interval.high) for fit in found] == [(fit.score, fit.score) for fit in found]


@LAW
@given(with_a_row(cases(), is_open), st.data())
def test_law_18_coverage_is_a_share_and_never_falls_when_one_more_is_answered(drawn, data):
    case, scope, row = drawn
    answer = data.draw(st.sampled_from([choice.key for choice in question_of(row).choices]))

    before, after = every_fit(case), every_fit(answered(case, scope, row.question, answer))

    for then, now in zip(before, after, strict=True):
        assert 0 <= then.coverage <= now.coverage + CLOSE
        assert now.coverage <= 1


@LAW
@given(cases())
def test_law_27_the_input_is_not_altered(case):
    kept = deepcopy(case)

    recommend(case)

    assert case == kept


@LAW
@given(cases(), st.sampled_from((0, 40)))
def test_law_27_without_reasons_everything_but_the_reasons_is_the_same(case, draws):
    """Scores and what follows from them are worked out once, whether or not somebody asks why."""
    case = replace(case, parameters=replace(PARAMETERS, draws=draws))
    whole, plain = recommend(case), recommend(case, reasons=False)

    def stripped(standing):
        silent = {fit: replace(fit, contributions=()) for fit in (*standing.fits, standing.outsource)}
        return replace(
            standing,
            fits=tuple(silent[fit] for fit in standing.fits),
            outsource=silent[standing.outsource],
            contrast=replace(standing.contrast, differences=()),
            counterfactual=None,
            critical=None,
            open_questions=(),
        )

    def quiet(function):
        """Leave out the reasons, and the actions of a verdict that names open questions."""
        named = function.verdict.why in (VerdictReason.LOW_COVERAGE, VerdictReason.OPEN_ANSWERS)
        actions = () if named else function.actions
        return replace(function, standing=stripped(function.standing), turn=None, actions=actions)

    silent = replace(
        whole,
        overall=stripped(whole.overall),
        functions=tuple(map(quiet, whole.functions)),
        pressures=tuple(replace(one, contributions=()) for one in whole.pressures),
    )
    assert replace(plain, functions=tuple(map(quiet, plain.functions))) == silent


@LAW
@given(with_a_row(cases(Shape(functions=(2, 3))), is_about_a_function), st.data())
def test_law_28_an_answer_about_one_function_changes_no_other_functions_score(drawn, data):
    case, scope, row = drawn
    answer = data.draw(st.sampled_from((DONT_KNOW, NOT_APPLICABLE, *(one.key for one in question_of(row).choices))))

    before, after = fits(case)[1:], fits(answered(case, scope, row.question, answer))[1:]

    others = [place for place, function in enumerate(case.functions) if function.key != scope]
    assert [after[place] for place in others] == [before[place] for place in others]
