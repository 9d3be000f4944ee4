"""The composer: whatever the result, a whole and truthful report without holes, contradictions or repetitions."""

import re
from collections import Counter
from functools import cache
from types import SimpleNamespace

import pytest

from assessments.edition import flow
from recommendations.engine import LEAVES, SOUGHT, MixLabel, PartnerPlace, StrengthWord, VerdictKind
from recommendations.reports import services, wording
from recommendations.reports.inputs import ProfileLine, ProfileWords, is_answered, recommended
from recommendations.reports.plain_text import plain_text
from recommendations.reports.sections import write_page
from recommendations.reports.verdicts import words_of
from tests.factories import shipped_edition
from tests.recommendations.profiles_at_random import filled

HOLES = re.compile(
    r"(?<!: )(?<!“)\bNone\b(?! of)(?!$)|%\(|%s|\{|\}|Span\(|<|VerdictKind|  |\s[.,;:]|[.,;]{2}|““|””|“”|\bnan\b|own_\d|_"
)
MODELS = {"bpo", "kpo", "ito"}


@cache
def edition():
    return shipped_edition()


@cache
def profiles():
    points = {
        kind: (ProfileLine(f"{kind} one", "Remedy one"), ProfileLine(f"{kind} two", "Remedy two"))
        for kind in ("ask", "drawback", "measure")
    }
    return {key: ProfileWords(key, str(wording.FULL[key]), points) for key in sorted(MODELS)}


def given(functions, answers, organisation="Acme"):
    return services.recommend_for(
        edition(), functions, answers, organisation=organisation, notes={}, profiles=profiles()
    )


def texts(value, path=""):
    """Every text of a page with the way to it."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from texts(inner, f"{path}.{key}")
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from texts(inner, f"{path}[{number}]")
        case str():
            yield path, value


def as_objects(value):
    """Make a page's fields attributes, so that a rule reads as a sentence."""
    if isinstance(value, dict):
        return SimpleNamespace(**{key: as_objects(inner) for key, inner in value.items()})
    return [as_objects(inner) for inner in value] if isinstance(value, list) else value


def page_of(inputs):
    return as_objects(write_page(inputs))


def told(seed):
    one = given(*filled(edition(), seed))
    values = write_page(one)
    return one, as_objects(values), values


CHECKS = []
WHOLE: set[str] = set()  # texts that were looked at already: most come from the edition and stand in every report


def check(function):
    CHECKS.append(function)
    return function


@check
def there_is_no_hole_in_any_text(one, page, values):
    keys = (
        ".key",
        ".kind",
        ".id",
        ".slug",
        ".question",
        ".step",
        ".function",
        ".state",
        ".model",
        ".start",
        ".width",
        ".zero",
    )
    written = ((path, text) for path, text in texts(values) if not path.startswith((".sources", ".answers.assumed")))
    new = [(path, text) for path, text in written if text not in WHOLE and not path.endswith(keys)]

    assert [(path, text) for path, text in new if HOLES.search(text.strip())] == []
    WHOLE.update(text for _path, text in new)


@check
def every_heading_says_something_and_has_something_under_it(one, page, values):
    titles = [(path, text) for path, text in texts(values) if path.endswith((".title", ".label", ".summary", ".text"))]
    # The last ones where it was said further up.
    may_be_empty = re.compile(
        r"\.map\.groups\[\d+\]\.rows\[\d+\]\.label$|\.why\.functions\[\d+\]\.held\[\d+\]\.text$|"
        r"\.(?:actions|change\.turns)\[\d+\]\.text$|\.plan\.keep\[\d+\]\.stages\[\d+\]\.text$"
    )

    assert [path for path, text in titles if not text.strip() and not may_be_empty.search(path)] == []
    assert all(group.rows for group in page.map.groups)
    assert all(group.rows for group in page.demands)


@check
def the_headline_names_exactly_the_models_that_are_looked_for(one, page, values):
    named = {span.model for span in page.headline if span.model} - {wording.OWN}
    if len(one.functions) == 1 and "close call" in page.outcome:
        named -= {str(one.result.functions[0].standing.ranking[1])}

    assert named == {str(model) for function in one.leaving for model in recommended(function)}


