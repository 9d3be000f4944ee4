"""Each law notices when its rule is broken on purpose."""

import re

import pytest

from tests.recommendations.engine.mutants import HERE, KILLED, MUTANTS, outcomes


@pytest.mark.slow
def test_every_mutant_is_killed_by_its_law():
    survivors = [(mutant.law, mutant.mistake) for mutant, outcome in outcomes() if outcome != KILLED]

    assert survivors == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.law}-{mutant.mistake}")
def test_every_mutant_still_has_its_place(mutant):
    assert mutant.source().count(mutant.was) == 1


def test_every_law_has_a_mutant():
    files = (file.read_text() for file in HERE.glob("test_laws_*.py"))
    laws = {int(number) for text in files for number in re.findall(r"def test_law_(\d+)_", text)}

    assert {mutant.law for mutant in MUTANTS} == laws
    assert laws == {*range(1, 31), *range(33, 44), 45, *range(47, 53)}
