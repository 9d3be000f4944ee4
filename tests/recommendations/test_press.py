"""The process that sets pages: it comes back when it is gone, holds nothing that it does not need, and goes with its owner."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recommendations.reports.exports import pdf, press
from tests.recommendations.pdfs import CHECKSUM, usual


def pid_of_the_press():
    pid = pdf.press().pid
    assert pid is not None
    return pid


def test_a_press_that_was_stopped_from_outside_is_started_again():
    before = pdf.render(usual(), CHECKSUM)
    os.kill(pid_of_the_press(), signal.SIGKILL)

    assert pdf.render(usual(), CHECKSUM) == before


def test_it_is_given_no_setting_of_the_site_and_lets_those_who_answer_go_first():
    pdf.render(usual(), CHECKSUM)
    pid = pid_of_the_press()

    assert b"SECRET_KEY" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 5)


def test_a_site_that_prints_does_not_bring_the_library_into_its_own_process():
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django, sys; django.setup(); import recommendations.reports.views.copies; print('typst' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert seen.stdout == "False\n"


def test_a_press_that_does_not_answer_is_ended(monkeypatch):
    monkeypatch.setattr(press, "LONGEST_SECONDS", 0.0)
    slow = press.Press(pdf.TEMPLATE, [], [])

    with pytest.raises(TimeoutError):
        slow.print("{}", given_at=0, far_east=False)

    assert slow.pid is None


def test_what_can_not_be_set_says_what_the_library_said():
    odd = press.Press(pdf.TEMPLATE, [], [])

    with pytest.raises(press.NotPrintedError, match="page"):
        odd.print("{}", given_at=0, far_east=False)
    odd.close()