@check
def the_model_named_first_leads_the_scores_or_the_advice_is_a_mix(one, page, values):
    named = [span.model for span in page.headline if span.model in MODELS]

    if named and not one.is_mix:
        assert named[0] in map(str, one.overall.leaders)
    if one.result.mix.label in MODELS:
        assert page.scores[0].model == one.result.mix.label


@check
def the_front_row_is_never_a_model_that_is_not_advised(one, page, values):
    leading = {score.model for score in page.scores if score.is_lead}

    assert leading <= {str(model) for function in one.outside for model in one.overall.ranking}
    assert not leading or one.is_decided
    assert one.is_decided or not any(fact.key == "lead" for fact in page.sure.facts)


@check
def nothing_comes_first_where_nothing_leaves(one, page, values):
    if not one.is_decided:
        assert " comes first" not in page.sure.summary
        assert not any(score.note for score in page.scores)
        assert "first impression" in page.scores_note


@check
def a_mix_is_called_a_mix(one, page, values):
    if one.is_mix:
        assert " mix" in page.lead
    if one.result.mix.label is MixLabel.MIX:
        assert ("mostly" in page.lead) == (one.result.mix.largest is not None and len(one.functions) > 1)


@check
def what_nobody_knows_anything_about_has_no_model_and_no_score(one, page, values):
    rows = {row.key: row for group in page.map.groups for row in group.rows}
    for function in one.result.functions:
        if function.verdict.kind is VerdictKind.CANNOT_TELL:
            assert (rows[function.key].label, rows[function.key].score) == ("", "")
            assert not re.search(r"\b[BKI][PT]O\b", rows[function.key].no_score)
        if not is_answered(function):
            assert rows[function.key].evidence == "none"


@check
def no_sentence_stands_twice_in_what_is_read_first(one, page, values):
    first = [page.lead, page.sure.summary, page.map.summary, page.map.mix, page.why.summary, page.change.summary]
    counted = Counter(sentence for text in first for sentence in re.split(r"(?<=[.!?]) ", text) if sentence)

    assert [sentence for sentence, times in counted.items() if times > 1] == []


@check
def printed_points_add_up_to_the_printed_score(one, page, values):
    tables = [page.why.pulls, *(other.pulls for other in page.why.others), *(d.pulls for d in page.why.functions)]
    contrasts = [page.why.contrast, *(drawer.contrast for drawer in page.why.functions)]

    assert [table.id for table in tables if 50 + added(table) != float(table.total)] == []
    assert [table.id for table in contrasts if table and added(table) != float(table.total)] == []


def added(table):
    return round(sum(float(row.points.replace("−", "-")) for row in table.rows), 1)


@check
def bars_stay_within_their_column(one, page, values):
    rows = [row for drawer in page.why.functions for row in drawer.pulls.rows]

    assert all(float(row.start) >= 0 and float(row.start) + float(row.width) <= 100 for row in rows)


@check
def every_function_stands_once_in_the_map(one, page, values):
    keys = [row.key for group in page.map.groups for row in group.rows]

    assert sorted(keys) == sorted(function.key for function in one.functions)
    assert [drawer.key for drawer in page.why.functions] == [function.key for function in one.functions]


@check
def what_is_ready_and_what_is_advised_agree(one, page, values):
    rows = {row.key: row for group in page.map.groups for row in group.rows}

    for function in one.result.functions:
        row = rows[function.key]
        assert (row.state, row.words) == words_of(function.verdict)[:2]
        assert (row.model in MODELS) == (len(recommended(function)) == 1)


@check
def partners_are_spoken_of_only_where_one_is_looked_for(one, page, values):
    is_sought = any(function.verdict.kind in SOUGHT for function in one.result.functions)
    leaves = any(function.verdict.kind in LEAVES for function in one.result.functions)

    assert (page.partner is not None, bool(page.checklist), bool(page.drawbacks)) == (is_sought,) * 3
    assert bool(page.plan and page.plan.plans) == leaves
    assert bool(page.no_demands) == (not one.is_decided)


