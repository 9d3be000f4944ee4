"""Laws 36 to 39, 41 and 45: what may decide about a function, what holds it back, and what comes first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessments.edition.flow import DONT_KNOW, NOT_APPLICABLE, ORGANISATION, Scope, Signal, asked
from recommendations.engine import (
    LEAVES,
    PARAMETERS,
    ActionKind,
    CapReason,
    NextAction,
    StrengthWord,
    VerdictKind,
    VerdictReason,
    recommend,
)
from tests.recommendations.engine.build import Work, make_case
from tests.recommendations.engine.cases import (
    FEW_DRAWS,
    LAW,
    Shape,
    answered,
    asked_rows,
    cases,
    explained,
    judged,
    question_of,
    taken_back,
)
from tests.recommendations.engine.shipped import CATALOGUE, EDITION, ready_case, shipped_case

SEEDS = st.integers(0, 2**32)
OPENNESS = st.sampled_from((0.0, 0.1, 0.3, 0.7))
MADE_UP = cases(Shape(functions=(1, 2)))
SHIPPED = st.one_of(
    st.builds(ready_case, SEEDS, st.integers(1, 2), OPENNESS, st.just(FEW_DRAWS)),
    st.builds(shipped_case, SEEDS, st.integers(1, 2), OPENNESS, st.just(FEW_DRAWS)),
)
ANY = st.one_of(MADE_UP, SHIPPED)
BARS = (VerdictReason.LAW, VerdictReason.OWNER)
BY_POINTS = (
    VerdictReason.LOW_OUTSOURCE,
    VerdictReason.MIDDLING_OUTSOURCE,
    VerdictReason.OPEN_ANSWERS,
    VerdictReason.CAPPED,
    VerdictReason.CLEAR,
)
# The answers that make a cap, by what they mean; every other cap is made by one answer, or by what is not known.
MADE_BY = {
    CapReason.EDGE: {Signal.SETS_APART},
    CapReason.EDGE_WITHOUT_SKILL: {Signal.SETS_APART, Signal.NO_SKILL},
    CapReason.PRICE_ALONE: {Signal.BEST_SKILL, Signal.NOT_APART},
    CapReason.NEED: {Signal.OUR_PEOPLE, Signal.GOOD_SKILL},
    CapReason.EXPOSED: {Signal.DATA_EXPOSED, Signal.PERSONAL_DATA, Signal.OWN_SECRETS},
    CapReason.IN_HEADS: {Signal.IN_HEADS},
    CapReason.BREAKS_DOWN: {Signal.SYSTEM_BREAKS_DOWN},
    CapReason.OFFER: {Signal.OFFER_MORE},
}


def given_answers(case):
    """Every place whose answer counts and says something, or says that the question doesn't apply."""
    places = asked(case.edition, case.functions, case.answers)
    return [place for place in places if case.answers.get(place, DONT_KNOW) != DONT_KNOW]


def meaning(case, place):
    choice = case.edition.question_by_key[place[1]].choice_by_key.get(case.answers[place])
    return choice.signal if choice else ""


def reasons(verdict):
    return {cap.reason for cap in verdict.caps}


def settling(case, ground):
    """Name the questions that settle what a ground says: its own, and the one that decides whether that is asked."""
    yield ground.question
    condition = case.edition.question_by_key[ground.question].condition
    if condition:
        yield condition.question


def no_less_careful(case, place, before, after):
    """Compare verdicts before and after an answer was taken back."""
    if after.kind is VerdictKind.GO:
        assert before.kind is VerdictKind.GO
    if before.why in BARS and place[1] not in {name for ground in before.grounds for name in settling(case, ground)}:
        assert after.why is before.why
    if before.kind is VerdictKind.CANNOT_TELL:
        assert after.model is None
    if before.kind is after.kind is VerdictKind.PREPARE_FIRST and before.caps:
        lifted = reasons(before) - reasons(after)
        assert after.caps
        assert all(meaning(case, place) in MADE_BY.get(reason, ()) for reason in lifted)


@LAW
@given(ANY, st.data())
def test_law_36_taking_an_answer_back_never_hands_work_over_nor_lifts_a_bar_or_a_cap(case, data):
    given_ones = given_answers(case)
    before = judged(case).functions
    for _ in range(2 if given_ones else 0):
        place = data.draw(st.sampled_from(given_ones))
        after = judged(taken_back(case, place)).functions
        for one, other in zip(before, after, strict=True):
            no_less_careful(case, place, one.verdict, other.verdict)


@LAW
@given(ANY, st.data())
def test_law_36_taking_several_answers_back_never_hands_work_over(case, data):
    kept = data.draw(st.integers(0, 2**40))
    fewer = case
    for number, place in enumerate(given_answers(case)):
        fewer = fewer if kept >> number & 1 else taken_back(fewer, place)

    pairs = zip(judged(case).functions, judged(fewer).functions, strict=True)

    assert all(one.verdict.kind is VerdictKind.GO for one, other in pairs if other.verdict.kind is VerdictKind.GO)


