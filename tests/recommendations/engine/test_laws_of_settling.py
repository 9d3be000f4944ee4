"""Law 52: which answers that nobody gave could still change what is advised, and that all others may be left open."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, asked
from recommendations.engine import settling
from tests.recommendations.engine.cases import LAW, answered, judged
from tests.recommendations.engine.shipped import ready_case, shipped_case

SEEDS = st.integers(0, 2**32)


def half_answered(case, seed):
    """The same case with answers taken out, as many as one leaves on the way."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    left = random.choice((0.1, 0.3, 0.5, 0.9))
    return replace(case, answers={place: answer for place, answer in case.answers.items() if random.random() >= left})


CASES = st.builds(
    half_answered,
    st.one_of(
        st.builds(ready_case, SEEDS, st.integers(1, 2), st.just(0.05)),
        st.builds(shipped_case, SEEDS, st.integers(1, 2), st.just(0.05)),
    ),
    SEEDS,
)


def told(case):
    return [(one.verdict.kind, one.verdict.model) for one in judged(case).functions]


@LAW
@given(CASES, SEEDS)
def test_law_52_whatever_is_answered_where_nothing_settles_changes_no_verdict_and_no_model(case, seed):
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    listed = {(one.scope, one.question) for one in settling(case, judged(case))}
    rest = [place for place in asked(case.edition, case.functions, case.answers) if place not in case.answers]

    for _ in range(3):
        more = {
            place: random.choice(case.edition.question_by_key[place[1]].choices).key
            for place in rest
            if place not in listed
        }
        assert told(replace(case, answers={**case.answers, **more})) == told(case)


@LAW
@given(CASES)
def test_law_52_what_one_answer_could_change_is_listed_with_the_functions_it_is_about(case):
    before = judged(case)
    listed = {(one.scope, one.question): one.functions for one in settling(case, before)}

    for place in asked(case.edition, case.functions, case.answers):
        if place in case.answers:
            continue
        for choice in case.edition.question_by_key[place[1]].choices:
            after = judged(answered(case, *place, choice.key)).functions
            for one, other in zip(before.functions, after, strict=True):
                if (one.verdict.kind, one.verdict.model) != (other.verdict.kind, other.verdict.model):
                    assert one.key in listed[place]


@LAW
@given(CASES)
def test_law_52_only_what_nobody_answered_is_asked_for_and_each_place_once(case):
    """Whoever said that they do not know is not asked again."""
    places = [(one.scope, one.question) for one in settling(case, judged(case))]

    assert len(set(places)) == len(places)
    assert set(places) <= set(asked(case.edition, case.functions, case.answers)) - set(case.answers)


@LAW
@given(st.builds(shipped_case, SEEDS, st.just(2), st.just(0.3)))
def test_law_52_with_every_question_answered_or_not_known_nothing_is_left_to_settle(case):
    places = asked(case.edition, case.functions, case.answers)
    whole = {**dict.fromkeys(places, DONT_KNOW), **case.answers}
    while more := set(asked(case.edition, case.functions, whole)) - set(whole):
        whole |= dict.fromkeys(more, DONT_KNOW)

    done = replace(case, answers=whole)

    assert settling(done, judged(done)) == ()
