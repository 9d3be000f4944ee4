"""Law 33, and what the shipped edition must allow: told by its questions, never by a test's own numbers."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.edition.flow import Scope, Signal
from recommendations.engine import MODELS, Column, fits, recommend
from tests.recommendations.engine.cases import CLOSE, LAW, answered, scores
from tests.recommendations.engine.shipped import EDITION, shipped_case

METHOD = next(question for question in EDITION.questions if question.key == "method")
ITO = MODELS.index(Column.ITO)

made_up = st.builds(shipped_case, st.integers(0, 2**32), st.integers(1, 3), st.sampled_from((0.0, 0.2, 0.6)))


def saying(signal):
    """Every answer of a function question that carries this meaning, beside its question."""
    return [
        (question, choice)
        for question in EDITION.questions
        if question.scope is Scope.FUNCTION
        for choice in question.choices
        if choice.signal == signal
    ]


@LAW
@given(made_up, st.data())
def test_law_33_a_system_that_breaks_down_never_lowers_ito(case, data):
    question, _ = data.draw(st.sampled_from(saying(Signal.SYSTEM_FAILING)))
    worst = question.choices[-1]
    other = data.draw(st.sampled_from(question.choices))
    function = case.functions[0].key

    before = scores(answered(case, function, question.key, other.key))
    after = scores(answered(case, function, question.key, worst.key))

    assert worst.signal == Signal.SYSTEM_FAILING
    assert all(now[ITO] >= then[ITO] - CLOSE for then, now in zip(before, after, strict=True))


@LAW
@given(made_up)
def test_law_33_from_script_to_novel_never_raises_bpo_nor_lowers_kpo(case):
    function = case.functions[0].key
    steps = [scores(answered(case, function, METHOD.key, choice.key)) for choice in METHOD.choices]

    for before, after in pairwise(steps):
        for (bpo, kpo, *_), (bpo_then, kpo_then, *_) in zip(before, after, strict=True):
            assert bpo_then <= bpo + CLOSE
            assert kpo_then >= kpo - CLOSE


@LAW
@given(made_up, st.data())
def test_law_33_secrecy_never_changes_fit(case, data):
    question, secret = data.draw(st.sampled_from(saying(Signal.OWN_SECRETS)))
    other = data.draw(st.sampled_from(question.choices))
    function = case.functions[0].key

    before = fits(answered(case, function, question.key, other.key))
    after = fits(answered(case, function, question.key, secret.key))

    assert [[fit.score for fit in target[:3]] for target in after] == [
        [fit.score for fit in target[:3]] for target in before
    ]


@settings(LAW, max_examples=100)
@given(made_up)
def test_the_shipped_edition_is_advised_on_whatever_is_answered(case):
    found = recommend(case)

    assert [one.key for one in found.functions] == [one.key for one in case.functions]
    assert set(found.order.pilot).isdisjoint(found.order.then)
    kept = {one.key for one in found.functions if one.verdict.model is None}
    assert kept.isdisjoint((*found.order.pilot, *found.order.then))
    assert (found.partner.kind == "none") == (not found.partner.models)
    assert [one.model for one in found.pricing] == list(found.partner.models)
