"""Laws 47 to 51: what a typical answer may do that nobody gave, and what it may not."""

from dataclasses import replace
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, ORGANISATION, Scope, assumed
from recommendations.engine import PARAMETERS, StrengthWord, VerdictKind, recommend
from recommendations.engine.blocks import read
from tests.recommendations.engine.build import Work, choice, listed, make_case, make_edition, question
from tests.recommendations.engine.cases import (
    CLOSE,
    FEW_DRAWS,
    LAW,
    Shape,
    cases,
    every_fit,
    explained,
    judged,
    scores,
)
from tests.recommendations.engine.shipped import CATALOGUE, EDITION, ready_case, shipped_case

SEEDS = st.integers(0, 2**32)


def unconfirmed(case, seed, *, all_of_them=False):
    """The same case with typical answers taken out, so that they are assumed; where another was given it stands."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    by_key = case.edition.function_by_key
    typical = {(one.key, key) for one in case.functions if one.key in by_key for key, _ in by_key[one.key].typical}
    kept = {place for place in case.answers if place not in typical or (random.random() < 0.3 and not all_of_them)}
    return replace(case, answers={place: answer for place, answer in case.answers.items() if place in kept})


def stand_ins(case):
    return assumed(case.edition, case.functions, case.answers)


def given_too(case, places):
    return replace(case, answers={**case.answers, **places})


def unknown_instead(case):
    """The same case with “I don't know” where an answer is assumed."""
    return given_too(case, dict.fromkeys(stand_ins(case), DONT_KNOW))


MADE_UP = cases(Shape(functions=(1, 2), questions=(1, 4), typical=True))
SHIPPED = st.one_of(
    st.builds(unconfirmed, st.builds(ready_case, SEEDS, st.integers(1, 2)), SEEDS),
    st.builds(unconfirmed, st.builds(shipped_case, SEEDS, st.integers(1, 2)), SEEDS),
)
ANY = st.one_of(MADE_UP, SHIPPED)


@LAW
@given(ANY)
def test_law_47_confirming_what_is_assumed_never_lowers_coverage_nor_widens_an_interval(case):
    for place, answer in stand_ins(case).items():
        before, after = every_fit(case), every_fit(given_too(case, {place: answer}))

        for then, now in zip(before, after, strict=True):
            assert now.coverage >= then.coverage - CLOSE
            assert then.interval.low - CLOSE <= now.interval.low <= now.score + CLOSE
            assert now.score - CLOSE <= now.interval.high <= then.interval.high + CLOSE


@LAW
@given(ANY)
def test_law_47_what_is_assumed_covers_no_more_and_is_no_surer_than_what_is_not_known(case):
    silent = replace(case, leans=False)

    for one, other in zip(every_fit(case), every_fit(silent), strict=True):
        assert (one.coverage, one.answered, one.asked) == (other.coverage, other.answered, other.asked)
        assert abs(one.interval.low - other.interval.low) <= CLOSE
        assert abs(one.interval.high - other.interval.high) <= CLOSE


@LAW
@given(ANY)
def test_law_47_the_engine_assumes_what_the_pages_call_assumed(case):
    rows = {(block.scope, row.question): row.answer for block in read(case) for row in block.rows if row.is_assumed}

    assert rows == stand_ins(case)


@LAW
@given(ANY)
def test_law_47_points_of_what_is_assumed_are_told_and_add_up(case):
    for function in explained(case).functions:
        for fit in (*function.standing.fits, function.standing.outsource):
            assert abs(sum(part.points for part in fit.contributions) - (fit.score - PARAMETERS.neutral)) <= 1e-6


@LAW
@given(st.builds(shipped_case, SEEDS, st.integers(1, 3)), st.booleans())
def test_law_48_with_nothing_but_assumed_answers_nothing_can_be_told_yet(case, is_company_answered):
    """But for work that the list knows to be tied to a place."""
    about_it = {place: answer for place, answer in case.answers.items() if place[0] == ORGANISATION}
    silent = replace(case, answers=about_it if is_company_answered else {})

    for one in judged(silent).functions:
        if one.subject != "place":
            assert (one.verdict.kind, one.verdict.model) == (VerdictKind.CANNOT_TELL, None)


