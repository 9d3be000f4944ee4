"""The tests find a guard that was broken on purpose."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guard_mutants import MUTANTS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.guard}-{mutant.test.partition('::')[2]}")
def test_every_mutant_still_has_its_place_and_its_test(mutant):
    file, _colons, test = mutant.test.partition("::")

    with mutant.standing():
        assert f"def {test.partition('[')[0]}(" in (ROOT / file).read_text()


@pytest.mark.slow
def test_guards_that_are_broken_are_found_by_the_tests():
    words = ("AssessmentQuerySet", "LinkQuerySet", "GUARDED")
    # With our own settings it would stand on the database of the run that it is started from.
    apart = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "SOURCEFIT", "PYTEST"))
    }

    trial = subprocess.run(
        (sys.executable, "-m", "tests.guard_mutants", *words),
        cwd=ROOT,
        env=apart,
        capture_output=True,
        text=True,
        check=False,
    )

    tried = sum(any(word in mutant.guard for word in words) for mutant in MUTANTS)
    assert f"{tried} of {tried} killed" in trial.stdout
    assert trial.returncode == 0
