"""The ladder, rung by rung: what decides, what caps, and what to do first."""

from dataclasses import replace

import pytest

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, Condition, Scope, Signal
from recommendations.engine import (
    MODELS,
    PARAMETERS,
    ActionKind,
    CapReason,
    Column,
    Fit,
    Interval,
    MixLabel,
    PlanKind,
    VerdictKind,
    VerdictReason,
    recommend,
)
from recommendations.engine.mix import mix
from tests.recommendations.engine.build import Work, choice, listed, make_case, make_edition, question

SILENT = (0, 0, 0, 0)
FOR, AGAINST = (0, 0, 0, 2), (0, 0, 0, -2)


def facts(key, scope=Scope.FUNCTION, condition=None, **signals):
    """A weightless question: an answer of no meaning (“other”), and one for each meaning."""
    choices = (choice("other", SILENT), *(choice(name, SILENT, signal) for name, signal in signals.items()))
    return question(key=key, scope=scope, weight=0, choices=choices, condition=condition)


def weighs(key, scope=Scope.FUNCTION, **more):
    choices = (choice("leave", FOR), choice("maybe", SILENT), choice("stay", AGAINST))
    return question(key=key, scope=scope, weight=4, choices=choices, **more)


QUESTIONS = (
    weighs("worth"),
    weighs("also"),
    facts("limit", barred=Signal.BARRED_BY_LAW, owner=Signal.KEPT_BY_CHOICE, home=Signal.STAYS_IN_COUNTRY),
    facts("edge", apart=Signal.SETS_APART, plain=Signal.NOT_APART),
    facts("skill", best=Signal.BEST_SKILL, good=Signal.GOOD_SKILL, none=Signal.NO_SKILL),
    facts("time", good=Signal.IN_TIME, slips=Signal.SLIPS),
    facts("current", own=Signal.OUR_PEOPLE, content=Signal.OUTSIDE_CONTENT, trouble=Signal.OUTSIDE_TROUBLE),
    facts("offer", less=Signal.OFFER_LESS, more=Signal.OFFER_MORE, never=Signal.OFFER_NEVER_ASKED),
    facts("ties", woven=Signal.WOVEN_IN),
    facts("course", condition=Condition("current", ("trouble", "other")), at_once=Signal.CHANGES_AT_ONCE),
    facts("answers", condition=Condition("current", ("trouble", "other")), public=Signal.ANSWERED_IN_PUBLIC),
    facts("records", heads=Signal.IN_HEADS, written=Signal.WRITTEN_DOWN),
    facts("system", breaks=Signal.SYSTEM_BREAKS_DOWN, failing=Signal.SYSTEM_FAILING),
    facts("steps", fixed=Signal.FIXED_STEPS),
    facts("program", exists=Signal.PROGRAM_EXISTS),
    facts("data", personal=Signal.PERSONAL_DATA, secrets=Signal.OWN_SECRETS),
    replace(facts("kind", site=Signal.IS_ON_SITE, process=Signal.IS_PROCESS), own_functions_only=True),
    weighs("load", Scope.ORGANISATION, subject="process"),
    facts("safety", Scope.ORGANISATION, exposed=Signal.DATA_EXPOSED),
)
EDITION = make_edition("made-up-1", QUESTIONS, [listed("payroll", (2, -1, -1), subject="process")])
# Answered in full, this may go.
CLEAR = {one.key: "other" for one in QUESTIONS if one.scope is Scope.FUNCTION and not one.own_functions_only} | {
    "worth": "leave",
    "also": "leave",
}
TEAM = {"load": "maybe", "safety": "other"}


def function(about=None, team=None, *, work=None, parameters=PARAMETERS):
    said = CLEAR | (about or {})
    one = work or Work("payroll")
    case = make_case(EDITION, TEAM | (team or {}), [one._replace(answers=said)], parameters)
    return recommend(case).functions[0]


def verdict(about=None, team=None, **more):
    return function(about, team, **more).verdict


GO, PREPARE, KEEP = VerdictKind.GO, VerdictKind.PREPARE_FIRST, VerdictKind.KEEP_IN_HOUSE
BACK, STAY = VerdictKind.BRING_BACK, VerdictKind.STAY_OUTSIDE
STAYS = {"worth": "stay", "also": "stay"}
CALM = {"skill": "good", "time": "good", "current": "own"}