def kept_on_what_is_assumed():
    """What is given alone would be prepared; with what is assumed it is kept, in nearly every draw."""
    about = Scope.FUNCTION
    against, for_it = choice("against", (0, 0, 0, -2)), choice("for_it", (0, 0, 0, 2))
    both = (against, replace(against, key="against_too"))
    given_one = question(key="given", scope=about, weight=5, choices=(against, for_it), fixed=True)
    assumed_one = question(key="assumed", scope=about, weight=4, choices=both)
    work = listed("work", (0, 0, 0), subject="process", typical=(("assumed", "against"),))
    edition = make_edition("small-1", (given_one, assumed_one), (work,))
    return make_case(edition, {}, [Work("work", answers={"given": "against"})])


@LAW
@given(st.builds(unconfirmed, st.builds(ready_case, SEEDS, st.just(1), st.just(0.0), st.just(FEW_DRAWS)), SEEDS))
@example(kept_on_what_is_assumed())
def test_law_49_what_is_assumed_is_never_the_ground_of_firm(case):
    """What is firm is as firm, and says the same, where the list knows no typical answers."""
    gates = {one.condition.question for one in case.edition.questions if one.condition}
    # Typical answers that decide what is asked are given, so that the same is asked in both.
    case = given_too(case, {place: answer for place, answer in stand_ins(case).items() if place[1] in gates})
    forgetful = replace(case.edition, functions=tuple(replace(one, typical=()) for one in case.edition.functions))

    with_it, without = recommend(case, reasons=False), recommend(replace(case, edition=forgetful), reasons=False)

    for one, other in zip(with_it.functions, without.functions, strict=True):
        if one.strength is StrengthWord.FIRM:
            assert other.strength is StrengthWord.FIRM
            assert (other.verdict.kind, other.verdict.model) == (one.verdict.kind, one.verdict.model)


@LAW
@given(ANY)
def test_law_50_what_is_assumed_lifts_no_cap_and_hands_nothing_over(case):
    for one, other in zip(judged(case).functions, judged(unknown_instead(case)).functions, strict=True):
        if one.verdict.kind is VerdictKind.GO:
            assert other.verdict.kind is VerdictKind.GO
        if one.verdict.kind is other.verdict.kind is VerdictKind.PREPARE_FIRST:
            assert {cap.reason for cap in one.verdict.caps} >= {cap.reason for cap in other.verdict.caps}
        # A fact that decides by itself is one that was given.
        assert all(ground.answer == case.answers[ground.scope, ground.question] for ground in one.verdict.grounds)


@LAW
@given(ANY)
def test_law_51_given_as_it_was_assumed_an_answer_changes_no_score_and_so_no_leading_model(case):
    for place, answer in stand_ins(case).items():
        confirmed = given_too(case, {place: answer})

        assert scores(confirmed) == scores(case)
        pairs = zip(judged(case).functions, judged(confirmed).functions, strict=True)
        assert all(one.standing.leaders == other.standing.leaders for one, other in pairs)


@LAW
@given(st.sampled_from(sorted(CATALOGUE)))
def test_law_51_what_is_assumed_leans_as_the_list_does(key):
    """With nothing answered the list's own word and the typical answers are all there is to a score."""
    silent = make_case(EDITION, {}, [Work(key)])
    says_nothing = replace(silent, leans=False)
    rows = [(EDITION.question_by_key[question], answer) for (_, question), answer in stand_ins(silent).items()]

    for column, (one, other) in enumerate(zip(scores(silent)[1], scores(says_nothing)[1], strict=True)):
        leaning = sum(asked.weight * asked.choice_by_key[answer].evidence[column] for asked, answer in rows)
        assert (one > other) == (leaning > 0) or one == other == 100
        assert (one < other) == (leaning < 0) or one == other == 0
