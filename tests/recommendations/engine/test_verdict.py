"""The ladder, rung by rung, on standings made for it."""

import pytest

from assessments.edition.flow import Signal
from recommendations.engine import (
    MODELS,
    PARAMETERS,
    Column,
    Contrast,
    Fit,
    Ground,
    Interval,
    MixLabel,
    Standing,
    VerdictKind,
    VerdictReason,
)
from recommendations.engine.mix import mix
from recommendations.engine.verdict import judge, leaders, ranking


def fit(column, score, coverage=1.0):
    return Fit(column, score, round(score), coverage, Interval(score, score), 1, 1, ())


def standing(*scores, outsource=60.0, coverage=1.0):
    fits = tuple(fit(model, score, coverage) for model, score in zip(MODELS, scores, strict=True))
    ranked, first = ranking(fits), leaders(fits)
    high, second = sorted(scores, reverse=True)[:2]
    return Standing(
        fits=fits,
        outsource=fit(Column.OUTSOURCE, outsource),
        ranking=ranked,
        leaders=first,
        gap=high - second,
        tie=len(first) > 1,
        close_call=len(first) > 1,
        strengths=(),
        contrast=Contrast(ranked[0], ranked[1], high - second, 0, ()),
        counterfactual=None,
        critical=None,
        open_questions=(),
    )


def meaning(*signals):
    return tuple(Ground("payroll", f"q_{signal}", "yes", signal) for signal in signals)


LAW, OWNER, EDGE, SKILL = (
    Signal.BARRED_BY_LAW,
    Signal.KEPT_BY_CHOICE,
    Signal.SETS_APART,
    Signal.BEST_SKILL,
)
GOOD, POOR = (80.0, 40.0, 40.0), (50.0, 40.0, 30.0)


@pytest.mark.parametrize(
    ("scores", "levels", "signals", "decided"),
    [
        (GOOD, (90, 1.0), (LAW, OWNER, EDGE, SKILL), (VerdictKind.KEEP_IN_HOUSE, VerdictReason.LAW)),
        (GOOD, (90, 1.0), (OWNER, EDGE, SKILL), (VerdictKind.KEEP_IN_HOUSE, VerdictReason.OWNER)),
        (GOOD, (90, 1.0), (EDGE, SKILL), (VerdictKind.KEEP_IN_HOUSE, VerdictReason.EDGE)),
        (GOOD, (90, 1.0), (EDGE,), (VerdictKind.GO, VerdictReason.CLEAR)),
        (GOOD, (90, 1.0), (SKILL,), (VerdictKind.GO, VerdictReason.CLEAR)),
        (POOR, (34.9, 0.1), (), (VerdictKind.KEEP_IN_HOUSE, VerdictReason.LOW_OUTSOURCE)),
        (POOR, (35, 0.1), (), (VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT)),
        (GOOD, (35, 0.39), (), (VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE)),
        (GOOD, (35, 0.4), (), (VerdictKind.PREPARE_FIRST, VerdictReason.MIDDLING_OUTSOURCE)),
        (GOOD, (49.9, 1.0), (), (VerdictKind.PREPARE_FIRST, VerdictReason.MIDDLING_OUTSOURCE)),
        (GOOD, (50, 1.0), (), (VerdictKind.GO, VerdictReason.CLEAR)),
    ],
)
def test_the_first_rung_that_holds_decides(scores, levels, signals, decided):
    outsource, coverage = levels

    found = judge(standing(*scores, outsource=outsource, coverage=coverage), meaning(*signals), PARAMETERS)

    assert (found.kind, found.why) == decided


@pytest.mark.parametrize(
    ("scores", "outsource", "decided"),
    [
        (GOOD, 90, (VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE)),
        (GOOD, 49, (VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE)),
        (GOOD, 34, (VerdictKind.KEEP_IN_HOUSE, VerdictReason.LOW_OUTSOURCE)),
        (POOR, 90, (VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT)),
    ],
)
def test_nothing_is_handed_over_of_which_nothing_was_answered(scores, outsource, decided):
    found = judge(standing(*scores, outsource=outsource), (), PARAMETERS, is_answered=False)

    assert (found.kind, found.why) == decided


def test_a_bar_names_the_answer_that_raised_it():
    found = judge(standing(*GOOD), meaning(EDGE, Signal.PERSONAL_DATA, SKILL), PARAMETERS)

    assert found.grounds == meaning(EDGE, SKILL)
    assert found.model is None


@pytest.mark.parametrize(
    ("scores", "second"),
    [((80, 70, 10), "kpo"), ((80, 69.9, 10), None), ((60, 55, 54), "kpo"), ((60, 54.9, 54), None)],
)
def test_a_second_model_is_named_when_it_is_near_and_good(scores, second):
    found = judge(standing(*scores), (), PARAMETERS)

    assert (found.model, found.second) == ("bpo", second)


def test_a_tie_keeps_the_fixed_order_and_is_told():
    found = judge(standing(40.0, 70.0, 70.0 + 1e-12), (), PARAMETERS)

    assert (found.model, found.second, found.tie) == ("kpo", "ito", True)


def piece(*scores, share=1, kind=VerdictKind.GO):
    return (share, kind, standing(*scores).fits)


KEPT = piece(*GOOD, kind=VerdictKind.KEEP_IN_HOUSE)


@pytest.mark.parametrize(
    ("pieces", "label"),
    [
        ([piece(90, 40, 40)], MixLabel.BPO),
        ([piece(74, 58, 40)], MixLabel.BPO),
        ([piece(74, 70, 40)], MixLabel.MIX),
        ([piece(62, 50, 50), piece(56, 56.5, 50), piece(56, 50, 65)], MixLabel.MIX),
        ([piece(90, 40, 40), piece(40, 40, 90)], MixLabel.MIX),
        ([KEPT, KEPT, KEPT, piece(90, 40, 40), piece(90, 40, 40)], MixLabel.IN_HOUSE),
        ([KEPT, KEPT, piece(40, 40, 90), piece(40, 40, 90)], MixLabel.ITO),
        ([piece(50, 50, 50, kind=VerdictKind.LOOK_AGAIN)], MixLabel.UNDECIDED),
        ([KEPT, KEPT, piece(50, 50, 50, kind=VerdictKind.LOOK_AGAIN)], MixLabel.IN_HOUSE),
    ],
)
def test_the_label_of_a_mix(pieces, label):
    assert mix(pieces, PARAMETERS).label == label


def test_a_function_gives_its_share_to_its_leader():
    found = mix([piece(80, 60, 40, share=3), KEPT], PARAMETERS)

    assert (found.bpo, found.kpo, found.ito, found.in_house) == pytest.approx((0.75, 0, 0, 0.25))


def test_models_too_close_to_tell_apart_share_a_function_by_how_far_they_are_above_50():
    found = mix([piece(80, 76, 40, share=3), KEPT], PARAMETERS)

    assert (found.bpo, found.kpo, found.ito, found.in_house) == pytest.approx((0.75 * 30 / 56, 0.75 * 26 / 56, 0, 0.25))
