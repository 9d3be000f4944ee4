"""Laws 33 and 40, and what the shipped edition must allow: told by its questions, never by a test's own numbers."""

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, Scope, Signal
from assessments.edition.sourcing_models import SOURCING_MODELS
from recommendations.engine import LEAVES, MODELS, Column, VerdictKind, fits, recommend
from tests.recommendations.engine.build import Work, make_case
from tests.recommendations.engine.cases import CLOSE, LAW, answered, judged, scores
from tests.recommendations.engine.shipped import CATALOGUE, EDITION, answers, shipped_case

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
    question, _ = data.draw(st.sampled_from(saying(Signal.SYSTEM_BREAKS_DOWN)))
    worst = question.choices[-1]
    other = data.draw(st.sampled_from(question.choices))
    function = case.functions[0].key

    before = scores(answered(case, function, question.key, other.key))
    after = scores(answered(case, function, question.key, worst.key))

    assert worst.signal == Signal.SYSTEM_BREAKS_DOWN
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


MODEL_OF = {model.subject: model.key for model in SOURCING_MODELS}
JUDGED_BY = {"process": ("unit_cost", "first_time"), "knowledge": ("depth",), "technology": ("uptime",)}


@LAW
@given(st.sampled_from(sorted(key for key, one in CATALOGUE.items() if one.subject in MODEL_OF)), st.data())
def test_law_40_work_answered_as_such_work_is_gets_the_model_of_its_subject_under_every_company(key, data):
    listed = CATALOGUE[key]
    random = Random(data.draw(st.integers(0, 2**32)))  # noqa: S311 - made-up answers, not a secret
    said = answers(random, Scope.FUNCTION, 0.1) | {
        "method": DONT_KNOW,
        "volume": DONT_KNOW,
        "judged_by": random.choice(JUDGED_BY[listed.subject]),
    }
    company = answers(random, Scope.ORGANISATION, 0.1)

    (found,) = judged(make_case(EDITION, company, [Work(key, answers=said | dict(listed.typical))])).functions

    assert found.standing.ranking[0] == MODEL_OF[listed.subject]


@LAW
@given(st.sampled_from(sorted(JUDGED_BY)), st.integers(0, 2**32))
def test_law_40_work_of_the_owners_own_gets_the_model_of_what_it_produces(subject, seed):
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    coherent = {
        "process": {
            "output": "transactions",
            "qualification": ("short_training", "trained"),
            "method": ("same_steps", "some_judgement"),
        },
        "knowledge": {
            "output": "analysis",
            "qualification": ("licence",),
            "method": ("professional_judgement", "each_case_new"),
        },
        "technology": {
            "output": "systems",
            "qualification": ("engineer",),
            "method": tuple(choice.key for choice in METHOD.choices),
        },
    }[subject]
    said = answers(random, Scope.FUNCTION, 0.1) | {
        "output": coherent["output"],
        "qualification": random.choice(coherent["qualification"]),
        "method": random.choice(coherent["method"]),
        "judged_by": random.choice(JUDGED_BY[subject]),
    }
    company = answers(random, Scope.ORGANISATION, 0.1)

    (found,) = judged(make_case(EDITION, company, [Work("own_1", answers=said)])).functions

    assert found.subject == subject
    assert found.standing.ranking[0] == MODEL_OF[subject]


@settings(LAW, max_examples=100)
@given(made_up)
def test_the_shipped_edition_is_advised_on_whatever_is_answered(case):
    found = recommend(case)

    assert [one.key for one in found.functions] == [one.key for one in case.functions]
    assert set(found.order.pilot).isdisjoint(found.order.then)
    stays = {one.key for one in found.functions if one.verdict.kind not in (*LEAVES, VerdictKind.CANNOT_TELL)}
    assert stays.isdisjoint((*found.order.pilot, *found.order.then))
    assert (found.partner.kind == "none") == (not found.partner.models)
    assert [one.model for one in found.pricing] == list(found.partner.models)
