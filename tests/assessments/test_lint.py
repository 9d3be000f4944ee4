import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.authoring.toml_file import read_file
from assessments.edition import flow
from assessments.edition.lint import RULES, Finding, Level, Part, errors, lint
from tests.assessments.small import SETTLE, SMALL, changed, choice, choice_changed, extended, question

SHIPPED = Path("assessments/data/sourcing-2.toml")


def error(key, message, which=""):
    return Finding(Level.ERROR, Part.QUESTION, key, message, which)


def warning(key, message, which=""):
    return Finding(Level.WARNING, Part.QUESTION, key, message, which)


def whole(message, level=Level.ERROR):
    return Finding(level, Part.EDITION, "", message)


def of_payroll(message):
    return Finding(Level.ERROR, Part.FUNCTION, "payroll", message)


def payroll(**fields):
    """SMALL with its first function changed."""
    first, *others = SMALL.functions
    return replace(SMALL, functions=(replace(first, **fields), *others))


def first_step(*questions):
    """SMALL with more questions in its first step."""
    return flow.in_page_order(extended(*questions))


FUNCTION = flow.Scope.FUNCTION
LATER = question("later", choice("yes", advice=(SETTLE,)), choice("no"), step="technology", weight=0)

BROKEN = {
    "three columns": (
        choice_changed("tools", "modern", evidence=(0, 0, -2)),
        [error("tools", "give all four columns a whole number from -2 to 2, with 0 for “says nothing”", "modern")],
    ),
    "evidence of 3": (
        choice_changed("tools", "modern", evidence=(0, 0, -3, 0)),
        [error("tools", "give all four columns a whole number from -2 to 2, with 0 for “says nothing”", "modern")],
    ),
    "one choice": (
        changed("relief", choices=(choice("soon", advice=(SETTLE,)),)),
        [error("relief", "offer at least two answers to choose from")],
    ),
    "a question that says nothing": (
        extended(question("idle", choice("a"), choice("b"), step="technology", weight=0)),
        [error("idle", "no answer changes anything: give one evidence, advice or a signal, or leave the question out")],
    ),
    "nothing speaks for a model about the organisation": (
        choice_changed("tools", "failing", evidence=(0, 0, 0, 1)),
        [whole("no question about the organisation speaks for ITO: let one answer do so")],
    ),
    "nothing speaks against a model about a function": (
        choice_changed("method", "same_steps", evidence=(2, 0, 1, 1)),
        [whole("no question about a function speaks against KPO: let one answer do so")],
    ),
    "evidence that weighs nothing does not count as reach": (
        changed("tools", weight=0),
        [
            whole("no question about the organisation speaks for ITO: let one answer do so"),
            whole("no question about the organisation speaks against ITO: let one answer do so"),
            warning("tools", "has weight 0, so its evidence never counts: give it a weight or set it to 0"),
        ],
    ),
    "all models one way": (
        extended(
            question("label", choice("up", 1, 1, 1, 0), choice("down", -1, -1, 0, 0), step="technology", weight=1)
        ),
        [
            error(
                "label",
                "speaks for all three models, or against all three, so it can't tell them apart: set one to 0",
                "up",
            )
        ],
    ),
    "three heavy questions": (
        replace(
            SMALL,
            questions=tuple(replace(q, weight=5) for q in SMALL.questions[:3]) + SMALL.questions[3:],
        ),
        [whole("3 questions carry weight 5 (“load”, “method”, “output”): leave it to at most 2")],
    ),
    "no reason": (
        choice_changed("load", "much", reason=""),
        [error("load", "moves a score without a reason: write the sentence the report will say", "much")],
    ),
    "no source": (
        choice_changed("load", "much", source=""),
        [error("load", "moves a score without a source: choose where the reason comes from", "much")],
    ),
    "never 0": (
        extended(question("push", choice("a", 1, 0, 0, 0), choice("b", 2, 0, 0, 0), step="technology")),
        [error("push", "every answer speaks for BPO, which can then never score 0: set one to 0")],
    ),
    "never 100": (
        extended(question("pull", choice("a", 0, -1, 0, 0), choice("b", 0, -2, 0, 0), step="technology")),
        [error("pull", "every answer speaks against KPO, which can then never score 100: set one to 0")],
    ),
    "a legal answer without a text": (
        choice_changed("facts", "barred_by_law", advice=()),
        [error("facts", "is a legal limit and says nothing on the report: write a reason or advice", "barred_by_law")],
    ),
    "an unknown signal": (
        choice_changed("relief", "soon", signal="sounds_nice"),
        [error("relief", "no rule knows the signal “sounds_nice”: choose one of the list", "soon")],
    ),
    "two hops": (
        extended(replace(LATER, condition=flow.Condition("relief", ("soon",)))),
        [error("later", "depends on “relief”, which is not always asked itself: choose another question")],
    ),
    "a condition on a question of own functions": (
        extended(replace(LATER, scope=FUNCTION, condition=flow.Condition("output", ("records",)))),
        [error("later", "depends on “output”, which is not always asked itself: choose another question")],
    ),
    "an organisation question that depends on a function": (
        extended(replace(LATER, condition=flow.Condition("method", ("each_new",)))),
        [error("later", "is asked once but depends on “method”, which is asked for each function")],
    ),
    "a condition on what comes later": (
        first_step(replace(LATER, step="core-problem", condition=flow.Condition("tools", ("failing",)))),
        [error("later", "depends on “tools”, which comes later: move one of them")],
    ),
    "an organisation question for own functions only": (
        extended(replace(LATER, own_functions_only=True)),
        [error("later", "is only for functions the owner names, so it must be asked about each function")],
    ),
    "a step without a question": (
        replace(SMALL, steps=(*SMALL.steps, flow.Step("growth", "Growth", ""))),
        [Finding(Level.ERROR, Part.STEP, "growth", "asks nothing: add a question or remove the step")],
    ),
    "a prior that rests on nothing": (
        payroll(source="", says=""),
        [of_payroll("has a prior: write what it rests on")],
    ),
    "a prior of no kind": (
        payroll(subject=""),
        [of_payroll("has a prior: choose what kind of thing it is")],
    ),
    "leaning to staying for no reason": (
        payroll(hand_over=-1, hand_over_why=""),
        [of_payroll("leans to staying: write why, and choose a source unless it is our own view")],
    ),
    "a typical answer to nothing": (
        payroll(typical=(("mood", "good"),)),
        [of_payroll("names “mood”, which is asked about no function: leave it out")],
    ),
    "a typical answer about the organisation": (
        payroll(typical=(("load", "much"),)),
        [of_payroll("names “load”, which is asked about no function: leave it out")],
    ),
    "a typical answer to what the function skips": (
        payroll(typical=(("method", "same_steps"),), skips=("method",)),
        [of_payroll("has a typical answer to “method”, which is not asked about it: leave it out")],
    ),
    "a typical answer to what is asked of functions of one's own": (
        payroll(typical=(("output", "records"),)),
        [of_payroll("has a typical answer to “output”, which is not asked about it: leave it out")],
    ),
    "a typical answer that nobody can give": (
        payroll(typical=(("method", "by_magic"),)),
        [of_payroll("names “by_magic” for “method”, which has no such answer: choose one it has")],
    ),
    "a question that is skipped and not there": (
        payroll(skips=("mood",)),
        [of_payroll("names “mood”, which is asked about no function: leave it out")],
    ),
    "a weight with nothing to weigh": (
        changed("relief", weight=1),
        [warning("relief", "has a weight but no evidence to weigh: set the weight to 0")],
    ),
    "too many answers": (
        extended(*(replace(LATER, key=f"later_{number}") for number in range(45))),
        [whole("with 3 functions 51 answers are wanted: leave it at 50 or fewer", Level.WARNING)],
    ),
    "too many functions first": (
        replace(
            SMALL,
            functions=(
                SMALL.functions[0],
                *(replace(SMALL.functions[1], key=f"desk_{number}", common=True) for number in range(11)),
            ),
        ),
        [whole("11 functions are marked as often handed over: leave it to at most 10", Level.WARNING)],
    ),
    "a long short name": (
        changed("relief", short="R" * 41),
        [warning("relief", "cut the short name to 40 characters: it heads a narrow column")],
    ),
    "a long answer in the table": (
        choice_changed("method", "each_new", text="T" * 29),
        [warning("method", "give a short answer of at most 28 characters for the table", "each_new")],
    ),
    "a rule that never fires": (
        choice_changed("facts", "woven_in", signal=""),
        [whole("no answer carries “woven_in”: what the report says about it is never said", Level.WARNING)],
    ),
    "an idle source": (
        replace(SMALL, sources=(*SMALL.sources, flow.Source("other", "Another"))),
        [Finding(Level.WARNING, Part.SOURCE, "other", "nothing points to it: remove it or refer to it")],
    ),
    "an empty department": (
        replace(SMALL, departments=(*SMALL.departments, flow.Department("law", "Law"))),
        [Finding(Level.WARNING, Part.DEPARTMENT, "law", "has no function: add one or remove it")],
    ),
}


