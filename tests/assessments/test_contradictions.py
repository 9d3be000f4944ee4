import subprocess
import sys

from assessments.answering.views.doubts import SENTENCES
from assessments.edition.contradictions import RULES, contradictions
from assessments.edition.flow import DONT_KNOW, ORGANISATION, Selected
from tests.factories import shipped_edition

EDITION = shipped_edition()
FUNCTIONS = (Selected("payroll", "Payroll"), Selected("own_1", "Sorting post"))
# What brings each rule about in the edition we ship.
MET = {
    "new_but_written": {("payroll", "method"): "each_case_new", ("payroll", "documented"): "written"},
    "new_but_unit_cost": {("payroll", "method"): "each_case_new", ("payroll", "judged_by"): "unit_cost"},
    "apart_but_unable": {("payroll", "edge"): "sets_apart", ("payroll", "own_skill"): "none"},
    "works_but_fails": {(ORGANISATION, "technology_trouble"): "works", ("payroll", "system_state"): "outdated"},
    "anywhere_but_bound": {(ORGANISATION, "location"): "lowest_cost", ("payroll", "legal_limit"): "stays_in_country"},
    "light_but_many": {(ORGANISATION, "repetitive_load"): "light", ("payroll", "volume"): "very_high"},
    "alone_but_outside": {(ORGANISATION, "outside_firms"): "none", ("payroll", "current"): "outside_content"},
    "in_time_but_failing": {("payroll", "on_time"): "on_time", ("payroll", "system_state"): "breaks_down"},
}


def kinds(answers):
    return [found.kind for found in contradictions(EDITION, FUNCTIONS, answers)]


def test_every_rule_can_be_met_in_the_shipped_edition_and_has_its_sentence():
    assert {kind: kinds(answers) for kind, answers in MET.items()} == {rule.kind: [rule.kind] for rule in RULES}
    assert set(SENTENCES) == set(MET)


def test_one_half_alone_is_no_contradiction():
    for answers in MET.values():
        for place in answers:
            assert kinds({**answers, place: DONT_KNOW}) == []


def test_two_functions_contradict_each_other_in_nothing():
    assert kinds({("payroll", "method"): "each_case_new", ("own_1", "documented"): "written"}) == []


def test_the_functions_concerned_are_named_with_both_places():
    answers = {(ORGANISATION, "repetitive_load"): "light", **{(f.key, "volume"): "very_high" for f in FUNCTIONS}}

    (found,) = contradictions(EDITION, FUNCTIONS, answers)

    assert found.functions == FUNCTIONS
    assert found.places == ((ORGANISATION, "repetitive_load"), ("payroll", "volume"))


def test_no_django_is_needed_to_find_them():
    code = "import sys, assessments.edition.contradictions; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