@check
def every_function_has_a_next_step_and_the_first_of_each_stands_in_what_to_do_first(one, page, values):
    keys = [action.key for action in page.actions]
    said = " ".join(action.title + action.because for action in page.actions)

    assert len(keys) <= max(7, len(one.functions))
    assert len(set(keys)) == len(keys)
    assert all(action.because for action in page.actions)
    assert all(drawer.steps for drawer in page.why.functions)
    if len(one.functions) > 1:
        for function in one.functions:
            is_named = one.name_in_sentence(function.key) in said
            assert is_named or any(action.title.startswith("Find out: ") for action in page.actions)


@check
def what_holds_work_back_says_what_lifts_it(one, page, values):
    for function, drawer in zip(one.result.functions, page.why.functions, strict=True):
        assert len(drawer.held) == len(function.verdict.caps)
        assert all(cap.title for cap in drawer.held)
    held = [cap for drawer in page.why.functions for cap in drawer.held]
    assert not held or held[0].text or held[0].title in page.lead or len(one.functions) == 1


@check
def parts_of_one_whole_are_printed_as_a_hundred(one, page, values):
    shares = [group.share for group in page.map.groups if group.share]
    told = re.findall(r"(\d+)\u00a0% to ", page.map.mix)

    for parts in (shares, told):
        assert not parts or sum(int(number) for part in parts for number in re.findall(r"\d+", part)[:1]) == 100
    assert sum(vars(page.map.shares).values()) == 100
    assert sum(row.percent for group in page.map.groups for row in group.rows) == 100


@check
def a_printed_gap_is_the_difference_of_printed_scores(one, page, values):
    first, second = (score.score for score in page.scores[:2])
    for fact in page.sure.facts:
        if fact.key == "lead" and (points := re.match(r"(\d+) points?", fact.big)):
            assert int(points[1]) == first - second


@check
def no_two_statements_contradict(one, page, values):
    told = " ".join(text for path, text in texts(values) if not path.startswith((".answers", ".sources")))
    turns = {turn.title: turn.text for turn in page.change.turns}
    kinds = {function.verdict.kind for function in one.result.functions}
    if kinds == {VerdictKind.GO}:
        assert not re.search(r"before you hand|Before that, settle|hand nothing over|before it can be handed", told)
    for function in one.result.functions:
        name = wording.opened_text(one.name_in_sentence(function.key))
        if function.strength is StrengthWord.FIRM:
            assert f"{name}: this hangs on one answer" not in turns
        if function.turn:
            assert f"{name}: this holds" not in turns
        if function.turn and function.verdict.kind is VerdictKind.KEEP_IN_HOUSE:
            assert any(name in title for title in turns) or len(one.functions) > 4
    if {function.location.place for function in one.leaving} == {PartnerPlace.ONSHORE}:
        assert "may sit" not in told


@check
def demands_name_the_answer_behind_them(one, page, values):
    rows = [row for group in page.demands for row in (*group.rows, *group.more)]

    assert all("you answered “" in row.because for row in rows)
    assert len({(row.title, row.because) for row in rows}) == len(rows)


@check
def the_plain_text_says_the_same(one, page, values):
    text = plain_text(
        {"format": services.FORMAT, "page": values, "date": "1 March", "edition": "sourcing-2", "reference": ""}
    )
    read = " ".join(text.split())

    assert page.outcome in read
    assert [action.title for action in page.actions if " ".join(action.title.split()) not in read] == []
    assert re.search(r"%\(|%s|[{}]|Span\(", text) is None


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_answers_the_report_is_whole_and_true(seed):
    page = told(seed)

    for holds in CHECKS:
        holds(*page)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(60, 1060, 100))
def test_a_thousand_profiles_give_whole_and_true_reports(first):
    for seed in range(first, first + 100):
        page = told(seed)

        for holds in CHECKS:
            holds(*page)


def one_function(key, *, own="", **answers):
    function = flow.Selected(flow.OWN_KEYS[0], own) if own else edition_function(key)
    return (function,), {(function.key, question): answer for question, answer in answers.items()}


def edition_function(key):
    return flow.Selected(key, edition().function_by_key[key].name)


def everything(functions, value):
    return dict.fromkeys(flow.asked(edition(), functions, {}), value)