@pytest.mark.parametrize(
    ("about", "kind", "why"),
    [
        ({}, GO, VerdictReason.CLEAR),
        ({"limit": "barred", "edge": "apart", "skill": "best"}, KEEP, VerdictReason.LAW),
        ({"limit": "barred", "current": "content"}, BACK, VerdictReason.LAW),
        ({"limit": "owner", "edge": "apart", "skill": "best"}, KEEP, VerdictReason.OWNER),
        ({"limit": "owner", "current": "trouble"}, BACK, VerdictReason.OWNER),
        ({"current": "content", "edge": "apart", "skill": "best"}, STAY, VerdictReason.CONTENT),
        ({"current": "content", **STAYS}, STAY, VerdictReason.CONTENT),
        ({"current": "trouble"}, VerdictKind.CHANGE_PARTNER, VerdictReason.TROUBLE),
        ({"current": "trouble", "skill": "none"}, VerdictKind.CHANGE_PARTNER, VerdictReason.TROUBLE),
        ({"current": "trouble", "skill": "good"}, BACK, VerdictReason.TROUBLE),
        ({"current": "trouble", "skill": "best"}, BACK, VerdictReason.TROUBLE),
        ({"current": "trouble", "ties": "woven"}, BACK, VerdictReason.TROUBLE),
        ({"current": "trouble", "course": "at_once"}, BACK, VerdictReason.TROUBLE),
        ({"current": "trouble", "answers": "public"}, BACK, VerdictReason.TROUBLE),
        ({"current": "trouble", "edge": "apart"}, BACK, VerdictReason.TROUBLE),
        ({"current": "trouble", "ties": "woven", "skill": "none"}, VerdictKind.SPLIT, VerdictReason.TROUBLE),
        ({"edge": "apart", "skill": "best", "offer": "less"}, KEEP, VerdictReason.EDGE),
        ({"edge": "plain", "skill": "best"}, KEEP, VerdictReason.PRICE_ALONE),
        ({"edge": "plain", "skill": "best", "offer": "less"}, PREPARE, VerdictReason.CAPPED),
        ({"edge": "plain", "skill": "best", "time": "slips"}, PREPARE, VerdictReason.CAPPED),
        ({"offer": "more"}, KEEP, VerdictReason.DEARER),
        ({"offer": "more", "skill": "none"}, PREPARE, VerdictReason.CAPPED),
        (CALM, KEEP, VerdictReason.AS_IT_IS),
        ({**CALM, "offer": "less"}, GO, VerdictReason.CLEAR),
        ({**CALM, "time": "slips"}, GO, VerdictReason.CLEAR),
        ({**CALM, "current": "other"}, GO, VerdictReason.CLEAR),
        (STAYS, KEEP, VerdictReason.LOW_OUTSOURCE),
        ({**STAYS, "records": "heads"}, KEEP, VerdictReason.LOW_OUTSOURCE),
        ({"worth": "leave", "also": "stay"}, PREPARE, VerdictReason.MIDDLING_OUTSOURCE),
        ({"worth": "leave", "also": DONT_KNOW}, PREPARE, VerdictReason.OPEN_ANSWERS),
        ({"worth": DONT_KNOW, "also": DONT_KNOW}, VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE),
        ({"worth": NOT_APPLICABLE, "also": NOT_APPLICABLE}, VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE),
    ],
)
def test_the_first_rung_that_holds_decides(about, kind, why):
    found = verdict(about)

    assert (found.kind, found.why) == (kind, why)
    assert (found.model is None) == (kind in (KEEP, BACK, VerdictKind.CANNOT_TELL))


def test_a_team_that_does_it_properly_is_left_alone_only_while_nothing_of_its_kind_presses():
    assert verdict(CALM, {"load": "leave"}).kind is GO


def test_work_that_the_list_ties_to_a_place_is_outside_the_three_models():
    edition = replace(EDITION, functions=(listed("cleaning", (0, 0, 0), subject="place"),))
    for said in (CLEAR, {}):
        (found,) = recommend(make_case(edition, TEAM, [Work("cleaning", answers=said)])).functions

        assert (found.verdict.kind, found.verdict.why) == (VerdictKind.LOOK_AGAIN, VerdictReason.ON_SITE)
        assert [action.kind for action in found.actions] == [ActionKind.ASK_OFFER, ActionKind.LOOK_AGAIN]
        assert (found.location.place, found.location.required) == ("onshore", True)