@LAW
@given(st.builds(ready_case, SEEDS, st.just(1), st.sampled_from((0.0, 0.1))), st.integers(0, 2**16))
def test_law_36_an_open_answer_hands_nothing_over_that_its_worst_choice_would_hold(case, place):
    rows = [(scope, row) for scope, row in asked_rows(case) if row.weight and row.low[-1] < row.high[-1]]
    scope, row = rows[place % len(rows)]
    worst = min(question_of(row).choices, key=lambda choice: choice.evidence[-1]).key

    (held,) = judged(answered(case, scope, row.question, worst)).functions
    (unknown,) = judged(taken_back(case, (scope, row.question))).functions

    assert held.verdict.kind is VerdictKind.GO or unknown.verdict.kind is not VerdictKind.GO


@LAW
@given(SHIPPED, st.sampled_from((DONT_KNOW, "")))
def test_law_36_with_nothing_answered_everything_is_cannot_tell_yet(case, answer):
    """But for work that the list knows to be tied to a place: that is known without an answer."""
    silent = replace(case, answers=dict.fromkeys(case.answers, answer) if answer else {})

    for one in judged(silent).functions:
        assert {fit.coverage for fit in (*one.standing.fits, one.standing.outsource)} == {0}
        if one.subject != "place":
            assert (one.verdict.kind, one.verdict.model) == (VerdictKind.CANNOT_TELL, None)


@LAW
@given(SHIPPED)
def test_law_36_what_the_company_says_alone_hands_nothing_over(case):
    about_it = {place: answer for place, answer in case.answers.items() if place[0] == ORGANISATION}
    of_it = {(one.key, key.key): NOT_APPLICABLE for one in case.functions for key in EDITION.questions}

    for answers in (about_it, {**of_it, **about_it}):
        fits_in = {place: answer for place, answer in answers.items() if EDITION.fits(place, answer)}
        for one in judged(replace(case, answers=fits_in)).functions:
            assert one.subject == "place" or one.verdict.kind is VerdictKind.CANNOT_TELL


@LAW
@given(SHIPPED)
def test_law_36_answers_that_say_nothing_of_handing_over_hand_nothing_over(case):
    """Everything that weighs for or against it is said not to apply."""
    weighing = {one.key for one in EDITION.questions if one.weight and any(two.evidence[-1] for two in one.choices)}
    answers = {
        (about, key): NOT_APPLICABLE if about and key in weighing else answer
        for (about, key), answer in case.answers.items()
    }

    assert all(one.verdict.kind not in LEAVES for one in judged(replace(case, answers=answers)).functions)


# What these mean is for places, plans and advice: it decides no verdict.
IDLE = {
    *("", Signal.STAYS_IN_COUNTRY, Signal.WITH_CONDITIONS, Signal.COORDINATION_HURTS, Signal.LOWEST_COST),
    *(Signal.SAME_HOURS, Signal.LOCAL_LANGUAGE, Signal.ANYWHERE, Signal.FIXED_STEPS, Signal.PROGRAM_EXISTS),
    *(Signal.SYSTEM_FAILING, Signal.BY_HAND, Signal.WRITTEN_DOWN, Signal.OFFER_NEVER_ASKED),
}


def meanings(case, place):
    """What an answer means, or might mean while it is open."""
    if case.answers.get(place, DONT_KNOW) != DONT_KNOW:
        return {meaning(case, place)}
    return {choice.signal for choice in case.edition.question_by_key[place[1]].choices}


@LAW
@given(st.one_of(cases(Shape(functions=(1, 2), plain=True)), SHIPPED), st.data())
def test_law_37_a_weightless_answer_changes_a_verdict_only_by_what_it_means(case, data):
    gates = {question.condition.question for question in case.edition.questions if question.condition}
    rows = [
        (scope, row)
        for scope, row in asked_rows(case)
        if not row.weight and row.question not in gates  # a gate asks for answers that may weigh
    ]
    if not rows:
        return
    scope, row = rows[data.draw(st.integers(0, 2**16)) % len(rows)]
    answers = (DONT_KNOW, NOT_APPLICABLE, *(choice.key for choice in question_of(row).choices))
    other = answered(case, scope, row.question, data.draw(st.sampled_from(answers)))

    before, after = judged(case).functions, judged(other).functions

    for one, two in zip(before, after, strict=True):
        if one.verdict.kind is not two.verdict.kind:
            named = [(verdict.grounds, verdict.caps) for verdict in (one.verdict, two.verdict)]
            is_barred = one.verdict.why is two.verdict.why and one.verdict.why in BARS  # kept, or brought back
            assert is_barred or named[0] != named[1]
            assert not meanings(case, (scope, row.question)) | meanings(other, (scope, row.question)) <= IDLE


