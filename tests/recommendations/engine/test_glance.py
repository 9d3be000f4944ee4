from collections import Counter
from dataclasses import replace
from math import sqrt

import pytest

from recommendations.engine import PARAMETERS, VerdictKind, fits, recommend
from recommendations.engine.blocks import read
from recommendations.engine.fit import targets
from recommendations.engine.glance import glance, says_the_same, strength
from recommendations.engine.plausible import Plausible
from recommendations.engine.stability import acceptabilities
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


def plausible_of(case, draws):
    return Plausible(case.scheme.label, read(case).questions, replace(PARAMETERS, draws=draws))


def first_by_both(case, draws):
    sheet, parameters = read(case), replace(PARAMETERS, draws=draws)
    whole = targets([(one.key, one.share) for one in case.functions], parameters)[0]
    return plausible_of(case, draws).first(sheet, whole), acceptabilities(sheet, (whole,), parameters)[0]


@pytest.mark.parametrize("openness", [0.1, 0.5])
def test_shared_draws_tell_what_a_reports_own_draws_tell(openness):
    for number in range(6):
        ours, own = first_by_both(shipped_case(number, 3, openness), 2000)

        assert ours == pytest.approx(own, abs=4 * sqrt(2 * 0.25 / 2000))  # four times what chance alone sets apart


def test_of_shared_draws_each_one_puts_somebody_first():
    for number in range(6):
        ours, _own = first_by_both(shipped_case(number, 2), 50)

        assert sum(ours) == pytest.approx(1)


def test_the_word_for_how_firm_it_is_follows_the_shares_of_the_draws():
    words: Counter[str] = Counter()
    for number in range(12):
        case = shipped_case(number, 3)

        word = strength(glance(read(case)), plausible_of(case, PARAMETERS.draws))

        whole = recommend(case).overall
        words[word is next(one.word for one in whole.strengths if one.model == whole.ranking[0])] += 1
    assert words[True] >= 11  # one may stand so near a threshold that other draws put it on the other side


def test_the_same_answers_under_the_same_label_have_the_same_strength_however_few_the_draws():
    case = shipped_case(1, 3)
    twin = replace(case, scheme=replace(case.scheme, questions=tuple(reversed(case.scheme.questions))))

    assert first_by_both(case, 50)[0] == first_by_both(twin, 50)[0]


def test_a_question_weighed_otherwise_leaves_every_other_draw_as_it_was():
    case = shipped_case(1, 2)
    sheet = read(case)
    answered, *others = [row for row in sheet.blocks[1].rows if row.reading and any(row.evidence[:3])]
    heavier = reweighed(case, answered.question, 3)
    ours, theirs = plausible_of(case, 50), plausible_of(heavier, 50)

    alike = [(ours._entry(row, 1) == theirs._entry(row, 1)).all() for row in (answered, *others)]

    assert alike == [False, *[True] * len(others)]


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
