"""What follows from the models, rule by rule, through the whole engine."""

import pytest

from assessments.edition.flow import NOT_APPLICABLE, Scope, Signal
from recommendations.engine import PartnerKind, PartnerPlace, PriceKind, VerdictKind, recommend
from recommendations.engine.blocks import KINDS
from tests.recommendations.engine.build import Work, choice, make_case, make_edition, question

SILENT = (0, 0, 0, 0)


def meaning(key, scope, *signals):
    """A question that only carries meanings: one choice for each, named after it."""
    choices = (choice("no", SILENT), *(choice(signal.value, SILENT, signal) for signal in signals))
    return question(key=key, scope=scope, weight=0, choices=choices)


ANY = tuple(signal for signal in Signal if signal not in KINDS)
WORTH = question(
    key="worth",
    scope=Scope.FUNCTION,
    weight=5,
    choices=(choice("leave", (0, 0, 0, 2)), choice("maybe", SILENT), choice("stay", (0, 0, 0, -2))),
)
EDITION = make_edition(
    "made-up-1",
    (
        WORTH,
        *(meaning(f"about_{number}", Scope.FUNCTION, *ANY) for number in (1, 2)),
        *(meaning(f"team_{number}", Scope.ORGANISATION, *ANY) for number in (1, 2)),
    ),
)
PRIORS = {"bpo": (2, -1, -1), "kpo": (-1, 2, -1), "ito": (-2, -1, 2)}
SUBJECTS = {"bpo": "process", "kpo": "knowledge", "ito": "technology"}


def meanings(key, signals):
    """Answer both questions of meanings, with “no” where there is nothing to say."""
    said = (*(signal.value for signal in signals), "no", "no")
    return {f"{key}_{number}": answer for number, answer in enumerate(said[:2], start=1)}


def work(key, model, *signals, worth="leave", share=1):
    answers = {"worth": worth, **meanings("about", signals)}
    return Work(key, share, PRIORS[model], answers, SUBJECTS[model])


def advice(*functions, team=()):
    return recommend(make_case(EDITION, meanings("team", team), functions))


@pytest.mark.parametrize(
    ("models", "team", "kind"),
    [
        (("bpo",), (Signal.COORDINATION_HURTS,), PartnerKind.FOCUSED),
        (("bpo", "bpo"), (Signal.COORDINATION_HURTS,), PartnerKind.FOCUSED),
        (("bpo", "kpo"), (), PartnerKind.FOCUSED),
        (("ito", "kpo"), (Signal.COORDINATION_HURTS,), PartnerKind.INTEGRATED),
        ((), (Signal.COORDINATION_HURTS,), PartnerKind.NONE),
    ],
)
def test_one_partner_only_for_several_models_where_keeping_firms_in_step_hurts(models, team, kind):
    found = advice(*(work(f"f{place}", model) for place, model in enumerate(models)), team=team).partner

    assert found.kind is kind
    assert found.concentration_warning is (kind is PartnerKind.INTEGRATED)
    assert set(found.models) == set(models)
    assert {ground.signal for ground in found.grounds} == (set(team) if kind is PartnerKind.INTEGRATED else set())


@pytest.mark.parametrize(
    ("other", "models"),
    [
        (work("kept", "kpo", worth="stay"), ("bpo",)),
        (work("stays", "kpo", Signal.OUTSIDE_CONTENT), ("bpo",)),
        (work("returns", "kpo", Signal.OUTSIDE_TROUBLE, Signal.GOOD_SKILL), ("bpo",)),
        (work("changes", "kpo", Signal.OUTSIDE_TROUBLE), ("bpo", "kpo")),
    ],
)
def test_a_partner_is_sought_for_what_leaves_and_for_what_changes_partner(other, models):
    found = advice(other, work("gone", "bpo"))

    assert found.partner.models == models
    assert tuple(one.model for one in found.pricing) == models


