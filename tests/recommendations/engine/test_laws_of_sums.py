"""Laws 1-6, 10 and 13: what a score is, whatever the questions."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, Scope
from recommendations.engine import COLUMNS, Column, fits
from tests.recommendations.engine.build import Work, choice, make_case, make_edition, question
from tests.recommendations.engine.cases import (
    CLOSE,
    FEW_DRAWS,
    LAW,
    Shape,
    answered,
    cases,
    every_fit,
    question_of,
    rewritten,
    same,
    scores,
    with_a_row,
    with_questions,
)


@LAW
@given(cases())
def test_law_01_every_score_and_interval_lies_between_0_and_100(case):
    for fit in every_fit(case):
        assert 0 <= fit.interval.low <= fit.score + CLOSE
        assert fit.score - CLOSE <= fit.interval.high <= 100


@LAW
@given(cases())
def test_law_02_contributions_and_50_make_the_score(case):
    for fit in every_fit(case):
        assert abs(50 + sum(one.points for one in fit.contributions) - fit.score) <= CLOSE


def reaching(scope, key):
    """A question that speaks for and against every column."""
    choices = (choice("worst", (-2, -2, -2, -2)), choice("best", (2, 2, 2, 2)))
    return question(key=key, scope=scope, weight=3, choices=choices)


def extreme(question, column, pick):
    """The most extreme thing one can say to a question: an answer, or nothing where every answer is beyond nothing."""
    told = {choice.key: choice.evidence[column] for choice in question.choices} | {DONT_KNOW: 0}
    return pick(told, key=lambda key: (told[key], key))


@LAW
@given(cases(Shape(plain=True)), st.sampled_from(range(4)), st.sampled_from(((min, -2, 0.0), (max, 2, 100.0))))
def test_law_03_each_column_can_reach_exactly_0_and_exactly_100(drawn, column, end):
    pick, prior, expected = end
    reach = (reaching(Scope.FUNCTION, "reach"), reaching(Scope.ORGANISATION, "reach_o"))
    asked = (*drawn.edition.questions, *reach)
    told = {scope: {one.key: extreme(one, column, pick) for one in asked if one.scope is scope} for scope in Scope}
    listed = Work("listed", prior=(prior, prior, prior), hand_over=prior, answers=told[Scope.FUNCTION])
    own = Work("own_1", answers=told[Scope.FUNCTION])
    # Of work of no known kind it stays open which of the company's answers count for handing over.
    works = [listed] if COLUMNS[column] is Column.OUTSOURCE else [listed, own]
    case = make_case(make_edition("made-up-1", asked), told[Scope.ORGANISATION], works)

    found = [target[column].score for target in fits(case)]

    assert found == [expected] * (1 + len(works))


@LAW
@given(cases(Shape(silent=())))
def test_law_04_without_answers_every_score_is_50(case):
    silent = replace(case, answers={}, edition=replace(case.edition, functions=()))

    found = {(fit.score, fit.coverage, fit.answered) for fit in every_fit(silent)}

    assert found == {(50.0, 0.0, 0)}


@LAW
@given(with_a_row(cases(Shape(plain=True, functions=(1, 3)))), st.sampled_from(range(4)), st.data())
def test_law_05_a_better_answer_never_lowers_a_score(drawn, column, data):
    case, scope, row = drawn
    better = [choice.key for choice in question_of(row).choices if choice.evidence[column] >= row.evidence[column] * 2]
    answer = data.draw(st.sampled_from((row.answer, *better)))

    before, after = scores(case), scores(answered(case, scope, row.question, answer))

    assert all(now[column] >= then[column] - CLOSE for then, now in zip(before, after, strict=True))


@LAW
@given(with_a_row(cases(Shape(plain=True, functions=(0, 1), silent=()))), st.sampled_from(range(4)), st.data())
def test_law_05_better_evidence_for_the_answer_given_never_lowers_a_score(drawn, column, data):
    case, _, row = drawn
    more = data.draw(st.integers(0, 2 - round(row.evidence[column] * 2)))

    def raised(choice):
        evidence = list(choice.evidence)
        evidence[column] += more
        return replace(choice, evidence=tuple(evidence))

    def change(question):
        if question.key != row.question:
            return question
        return replace(
            question, choices=tuple(raised(one) if one.key == row.answer else one for one in question.choices)
        )

    before, after = scores(case), scores(rewritten(case, change))

    assert all(now[column] >= then[column] - CLOSE for then, now in zip(before, after, strict=True))


@LAW
@given(cases(), st.sampled_from((0.5, 2, 3, 10, 0.1)))
def test_law_06_scaling_all_weights_changes_nothing(case, factor):
    scaled = rewritten(case, lambda question: replace(question, weight=question.weight * factor))
    parameters = replace(FEW_DRAWS, catalogue_weight=FEW_DRAWS.catalogue_weight * factor)
    scaled = replace(scaled, parameters=parameters)

    assert same(scores(scaled), scores(case))


@LAW
@given(cases(), cases(Shape(plain=True, questions=(1, 4), silent=())), st.data())
def test_law_10_a_question_of_weight_0_is_inert(case, other, data):
    scope = data.draw(st.sampled_from(Scope))
    questions = other.edition.questions
    idle = replace(questions[0 if scope is questions[0].scope else -1], key="idle", weight=0)
    answer = data.draw(st.sampled_from([choice.key for choice in idle.choices]))
    abouts = [""] if idle.scope is Scope.ORGANISATION else [one.key for one in case.functions]
    asked = with_questions(case, *case.edition.questions, idle)
    asked = replace(asked, answers={**case.answers, **{(about, "idle"): answer for about in abouts}})

    assert fits(asked) == fits(case)


@LAW
@given(cases(Shape(plain=True, questions=(1, 4))), st.data())
def test_law_13_a_question_split_in_two_with_shared_weight_changes_nothing(case, data):
    question = data.draw(st.sampled_from(case.edition.questions))
    part = data.draw(st.sampled_from((0.5, 0.25, 0.1)))
    halves = (
        replace(question, weight=question.weight * part),
        replace(question, key="twin", weight=question.weight * (1 - part)),
    )
    others = (one for one in case.edition.questions if one is not question)
    twins = {(about, "twin"): answer for (about, key), answer in case.answers.items() if key == question.key}

    split = replace(with_questions(case, *others, *halves), answers={**case.answers, **twins})

    assert same(scores(split), scores(case))
    for one, other in zip(every_fit(split), every_fit(case), strict=True):
        assert abs(one.coverage - other.coverage) <= CLOSE
        assert abs(one.interval.low - other.interval.low) <= CLOSE


def test_every_score_has_the_four_columns_in_order():
    case = make_case(make_edition("made-up-1", ()), {})

    assert [fit.column for fit in fits(case)[0]] == list(COLUMNS)
