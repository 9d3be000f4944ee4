"""The process that sets pages: it comes back when it is gone, lets others go first, and goes with its owner."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from recommendations.reports.exports import paper, pdf, printing
from tests.recommendations.pdfs import CHECKSUM, GIVEN_AT, content, edition, usual
from tests.recommendations.profiles_at_random import filled

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


SLOW = "#for outer in range(9000) { for inner in range(9000) { let sum = outer * inner } }"
SETS = '#set document(title: "Note", date: auto)\n#let data = json(bytes(values))\n#data.text'


@pytest.fixture
def template(tmp_path, monkeypatch):
    """Write a template of one's own."""
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)

    def write(text):
        (tmp_path / "note.typ").write_text(text)
        return tmp_path / "note.typ"

    return write


@pytest.fixture
def printer():
    printer = printing.Printer([], [])
    yield printer
    printer.stop()


def test_a_print_is_ended_after_the_seconds_it_may_compute(printer, template):
    pid = printer.pid()

    with pytest.raises(printing.TooHardError):
        printer.print(template(SLOW), "{}", given_at=0, far_east=False, seconds=0.2)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_print_that_others_leave_no_time_is_ended_by_the_clock(printer, template, monkeypatch):
    pid = printer.pid()
    monkeypatch.setattr(printing, "LONGEST_WAIT", 0.0)

    with pytest.raises(printing.TooHardError):
        printer.print(template(SLOW), "{}", given_at=0, far_east=False, seconds=60)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_seconds_of_one_print_are_not_those_of_the_next(printer, template):
    quick = template(SETS)
    for _print in range(30):
        printer.print(quick, '{"text": "x"}', given_at=0, far_east=False, seconds=0.3)


def test_what_can_not_be_set_says_what_the_library_said(printer):
    with pytest.raises(printing.NotPrintedError, match="page"):
        printer.print(pdf.TEMPLATES / pdf.REPORT, "{}", given_at=0, far_east=False, seconds=9)


def test_what_takes_too_long_is_set_in_signs_that_every_font_has(template, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    template(f'{SETS}\n#if data.text.contains("α") {{ {SLOW[1:]} }}')

    printed = pdf.typeset_values("note.typ", {"text": "alpha: α, ü"}, GIVEN_AT)

    assert PdfReader(io.BytesIO(printed)).pages[0].extract_text().strip() == "alpha: �, ü"


# Found by trying: each makes the library fall over or keeps it busy.
HOSTILE = {
    "a vowel sign a thousand times": "\N{DEVANAGARI LETTER KA}\N{DEVANAGARI SIGN VIRAMA}" * 500,
    "signs that no font has": " ".join(map(chr, range(0x10A00, 0x10A00 + 500))),
    "a heap of marks": "a" + "\N{COMBINING ACUTE ACCENT}" * 999,
    "marks on blanks": " \N{COMBINING ACUTE ACCENT}" * 500,
    "Myanmar": "ကုမ္ပဏီ" * 140,
    "directions that turn": "aא" * 500,
    "one Arabic word": "شركةذاتمسؤوليةمحدودة" * 50,
    "a family of emoji": "👩‍👩‍👧‍👦" * 90,
    "a sign of every script": "".join(chr(code) for code in range(0xA0, 0xD800, 54)),
    "a word of a thousand letters": "abcdefghij" * 100,
    "nothing but breaks": "\n" * 1000,
}
FALLS_OVER = ("a vowel sign a thousand times", "signs that no font has")


def with_notes(text):
    """A report with that text, a little different each time, as the note on each question."""
    functions, answers = filled(edition(), 2)
    notes = {key: (text[place:] + text[:place])[:1000] for place, key in enumerate(edition().question_by_key)}
    return content(functions, answers, organisation=text[:120], notes=notes)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_keeps_the_printer_busy_or_leaves_anybody_without_a_pdf(name):
    told = with_notes(HOSTILE[name])
    pdf.render(usual(), CHECKSUM)
    used = seconds_used()

    printed = pdf.render(told, CHECKSUM)

    assert b"/StructTreeRoot" in printed
    assert len(PdfReader(io.BytesIO(printed)).pages) < 30
    # The process it began in, or the one after that was ended.
    assert seconds_used() - used < pdf.SECONDS + 1


@pytest.mark.parametrize("name", FALLS_OVER)
def test_such_a_text_does_make_the_library_fall_over(name):
    values = json.dumps(paper.printed(with_notes(HOSTILE[name]), CHECKSUM))

    with pytest.raises(printing.TooHardError):
        pdf.printer().print(pdf.TEMPLATES / pdf.REPORT, values, given_at=0, far_east=False, seconds=9)


def seconds_used():
    fields = Path(f"/proc/{pdf.printer().pid()}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
