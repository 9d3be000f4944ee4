"""The whole recommendation at its edges: truthful, and never a crash."""

import json
from dataclasses import replace

import pytest

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, Scope, Signal
from recommendations.engine import LEAVES, METHOD, PARAMETERS, VerdictKind, VerdictReason, recommend, to_plain
from tests.recommendations.engine.build import Work, choice, make_case, make_edition, question
from tests.recommendations.engine.shipped import EDITION, shipped_case

SKILL = question(
    key="skill",
    scope=Scope.FUNCTION,
    weight=3,
    choices=(choice("best", (0, -1, -1, -2), Signal.BEST_SKILL), choice("none", (0, 2, 2, 2), Signal.NO_SKILL)),
)
EDGE = question(
    key="edge",
    scope=Scope.FUNCTION,
    weight=4,
    choices=(choice("apart", (-1, 0, 0, -2), Signal.SETS_APART), choice("support", (1, 0, 0, 2), Signal.NOT_APART)),
)


def own(key="own_1", **answers):
    return Work(key=key, share=1, prior=None, answers=answers)


def test_a_recommendation_names_its_method_and_edition():
    found = recommend(shipped_case(1, 2))

    assert (found.method, found.scheme) == (METHOD, EDITION.label)


def test_a_recommendation_can_be_saved_as_json_as_it_stands():
    plain = to_plain(recommend(shipped_case(2, 3)))

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


@pytest.mark.parametrize("functions", [(), (own(),), (own(), own("own_2"))])
def test_an_edition_without_questions_says_nothing_for_any_model(functions):
    found = recommend(make_case(make_edition("empty-1", ()), {}, functions))

    assert {fit.score for fit in found.overall.fits} == {50}
    assert found.overall.leaders == ("bpo", "kpo", "ito")
    assert (found.overall.tie, found.overall.close_call) == (True, True)
    assert (found.overall.counterfactual, found.overall.critical, found.overall.open_questions) == (None, None, ())
    assert {one.verdict.kind for one in found.functions} <= {"cannot_tell"}
    assert found.mix.label == "undecided"


def test_questions_of_weight_0_say_nothing():
    edition = make_edition("idle-1", (replace(SKILL, weight=0), replace(EDGE, weight=0)))

    found = recommend(make_case(edition, {}, (own(skill="none", edge="support"),)))

    assert {fit.score for fit in (*found.overall.fits, found.overall.outsource)} == {50}
    assert found.functions[0].verdict.why == "low_coverage"


@pytest.mark.parametrize("answer", [DONT_KNOW, NOT_APPLICABLE, None])
def test_when_nothing_is_known_nothing_is_advised(answer):
    said = {question.key: answer for question in EDITION.questions if answer}
    about = {question.key: answer for question in EDITION.questions if answer and question.scope is Scope.FUNCTION}
    team = {key: one for key, one in said.items() if key not in about}

    found = recommend(make_case(EDITION, team, (own(**about),)))

    assert (found.functions[0].verdict.kind, found.mix.label) == ("cannot_tell", "undecided")
    assert {fit.coverage for fit in found.overall.fits} == {0}
    assert {strength.word for strength in found.overall.strengths} == {"open"}


def test_what_the_catalogue_says_alone_is_not_enough_to_tell():
    listed = Work(key="payroll", share=1, prior=(2, 0, 0), answers={})

    found = recommend(make_case(EDITION, {}, (listed,))).functions[0]

    assert (found.verdict.kind, found.verdict.model) == ("cannot_tell", None)
    assert len(found.standing.open_questions) >= 2


def test_when_everything_stays_the_mix_is_all_in_house():
    functions = tuple(own(f"own_{place}", skill="best", edge="apart") for place in (1, 2, 3))

    found = recommend(make_case(make_edition("made-up-1", (SKILL, EDGE)), {}, functions))

    assert {one.verdict.why for one in found.functions} == {"edge"}
    assert (found.mix.in_house, found.mix.label) == (1, "in_house")
    assert (found.partner.kind, found.pricing, found.order.pilot) == ("none", (), ())


