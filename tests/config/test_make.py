import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.config.sites import ROOT

NOBODY = 65534


@pytest.fixture
def folder():
    """A folder with nothing but the Makefile, which anybody may read."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        shutil.copy(ROOT / "Makefile", path)
        yield path


def make(folder, *words, **options):
    return subprocess.run(
        ["make", "--no-print-directory", *words], cwd=folder, capture_output=True, text=True, **options
    )


def test_a_python_that_is_too_old_is_told_in_one_line(folder):
    old = folder / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    refused = make(folder, "run", f"PYTHON={old}")

    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        2,
        f"sourcefit: {old} is older than 3.11 or missing: install Python 3.11 and name it with PYTHON=python3.11",
    )
    assert not (folder / ".venv").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_folder_that_cannot_be_written_is_told_in_one_line(folder):
    refused = make(folder, "run", user=NOBODY, group=NOBODY)

    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        2,
        "sourcefit: this folder is read-only, and .venv and var/ are made here: make it writable",
    )


def test_make_alone_says_what_can_be_made(folder):
    help_text = make(folder).stdout

    said = " ".join(line.split()[1] for line in help_text.splitlines())
    assert said == "run admin demo test check format trust bench"
