from dataclasses import replace

import pytest

from recommendations.engine import PARAMETERS, fits, recommend
from recommendations.engine.glance import glance, strength
from tests.recommendations.engine.shipped import shipped_case


@pytest.mark.parametrize("functions", [0, 1, 3, 8])
def test_a_glance_agrees_with_the_whole_recommendation(functions):
    for number in range(6):
        case = shipped_case(number, functions)

        seen, whole = glance(case), recommend(case)

        assert seen.label is whole.mix.label
        assert seen.leader == whole.overall.ranking[0]
        assert seen.verdicts == {one.key: one.verdict.kind for one in whole.functions}
        assert seen.figures == tuple((fit.score, fit.coverage) for target in fits(case) for fit in target)


def test_with_as_many_draws_the_strength_is_the_reports():
    for number in range(6):
        case = shipped_case(number, 3)

        word = strength(glance(case), draws=PARAMETERS.draws)

        whole = recommend(case).overall
        assert word is next(one.word for one in whole.strengths if one.model == whole.ranking[0])


def test_the_same_answers_under_the_same_label_have_the_same_strength_however_few_the_draws():
    case = shipped_case(1, 3)
    twin = replace(case, scheme=replace(case.scheme, questions=tuple(reversed(case.scheme.questions))))

    assert strength(glance(case), draws=50) is strength(glance(twin), draws=50)
