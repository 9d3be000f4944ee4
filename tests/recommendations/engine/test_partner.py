"""What follows from the models, rule by rule, through the whole engine."""

import pytest

from assessments.edition.flow import NOT_APPLICABLE, Scope, Signal
from recommendations.engine import PartnerKind, PartnerPlace, PilotReadiness, PriceKind, recommend
from tests.recommendations.engine.build import Work, choice, make_case, make_edition, question

SILENT = (0, 0, 0, 0)


def meaning(key, scope, *signals):
    """A question that only carries meanings: one choice for each, named after it."""
    choices = (choice("no", SILENT), *(choice(signal.value, SILENT, signal) for signal in signals))
    return question(key=key, scope=scope, weight=0, choices=choices)


ANY = tuple(Signal)
WORTH = question(
    key="worth",
    scope=Scope.FUNCTION,
    weight=5,
    choices=(choice("leave", (0, 0, 0, 2)), choice("maybe", (0, 0, 0, -1)), choice("stay", (0, 0, 0, -2))),
)
# Never answered: it leaves “maybe” between staying and leaving.
ALSO = question(
    key="also", scope=Scope.FUNCTION, weight=2, choices=(choice("for", (0, 0, 0, 2)), choice("against", (0, 0, 0, -2)))
)
EDITION = make_edition(
    "made-up-1",
    (
        WORTH,
        ALSO,
        *(meaning(f"about_{number}", Scope.FUNCTION, *ANY) for number in (1, 2)),
        *(meaning(f"team_{number}", Scope.ORGANISATION, *ANY) for number in (1, 2)),
    ),
)
PRIORS = {"bpo": (2, 0, 0), "kpo": (0, 2, 0), "ito": (0, 0, 2)}


def work(key, model, *signals, worth="leave", share=1):
    meanings = {f"about_{number}": signal.value for number, signal in enumerate(signals, start=1)}
    return Work(key=key, share=share, prior=PRIORS[model], answers={"worth": worth, **meanings})


def advice(*functions, team=()):
    meanings = {f"team_{number}": signal.value for number, signal in enumerate(team, start=1)}
    return recommend(make_case(EDITION, meanings, functions))


@pytest.mark.parametrize(
    ("models", "team", "kind"),
    [
        (("bpo",), (Signal.MANY_VENDORS,), PartnerKind.FOCUSED),
        (("bpo", "bpo"), (Signal.COORDINATION_HURTS,), PartnerKind.FOCUSED),
        (("bpo", "kpo"), (), PartnerKind.FOCUSED),
        (("bpo", "kpo"), (Signal.MANY_VENDORS,), PartnerKind.INTEGRATED),
        (("ito", "kpo"), (Signal.COORDINATION_HURTS,), PartnerKind.INTEGRATED),
        ((), (Signal.MANY_VENDORS, Signal.COORDINATION_HURTS), PartnerKind.NONE),
    ],
)
def test_one_partner_only_for_several_models_and_a_load_that_is_felt(models, team, kind):
    found = advice(*(work(f"f{place}", model) for place, model in enumerate(models)), team=team).partner

    assert found.kind is kind
    assert found.concentration_warning is (kind is PartnerKind.INTEGRATED)
    assert set(found.models) == set(models)
    assert {ground.signal for ground in found.grounds} == (set(team) if kind is PartnerKind.INTEGRATED else set())


def test_work_that_stays_asks_for_no_partner():
    found = advice(work("kept", "kpo", worth="stay"), work("gone", "bpo"), team=(Signal.MANY_VENDORS,))

    assert found.partner.models == ("bpo",)
    assert [one.model for one in found.pricing] == ["bpo"]


@pytest.mark.parametrize(
    ("about", "team", "place", "required"),
    [
        ((), (), PartnerPlace.OPEN, False),
        ((), (Signal.LOWEST_COST,), PartnerPlace.OFFSHORE, False),
        ((), (Signal.ANYWHERE,), PartnerPlace.OFFSHORE, False),
        ((Signal.PERSONAL_DATA,), (Signal.LOWEST_COST,), PartnerPlace.NEARSHORE, False),
        ((), (Signal.SAME_HOURS,), PartnerPlace.NEARSHORE, False),
        ((Signal.OWN_SECRETS,), (Signal.LOWEST_COST,), PartnerPlace.ONSHORE, False),
        ((), (Signal.LOCAL_LANGUAGE,), PartnerPlace.ONSHORE, False),
        ((Signal.STAYS_IN_COUNTRY,), (Signal.LOWEST_COST,), PartnerPlace.ONSHORE, True),
    ],
)
def test_the_most_careful_answer_decides_the_place(about, team, place, required):
    (function,) = advice(work("f", "bpo", *about), team=team).functions

    found = function.location

    assert (found.place, found.required) == (place, required)
    assert {ground.signal for ground in (*found.grounds, *found.against)} == {*about, *team}


