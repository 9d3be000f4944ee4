"""The ladder, rung by rung, on standings made for it; its caps are tried through the whole engine by the laws."""

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
from recommendations.engine.blocks import AnswerBlock
from recommendations.engine.mix import mix
from recommendations.engine.verdict import by_points, judge, leaders, ranking


def fit(column, score, coverage=1.0):
    return Fit(column, score, round(score), coverage, Interval(score, score), 1, 1, ())


def standing(*scores, outsource=80.0, coverage=1.0):
    fits = tuple(fit(model, score) for model, score in zip(MODELS, scores, strict=True))
    ranked, first = ranking(fits), leaders(fits)
    high, second = sorted(scores, reverse=True)[:2]
    return Standing(
        fits=fits,
        outsource=fit(Column.OUTSOURCE, outsource, coverage),
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


class Answered(AnswerBlock):
    """A block of which something was answered, whatever its rows."""

    speaks = True


def decide(*scores, signals=(), subject="process", **of_standing):
    about = Answered("payroll", subject, (), meaning(*signals), ())
    company = AnswerBlock("", subject, (), (), ())
    return judge(standing(*scores, **of_standing), about, company, PARAMETERS)


LAW, OWNER, EDGE, SKILL = Signal.BARRED_BY_LAW, Signal.KEPT_BY_CHOICE, Signal.SETS_APART, Signal.BEST_SKILL
CONTENT, TROUBLE, WOVEN, NOBODY = Signal.OUTSIDE_CONTENT, Signal.OUTSIDE_TROUBLE, Signal.WOVEN_IN, Signal.NO_SKILL
ORDINARY, SLIPS, DEARER, GOOD_SKILL = Signal.NOT_APART, Signal.SLIPS, Signal.OFFER_MORE, Signal.GOOD_SKILL
GOOD, POOR = (80.0, 40.0, 40.0), (50.0, 40.0, 30.0)
KIND, WHY = VerdictKind, VerdictReason


@pytest.mark.parametrize(
    ("signals", "kind", "why"),
    [
        ((LAW, OWNER, CONTENT, EDGE, SKILL), KIND.BRING_BACK, WHY.LAW),
        ((LAW, OWNER, EDGE, SKILL), KIND.KEEP_IN_HOUSE, WHY.LAW),
        ((OWNER, EDGE, SKILL), KIND.KEEP_IN_HOUSE, WHY.OWNER),
        ((CONTENT, EDGE, SKILL), KIND.STAY_OUTSIDE, WHY.CONTENT),
        ((TROUBLE, ORDINARY), KIND.CHANGE_PARTNER, WHY.TROUBLE),
        ((TROUBLE, WOVEN), KIND.BRING_BACK, WHY.TROUBLE),
        ((TROUBLE, Signal.CHANGES_AT_ONCE), KIND.BRING_BACK, WHY.TROUBLE),
        ((TROUBLE, Signal.ANSWERED_IN_PUBLIC), KIND.BRING_BACK, WHY.TROUBLE),
        ((TROUBLE, EDGE), KIND.BRING_BACK, WHY.TROUBLE),
        ((TROUBLE, GOOD_SKILL), KIND.BRING_BACK, WHY.TROUBLE),
        ((TROUBLE, WOVEN, NOBODY), KIND.SPLIT, WHY.TROUBLE),
        ((EDGE, SKILL, DEARER), KIND.KEEP_IN_HOUSE, WHY.EDGE),
        ((DEARER,), KIND.KEEP_IN_HOUSE, WHY.DEARER),
        ((DEARER, NOBODY), KIND.PREPARE_FIRST, WHY.CAPPED),
        ((SKILL, ORDINARY), KIND.KEEP_IN_HOUSE, WHY.PRICE_ALONE),
        ((SKILL, ORDINARY, SLIPS), KIND.PREPARE_FIRST, WHY.CAPPED),
        ((EDGE,), KIND.PREPARE_FIRST, WHY.CAPPED),
        ((EDGE, NOBODY), KIND.PREPARE_FIRST, WHY.CAPPED),
        ((Signal.OUR_PEOPLE, GOOD_SKILL, Signal.IN_TIME), KIND.KEEP_IN_HOUSE, WHY.AS_IT_IS),
        ((Signal.OUR_PEOPLE, GOOD_SKILL, SLIPS), KIND.GO, WHY.CLEAR),
        ((Signal.SYSTEM_BREAKS_DOWN,), KIND.PREPARE_FIRST, WHY.CAPPED),
        ((Signal.IN_HEADS,), KIND.PREPARE_FIRST, WHY.CAPPED),
        ((ORDINARY,), KIND.GO, WHY.CLEAR),
    ],
)
def test_the_first_rung_that_holds_decides(signals, kind, why):
    found = decide(*GOOD, signals=signals)

    assert (found.kind, found.why) == (kind, why)
    outside = kind in (KIND.GO, KIND.PREPARE_FIRST, KIND.STAY_OUTSIDE, KIND.CHANGE_PARTNER, KIND.SPLIT)
    assert found.model == ("bpo" if outside else None)


@pytest.mark.parametrize(
    ("scores", "outsource", "coverage", "decided"),
    [
        (GOOD, 90, 0.29, (KIND.CANNOT_TELL, WHY.LOW_COVERAGE)),
        (GOOD, 90, 0.30, (KIND.GO, WHY.CLEAR)),
        (POOR, 34.9, 1.0, (KIND.KEEP_IN_HOUSE, WHY.LOW_OUTSOURCE)),
        (POOR, 35, 1.0, (KIND.LOOK_AGAIN, WHY.NO_FIT)),
        (GOOD, 35, 1.0, (KIND.PREPARE_FIRST, WHY.MIDDLING_OUTSOURCE)),
        (GOOD, 55, 1.0, (KIND.PREPARE_FIRST, WHY.MIDDLING_OUTSOURCE)),
        (GOOD, 55.1, 1.0, (KIND.GO, WHY.CLEAR)),
    ],
)
def test_points_decide_what_no_fact_does(scores, outsource, coverage, decided):
    found = decide(*scores, outsource=outsource, coverage=coverage)

    assert (found.kind, found.why) == decided


def test_what_is_open_may_not_be_what_lets_work_go():
    kind, why = by_points(80, 55, is_capped=False, parameters=PARAMETERS)

    assert (kind, why) == (KIND.PREPARE_FIRST, WHY.OPEN_ANSWERS)


def test_a_bar_names_the_answer_that_raised_it():
    found = decide(*GOOD, signals=(EDGE, Signal.PERSONAL_DATA, SKILL))

    assert found.grounds == meaning(EDGE, SKILL)


@pytest.mark.parametrize(
    ("scores", "second"),
    [((80, 70, 10), "kpo"), ((80, 69.9, 10), None), ((60, 55, 54), "kpo"), ((60, 54.9, 54), None)],
)
def test_a_second_model_is_named_when_it_is_near_and_good(scores, second):
    found = decide(*scores)

    assert (found.model, found.second) == ("bpo", second)


def test_a_tie_keeps_the_fixed_order_and_is_told():
    found = decide(40.0, 70.0, 70.0 + 1e-12)

    assert (found.model, found.second, found.tie) == ("kpo", "ito", True)
    assert [cap.reason for cap in found.caps] == ["close_call"]


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
        ([piece(90, 40, 40, share=9), piece(40, 40, 90)], MixLabel.MIX),
        ([piece(90, 40, 40, kind=VerdictKind.CHANGE_PARTNER)], MixLabel.BPO),
        ([piece(90, 40, 40, kind=VerdictKind.BRING_BACK)], MixLabel.IN_HOUSE),
        ([piece(90, 40, 40, kind=VerdictKind.CANNOT_TELL)], MixLabel.UNDECIDED),
        ([piece(50, 50, 50, kind=VerdictKind.LOOK_AGAIN)], MixLabel.UNDECIDED),
        ([KEPT, KEPT, piece(50, 50, 50, kind=VerdictKind.LOOK_AGAIN)], MixLabel.IN_HOUSE),
    ],
)
def test_the_label_of_a_mix(pieces, label):
    assert mix(pieces, PARAMETERS, None).label == label


def test_a_function_gives_its_share_to_its_leader():
    found = mix([piece(80, 60, 40, share=3), KEPT], PARAMETERS, Column.BPO)

    assert (found.bpo, found.kpo, found.ito, found.in_house) == pytest.approx((0.75, 0, 0, 0.25))


def test_models_too_close_to_tell_apart_share_a_function_by_how_far_they_are_above_50():
    found = mix([piece(80, 76, 40, share=3), KEPT], PARAMETERS, Column.BPO)

    assert (found.bpo, found.kpo, found.ito, found.in_house) == pytest.approx((0.75 * 30 / 56, 0.75 * 26 / 56, 0, 0.25))


def test_half_of_what_is_split_stays():
    found = mix([piece(80, 60, 40, kind=VerdictKind.SPLIT)], PARAMETERS, Column.BPO)

    assert (found.bpo, found.in_house, found.label, found.largest) == (0.5, 0.5, "bpo", "bpo")


def test_the_larger_part_is_named_only_where_the_scores_name_it_too():
    pieces = [piece(90, 40, 40, share=3), piece(40, 95, 40)]

    assert mix(pieces, PARAMETERS, Column.BPO).largest == "bpo"
    assert mix(pieces, PARAMETERS, Column.KPO).largest is None