ROUTINE = {
    "method": "same_steps",
    "edge": "pure_support",
    "own_skill": "lacking",
    "on_time": "slips_often",
    "current": "our_people",
    "ties": "stands_alone",
    "offer": "less",
    "system_state": "modern",
    "documented": "written",
    "program": "no",
    "data": "ordinary",
    "legal_limit": "none",
    "volume": "very_high",
    "judged_by": "unit_cost",
}
EXPERT = ROUTINE | {
    "method": "each_case_new",
    "own_skill": "none",
    "current": "nobody",
    "volume": "monthly",
    "judged_by": "depth",
}


def test_one_function_is_handed_over_in_one_plain_sentence():
    page = page_of(given(*one_function("payroll", **ROUTINE)))

    assert page.outcome == "Hand payroll to a BPO provider."


def test_an_expert_s_work_goes_to_an_adviser():
    page = page_of(given(*one_function("tax_planning", **EXPERT)))

    assert page.outcome == "Hand tax planning to a KPO adviser."


def test_nothing_known_is_said_as_cannot_tell_yet_with_the_questions_that_settle_most():
    functions = (edition_function("payroll"),)

    page = page_of(given(functions, everything(functions, flow.DONT_KNOW)))

    assert page.outcome == "We cannot tell yet what is best for payroll."
    assert [open_.question for open_ in page.change.open] == ["repetitive_load", "edge"]
    assert page.map.groups[0].rows[0].score == ""
    assert {score.words for score in page.scores} == {"Too early to say"}
    assert [(fact.key, fact.big) for fact in page.sure.facts] == [("evidence", "None")]


def test_a_bar_by_law_keeps_the_work_and_says_so():
    page = page_of(given(*one_function("payroll", **ROUTINE | {"legal_limit": "law_forbids"})))

    assert page.outcome == "Keep payroll in your own hands."
    assert page.lead == "What you said about law, licence or contract decides it, whatever the fit scores say."
    assert page.map.groups[0].rows[0].note == "May not be handed over"
    assert page.no_demands == "As long as nothing is handed over, there is nothing to ask of a partner."


def test_the_owner_s_own_decision_is_taken_as_given():
    page = page_of(given(*one_function("payroll", **ROUTINE | {"legal_limit": "own_choice"})))

    assert page.outcome == "Keep payroll in your own hands."
    assert page.lead == "You have decided so, and we take that as given. The fit scores are there to look at."


def test_an_edge_that_is_done_well_stays():
    answers = EXPERT | {"edge": "sets_apart", "own_skill": "best_there_is"}

    page = page_of(given(*one_function("key_accounts", **answers)))

    assert page.outcome == "Keep sales to your most important customers in your own hands."
    assert page.lead == "It sets you apart, and your own people are as good at it as anyone you could hire."


def test_an_own_function_keeps_the_owner_s_words():
    answers = ROUTINE | {"output": "transactions", "qualification": "short_training"}

    page = page_of(given(*one_function("", own="Warranty Claims", **answers)))

    assert page.outcome == "Hand “Warranty Claims” to a BPO provider."
    assert page.map.groups[0].rows[0].place == "Named by you"


def test_several_functions_are_named_by_partner():
    functions = tuple(edition_function(key) for key in ("payroll", "bookkeeping", "tax_planning"))
    answers = {("payroll", key): value for key, value in ROUTINE.items()}
    answers |= {("bookkeeping", key): value for key, value in ROUTINE.items()}
    answers |= {("tax_planning", key): value for key, value in EXPERT.items()}

    page = page_of(given(functions, answers))

    assert page.outcome == ("Hand payroll and the daily books to a BPO provider, and tax planning to a KPO adviser.")


def test_eight_functions_are_named_in_two_sentences():
    keys = (
        "payroll",
        "bookkeeping",
        "accounts_payable",
        "data_entry",
        "tax_planning",
        "forecasting",
        "benefits",
        "claims",
    )
    functions = tuple(edition_function(key) for key in keys)
    answers = {(key, question): value for key in keys for question, value in ROUTINE.items()}
    for key in ("tax_planning", "forecasting"):
        answers |= {(key, question): value for question, value in EXPERT.items()}

    page = page_of(given(functions, answers))

    assert page.outcome == (
        "Hand payroll, the daily books, supplier payments, data entry and forms, staff benefits, and insurance claims to a "
        "BPO provider. Hand tax planning, and forecasts and budgets to a KPO adviser."
    )