@pytest.mark.parametrize(
    ("about", "team", "place", "required"),
    [
        ((), (), PartnerPlace.OPEN, False),
        ((), (Signal.LOWEST_COST,), PartnerPlace.OFFSHORE, False),
        ((), (Signal.ANYWHERE,), PartnerPlace.OFFSHORE, False),
        ((), (Signal.SAME_HOURS, Signal.LOWEST_COST), PartnerPlace.NEARSHORE, False),
        ((), (Signal.LOCAL_LANGUAGE, Signal.SAME_HOURS), PartnerPlace.ONSHORE, False),
        ((Signal.STAYS_IN_COUNTRY,), (Signal.LOWEST_COST,), PartnerPlace.ONSHORE, True),
    ],
)
def test_the_most_careful_answer_decides_the_place(about, team, place, required):
    (function,) = advice(work("f", "bpo", *about), team=team).functions

    found = function.location

    assert (found.place, found.required) == (place, required)
    assert {ground.signal for ground in (*found.grounds, *found.against)} == {*about, *team}


@pytest.mark.parametrize("signal", [Signal.PERSONAL_DATA, Signal.OWN_SECRETS, Signal.WITH_CONDITIONS])
def test_what_data_the_work_touches_decides_no_place(signal):
    (function,) = advice(work("f", "bpo", signal), team=(Signal.LOWEST_COST,)).functions

    assert function.location.place is PartnerPlace.OFFSHORE


def test_nothing_goes_abroad_while_it_is_unknown_where_its_data_may_go():
    unsure = work("f", "bpo")._replace(answers={"worth": "leave", "about_1": "no"})
    settled = work("g", "bpo", Signal.STAYS_IN_COUNTRY)

    found = advice(unsure, settled, team=(Signal.LOWEST_COST,))

    (one, two) = found.functions
    assert (one.location.place, one.location.unknown) == (PartnerPlace.ONSHORE, (("f", "about_2"),))
    assert not one.location.required
    assert [ground.signal for ground in one.location.against] == [Signal.LOWEST_COST]
    assert (two.location.place, two.location.required) == (PartnerPlace.ONSHORE, True)


def test_a_place_is_never_part_of_fit():
    here = advice(work("f", "bpo", Signal.STAYS_IN_COUNTRY), team=(Signal.LOCAL_LANGUAGE,))
    anywhere = advice(work("f", "bpo"), team=(Signal.ANYWHERE,))

    assert here.overall == anywhere.overall


@pytest.mark.parametrize(
    ("model", "first", "sourced"),
    [
        ("bpo", PriceKind.PER_TRANSACTION, True),
        ("kpo", PriceKind.PROJECT, True),
        ("ito", PriceKind.SUBSCRIPTION, False),
    ],
)
@pytest.mark.parametrize("team", [(), (Signal.LOWEST_COST,), (Signal.ANYWHERE, Signal.DATA_EXPOSED)])
def test_a_price_follows_the_model_alone(model, team, first, sourced):
    (found,) = advice(work("f", model), team=team).pricing

    assert (found.model, found.first, found.sourced) == (model, first, sourced)
    assert first not in found.others


@pytest.mark.parametrize(
    ("model", "signals", "expected"),
    [
        ("bpo", (Signal.SYSTEM_FAILING,), True),
        ("kpo", (Signal.SYSTEM_FAILING,), True),
        ("bpo", (Signal.SYSTEM_BREAKS_DOWN,), True),
        ("ito", (Signal.SYSTEM_FAILING,), False),
        ("bpo", (), False),
        ("bpo", (Signal.SYSTEM_FAILING, Signal.BARRED_BY_LAW), False),
    ],
)
def test_a_technology_layer_is_for_bpo_or_kpo_on_a_failing_system(model, signals, expected):
    found = advice(work("f", model, *signals))

    assert (found.functions[0].enabler, found.enabler) == (expected, expected)


LOAD = question(
    key="load",
    scope=Scope.ORGANISATION,
    weight=3,
    subject="process",
    choices=(choice("light", (-2, 0, 0, -2)), choice("moderate", SILENT), choice("heavy", (2, 0, 0, 2))),
)


