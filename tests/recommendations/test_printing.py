"""The process that sets pages: it comes back when it is gone, lets others go first, and goes with its owner."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recommendations.reports.exports import pdf, printing
from tests.recommendations.pdfs import CHECKSUM, usual

PRINT_AND_END = """
import django
django.setup()
from multiprocessing import get_context
from recommendations.reports.exports import pdf

def work():
    print(pdf.printer().pid(), flush=True)

if __name__ == "__main__":
    worker = get_context("fork").Process(target=work)
    worker.start()
    worker.join(60)
    print(worker.exitcode)
"""


def test_a_printer_that_was_stopped_from_outside_is_started_again():
    before = pdf.render(usual(), CHECKSUM)
    os.kill(pdf.printer().pid(), signal.SIGKILL)

    assert pdf.render(usual(), CHECKSUM) == before


def test_it_lets_those_who_answer_go_first():
    usual_priority = os.getpriority(os.PRIO_PROCESS, 0)

    assert os.getpriority(os.PRIO_PROCESS, pdf.printer().pid()) == min(19, usual_priority + printing.NICER)


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


def test_it_ends_with_the_worker_it_prints_for(tmp_path):
    (tmp_path / "worker.py").write_text(PRINT_AND_END)
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}

    seen = subprocess.run(
        [sys.executable, str(tmp_path / "worker.py")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=environment,
    )

    pid, exit_code = map(int, seen.stdout.split())
    assert exit_code == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_print_that_takes_too_long_is_ended(monkeypatch):
    slow = printing.Printer([], [])
    pid = slow.pid()
    monkeypatch.setattr(printing, "LONGEST_SECONDS", 0.0)

    with pytest.raises(TimeoutError):
        slow.print(pdf.TEMPLATES / pdf.REPORT, "{}", given_at=0, far_east=False)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_can_not_be_set_says_what_the_library_said():
    odd = printing.Printer([], [])

    with pytest.raises(printing.NotPrintedError, match="page"):
        odd.print(pdf.TEMPLATES / pdf.REPORT, "{}", given_at=0, far_east=False)
    odd.stop()