def test_a_tie_is_told_as_a_tie():
    silent = replace(EDGE, weight=0)

    found = recommend(make_case(make_edition("made-up-1", (SKILL, silent)), {}, (own(skill="none"),))).functions[0]

    assert found.standing.ranking == ("kpo", "ito", "bpo")
    assert found.standing.leaders == ("kpo", "ito")
    assert (found.verdict.model, found.verdict.tie, found.verdict.close_call) == ("kpo", True, True)
    assert [cap.reason for cap in found.verdict.caps] == ["edge", "close_call"]
    assert [round(one.stability, 1) for one in found.standing.strengths] == [0.0, 0.5, 0.5]


def test_a_fixed_fact_is_never_offered_as_a_change():
    fixed = replace(SKILL, fixed=True)

    free = recommend(make_case(make_edition("made-up-1", (SKILL, EDGE)), {}, (own(skill="none", edge="apart"),)))
    bound = recommend(make_case(make_edition("made-up-1", (fixed, EDGE)), {}, (own(skill="none", edge="apart"),)))

    assert bound.overall.fits == free.overall.fits
    changes = bound.overall.counterfactual.changes if bound.overall.counterfactual else ()
    assert "skill" not in {change.question for change in changes}


def test_stability_is_the_same_figure_each_time_and_another_for_other_answers():
    edition = make_edition("made-up-1", (SKILL, EDGE))

    said = [
        recommend(make_case(edition, {}, (own(skill="none", edge=edge),))).overall
        for edge in ("apart", "apart", "support")
    ]

    assert said[0].strengths == said[1].strengths
    assert said[0].strengths != said[2].strengths


BPO = (choice("bpo", (2, -2, -2, 2)), choice("not", (1, -1, -1, 1)))


def test_full_and_steady_answers_are_firm_and_open_ones_are_not():
    clear = question(key="clear", scope=Scope.FUNCTION, weight=5, choices=BPO)
    edition = make_edition("made-up-1", (clear,))

    firm = recommend(make_case(edition, {}, (own(clear="bpo"),))).functions[0]
    unsure = recommend(make_case(edition, {}, (own(),))).functions[0]

    assert [one.word for one in firm.standing.strengths] == ["firm", "firm", "firm"]
    assert (firm.strength, firm.stability) == ("firm", 1)
    assert [one.word for one in unsure.standing.strengths] == ["open", "open", "open"]
    assert unsure.strength == "open"


@pytest.mark.parametrize(
    ("evidence", "is_fixed", "word"),
    [
        ((2, -2, -2, 1), False, "firm"),
        ((2, -2, -2, -2), False, "fair"),
        ((2, -2, -2, -2), True, "firm"),
        ((-2, 2, -2, 2), False, "fair"),
        ((-2, 2, -2, 2), True, "firm"),
    ],
)
def test_nothing_is_firm_that_one_answer_turns_unless_it_is_a_fact_that_stands(evidence, is_fixed, word):
    """The other answer leads to another verdict, or puts another model first."""
    clear = question(
        key="clear", scope=Scope.FUNCTION, weight=5, choices=(BPO[0], choice("other", evidence)), fixed=is_fixed
    )

    found = recommend(make_case(make_edition("made-up-1", (clear,)), {}, (own(clear="bpo"),))).functions[0]

    assert (found.verdict.kind, found.strength) == ("go", word)
    assert (found.turn is not None) == (evidence[3] < 0 and not is_fixed)


def test_other_parameters_move_the_thresholds():
    lower = replace(PARAMETERS, keep_in_house_below=101.0)

    found = recommend(
        make_case(make_edition("made-up-1", (SKILL, EDGE)), {}, (own(skill="none", edge="support"),), lower)
    )

    assert found.functions[0].verdict.why == "low_outsource"


@pytest.mark.parametrize("said", [{}, dict.fromkeys(("skill", "edge"), NOT_APPLICABLE), {"skill": DONT_KNOW}])
def test_what_the_catalogue_alone_says_of_a_function_hands_nothing_over(said):
    usual = Work(key="payroll", share=1, prior=(2, -1, -1), hand_over=2, answers=said)
    told = usual._replace(answers={"edge": "support", "skill": "none"})

    found, known = (
        recommend(make_case(make_edition("small-1", (SKILL, EDGE)), {}, (one,))).functions[0].verdict
        for one in (usual, told)
    )

    assert (found.kind, found.why, found.model) == (VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE, None)
    assert known.kind in LEAVES