@pytest.mark.parametrize(
    ("team", "kind", "model", "label"),
    [
        ({"load": "heavy"}, VerdictKind.PREPARE_FIRST, "bpo", "bpo"),
        ({"load": "light"}, VerdictKind.KEEP_IN_HOUSE, None, "in_house"),
        ({"load": "moderate"}, VerdictKind.LOOK_AGAIN, None, "undecided"),
        ({}, VerdictKind.CANNOT_TELL, None, "undecided"),
    ],
)
def test_with_no_function_chosen_the_companys_answers_give_a_first_impression_and_hand_nothing_over(
    team, kind, model, label
):
    found = recommend(make_case(make_edition("made-up-1", (LOAD,)), team))

    assert (found.verdict.kind, found.verdict.model, found.mix.label) == (kind, model, label)
    assert found.first_impression
    assert found.partner.models == ()
    assert (found.functions, found.order.pilot, found.order.then) == ((), (), ())


def test_what_presses_the_company_is_told_apart_from_what_is_advised():
    found = recommend(
        make_case(make_edition("made-up-1", (LOAD,)), {"load": "heavy"}, (Work("f", prior=PRIORS["kpo"]),))
    )

    process, knowledge, technology = found.pressures
    assert [one.subject for one in found.pressures] == ["process", "knowledge", "technology"]
    assert (process.score, knowledge.score, technology.score) == (100, 50, 50)
    assert [(one.question, one.answer) for one in process.contributions] == [("load", "heavy")]
    assert found.overall.ranking[0] == "kpo"


def test_what_breaks_down_comes_first_whatever_would_be_the_safer_pilot():
    found = advice(
        work("steady", "bpo", Signal.WRITTEN_DOWN, share=4),
        work("failing", "bpo", Signal.SYSTEM_BREAKS_DOWN),
        work("kept", "bpo", Signal.SYSTEM_BREAKS_DOWN, worth="stay"),
    )

    assert found.order.urgent == ("failing",)
    assert (found.order.pilot, found.order.then) == (("failing",), ("steady",))
    assert [one.urgent for one in found.functions] == [False, True, False]


def test_the_pilot_is_written_down_work_then_the_least_sensitive_then_the_most_to_gain():
    found = advice(
        work("unwritten", "bpo", share=4),
        work("secret", "bpo", Signal.WRITTEN_DOWN, Signal.OWN_SECRETS, share=4),
        work("small", "bpo", Signal.WRITTEN_DOWN, share=1),
        work("personal", "bpo", Signal.WRITTEN_DOWN, Signal.PERSONAL_DATA, share=4),
        work("large", "bpo", Signal.WRITTEN_DOWN, share=2),
    ).order

    assert found.pilot == ("large", "small")
    assert found.write_down_first == ()
    assert found.then == ("personal", "secret", "unwritten")


def test_a_pilot_never_takes_everything_that_leaves():
    found = advice(work("one", "bpo", Signal.WRITTEN_DOWN, share=2), work("two", "bpo", Signal.WRITTEN_DOWN)).order

    assert (found.pilot, found.then) == (("one",), ("two",))


def test_where_nothing_is_written_down_that_comes_before_the_pilot():
    found = advice(work("one", "bpo", share=2), work("two", "bpo"), work("three", "bpo")).order

    assert found.pilot == found.write_down_first == ("one", "three")


def test_work_to_prepare_first_follows_work_that_is_ready():
    found = advice(
        work("prepare", "bpo", Signal.WRITTEN_DOWN, worth="maybe", share=4),
        work("ready", "bpo"),
        work("kept", "bpo", worth="stay"),
    )

    assert [one.verdict.kind for one in found.functions] == ["prepare_first", "go", "keep_in_house"]
    assert (found.order.pilot, found.order.then) == (("ready",), ("prepare",))


def test_a_meaning_that_does_not_apply_is_not_heard():
    function = work("f", "bpo", Signal.BARRED_BY_LAW)

    found = advice(function._replace(answers={**function.answers, "about_1": NOT_APPLICABLE}))

    assert found.functions[0].verdict.kind == "go"
