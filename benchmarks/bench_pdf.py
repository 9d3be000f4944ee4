"""What the PDF's speed claims rest on: `python -m benchmarks.bench_pdf`.

The time to print a report in a process that has printed none yet and in one that has, beside the time that the same library
takes for the same words as bare paragraphs; what a download costs beside the page, and how much slower saving a step gets
while eight people download reports that were never printed before.
"""

import argparse
import io
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import django
import psutil
import typst
from pypdf import PdfReader

from benchmarks.pages import Ours, cpu_of
from benchmarks.seed import seed_product
from benchmarks.servers import ROOT, Server, a_folder, databases
from benchmarks.visitor import Visitor

WARM_MS, COLD_MS, SLOWER, FIRST_RATIO, SECOND_RATIO = 60, 400, 3, 1.3, 1.2
WORKER_MB = 130
AT_ONCE = 8
ROUNDS = 12
SAVES = 400
_COLD = """
import json, sys, time, django
django.setup()
from recommendations.reports.exports import pdf
report = json.load(sys.stdin)
began = time.perf_counter()
pdf.render(report, "0" * 64)
print(time.perf_counter() - began)
"""

_BARE = """
#set document(title: "Bare")
#set text(font: "Noto Sans", size: 8.2pt, lang: "en", hyphenate: false)
"""


