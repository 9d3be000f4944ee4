"""Laws 34, 35, 42 and 43: every figure and every name of one report comes from the same scores."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import ORGANISATION
from recommendations.engine import MODELS, OUTSIDE, MixLabel, fits
from tests.recommendations.engine.cases import LAW, Shape, answered, asked_rows, cases, explained, judged, question_of
from tests.recommendations.engine.shipped import ready_case, shipped_case

SEEDS = st.integers(0, 2**32)
ONE = st.one_of(
    cases(Shape(functions=(1, 1))),
    st.builds(shipped_case, SEEDS, st.just(1), st.sampled_from((0.0, 0.2, 0.6))),
)
SEVERAL = st.one_of(
    cases(),
    st.builds(ready_case, SEEDS, st.integers(1, 4), st.sampled_from((0.0, 0.2))),
    st.builds(shipped_case, SEEDS, st.integers(0, 4), st.sampled_from((0.0, 0.2))),
)


@LAW
@given(ONE)
def test_law_34_with_one_function_the_whole_is_that_function(case):
    found = judged(case)

    (function,) = found.functions
    assert found.overall.fits == function.standing.fits
    assert found.overall.outsource == function.standing.outsource
    assert found.overall.ranking == function.standing.ranking


@LAW
@given(SEVERAL)
def test_law_35_the_model_named_first_leads_the_overall_scores_or_the_label_is_a_mix(case):
    found = judged(case)

    advised = {one.verdict.model for one in found.functions} - {None}
    named = str(found.mix.label)
    if named in {str(model) for model in MODELS}:
        assert [str(model) for model in found.overall.leaders] == [named]
        assert {str(model) for model in advised} <= {named}
    if len(advised) > 1:
        assert named in (MixLabel.MIX, MixLabel.IN_HOUSE, MixLabel.UNDECIDED)
    if found.mix.largest is not None:
        assert found.overall.leaders == (found.mix.largest,)


@LAW
@given(SEVERAL)
def test_law_35_the_whole_is_what_leaves_or_a_first_impression(case):
    found = judged(case)
    outside = {one.key: one.share for one in found.functions if one.verdict.kind in OUTSIDE}
    counted = outside or {one.key: one.share for one in found.functions}

    assert found.first_impression is not bool(outside)
    for place, fit in enumerate((*found.overall.fits, found.overall.outsource)):
        scores = {one.key: (*one.standing.fits, one.standing.outsource)[place].score for one in found.functions}
        mean = sum(share * scores[key] for key, share in counted.items()) / (sum(counted.values()) or 1)
        assert not counted or abs(fit.score - mean) <= 1e-9


@LAW
@given(
    st.one_of(
        cases(Shape(plain=True, functions=(1, 3))),
        st.builds(shipped_case, SEEDS, st.integers(1, 3), st.sampled_from((0.0, 0.2))),
    ),
    SEEDS,
)
def test_law_42_no_answer_about_the_company_changes_which_model_a_function_gets(case, seed):
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    other = case
    for scope, row in asked_rows(case):
        if scope == ORGANISATION:
            other = answered(other, ORGANISATION, row.question, random.choice(question_of(row).choices).key)

    before, after = judged(case), judged(other)

    for one, two in zip(before.functions, after.functions, strict=True):
        assert two.standing.ranking == one.standing.ranking
        assert {one.verdict.model, two.verdict.model} <= {None, one.standing.ranking[0]}
    assert [target[:3] for target in fits(other)[1:]] == [target[:3] for target in fits(case)[1:]]


@LAW
@given(cases())
def test_law_43_a_printed_gap_is_the_difference_of_the_printed_scores(case):
    found = explained(case)

    for standing in (found.overall, *(one.standing for one in found.functions)):
        printed = {fit.column: fit.printed for fit in standing.fits}
        first, second = standing.ranking[:2]
        assert standing.contrast.printed == printed[first] - printed[second]