def test_a_place_is_never_part_of_fit():
    here = advice(work("f", "bpo", Signal.STAYS_IN_COUNTRY), team=(Signal.LOCAL_LANGUAGE,))
    anywhere = advice(work("f", "bpo"), team=(Signal.ANYWHERE,))

    assert here.overall == anywhere.overall


@pytest.mark.parametrize(
    ("model", "team", "first", "sourced"),
    [
        ("bpo", (), PriceKind.PER_TRANSACTION, True),
        ("kpo", (), PriceKind.PROJECT, True),
        ("kpo", (Signal.PROJECT,), PriceKind.PROJECT, True),
        ("kpo", (Signal.STEADY_HORIZON,), PriceKind.PER_FTE, True),
        ("ito", (), PriceKind.SUBSCRIPTION, False),
        ("ito", (Signal.PLATFORM,), PriceKind.SUBSCRIPTION, False),
        ("ito", (Signal.PROJECT,), PriceKind.PROJECT, False),
    ],
)
def test_a_price_follows_the_model_and_the_horizon(model, team, first, sourced):
    (found,) = advice(work("f", model), team=team).pricing

    assert (found.model, found.first, found.sourced) == (model, first, sourced)
    assert first not in found.others


@pytest.mark.parametrize(
    ("model", "signals", "expected"),
    [
        ("bpo", (Signal.SYSTEM_FAILING,), True),
        ("kpo", (Signal.SYSTEM_FAILING,), True),
        ("ito", (Signal.SYSTEM_FAILING,), False),
        ("bpo", (), False),
        ("bpo", (Signal.SYSTEM_FAILING, Signal.BARRED_BY_LAW), False),
    ],
)
def test_a_technology_layer_is_for_bpo_or_kpo_on_a_failing_system(model, signals, expected):
    found = advice(work("f", model, *signals))

    assert (found.functions[0].enabler, found.enabler) == (expected, expected)


def test_a_technology_layer_is_not_for_work_that_ito_does_not_fit():
    against_ito = Work(
        key="f", share=1, prior=(2, 0, -1), answers={"worth": "leave", "about_1": Signal.SYSTEM_FAILING.value}
    )

    assert not advice(against_ito).enabler


def test_with_no_function_chosen_the_team_is_advised_as_a_whole():
    load = question(
        key="load",
        scope=Scope.ORGANISATION,
        weight=3,
        choices=(choice("light", (-2, 0, 0, -2)), choice("heavy", (2, 0, 0, 2))),
    )

    found = recommend(make_case(make_edition("made-up-1", (load,)), {"load": "heavy"}))

    assert (found.verdict.kind, found.verdict.model, found.mix.label) == ("go", "bpo", "bpo")
    assert found.partner.models == ("bpo",)
    assert (found.functions, found.order.pilot, found.order.then) == ((), (), ())


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


@pytest.mark.parametrize(
    ("team", "readiness"),
    [
        ((), PilotReadiness.UNKNOWN),
        ((Signal.PILOT_READY,), PilotReadiness.READY),
        ((Signal.PILOT_NOT_READY,), PilotReadiness.NOT_READY),
    ],
)
def test_readiness_for_a_pilot_is_what_the_owner_said(team, readiness):
    assert advice(work("f", "bpo"), team=team).order.readiness is readiness


def test_a_meaning_that_does_not_apply_is_not_heard():
    function = work("f", "bpo", Signal.BARRED_BY_LAW)

    found = recommend(
        make_case(
            EDITION,
            {},
            (Work(key="f", share=1, prior=(2, 0, 0), answers={**function.answers, "about_1": NOT_APPLICABLE}),),
        )
    )

    assert found.functions[0].verdict.kind == "go"
