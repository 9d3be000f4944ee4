"""Laws 16, 19, 20, 29 and 30: what is said with the scores."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import Scope, Signal
from recommendations.engine import MODELS, PARAMETERS, Fit, Interval, VerdictKind, VerdictReason, fits
from recommendations.engine.mix import mix
from recommendations.engine.points import printed_points
from tests.recommendations.engine.build import choice, question
from tests.recommendations.engine.cases import (
    CLOSE,
    LAW,
    Shape,
    cases,
    explained,
    judged,
    question_of,
    rewritten,
    with_a_row,
    with_questions,
)


def standings(recommendation):
    return [recommendation.overall, *(one.standing for one in recommendation.functions)]


@LAW
@given(cases())
def test_law_16_why_this_and_not_the_next_sums_to_the_gap(case):
    for standing in standings(explained(case)):
        by_model = dict(zip(MODELS, standing.fits, strict=True))
        first, second = (by_model[model] for model in standing.ranking[:2])

        assert (standing.contrast.first, standing.contrast.second) == (first.column, second.column)
        assert abs(standing.gap - (first.score - second.score)) <= CLOSE
        assert abs(sum(one.points for one in standing.contrast.differences) - standing.gap) <= CLOSE


KEPT = {VerdictKind.KEEP_IN_HOUSE, VerdictKind.BRING_BACK}
BARS = {Signal.BARRED_BY_LAW: VerdictReason.LAW, Signal.KEPT_BY_CHOICE: VerdictReason.OWNER}


@LAW
@given(cases(Shape(functions=(1, 2))), st.sampled_from(sorted(BARS)))
def test_law_19_a_veto_decides_the_verdict_and_touches_no_score(case, signal):
    silent = (0, 0, 0, 0)
    limit = question(
        key="limit",
        scope=Scope.FUNCTION,
        weight=0,
        choices=(choice("none", silent), choice("barred", silent, signal)),
    )

    def quiet(asked):
        """Leave the bar to the question of this law."""
        return replace(
            asked, choices=tuple(replace(one, signal="") if one.signal in BARS else one for one in asked.choices)
        )

    quieted = rewritten(case, quiet)
    asked = with_questions(quieted, *quieted.edition.questions, limit)

    def said(answer):
        of_all = {(function.key, "limit"): answer for function in asked.functions}
        return replace(asked, answers={**asked.answers, **of_all})

    free, barred = judged(said("none")), judged(said("barred"))

    assert fits(said("barred")) == fits(said("none"))
    assert [one.standing for one in barred.functions] == [one.standing for one in free.functions]
    assert {one.verdict.why for one in barred.functions} == {BARS[signal]}
    assert {one.verdict.kind for one in barred.functions} <= KEPT
    assert {one.verdict.why for one in free.functions}.isdisjoint(BARS.values())


@LAW
@given(cases())
def test_law_20_the_parts_of_a_mix_are_not_negative_and_sum_to_1(case):
    found = judged(case).mix

    parts = (found.bpo, found.kpo, found.ito, found.in_house)

    assert min(parts) >= 0
    assert abs(sum(parts) - 1) <= CLOSE


SCORES = st.tuples(*[st.floats(40, 60) | st.floats(0, 100) | st.just(50.0)] * 3)
PIECES = st.lists(st.tuples(st.sampled_from((1, 2, 4)), st.sampled_from(VerdictKind), SCORES), min_size=1, max_size=4)


@LAW
@given(PIECES)
def test_law_20_whatever_the_scores_and_the_verdicts(pieces):
    fits_of = [
        (
            share,
            kind,
            [
                Fit(model, score, 0, 1.0, Interval(score, score), 1, 1, ())
                for model, score in zip(MODELS, scores, strict=True)
            ],
        )
        for share, kind, scores in pieces
    ]

    found = mix(fits_of, PARAMETERS, None)

    parts = (found.bpo, found.kpo, found.ito, found.in_house)
    assert min(parts) >= 0
    assert abs(sum(parts) - 1) <= CLOSE


@LAW
@given(cases())
def test_law_29_printed_points_add_up_to_the_printed_score(case):
    for standing in standings(explained(case)):
        for fit in (*standing.fits, standing.outsource):
            assert round(sum(one.printed for one in fit.contributions), 6) == fit.printed - 50
            assert abs(fit.printed - fit.score) <= 0.5 + CLOSE
        shown = round(sum(one.printed for one in standing.contrast.differences), 6)
        assert shown == standing.contrast.printed


@LAW
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=40), st.floats(-0.5, 0.5))
def test_law_29_printed_points_stay_near_what_they_print(points, rounding):
    total = round(sum(points) + rounding)

    printed = printed_points(points, total)

    assert round(sum(printed), 6) == total
    carrying = max(1, sum(1 for one in points if abs(one) >= 0.05))
    worst = 0.05 + 0.1 * (1 + (10 + len(points) / 2) / carrying)
    assert all(abs(one - shown) <= worst + CLOSE for one, shown in zip(points, printed, strict=True))


@LAW
@given(with_a_row(cases(Shape(functions=(1, 3), silent=()))), st.integers(1, 4))
def test_law_30_raising_the_outsource_score_alone_never_brings_work_back_in_house(drawn, more):
    case, _, row = drawn

    def raised(choice):
        bpo, kpo, ito, outsource = choice.evidence
        return replace(choice, evidence=(bpo, kpo, ito, min(2, outsource + more)))

    def change(question):
        if question != question_of(row):
            return question
        choices = tuple(raised(one) if one.key == row.answer else one for one in question.choices)
        return replace(question, choices=choices)

    only = replace(case, functions=case.functions[:1])
    higher = rewritten(only, change)

    before, after = judged(only).functions[0], judged(higher).functions[0]

    if after.standing.outsource.score >= before.standing.outsource.score:
        assert after.standing.fits == before.standing.fits
        assert before.verdict.kind in KEPT or after.verdict.kind not in KEPT
