"""The example clients: the file, loading it, and the check against an edition."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.authoring import editions
from assessments.authoring.toml_file import read_file
from assessments.edition import flow
from assessments.models import Questionnaire
from recommendations.models import ExampleClient
from recommendations.trials.examples import (
    SHIPPED,
    TYPICAL,
    ExampleFileError,
    example_of,
    load_examples,
    outcome,
    problems,
    read_example,
    read_examples,
)

EDITION_FILE = settings.BASE_DIR / "assessments" / "data" / "sourcing-2.toml"

# A known miss is neither bent nor hidden: mending it, or a new one, turns the test red.
KNOWN_MISSES = {
    "S02": "its filing goes by set steps once the advice is given, so that it stands beside the advice as BPO",
    "S24": "it tells what an offer costs, but not whether customers choose it for this work, how able it is or if it slips",
    "S31": "it tells of two of its three kinds of work too little to say whether they should leave",
}


@pytest.fixture(scope="module")
def edition():
    return read_file(EDITION_FILE)


@pytest.fixture
def questionnaire(db, edition):
    row = editions.load(edition)
    editions.publish(questionnaire=row)
    return Questionnaire.objects.get(pk=row.pk)


def shipped(key):
    return next(example for example in read_examples() if example.key == key)


def rows():
    return list(ExampleClient.objects.order_by("key").values())


def check(**options):
    written = StringIO()
    call_command("check_examples", stdout=written, **options)
    return written.getvalue()


def test_the_shipped_examples_fit_the_shipped_edition(edition):
    found = [problem for example in read_examples() for problem in problems(example, edition)]

    assert found == []


def test_there_are_twenty_seven_examples_with_keys_of_their_own():
    keys = [example.key for example in read_examples()]

    assert (len(keys), len(set(keys))) == (27, 27)


def test_every_function_and_every_answer_says_which_words_it_rests_on():
    for example in read_examples():
        answered = {f"{function}--{question}" if function else question for (function, question), _ in example.places}
        chosen = {function.key for function in example.functions}

        assert set(example.because) == answered | chosen
        assert all(example.because.values())


def test_an_answer_called_typical_is_what_the_catalogue_calls_typical(edition):
    for example in read_examples():
        for (function, question), answer in example.places:
            if example.because[f"{function}--{question}" if function else question] == TYPICAL:
                assert (question, answer) in edition.function_by_key[function].typical


def test_the_shipped_examples_answer_only_what_is_asked(edition):
    for example in read_examples():
        answers = dict(example.places)

        assert flow.counted(edition, example.selected(edition), answers) == answers


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (
            {"answers": {"colour": "red"}},
            "S24: the edition asks no organisation question “colour”: leave the answer out",
        ),
        (
            {"answers": {"method": "same_steps"}},
            "S24: the edition asks no organisation question “method”: leave the answer out",
        ),
        ({"expected": "hybrid"}, "S24: “hybrid” is no result: use one of bpo, kpo, ito, mix, in_house, undecided"),
        ({"confidence": "sure"}, "S24: “sure” is no confidence: use high, medium or low"),
        (
            {"expected_by_function": {"payroll": "bpo"}},
            "S24: something is expected of “payroll”, which is not among its functions: leave it out or add it",
        ),
    ],
)
def test_an_example_that_does_not_fit_says_where_and_what_to_do(edition, wrong, problem):
    example = replace(shipped("S24"), **wrong)

    assert list(problems(example, edition)) == [problem]


def test_a_function_the_catalogue_lacks_is_named(edition):
    told = {**shipped("S24").filled, "functions": [{"function": "dragon_taming", "answers": {}}]}
    example = read_example({**_fields(shipped("S24")), **told, "expected_by_function": {}})

    assert list(problems(example, edition)) == [
        "S24: the catalogue has no function “dragon_taming”: choose one it has, or name your own"
    ]


def test_a_choice_the_question_lacks_is_named(edition):
    told = {**shipped("S24").filled, "functions": [{"function": "customer_service", "answers": {"method": "magic"}}]}
    example = read_example({**_fields(shipped("S24")), **told})

    [problem] = problems(example, edition)
    assert problem == (
        "S24, function “customer_service”, question “method”: there is no choice “magic”: use one of dont_know, "
        "each_case_new, not_applicable, professional_judgement, same_steps, some_judgement"
    )


def test_loading_twice_is_loading_once(questionnaire):
    load_examples(questionnaire)
    once = rows()

    load_examples(questionnaire)

    assert rows() == once
    assert len(once) == 27


def test_loading_brings_a_changed_example_back_and_leaves_a_strangers_alone(questionnaire):
    load_examples(questionnaire)
    ExampleClient.objects.filter(key="S01").update(expected="ito")
    stranger = ExampleClient.objects.create(
        questionnaire=questionnaire, key="mine", title="t", summary="s", answers={}, expected="bpo"
    )

    load_examples(questionnaire)

    assert ExampleClient.objects.get(key="S01").expected == "bpo"
    assert ExampleClient.objects.filter(pk=stranger.pk).exists()


def test_a_file_with_one_example_that_does_not_fit_loads_nothing(questionnaire, tmp_path):
    lines = SHIPPED.read_text("utf-8").splitlines()
    bad = {**json.loads(lines[-1]), "answers": {"colour": "red"}}
    path = tmp_path / "examples.jsonl"
    path.write_text("\n".join([*lines[:-1], json.dumps(bad)]), "utf-8")

    with pytest.raises(ExampleFileError, match="colour"):
        load_examples(questionnaire, path)

    assert rows() == []


def test_a_stored_example_reads_back_as_the_shipped_one(questionnaire):
    load_examples(questionnaire)

    stored = [example_of(row) for row in questionnaire.example_clients.order_by("key")]

    assert stored == [replace(example, because={}) for example in sorted(read_examples(), key=lambda one: one.key)]


def test_certain_examples_land_within_what_is_acceptable(edition):
    outcomes = [outcome(example, edition) for example in read_examples() if example.confidence == "high"]

    assert {one.example.key for one in outcomes if not one.is_hit} == set(KNOWN_MISSES)


def test_the_check_prints_every_example_and_its_functions(questionnaire):
    load_examples(questionnaire)
    ExampleClient.objects.exclude(key="S05").delete()

    table = check()

    told = [line.split() for line in table.splitlines()]
    assert told[0] == ["sourcing-2:", "1", "of", "1", "hit"]
    assert told[2][:6] == ["S05", "high", "mix", "mix", "mix", "hit"]
    assert [line[:4] for line in told[3:]] == [
        ["bpo", "bpo", "hit", "bookkeeping"],
        ["bpo", "bpo", "hit", "invoice_processing"],
        ["kpo", "kpo", "hit", "tax_planning"],
        ["kpo", "kpo", "hit", "forecasting"],
        ["ito", "undecided", "MISS", "accounting_system"],  # whether it should leave, nothing in the text says
    ]


@pytest.mark.parametrize(
    ("confidence", "options", "fails"),
    [
        ("high", {}, True),
        ("medium", {}, False),
        ("medium", {"all": True}, True),
        ("low", {"all": True}, False),
    ],
)
def test_the_check_fails_when_an_example_that_counts_flips(questionnaire, confidence, options, fails):
    load_examples(questionnaire)
    ExampleClient.objects.exclude(key="S01").delete()
    ExampleClient.objects.update(expected="ito", acceptable=["ito"], confidence=confidence)

    try:
        check(**options)
        said = ""
    except CommandError as error:
        said = f"{error.returncode} {error}"

    assert said == ("1 outside what is acceptable: sourcing-2 S01" if fails else "")


def test_the_check_says_what_to_do_without_examples(questionnaire):
    with pytest.raises(CommandError, match=r"run `manage.py load_examples`"):
        check()


def test_the_check_names_the_editions_it_could_check(questionnaire):
    load_examples(questionnaire)

    with pytest.raises(CommandError, match=r"those that have some are sourcing-2$"):
        check(edition="sourcing-9")


def test_the_check_counts_what_an_edition_has_from_earlier_ones(questionnaire):
    load_examples(questionnaire)
    ExampleClient.objects.exclude(key="S01").delete()
    copy = editions.copy_to_draft(questionnaire=questionnaire)

    assert check(edition=copy.label).startswith("sourcing-3: 1 of 1 hit")


def test_the_check_refuses_an_example_that_no_longer_fits(questionnaire):
    load_examples(questionnaire)
    ExampleClient.objects.filter(key="S24").update(answers={"answers": {"colour": "red"}, "functions": []})

    with pytest.raises(CommandError, match="S24: the edition asks no organisation question “colour”"):
        check()


def test_load_examples_loads_them_beside_their_edition(questionnaire):
    written = StringIO()

    call_command("load_examples", stdout=written)

    assert written.getvalue() == "sourcing-2: 27 example clients\n"
    assert questionnaire.example_clients.count() == 27


def test_load_examples_says_that_the_edition_must_come_first(db):
    with pytest.raises(CommandError, match=r"run `manage.py import_questionnaire` first"):
        call_command("load_examples")


def _fields(example):
    return {name: getattr(example, name) for name in type(example).__slots__}