LIFTED_BY = {
    CapReason.EXPOSED: ActionKind.PROTECT_DATA,
    CapReason.BREAKS_DOWN: ActionKind.MEND_SYSTEM,
    CapReason.IN_HEADS: ActionKind.WRITE_DOWN,
    CapReason.EDGE_WITHOUT_SKILL: ActionKind.BUILD_SKILL,
    CapReason.EDGE: ActionKind.KEEP_CONTROL,
    CapReason.OFFER: ActionKind.COMPARE_PRICE,
    CapReason.PRICE_ALONE: ActionKind.COMPARE_PRICE,
    CapReason.CLOSE_CALL: ActionKind.TRY_BOTH,
}


@LAW
@given(ANY)
def test_law_38_what_lifts_the_first_cap_is_the_first_action(case):
    for one in explained(case).functions:
        caps = one.verdict.caps
        assert list(map(reason_place, caps)) == sorted(map(reason_place, caps))
        if caps:
            assert one.verdict.kind is VerdictKind.PREPARE_FIRST
            lifting = [
                NextAction(ActionKind.FIND_OUT if cap.is_unknown else LIFTED_BY[cap.reason], cap.question)
                for cap in caps
            ]
            assert one.actions[0] == lifting[0]
            assert set(lifting) <= set(one.actions)


def reason_place(cap):
    return list(CapReason).index(cap.reason)


# Answers that make each cap; `own` are asked of functions of the owner's own alone.
CAPPING = {
    CapReason.LAW: {"legal_limit": DONT_KNOW},
    CapReason.SUBJECT: {"output": DONT_KNOW},
    CapReason.EXPOSED: {"security_worry": "exposed", "data": "cards"},
    CapReason.BREAKS_DOWN: {"system_state": "breaks_down"},
    CapReason.IN_HEADS: {"documented": "in_heads"},
    CapReason.EDGE_WITHOUT_SKILL: {"edge": "sets_apart", "own_skill": "none"},
    CapReason.EDGE: {"edge": "sets_apart", "own_skill": "lacking"},
    CapReason.SKILL: {"own_skill": DONT_KNOW},
    CapReason.CURRENT: {"current": DONT_KNOW},
    CapReason.NEED: {
        "own_skill": "adequate",
        "current": "our_people",
        "offer": "same",
        "on_time": DONT_KNOW,
        "repetitive_load": "moderate",
        "expert_need": "own_experts",
        "technology_trouble": "annoyances",
        "security_worry": "in_hand",
    },
    CapReason.OFFER: {"offer": DONT_KNOW, "current": "nobody"},
    CapReason.PRICE_ALONE: {"own_skill": "best_there_is", "edge": "pure_support", "on_time": "slips_often"},
}
UNKNOWN = {
    CapReason.EXPOSED: {"security_worry": DONT_KNOW, "data": "cards"},
    CapReason.BREAKS_DOWN: {"system_state": DONT_KNOW},
    CapReason.IN_HEADS: {"documented": DONT_KNOW},
    CapReason.EDGE: {"edge": DONT_KNOW},
    CapReason.OFFER: {"offer": "more", "own_skill": "none", "current": "nobody"},
}


@LAW
@given(
    st.builds(ready_case, SEEDS, st.just(1), st.sampled_from((0.0, 0.1))),
    st.sampled_from([*CAPPING.items(), *UNKNOWN.items()]),
)
def test_law_38_each_cap_caps(case, capping):
    reason, answers = capping
    (function,) = case.functions
    capped = case
    for key, answer in answers.items():
        scope = ORGANISATION if EDITION.question_by_key[key].scope is Scope.ORGANISATION else function.key
        capped = answered(capped, scope, key, answer)
    is_asked = set(answers) <= {key for _, key in asked(EDITION, capped.functions, capped.answers)}

    (found,) = judged(capped).functions

    if is_asked:
        assert found.verdict.kind is not VerdictKind.GO
        assert found.verdict.kind is not VerdictKind.PREPARE_FIRST or reason in reasons(found.verdict)


