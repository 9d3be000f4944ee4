"""What follows from the models, rule by rule, through the whole engine."""

import pytest

from assessments.edition.flow import NOT_APPLICABLE, Scope, Signal
from recommendations.engine import PartnerKind, PartnerPlace, PlanKind, PriceKind, recommend
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
    weight=9,
    choices=(choice("leave", (0, 0, 0, 2)), choice("maybe", SILENT), choice("stay", (0, 0, 0, -2))),
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
    meanings = {"about_1": "no", "about_2": "no"}
    meanings |= {f"about_{number}": signal.value for number, signal in enumerate(signals, start=1)}
    return Work(key=key, share=share, prior=PRIORS[model], answers={"worth": worth, **meanings})


def advice(*functions, team=()):
    meanings = {"team_1": "no", "team_2": "no"}
    meanings |= {f"team_{number}": signal.value for number, signal in enumerate(team, start=1)}
    return recommend(make_case(EDITION, meanings, functions))


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
def test_one_partner_only_for_several_models_and_a_load_that_is_felt(models, team, kind):
    found = advice(*(work(f"f{place}", model) for place, model in enumerate(models)), team=team).partner

    assert found.kind is kind
    assert found.concentration_warning is (kind is PartnerKind.INTEGRATED)
    assert set(found.models) == set(models)
    assert {ground.signal for ground in found.grounds} == (set(team) if kind is PartnerKind.INTEGRATED else set())


def test_work_that_stays_asks_for_no_partner():
    found = advice(work("kept", "kpo", worth="stay"), work("gone", "bpo"), team=(Signal.COORDINATION_HURTS,))

    assert found.partner.models == ("bpo",)
    assert [one.model for one in found.pricing] == ["bpo"]


@pytest.mark.parametrize(
    ("about", "team", "place", "required"),
    [
        ((), (), PartnerPlace.OPEN, False),
        ((), (Signal.LOWEST_COST,), PartnerPlace.OFFSHORE, False),
        ((), (Signal.ANYWHERE,), PartnerPlace.OFFSHORE, False),
        ((), (Signal.SAME_HOURS,), PartnerPlace.NEARSHORE, False),
        ((), (Signal.LOCAL_LANGUAGE,), PartnerPlace.ONSHORE, False),
        ((Signal.STAYS_IN_COUNTRY,), (Signal.LOWEST_COST,), PartnerPlace.ONSHORE, True),
    ],
)
def test_the_most_careful_answer_decides_the_place(about, team, place, required):
    (function,) = advice(work("f", "bpo", *about), team=team).functions

    found = function.location

    assert (found.place, found.required) == (place, required)
    assert {ground.signal for ground in (*found.grounds, *found.against)} == {*about, *team}


@pytest.mark.parametrize("signal", [Signal.PERSONAL_DATA, Signal.OWN_SECRETS])
def test_delicate_data_sets_conditions_and_no_place(signal):
    (function,) = advice(work("f", "bpo", signal), team=(Signal.LOWEST_COST,)).functions

    assert function.location.place is PartnerPlace.OFFSHORE


def test_nothing_goes_abroad_while_it_is_unknown_where_the_data_may_go():
    unknown = work("f", "bpo")
    open_ = Work(key="f", prior=unknown.prior, answers={**unknown.answers, "about_1": "dont_know"})

    found = advice(open_, team=(Signal.LOWEST_COST,)).functions[0].location

    assert (found.place, found.required, found.unknown) == (PartnerPlace.ONSHORE, False, (("f", "about_1"),))
    assert [ground.signal for ground in found.against] == [Signal.LOWEST_COST]


def test_work_tied_to_a_place_is_done_there():
    tied = work("f", "bpo")._replace(subject="place", prior=(0, 0, 0))

    (function,) = advice(tied, team=(Signal.LOWEST_COST,)).functions

    assert (function.verdict.kind, function.verdict.why, function.verdict.model) == ("look_again", "on_site", None)
    assert (function.location.place, function.location.required) == (PartnerPlace.ONSHORE, True)


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
@pytest.mark.parametrize("team", [(), (Signal.LOWEST_COST,), (Signal.COORDINATION_HURTS,)])
def test_how_such_work_is_usually_paid_depends_on_no_answer(model, first, sourced, team):
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


def test_with_no_function_chosen_the_company_s_answers_give_a_first_impression():
    load = question(
        key="load",
        scope=Scope.ORGANISATION,
        weight=3,
        subject="process",
        choices=(choice("light", (-2, 0, 0, -2)), choice("heavy", (2, 0, 0, 2))),
    )

    found = recommend(make_case(make_edition("made-up-1", (load,)), {"load": "heavy"}))

    assert found.first_impression
    assert (found.verdict.kind, found.verdict.model, found.mix.label) == ("prepare_first", "bpo", "bpo")
    assert [(one.subject, one.printed) for one in found.pressures] == [
        ("process", 100),
        ("knowledge", 50),
        ("technology", 50),
    ]
    # No work was named, so there is nothing to look a partner for.
    assert (found.partner.models, found.functions, found.order.pilot, found.order.then) == ((), (), (), ())


@pytest.mark.parametrize(
    ("model", "plan"), [("bpo", PlanKind.TAKE_OVER), ("kpo", PlanKind.TRY_EXPERT), ("ito", PlanKind.MOVE_SYSTEM)]
)
def test_the_plan_is_that_of_the_kind_of_work(model, plan):
    assert advice(work("f", model)).functions[0].plan is plan


def test_what_breaks_down_comes_first_even_where_other_work_is_the_safer_pilot():
    found = advice(
        work("safe", "bpo", Signal.WRITTEN_DOWN, share=4),
        work("breaks", "bpo", Signal.SYSTEM_BREAKS_DOWN),
        work("third", "bpo"),
    )

    assert found.functions[1].verdict.kind == "prepare_first"
    assert (found.order.urgent, found.order.pilot) == (("breaks",), ("breaks",))


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

    found = recommend(
        make_case(
            EDITION,
            {},
            (Work(key="f", share=1, prior=(2, 0, 0), answers={**function.answers, "about_1": NOT_APPLICABLE}),),
        )
    )

    assert found.functions[0].verdict.kind == "go"