def test_work_of_the_owners_own_that_is_done_at_a_place_is_outside_the_three_models():
    assert verdict({"kind": "site"}, work=Work("own_1")).why is VerdictReason.ON_SITE


def test_where_nothing_speaks_for_any_model_one_has_to_look_again():
    edition = replace(EDITION, functions=(listed("odd", (0, 0, 0), subject="process"),))

    found = recommend(make_case(edition, TEAM, [Work("odd", answers=CLEAR)])).functions[0].verdict

    assert (found.kind, found.why, found.model) == (VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT, None)


@pytest.mark.parametrize(
    ("about", "team", "caps", "first"),
    [
        ({"limit": DONT_KNOW}, {}, [CapReason.LAW], (ActionKind.FIND_OUT, "limit")),
        ({"data": "personal"}, {"safety": "exposed"}, [CapReason.EXPOSED], (ActionKind.PROTECT_DATA, "safety")),
        ({"data": "secrets"}, {"safety": DONT_KNOW}, [CapReason.EXPOSED], (ActionKind.FIND_OUT, "safety")),
        ({"data": DONT_KNOW}, {"safety": "exposed"}, [CapReason.EXPOSED], (ActionKind.PROTECT_DATA, "safety")),
        ({"system": "breaks"}, {}, [CapReason.BREAKS_DOWN], (ActionKind.MEND_SYSTEM, "system")),
        ({"system": DONT_KNOW}, {}, [CapReason.BREAKS_DOWN], (ActionKind.FIND_OUT, "system")),
        ({"records": "heads"}, {}, [CapReason.IN_HEADS], (ActionKind.WRITE_DOWN, "records")),
        ({"records": DONT_KNOW}, {}, [CapReason.IN_HEADS], (ActionKind.FIND_OUT, "records")),
        ({"edge": "apart"}, {}, [CapReason.EDGE], (ActionKind.KEEP_CONTROL, "edge")),
        ({"edge": DONT_KNOW}, {}, [CapReason.EDGE], (ActionKind.FIND_OUT, "edge")),
        (
            {"edge": "apart", "skill": "none"},
            {},
            [CapReason.EDGE_WITHOUT_SKILL],
            (ActionKind.BUILD_SKILL, "skill"),
        ),
        ({"skill": DONT_KNOW}, {}, [CapReason.SKILL], (ActionKind.FIND_OUT, "skill")),
        ({"current": DONT_KNOW}, {}, [CapReason.CURRENT], (ActionKind.FIND_OUT, "current")),
        ({**CALM, "time": DONT_KNOW}, {}, [CapReason.NEED], (ActionKind.FIND_OUT, "time")),
        (CALM, {"load": DONT_KNOW}, [CapReason.NEED], (ActionKind.FIND_OUT, "load")),
        ({"offer": DONT_KNOW}, {}, [CapReason.OFFER], (ActionKind.FIND_OUT, "offer")),
        ({"offer": "more", "skill": "none"}, {}, [CapReason.OFFER], (ActionKind.COMPARE_PRICE, "offer")),
        (
            {"edge": "plain", "skill": "best", "offer": "less"},
            {},
            [CapReason.PRICE_ALONE],
            (ActionKind.COMPARE_PRICE, "skill"),
        ),
        (
            {"records": "heads", "system": "breaks", "limit": DONT_KNOW},
            {},
            [CapReason.LAW, CapReason.BREAKS_DOWN, CapReason.IN_HEADS],
            (ActionKind.FIND_OUT, "limit"),
        ),
    ],
)
def test_a_cap_holds_work_that_could_go_and_what_lifts_it_comes_first(about, team, caps, first):
    found = function(about, team)

    assert (found.verdict.kind, found.verdict.why) == (PREPARE, VerdictReason.CAPPED)
    assert [cap.reason for cap in found.verdict.caps] == caps
    assert (found.actions[0].kind, found.actions[0].question) == first
    assert found.actions[-1].kind is ActionKind.BEGIN
    assert found.verdict.caps[0].is_unknown == (first[0] is ActionKind.FIND_OUT)


@pytest.mark.parametrize("key", ["limit", "system", "records", "edge", "skill", "current", "offer", "data"])
def test_a_cap_is_lifted_where_the_question_does_not_apply(key):
    team = {"safety": "exposed"} if key == "data" else {}

    assert verdict({key: NOT_APPLICABLE}, team).kind is GO