def cold(report: Mapping[str, Any], times: int) -> list[float]:
    """Milliseconds of wall time to print the first report of a process, fonts and template included."""
    spent = []
    for _ in range(times):
        run = subprocess.run(
            [sys.executable, "-c", _COLD],
            input=json.dumps(report),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        spent.append(float(run.stdout) * 1000)
    return spent


def ran(pid: int) -> float:
    """Milliseconds that a process has run so far, all its threads together; the kernel counts them in nanoseconds."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def warm(reports: Sequence[Mapping[str, Any]]) -> tuple[list[float], list[float]]:
    """Milliseconds of wall and of CPU time for reports that are all different, after as many others."""
    from recommendations.reports.exports import pdf

    walls, used = [], []
    for report in reports:
        pid = pdf.printer().pid()
        before, wall, own = ran(pid), time.perf_counter(), time.process_time()
        pdf.render(report, "0" * 64)
        walls.append((time.perf_counter() - wall) * 1000)
        used.append((time.process_time() - own) * 1000 + ran(pid) - before)
    half = len(reports) // 2
    return walls[half:], used[half:]


def bare(printed: Sequence[bytes]) -> float:
    """Milliseconds of CPU time for the words of these reports as paragraphs in one font: no template can take less."""
    from recommendations.reports.exports import pdf
    from recommendations.reports.exports.typesetting import literal

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(map(pdf.folder, pdf.FONTS))
    )
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    spent = []
    for report in printed:
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(report)).pages)
        source = _BARE + "\n".join(f"#par({literal(line)})" for line in text.splitlines())
        began = time.process_time()
        compiler.compile(input=source.encode(), format="pdf", pdf_standards="ua-1")
        spent.append((time.process_time() - began) * 1000)
    return median(spent)


class Downloader:
    """The browser that may open one report, asking for its PDF."""

    def __init__(self, visitor: Visitor, report: str, port: int) -> None:
        self.path = f"{report}report.pdf"
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self) -> bytes:
        self.connection.request("GET", self.path, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != HTTPStatus.OK or not body.startswith(b"%PDF-"):
            raise RuntimeError(f"GET {self.path} answered {response.status}")
        return body


def p95(spent: list[float]) -> float:
    return quantiles(spent, n=20)[-1]


def saves(save: Callable[[], None], until: Callable[[int], bool]) -> list[float]:
    spent: list[float] = []
    while until(len(spent)):
        began = time.perf_counter()
        save()
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def rush(save: Callable[[], None], reports: list[Downloader]) -> list[float]:
    """Save steps for as long as all these downloads take, which begin at the same moment."""
    threads = [threading.Thread(target=downloader.get) for downloader in reports]
    for thread in threads:
        thread.start()
    return saves(save, lambda _done: any(thread.is_alive() for thread in threads))


def measure_server(kind: str) -> None:
    with a_folder() as folder, databases(kind, folder) as (url, _floor, postgres):
        environment = {
            "SOURCEFIT_VAR": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": "benchmarks keep no secret",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SOURCEFIT_HTTPS": "false",
        }
        seed_product(environment)
        with Server("config.wsgi:application", environment, postgres) as server:
            _downloads(kind, server)
            _rushes(kind, server)


def _downloaders(server: Server, count: int) -> list[Downloader]:
    downloaders = []
    for _ in range(count):
        owner = Ours(server.port)
        downloaders.append(Downloader(owner.visitor, owner.submit(), server.port))
    return downloaders


def _downloads(kind: str, server: Server) -> None:
    downloaders = _downloaders(server, 6)
    downloaders[0].get()
    owner = downloaders[1]
    printer = next(
        process.pid for process in psutil.Process(server.process.pid).children(recursive=True) if _prints(process)
    )
    before = ran(printer)
    first, _ = cpu_of(server, lambda: [downloader.get() for downloader in downloaders[1:]], 1)  # type: ignore[arg-type]
    first, printing = first / len(downloaders[1:]), (ran(printer) - before) / len(downloaders[1:])
    second, _ = cpu_of(server, owner.get, 40)  # type: ignore[arg-type]
    visitor = Visitor(server.port)
    visitor.cookies = dict(pair.split("=", 1) for pair in owner.headers["Cookie"].split("; "))
    report = owner.path.removesuffix("report.pdf")
    page, _ = cpu_of(server, lambda: visitor.get(report), 40)  # type: ignore[arg-type]
    print(
        f"{kind}: server CPU of a first download {first:.0f} ms ({printing:.0f} ms of it prints), of a second {second:.1f} ms, of the page {page:.1f} ms"
    )
    print(f"{kind}: a first download is {first / (printing + page):.2f} x print and page (at most {FIRST_RATIO})")
    print(f"{kind}: a second download is {second / page:.2f} x the page (at most {SECOND_RATIO})")
    family = psutil.Process(server.process.pid).children(recursive=True)
    workers = max(process.memory_info().rss for process in family if not _prints(process))
    printers = sum(process.memory_info().rss for process in family if _prints(process))
    print(
        f"{kind}: RSS after {len(downloaders)} prints: worker {workers / 2**20:.0f} MB (at most {WORKER_MB}), "
        f"the process that prints {printers / 2**20:.0f} MB"
    )


def _prints(process: psutil.Process) -> bool:
    return process.nice() > psutil.Process().nice()  # it alone lets others go first


def _rushes(kind: str, server: Server) -> None:
    save = Ours(server.port).saver("technology")
    alone = saves(save, lambda done: done < SAVES)
    crowded: list[float] = []
    for _ in range(ROUNDS):
        crowded += rush(save, _downloaders(server, AT_ONCE))
    print(
        f"{kind}: p95 of a step save {p95(alone):.1f} ms alone, {p95(crowded):.1f} ms during {AT_ONCE} first downloads at once: "
        f"{p95(crowded) / p95(alone):.2f} x (at most {SLOWER}; {len(crowded)} saves in {ROUNDS} rushes)"
    )


def different(least: int, most: int, count: int) -> list[dict[str, Any]]:
    """Fill reports of so many functions, no two alike, from questionnaires answered at random."""
    from tests.recommendations.pdfs import content, edition
    from tests.recommendations.profiles_at_random import filled

    reports: list[dict[str, Any]] = []
    for seed in itertools.count(1):
        functions, answers = filled(edition(), seed)
        if least <= len(functions) <= most:
            reports.append(content(functions, answers, organisation=f"Company {seed}"))
        if len(reports) == count:
            break
    return reports


def measure_printing(times: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from recommendations.reports.exports import pdf

    print(
        f"{'functions':<10} {'pages':>6} {'kB':>5} {'warm wall':>10} {'least':>6} {'CPU':>6} {'least':>6} {'cold wall':>10} {'least':>6} {'bare CPU':>9}  in ms"
    )
    for name, least, most in (("1", 1, 1), ("7 or 8", 7, 8)):
        reports = different(least, most, 2 * times)
        pdf.printer().stop()
        walls, used = warm(reports)
        first = cold(reports[0], 5)
        copies = [pdf.render(report, "0" * 64) for report in reports[times:]]
        printed = copies[0]
        pages = len(PdfReader(io.BytesIO(printed)).pages)
        words_alone = bare(copies)
        print(
            f"{name:<10} {pages:>6} {len(printed) / 1000:>5.0f} {median(walls):>10.0f} {min(walls):>6.0f} "
            f"{median(used):>6.0f} {min(used):>6.0f} {median(first):>10.0f} {min(first):>6.0f} {words_alone:>9.0f}",
            flush=True,
        )
    print(f"targets: warm {WARM_MS} ms, cold {COLD_MS} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--server-only", action="store_true")
    words = parser.parse_args()
    if not words.server_only:
        measure_printing(words.times)
    for database in words.database or ("sqlite", "postgresql"):
        measure_server(database)