@LAW
@given(st.one_of(MADE_UP, st.builds(ready_case, SEEDS, st.just(1), OPENNESS, st.just(FEW_DRAWS))))
def test_law_39_nothing_firm_is_turned_by_points_by_one_answer_of_its_own(case):
    for place, one in enumerate(recommend(case, reasons=False).functions):
        if one.strength is not StrengthWord.FIRM or one.verdict.why not in BY_POINTS:
            continue
        assert one.standing.outsource.coverage >= PARAMETERS.firm_coverage - 1e-9
        assert one.verdict.model is None or not one.verdict.close_call
        for scope, row in asked_rows(case):
            if scope != one.key or question_of(row).fixed or not row.weight:
                continue
            for choice in question_of(row).choices:
                other = judged(answered(case, scope, row.question, choice.key)).functions[place]
                assert len({one.verdict.model, other.verdict.model} - {None}) <= 1
                has_same_facts = other.verdict.grounds == one.verdict.grounds and other.subject == one.subject
                if has_same_facts and reasons(other.verdict) == reasons(one.verdict):
                    assert other.verdict.kind is one.verdict.kind


@LAW
@given(ANY)
def test_law_39_the_answer_said_to_turn_a_verdict_turns_it_and_into_nothing_less_careful(case):
    for place, one in enumerate(explained(case).functions):
        if one.turn is None:
            continue
        change = one.turn.change
        other = judged(answered(case, change.scope, change.question, change.after)).functions[place].verdict
        # What the new answer means, or a model that it brings near, may hold the work besides.
        besides = {cap.reason for cap in other.caps if cap.question in ("", change.question)}
        if other.why in BY_POINTS and not besides - reasons(one.verdict):
            assert other.kind is not one.verdict.kind
            assert other.kind is VerdictKind.GO or one.turn.after is not VerdictKind.GO


@LAW
@given(ANY)
def test_law_39_what_is_firm_is_answered_and_steady(case):
    for one in recommend(case, reasons=False).functions:
        if one.strength is StrengthWord.FIRM:
            assert one.stability is not None
            assert one.stability >= PARAMETERS.firm_stability - 1e-9
            assert one.standing.outsource.coverage >= PARAMETERS.firm_coverage - 1e-9
            leading = [strength for strength in one.standing.strengths if strength.model is one.verdict.model]
            assert all(strength.word is StrengthWord.FIRM for strength in leading)


@LAW
@given(SHIPPED)
def test_law_45_what_is_open_about_handing_over_is_found_out_first(case):
    for one in explained(case).functions:
        if one.verdict.why is VerdictReason.OPEN_ANSWERS:
            assert one.actions[0].kind is ActionKind.FIND_OUT
            question = EDITION.question_by_key[one.actions[0].question]
            assert any(choice.evidence[-1] for choice in question.choices)


ALONE = {"data": ("own_secrets", "several"), "volume": ("now_and_then",), "method": ("each_case_new",)}


@LAW
@given(st.builds(ready_case, SEEDS, st.just(1), st.sampled_from((0.0, 0.1))), st.data())
def test_law_41_secrecy_rarity_and_novelty_alone_never_lower_below_prepare(case, data):
    """The same case with these three left open may be handed over, so it may with them."""
    (function,) = case.functions
    plain = secret = case
    for key, answers in ALONE.items():
        plain = answered(plain, function.key, key, DONT_KNOW)
        secret = answered(secret, function.key, key, data.draw(st.sampled_from(answers)))

    before, after = judged(plain).functions[0], judged(secret).functions[0]

    assert after.standing.outsource.score >= before.standing.outsource.score - 1e-9
    assert before.verdict.kind not in LEAVES or after.verdict.kind in LEAVES


@LAW
@given(ANY)
def test_law_45_every_function_has_a_first_action(case):
    for one in explained(case).functions:
        assert one.actions
        assert len(set(one.actions)) == len(one.actions)
        match one.verdict.kind:
            case VerdictKind.CANNOT_TELL:
                asked_for = [NextAction(ActionKind.ANSWER, open_.question) for open_ in one.standing.open_questions[:2]]
                assert one.actions == (*asked_for, NextAction(ActionKind.LOOK_AGAIN))
            case VerdictKind.KEEP_IN_HOUSE:
                assert one.actions[-1].kind is ActionKind.LOOK_AGAIN
            case VerdictKind.GO | VerdictKind.PREPARE_FIRST:
                assert one.actions[-1].kind is ActionKind.BEGIN


@LAW
@given(st.sampled_from(sorted(CATALOGUE)), st.booleans())
def test_law_45_where_nothing_is_known_the_two_questions_that_settle_most_are_asked_first(key, has_company):
    team = {"repetitive_load": "heavy", "expert_need": "pressing", "technology_trouble": "breaks_down"}

    (found,) = explained(make_case(EDITION, team if has_company else {}, [Work(key)])).functions

    if found.subject != "place":
        kinds = [action.kind for action in found.actions]
        assert kinds == [ActionKind.ANSWER, ActionKind.ANSWER, ActionKind.LOOK_AGAIN]
        assert {action.question for action in found.actions[:2]} <= {
            "edge",
            "own_skill",
            "on_time",
            "repetitive_load",
            "expert_need",
            "technology_trouble",
        }