def test_exposed_data_holds_only_work_that_touches_delicate_data():
    assert verdict({}, {"safety": "exposed"}).kind is GO


def test_what_work_of_the_owners_own_produces_has_to_be_known():
    found = function({"kind": DONT_KNOW}, work=Work("own_1"), parameters=replace(PARAMETERS, neutral=0.0))

    assert [cap.reason for cap in found.verdict.caps][:1] == [CapReason.SUBJECT]


def test_a_bar_names_the_answer_that_raised_it():
    found = verdict({"edge": "apart", "skill": "best", "data": "personal"})

    assert [(ground.question, ground.answer) for ground in found.grounds] == [("edge", "apart"), ("skill", "best")]
    assert found.model is None


def test_two_models_that_are_close_are_both_tried_before_anything_goes():
    edition = replace(EDITION, functions=(listed("split", (1, 1, -2), subject="process"),))

    (found,) = recommend(make_case(edition, TEAM, [Work("split", answers=CLEAR)])).functions

    assert (found.verdict.kind, found.verdict.model, found.verdict.second) == (PREPARE, "bpo", "kpo")
    assert [cap.reason for cap in found.verdict.caps] == [CapReason.CLOSE_CALL]
    assert found.actions[0].kind is ActionKind.TRY_BOTH


@pytest.mark.parametrize(
    ("about", "kinds"),
    [
        ({}, [ActionKind.BEGIN]),
        ({"offer": "never"}, [ActionKind.ASK_OFFER, ActionKind.BEGIN]),
        (
            {"offer": "never", "records": "heads"},
            [ActionKind.WRITE_DOWN, ActionKind.ASK_OFFER, ActionKind.BEGIN],
        ),
        ({"limit": "barred"}, [ActionKind.CHECK_LAW, ActionKind.LOOK_AGAIN]),
        ({"limit": "owner"}, [ActionKind.LOOK_AGAIN]),
        ({"edge": "apart", "skill": "best"}, [ActionKind.SECURE_SKILL, ActionKind.LOOK_AGAIN]),
        ({"edge": "plain", "skill": "best"}, [ActionKind.COMPARE_PRICE, ActionKind.LOOK_AGAIN]),
        ({"current": "content"}, [ActionKind.RENEW]),
        ({"current": "trouble"}, [ActionKind.BRIEF_NEXT]),
        ({"current": "trouble", "ties": "woven"}, [ActionKind.TAKE_BACK]),
        ({"current": "trouble", "ties": "woven", "skill": "none"}, [ActionKind.DIVIDE, ActionKind.BRIEF_NEXT]),
        (
            {**STAYS, "system": "breaks", "records": "heads", "skill": "none", "time": "slips"},
            [
                ActionKind.MEND_SYSTEM,
                ActionKind.WRITE_DOWN,
                ActionKind.BUILD_SKILL,
                ActionKind.RELIEVE,
                ActionKind.LOOK_AGAIN,
            ],
        ),
        ({**STAYS, "steps": "fixed", "program": "exists"}, [ActionKind.AUTOMATE, ActionKind.LOOK_AGAIN]),
        (
            {"worth": DONT_KNOW, "also": DONT_KNOW},
            [ActionKind.ANSWER, ActionKind.ANSWER, ActionKind.LOOK_AGAIN],
        ),
        ({"worth": "leave", "also": DONT_KNOW}, [ActionKind.FIND_OUT, ActionKind.BEGIN]),
    ],
)
def test_every_verdict_comes_with_what_to_do_next(about, kinds):
    assert [action.kind for action in function(about).actions] == kinds


def test_a_program_is_a_way_out_only_of_fixed_steps_and_never_for_technology_itself():
    both = {"steps": "fixed", "program": "exists"}
    system = Work("servers", prior=(-2, -1, 2), subject="technology")

    assert function(both).automate
    assert not function({"program": "exists"}).automate
    assert not function(both, work=system).automate