@pytest.mark.parametrize(
    ("answers", "outcome", "lead"),
    [
        (
            {"current": "outside_content"},
            "Leave payroll with today’s firm.",
            "You are content with the firm that does it. Look again when the contract ends, or when price or quality slips.",
        ),
        (
            {"current": "outside_trouble", "ties": "woven_in"},
            "Bring payroll back into your own hands.",
            "Today’s firm gives you trouble, and what you said about this work speaks for doing it yourself.",
        ),
        (
            {"current": "outside_trouble", "ties": "woven_in", "own_skill": "none"},
            "Split payroll between a BPO provider and your own people.",
            "",
        ),
        (
            {"current": "outside_trouble"},
            "Change the firm that does payroll: look for a BPO provider.",
            "",
        ),
        (
            {"own_skill": "best_there_is", "offer": "same", "on_time": "on_time"},
            "Keep payroll in your own hands.",
            "Your people are as good at it as anyone you could hire: keep it, or hand it over for the price alone.",
        ),
        (
            {"offer": "more"},
            "Keep payroll in your own hands.",
            "An outside offer costs more, everything counted, so the price is no reason to hand it over.",
        ),
        (
            {"edge": "sets_apart", "own_skill": "none"},
            "Build or hire the skill for payroll, or take a BPO provider under close control.",
            "Build the skill, hire it, or take a partner under close control.",
        ),
        (
            {"documented": "in_heads"},
            "Prepare payroll for a BPO provider, and hand nothing over yet.",
            "Nobody could learn it from what is written down. Write the steps down, with their exceptions.",
        ),
        (
            {"legal_limit": flow.DONT_KNOW},
            "Prepare payroll for a BPO provider, and hand nothing over yet.",
            "Find out before you talk with anybody about it.",
        ),
    ],
)
def test_each_verdict_is_said_in_one_plain_sentence_with_its_reason(answers, outcome, lead):
    page = page_of(given(*one_function("payroll", **ROUTINE | answers)))

    assert page.outcome == outcome
    assert lead in page.lead


def test_work_that_is_tied_to_a_place_is_outside_the_three_models():
    answers = ROUTINE | {"output": "hands_on", "qualification": "short_training"}

    page = page_of(given(*one_function("", own="Office cleaning", **answers)))

    assert page.outcome == (
        "The three models have nothing to say about “Office cleaning”: this work is tied to a place."
    )
    assert page.map.groups[0].rows[0].words == "Outside the three models"
    assert page.partner is None


def test_what_a_program_could_do_is_a_way_out_of_its_own():
    page = page_of(given(*one_function("data_entry", **ROUTINE | {"system_state": "by_hand", "program": "yes"})))

    assert page.map.automate.startswith("A program could do this: data entry and forms.")


@pytest.mark.parametrize(
    ("key", "answers", "titles"),
    [
        ("payroll", ROUTINE, ["Draw the line", "Let them learn, and measure today", "Run side by side", "Cut over"]),
        ("tax_planning", EXPERT, ["Choose one question", "Ask two advisers", "Let one of them answer it"]),
        ("servers_cloud", ROUTINE, ["Design", "Migrate a copy", "Rehearse, and rehearse the way back", "Move"]),
        ("security_tests", ROUTINE, ["Put it on one page", "Get two offers", "Look at it piece by piece"]),
    ],
)
def test_a_plan_fits_the_kind_of_work(key, answers, titles):
    page = page_of(given(*one_function(key, **answers)))

    stages = [stage.title for stage in page.plan.plans[0].stages]
    assert stages[: len(titles)] == titles


def test_parts_of_one_whole_are_rounded_together():
    assert wording.percents([1 / 3] * 3) == [34, 33, 33]
    assert wording.percents([0.505, 0.495, 0.0]) == [51, 49, 0]
    assert wording.percents([0, 0]) == [0, 0]
    assert wording.percents([2, 1], total=10) == [7, 3]
