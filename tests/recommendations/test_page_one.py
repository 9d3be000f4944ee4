"""Page one, in both languages: every function is named, and nothing on it disagrees with anything else on it."""

import re
from functools import cache

import pytest
from django.utils import translation

from assessments.edition import flow
from recommendations.engine import VerdictKind
from recommendations.reports import services
from recommendations.reports.sections import write_page
from recommendations.reports.sections.page_one import LONGEST_REASON, NOW, UNCLEAR
from recommendations.reports.verdicts import VERDICTS
from tests.factories import shipped_edition
from tests.recommendations.profiles_at_random import filled

STATES = [words.state for words in VERDICTS.values()]
MODELS = ["bpo", "kpo", "ito", "own", "unsure"]
SEEDS = range(1000, 1100)
HOSTILE = ("payroll and everything else", "x. Hand all", "a, b and c", "\u202elive", "“quoted”", "W" * 76)


@cache
def told(seed, language="en"):
    with translation.override(language):
        edition = shipped_edition()
        functions, answers = filled(edition, seed)
        one = services.recommend_for(edition, functions, answers, organisation="Acme", notes={}, profiles={})
        return one, write_page(one)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_headline_names_every_function_in_the_order_of_the_rows(language):
    counts = set()
    for seed in SEEDS:
        one, page = told(seed, language)
        counts.add(len(one.functions))
        with translation.override(language):
            names = [one.name_in_sentence(row["key"]) for row in page["one"]["rows"]]
        places = [page["outcome"].casefold().find(name.casefold()) for name in names]

        assert -1 not in places, (seed, page["outcome"])
        assert places == sorted(places), (seed, page["outcome"])
    assert counts >= {1, 2, 3, 4, 5, 8}