@pytest.mark.parametrize(
    ("prior", "one_off", "plan"),
    [
        ((2, -1, -1), False, PlanKind.TAKE_OVER),
        ((-1, 2, -1), False, PlanKind.TRY_EXPERT),
        ((-2, -1, 2), False, PlanKind.MOVE_SYSTEM),
        ((-2, -1, 2), True, PlanKind.PROJECT),
    ],
)
def test_a_plan_follows_the_model_and_the_kind_of_work(prior, one_off, plan):
    edition = replace(EDITION, functions=(listed("work", prior, subject="process", one_off=one_off),))

    (found,) = recommend(make_case(edition, TEAM, [Work("work", answers=CLEAR)])).functions

    assert found.plan is plan


@pytest.mark.parametrize("about", [{"limit": "barred"}, {"current": "content"}, STAYS])
def test_what_does_not_change_hands_has_no_plan_of_handing_over(about):
    assert function(about).plan is PlanKind.NONE


@pytest.mark.parametrize(
    ("prior", "model", "second"),
    [((2, 1, -2), "bpo", None), ((1, 1, -2), "bpo", "kpo"), ((-2, 1, 1), "kpo", "ito"), ((1, 0, -1), "bpo", None)],
)
def test_a_second_model_is_named_when_it_is_near_and_good(prior, model, second):
    edition = replace(EDITION, functions=(listed("work", prior, subject="process"),))

    found = recommend(make_case(edition, TEAM, [Work("work", answers=CLEAR)])).functions[0].verdict

    assert (found.model, found.second, found.tie) == (model, second, second is not None)


def fits(*scores):
    return tuple(
        Fit(model, score, round(score), 1.0, Interval(score, score), 1, 1, ())
        for model, score in zip(MODELS, scores, strict=True)
    )


def piece(*scores, share=1, kind=VerdictKind.GO):
    return (share, kind, fits(*scores))


GOOD = (80.0, 40.0, 40.0)
KEPT, RETURNED = piece(*GOOD, kind=KEEP), piece(*GOOD, kind=BACK)
UNCLEAR = piece(50, 50, 50, kind=VerdictKind.LOOK_AGAIN)
SPLIT = piece(*GOOD, kind=VerdictKind.SPLIT)


@pytest.mark.parametrize(
    ("pieces", "label"),
    [
        ([piece(90, 40, 40)], MixLabel.BPO),
        ([piece(74, 68, 40)], MixLabel.BPO),
        ([piece(74, 70, 40)], MixLabel.BPO),
        ([piece(74, 74, 40)], MixLabel.MIX),
        ([piece(90, 40, 40, share=9), piece(40, 40, 90)], MixLabel.MIX),
        ([piece(40, 40, 90, kind=STAY)], MixLabel.ITO),
        ([KEPT, RETURNED, KEPT, piece(90, 40, 40), piece(90, 40, 40)], MixLabel.IN_HOUSE),
        ([KEPT, KEPT, piece(40, 40, 90), piece(40, 40, 90)], MixLabel.ITO),
        ([SPLIT], MixLabel.BPO),
        ([UNCLEAR], MixLabel.UNDECIDED),
        ([KEPT, KEPT, UNCLEAR], MixLabel.IN_HOUSE),
    ],
)
def test_the_label_of_a_mix(pieces, label):
    assert mix(pieces, PARAMETERS, None).label == label


@pytest.mark.parametrize(("leader", "largest"), [("bpo", "bpo"), ("kpo", None), (None, None)])
def test_the_larger_part_is_named_only_where_it_leads_the_scores_too(leader, largest):
    pieces = [piece(90, 40, 40, share=3), piece(40, 90, 40)]

    assert mix(pieces, PARAMETERS, Column(leader) if leader else None).largest == largest


def test_a_function_gives_its_share_to_its_leader():
    found = mix([piece(80, 60, 40, share=3), KEPT], PARAMETERS, None)

    assert (found.bpo, found.kpo, found.ito, found.in_house) == pytest.approx((0.75, 0, 0, 0.25))


def test_half_of_what_is_split_stays():
    found = mix([SPLIT], PARAMETERS, None)

    assert (found.bpo, found.in_house) == (0.5, 0.5)


def test_models_that_tie_share_a_function_and_a_close_one_takes_nothing():
    tied = mix([piece(80, 80, 40, share=3), KEPT], PARAMETERS, None)
    close = mix([piece(80, 79, 40, share=3), KEPT], PARAMETERS, Column.BPO)

    assert (tied.bpo, tied.kpo, tied.in_house, tied.label) == (0.375, 0.375, 0.25, "mix")
    assert (close.bpo, close.kpo, close.label) == (0.75, 0, "bpo")
