"""The same job without a browser: answers in, the same report out, and nothing stored."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.models import Assessment
from recommendations.models import Report
from recommendations.reports import services
from recommendations.reports.filled import FilledError, parse, read_filled
from recommendations.reports.shape import check_shape
from tests.factories import make_edition, shipped_edition
from tests.recommendations.reports import make_answered

ROOT = Path(__file__).parents[2]
EDITION = shipped_edition()
PAYROLL = {
    "organisation_name": "Kestrel & Vale",
    "answers": {"repetitive_load": "heavy", "expert_need": "dont_know"},
    "functions": [
        {
            "function": "payroll",
            "share": 2,
            "answers": {
                "method": "same_steps",
                "edge": "pure_support",
                "own_skill": "lacking",
                "on_time": "slips_often",
                "current": "our_people",
                "ties": "stands_alone",
                "offer": "less",
                "system_state": "modern",
                "documented": "written",
                "data": "ordinary",
                "legal_limit": "none",
                "volume": "daily",
            },
        },
        {"name": "Warranty claims", "answers": {"output": "analysis", "method": "each_case_new"}},
    ],
}


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def recommend(tmp_path, *documents, **options):
    """Run the command on one document as JSON, on several as JSON Lines."""
    file = tmp_path / "answers.json"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in documents), "utf-8")
    out, err = StringIO(), StringIO()
    try:
        call_command("recommend", str(file), stdout=out, stderr=err, verbosity=0, **options)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error)
    return out.getvalue(), err.getvalue()


def changed(**fields):
    return {**PAYROLL, **fields}


def test_a_filled_assessment_gives_the_report_as_text(shipped, tmp_path):
    text, complaint = recommend(tmp_path, PAYROLL)

    assert complaint == ""
    assert "Hand payroll to a BPO provider, and find out more about “Warranty claims”" in " ".join(text.split())
    assert "Fit report for Kestrel & Vale" in text


def test_nothing_is_stored(shipped, tmp_path):
    recommend(tmp_path, PAYROLL)

    assert (Assessment.objects.count(), Report.objects.count()) == (0, 0)


def test_json_holds_the_same_words_and_numbers(shipped, tmp_path):
    text, _complaint = recommend(tmp_path, PAYROLL)
    printed, _complaint = recommend(tmp_path, json.dumps(PAYROLL, indent=2), as_json=True)

    content = json.loads(printed)

    assert content["page"]["outcome"] in text
    assert content["edition"] == "sourcing-2"
    assert [one["key"] for one in content["result"]["functions"]] == ["payroll", "own_1"]


def test_the_answers_of_a_report_give_the_same_report_again(shipped, tmp_path):
    given_one = services.submit(assessment=make_answered(shipped, "payroll", "tax_planning", "servers_cloud")).data
    inputs = {key: value for key, value in given_one["inputs"].items() if key != "notes"}

    again = json.loads(recommend(tmp_path, inputs, as_json=True)[0])

    assert again["result"] == given_one["result"]
    assert again["page"]["headline"] == given_one["page"]["headline"]
    assert again["page"]["why"] == given_one["page"]["why"]


def test_what_was_filled_in_for_the_first_edition_is_carried_over_and_said(shipped, tmp_path):
    """The answers that edition 1 asked otherwise are read as what they became; what it did not ask is not made up."""
    then = changed(
        edition="sourcing-1",
        answers={"repetitive_load": "heavy_leaders", "arrangement": "platform"},
        functions=[{"function": "payroll", "answers": {"own_skill": "stretched", "method": "same_steps"}}],
    )

    printed, said = recommend(tmp_path, json.dumps(then, indent=2), as_json=True)

    inputs = json.loads(printed)["inputs"]
    assert inputs["answers"] == {"repetitive_load": "heavy"}
    assert inputs["functions"][0]["answers"] == {
        "method": "same_steps",
        "own_skill": "adequate",
        "on_time": "slips_often",
        "current": "our_people",
        "offer": "never_asked",
    }
    assert "own_skill.stretched is read as own_skill: adequate and on_time: slips_often" in said
    assert "arrangement is not asked in this edition and left out" in said


def test_lines_are_answered_one_by_one(shipped, tmp_path):
    printed, complaint = recommend(tmp_path, PAYROLL, "", changed(organisation_name="Second"), as_json=True)

    assert complaint == ""
    assert [json.loads(line)["organisation"] for line in printed.splitlines()] == ["Kestrel & Vale", "Second"]


def test_a_refused_line_prints_nothing_and_the_others_go_on(shipped, tmp_path):
    wrong = changed(functions=[{"function": "payrol"}])

    printed, complaint = recommend(tmp_path, PAYROLL, wrong, '{"half', PAYROLL, as_json=True)

    assert len(printed.splitlines()) == 2
    assert "line 2: functions[0].function: the list has no function “payrol”: did you mean “payroll”?" in complaint
    assert "line 3: column 2: this is not JSON" in complaint
    assert complaint.endswith("2 of the lines were refused; nothing was printed for them")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "at the top: this is a list: give an object"),
        ({}, "at the top: “answers” is missing: add it"),
        (changed(functions=[]), "functions: there is none: name 1 to 8 functions"),
        (changed(functions=[{"function": "payroll"}] * 9), "functions: there are 9: name at most 8"),
        (changed(functions={}), "functions: this is an object: give a list"),
        (changed(answers=[]), "answers: this is a list: give an object"),
        (changed(answers={"growth": 2}), "answers.growth: this is a number: give a text"),
        (changed(answers={"growth": None}), "answers.growth: this is empty (null): give a text"),
        (
            changed(extra=1),
            "at the top: there is no “extra” here: use one of edition, organisation_name, answers, functions",
        ),
        (changed(edition="sourcing-9"), "edition: there is no sourcing-9: use one of sourcing-2"),
        (changed(edition=1), "edition: this is a number: give a text"),
        (changed(organisation_name="x" * 121), "organisation_name: this is 121 characters long: use at most 120"),
        (changed(organisation_name="a\0b"), "does not have the right form: A name of at most 120 characters"),
        (changed(functions=[{"share": 2}]), "functions[0]: give either “function”, a key of the list, or “name”"),
        (
            changed(functions=[{"function": "payroll", "share": 3}]),
            "functions[0].share: 3 is not allowed: use one of 1, 2, 4",
        ),
        (changed(functions=[{"function": "payroll", "shares": 2}]), "functions[0]: there is no “shares” here"),
        (
            changed(functions=[{"function": "payroll"}] * 2),
            "functions[0].function: “payroll” stands here more than once",
        ),
        (
            changed(functions=[{"name": " "}]),
            "functions[0].name: nothing of the name can be seen: say what the work is called",
        ),
        (changed(functions=[{"name": "A"}, {"name": "a"}]), "functions[0].name: “A” stands here more than once"),
        (changed(functions=[{"name": one} for one in "ABCD"]), "functions: 4 have names of their own: at most 3 may"),
        (
            changed(answers={"growht": "doubles"}),
            "answers.growht: sourcing-2 asks no such question: did you mean “growth”?",
        ),
        (
            changed(answers={"growth": "up"}),
            "answers.growth: “up” is no answer to it: use one of level, gradual, doubles, dont_know",
        ),
        (changed(answers={"method": "same_steps"}), "answers.method: this is asked about each function"),
        (
            changed(functions=[{"function": "payroll", "answers": {"growth": "doubles"}}]),
            "functions[0].answers.growth: this is asked once, about the organisation",
        ),
        (
            changed(functions=[{"function": "payroll", "answers": {"output": "analysis"}}]),
            "functions[0].answers.output: this is asked only about functions with a name of their own",
        ),
        ('{"answers": {}, "answers": {}, "functions": []}', "the key “answers” stands twice in one object"),
        ('{"answers": NaN}', "NaN is no JSON"),
        ("{", "column 2: this is not JSON"),
        ("", "column 1: this is not JSON"),
        ("[" * 5000, "lists within lists within lists: nothing here is more than three deep"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_what_is_allowed(shipped, tmp_path, document, sentence):
    printed, complaint = recommend(tmp_path, document)

    assert printed == ""
    assert sentence in complaint


def test_every_problem_is_named_at_once(shipped, tmp_path):
    wrong = changed(answers={"growht": "x", "growth": "up"}, functions=[{"function": "nothing"}])

    _printed, complaint = recommend(tmp_path, wrong)

    assert len(complaint.splitlines()) == 3


def test_without_an_edition_it_is_said_how_to_load_one(db, tmp_path):
    assert "there is none yet; run `manage.py prepare` first" in recommend(tmp_path, PAYROLL)[1]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'{"a": "\xe9"}'])
def test_a_file_that_is_no_utf_8_is_refused(shipped, tmp_path, content):
    file = tmp_path / "answers.json"
    file.write_bytes(content)

    with pytest.raises(CommandError, match="this is not UTF-8 text"):
        call_command("recommend", str(file))


def test_a_missing_file_is_refused(shipped, tmp_path):
    with pytest.raises(CommandError, match="can’t be read"):
        call_command("recommend", str(tmp_path / "none.json"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NEARLY = st.fixed_dictionaries(
    {
        "answers": st.dictionaries(
            st.sampled_from(("growth", "method", "location", "x")), JSON | st.just("doubles"), max_size=3
        ),
        "functions": st.lists(
            st.fixed_dictionaries(
                {}, optional={"function": st.just("payroll") | JSON, "name": JSON, "share": JSON, "answers": JSON}
            ),
            max_size=9,
        ),
    },
    optional={"edition": JSON, "organisation_name": JSON},
)


@settings(max_examples=400, deadline=None)
@given(JSON | NEARLY)
def test_whatever_json_comes_it_is_read_or_refused_with_a_sentence(document):
    try:
        values = parse(json.dumps(document))
        check_shape(values)
        read = read_filled(values, EDITION)
    except FilledError as error:
        sound, problems = True, error.problems
    else:
        sound, problems = 1 <= len(read.functions) <= 8, ()

    assert sound
    assert all(": " in problem for problem in problems)


def test_standard_input_is_read_and_the_bar_stands_on_standard_error(prepared_site):
    environment = os.environ | {"SOURCEFIT_VAR": str(prepared_site), "SOURCEFIT_ENV": "embedded"}
    environment.pop("DATABASE_URL", None)
    manage = [sys.executable, str(ROOT / "manage.py")]
    lines = f"{json.dumps(PAYROLL)}\n{{}}\n"

    done = subprocess.run(
        [*manage, "recommend", "-", "--json"],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )

    assert done.returncode == 1
    assert [json.loads(line)["organisation"] for line in done.stdout.splitlines()] == ["Kestrel & Vale"]
    assert "-, line 2: at the top: “answers” is missing: add it" in done.stderr
    assert "assessments" in done.stderr