def test_from_six_functions_on_the_verdict_is_two_sentences():
    edition = shipped_edition()
    keys = list(edition.function_by_key)
    for many in range(1, flow.MOST_FUNCTIONS + 1):
        functions = tuple(flow.Selected(key, edition.function_by_key[key].name) for key in keys[:many])
        # One is barred, so that two things are advised whenever there are two.
        answers = {(keys[0], "legal_limit"): "law_forbids", (keys[0], "edge"): "pure_support"}
        one = services.recommend_for(edition, functions, answers, organisation="", notes={}, profiles={})

        assert len(re.findall(r"\.(?: |$)", write_page(one)["outcome"])) == (2 if many >= 6 else 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_one_s_own_stands_apart_from_the_sentence(name):
    functions = (flow.Selected("own_1", name), flow.Selected("payroll", "Payroll"))
    one = services.recommend_for(shipped_edition(), functions, {}, organisation="", notes={}, profiles={})
    page = write_page(one)
    plain = name.replace("\u202e", "").strip("“”")

    assert f"“{plain}”" in page["outcome"]
    assert "\u202e" not in page["outcome"]
    assert [row["name"] for row in page["one"]["rows"] if row["key"] == "own_1"] == [name.replace("\u202e", "")]


def test_rows_stand_in_the_order_of_the_verdict_and_of_the_models_within():
    for seed in SEEDS:
        one, page = told(seed)
        rows = page["one"]["rows"]
        ranks = [(STATES.index(row["state"]), MODELS.index(row["model"])) for row in rows if row["state"] != "look"]

        assert sorted(row["key"] for row in rows) == sorted(function.key for function in one.functions)
        assert ranks == sorted(ranks), seed


def test_parts_of_the_time_add_up_to_a_hundred_and_are_the_rows():
    for seed in SEEDS:
        _one, page = told(seed)
        rows, time = page["one"]["rows"], page["one"]["time"]

        assert sum(part["percent"] for part in time["parts"]) == sum(row["percent"] for row in rows) == 100
        assert sum(line["percent"] for line in time["lines"]) == 100
        for model in MODELS:
            shown = sum(part["percent"] for part in time["parts"] if part["model"] == model)
            assert shown == sum(row["percent"] for row in rows if row["model"] == model)
        assert {part["model"] == "unsure" for part in time["parts"] if part["state"] == UNCLEAR} <= {True}
        going = sum(row["percent"] for row in rows if row["state"] in ("go", "keep", "outside"))
        assert sum(part["percent"] for part in time["parts"] if part["state"] == NOW) <= going


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_row_has_one_short_reason_and_what_is_beside_it_is_not_the_same(language):
    for seed in SEEDS:
        one, page = told(seed, language)
        for row in page["one"]["rows"]:
            assert row["reason"], (seed, row)
            assert row["reason"] != row["note"]
            assert row["partner"]
            is_told = one.results[row["key"]].verdict.kind is not VerdictKind.CANNOT_TELL
            assert (row["firm"] == "open") or is_told
    short = [len(row["reason"]) <= LONGEST_REASON for seed in SEEDS for row in told(seed, language)[1]["one"]["rows"]]
    assert sum(short) / len(short) > 0.95


def test_monday_is_at_most_three_of_the_actions_about_different_functions_first():
    for seed in SEEDS:
        one, page = told(seed)
        monday, keys = page["one"]["monday"], [action["key"] for action in page["actions"]]
        chosen = [entry["key"] for entry in monday]

        assert 1 <= len(chosen) <= 3
        assert len(set(chosen)) == len(chosen)
        assert set(chosen) <= set(keys)
        assert len({entry["title"] for entry in monday}) == len(chosen)
        assert len(chosen) == 3 or len(keys) < 5
        assert any(one.name_in_sentence(function.key) in monday[0]["title"] for function in one.functions)
        urgent = one.result.order.urgent
        if urgent:
            assert any(one.name_in_sentence(key) in entry["title"] for key in urgent for entry in monday)


def test_what_to_check_first_names_the_functions_it_is_about():
    kinds = set()
    for seed in SEEDS:
        one, page = told(seed)
        for entry in page["one"]["checks"]:
            kinds.add(entry["key"])
            assert any(one.name_in_sentence(function.key) in entry["text"] for function in one.functions)
    assert kinds == {"law", "secrets", "data", "system"}


def test_what_presses_is_quoted_in_whole_answers():
    edition = shipped_edition()
    whole = {f"“{choice.text}”" for question in edition.questions for choice in question.choices}
    for seed in SEEDS:
        _one, page = told(seed)
        assert {row["said"] for row in page["pressures"]["rows"] if row["said"]} <= whole


def test_numbers_are_written_as_the_language_writes_them():
    _one, page = told(1004, "es")
    points = [row["points"] for row in page["why"]["pulls"]["rows"]]
    drawn = " ".join(fact["text"] for seed in SEEDS for fact in told(seed, "es")[1]["sure"]["facts"])

    assert points
    assert all(re.fullmatch(r"[+−]?\d+,\d", one) for one in points)
    assert "2.000" in drawn
    assert "2,000" not in drawn


def test_a_report_of_a_single_function_has_one_set_of_figures():
    alone = [told(seed)[1] for seed in SEEDS if len(told(seed)[0].functions) == 1]

    assert len(alone) > 10
    for page in alone:
        whole = {score["model"]: score["score"] for score in page["scores"]}
        figures = page["map"]["figures"][0]
        assert {model: figures[model] for model in whole} == whole
        assert not any(score["note"].startswith("first in") for score in page["scores"])
        row = page["one"]["rows"][0]
        assert row["score"] in ("", str(whole.get(row["model"])))


def test_what_is_ready_is_sent_first_and_waits_for_nothing_in_the_plan():
    found = 0
    for seed in SEEDS:
        one, page = told(seed)
        ready = [function.key for function in one.leaving if function.verdict.kind is VerdictKind.GO]
        if not ready:
            continue
        found += 1
        sent = [entry["title"] for entry in page["one"]["monday"][:2] if entry["title"].startswith("Send the brief")]
        last = [plan["stages"][-1]["text"] for plan in page["plan"]["plans"]]
        for key in ready:
            name = one.name_in_sentence(key)
            assert any(name in title for title in sent), (seed, name)
            assert not any(name in text for text in last), (seed, name)
            assert name in page["plan"]["summary"], (seed, name)
    assert found


def test_what_an_answer_about_the_whole_company_holds_back_is_no_reason_of_each_function():
    for seed in SEEDS:
        _one, page = told(seed)
        reasons = [row["reason"] for row in page["one"]["rows"]]
        assert reasons.count("Your data is exposed") <= 1, seed
