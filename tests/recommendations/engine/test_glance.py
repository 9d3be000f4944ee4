from dataclasses import replace

import pytest

from recommendations.engine import PARAMETERS, VerdictKind, fits, recommend
from recommendations.engine.blocks import read
from recommendations.engine.glance import glance, says_the_same, strength
from tests.recommendations.engine.shipped import shipped_case


@pytest.mark.parametrize("functions", [0, 1, 3, 8])
def test_a_glance_agrees_with_the_whole_recommendation(functions):
    for number in range(6):
        case = shipped_case(number, functions)

        seen, whole = glance(read(case)), recommend(case)

        assert seen.label is whole.mix.label
        assert seen.leader == whole.overall.ranking[0]
        assert seen.verdicts == {one.key: one.verdict.kind for one in whole.functions}
        assert seen.figures == tuple((fit.score, fit.coverage) for target in fits(case) for fit in target)


def test_with_as_many_draws_the_strength_is_the_reports():
    for number in range(6):
        case = shipped_case(number, 3)

        word = strength(glance(read(case)), draws=PARAMETERS.draws)

        whole = recommend(case).overall
        assert word is next(one.word for one in whole.strengths if one.model == whole.ranking[0])


def test_the_same_answers_under_the_same_label_have_the_same_strength_however_few_the_draws():
    case = shipped_case(1, 3)
    twin = replace(case, scheme=replace(case.scheme, questions=tuple(reversed(case.scheme.questions))))

    assert strength(glance(read(case)), draws=50) is strength(glance(read(twin)), draws=50)


def test_of_a_function_nothing_was_said_about_a_glance_tells_as_little_as_the_recommendation():
    kinds = set()
    for number in range(12):
        case = shipped_case(number, 2)
        silent = replace(case, functions=tuple(replace(one, answers={}) for one in case.functions))

        seen, whole = glance(read(silent)), recommend(silent)

        assert seen.verdicts == {one.key: one.verdict.kind for one in whole.functions}
        assert seen.label is whole.mix.label
        kinds |= set(seen.verdicts.values())
    assert VerdictKind.CANNOT_TELL in kinds


def reweighed(case, key, by):
    questions = tuple(replace(one, weight=one.weight + by * (one.key == key)) for one in case.scheme.questions)
    return replace(case, scheme=replace(case.scheme, questions=questions))


def test_two_sheets_say_the_same_only_where_everything_that_counts_does():
    case = shipped_case(1, 2)
    answered = next(row.question for row in read(case).blocks[1].rows if row.reading and row.weight)
    heavier = replace(case, functions=tuple(replace(one, share=one.share + n) for n, one in enumerate(case.functions)))

    told = [says_the_same(read(case), read(other)) for other in (reweighed(case, answered, 0), heavier)]

    assert told == [True, False]
    assert not says_the_same(read(case), read(reweighed(case, answered, 1)))