def test_a_sound_edition_has_no_findings():
    assert lint(SMALL) == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_the_only_finding(name):
    edition, expected = BROKEN[name]

    assert list(lint(edition)) == expected


def test_every_rule_is_broken_by_one_of_the_examples():
    silent = [rule.__name__ for rule in RULES if not any(list(rule(edition)) for edition, _ in BROKEN.values())]

    assert silent == []


def test_what_the_sources_hand_over_needs_no_reason_to_stay():
    assert lint(payroll(hand_over=1, hand_over_why="", hand_over_source="")) == ()


def test_an_exempted_question_may_push_all_models_one_way():
    pushing = question("label", choice("up", 1, 1, 1, 0), choice("no"), step="technology", weight=1)

    assert lint(extended(replace(pushing, exempt="Labels mislead"))) == ()


def test_warnings_come_last_and_are_no_errors():
    edition = replace(
        choice_changed("load", "much", reason=""), departments=(flow.Department("law", "Law"), *SMALL.departments)
    )

    assert [finding.level for finding in lint(edition)] == [Level.ERROR, Level.WARNING]
    assert errors(edition) == lint(edition)[:1]


def test_a_finding_says_where_it_is():
    found = [str(finding) for finding in lint(choice_changed("load", "much", source=""))]

    assert found == [
        "question “load”, choice “much”: moves a score without a source: choose where the reason comes from"
    ]


def test_the_shipped_edition_passes():
    assert lint(read_file(SHIPPED)) == ()


@pytest.mark.parametrize("module", ["flow", "lint", "diff", "document"])
def test_the_core_knows_nothing_of_django(module):
    code = f"import sys, assessments.edition.{module}; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"DJANGO_SETTINGS_MODULE": ""}, check=False)

    assert done.returncode == 0
