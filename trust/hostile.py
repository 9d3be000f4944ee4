"""What nobody would send: the tests of `make test` with more cases and others every time, and raw bytes at a real server."""

import os
import random
import re
import socket
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from trust.line import Found, Proof
from trust.site import ROOT, a_site

EACH: Final = 20_000
FAILED: Final = re.compile(r"^FAILED (.*)$", re.MULTILINE)
STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})")
METHODS: Final = (b"GET", b"POST", b"PUT", b"HEAD", b"BREW", b"get", b"\xff")
PIECES: Final = (
    *(b"/", b"//", b"..", b"%00", b"%ff", b"%ED%A0%80", b"%", b"%2e%2e/", b"?", b"#", b";", b"\\", b"\xc3", b"\xff"),
    *(b"reports", b"assessments", b"accounts/login/", b"shared", b"static", b"admin", b"resume", b"livez", b"x" * 3000),
)
NAMES: Final = (b"Cookie", b"X-Forwarded-For", b"X-Forwarded-Proto", b"Accept-Language", b"Content-Type", b"Referer")
NAMES_OF_FRAMES: Final = (b"Content-Length", b"Transfer-Encoding", b"Expect", b"Connection", b"Host", b"\xff", b"")
VALUES: Final = (b"sessionid=\xff", b"holder=x; holder=y", b"9" * 30, b"-1", b"chunked", b"identity", b"100-continue")
VALUES_TOO: Final = (b"\xe2\x80\xa8", b"text/html;charset=utf-7", b"../..", b"=?utf-8?q?x?=", b"", b"en;q=x", b"\x7f")


def more(selected: str, database: str, rounds: int) -> Found:
    """Run one of the tests with so many cases, by chance; what they count is what was sent."""
    with TemporaryDirectory() as folder:
        counted = Path(folder) / "cases"
        result = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "tests/test_hostile.py", "-k", selected, f"--db={database}"],
            cwd=ROOT,
            env=os.environ | {"SOURCEFIT_EXAMPLES": str(rounds), "SOURCEFIT_CASES": str(counted)},
            capture_output=True,
            text=True,
            check=False,
        )
        lines = counted.read_text().splitlines() if counted.exists() else []
    sent = sum(int(line.rpartition("\t")[2]) for line in lines)
    first = next(iter(FAILED.findall(result.stdout)), "" if result.returncode == 0 else result.stdout[-300:])
    return Found(sent, int(result.returncode != 0), first=first)


def raw(database: str, rounds: int) -> Found:
    """Send bytes that no library would put together; the server may refuse or hang up, and never answers 5xx."""
    chance = random.Random()
    wrong, answered = [], 0
    with a_site(database, durable=False) as site:
        site.start(workers=2)
        for _round in range(rounds):
            sent = _request(chance)
            status = _status(site.port, sent)
            answered += status > 0
            if status >= 500:  # noqa: PLR2004 - a mistake of ours
                wrong.append(f"{status} for {sent[:200]!r}")
        if not site.answers("/livez"):
            wrong.append("the server is gone")
    return Found(rounds, len(wrong), note=f"{answered} answered", first=next(iter(wrong), ""))


def _request(chance: random.Random) -> bytes:
    path = b"/" + b"".join(chance.choices(PIECES, k=chance.randint(0, 5)))
    lines = [chance.choices(METHODS, [9, 5, 1, 1, 1, 1, 1])[0] + b" " + path + b" HTTP/1.1", b"Host: 127.0.0.1"]
    lines += [
        chance.choice(NAMES + NAMES_OF_FRAMES if chance.random() < 0.2 else NAMES)  # noqa: PLR2004 - one in five
        + b": "
        + chance.choice(VALUES + VALUES_TOO)
        for _header in range(chance.randint(0, 4))
    ]
    return b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + chance.randbytes(chance.randint(0, 30))


def _status(port: int, sent: bytes) -> int:
    """Give the status, or nothing where the server hung up or waited for more."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
        connection.sendall(sent)
        match = STATUS.match(connection.recv(200))
        return int(match[1]) if match else 0
    return 0


PROOFS: Final = (
    *(
        Proof(f"{name}: never a 500, a refusal changes nothing", partial(more, selected), rounds=EACH)
        for name, selected in (
            ("query strings, headers and cookies", "query_strings"),
            ("paths", "test_paths"),
            ("forms", "test_forms and not accounts"),
            ("forms of accounts", "test_forms_of_accounts"),
        )
    ),
    Proof("raw bytes: never a 5xx", raw, rounds=EACH),
)
