"""Limits hold over every process, whatever a visitor says their address is; and giant bodies are refused early.

Every try goes over a connection of its own, to the next of two workers; on PostgreSQL, of two servers with two workers
each, as two web containers are. The control is the same site where each process counts for itself, or one that believes
what a visitor says about where they are.
"""

import itertools
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Final

from benchmarks.visitor import FormReader, Visitor
from trust.answering import begin, fill, step_form
from trust.line import Found, Proof
from trust.people import PASSWORD, an_account, an_owner
from trust.site import OURS, Site, a_site

WORKERS: Final = 2
HOUR: Final = 60 * 60
MINUTE: Final = 60
UNSAFE: Final = ("trust.unsafe:application", {"TRUST_WITHOUT": "counting"})
BELIEVING: Final = (OURS, {"TRUSTED_PROXIES": "1"})
GIANT: Final = 6 * 1024 * 1024
PLAIN: Final = "many times in a short while"
_numbers: Final = itertools.count(1)

Try = Callable[[], tuple[int, str, str]]  # status, page, address
Way = tuple[str, Mapping[str, str]]  # which application, in which environment


@dataclass(frozen=True, slots=True)
class Limited:
    """What is tried: `times` within so many seconds."""

    name: str
    prepare: Callable[[Site, Visitor], Try]
    times: int
    within: int = HOUR
    setting: str = ""
    before: int = 0  # done while it is prepared
    loses: Way = UNSAFE


def starts(_site: Site, visitor: Visitor) -> Try:
    token = visitor.read_form("/assessments/").chosen["csrfmiddlewaretoken"][0]
    numbers = itertools.count()  # a second start that is like the first means the first
    return lambda: visitor.post("/assessments/", {"csrfmiddlewaretoken": token, "company": f"Limits {next(numbers)}"})


def saves(_site: Site, visitor: Visitor) -> Try:
    path = f"/assessments/{begin(visitor)}/steps/core-problem/"
    answers = fill(step_form(visitor, path), choice=0)
    return lambda: visitor.post(path, answers)


def claims(site: Site, visitor: Visitor) -> Try:
    an_owner(site, visitor)
    signed_in = {"sessionid": visitor.cookies.pop("sessionid")}

    def claim() -> tuple[int, str, str]:
        path = f"/assessments/{begin(visitor)}/claim/"
        visitor.cookies.update(signed_in)
        token = visitor.read_form(path).chosen["csrfmiddlewaretoken"][0]
        answer = visitor.post(path, {"csrfmiddlewaretoken": token, "organisation": "new", "name": "Limits"})
        signed_in["sessionid"] = visitor.cookies.pop("sessionid")  # another one after each claim
        return answer

    return claim


def share_links(_site: Site, visitor: Visitor) -> Try:
    path = f"{_report(visitor)}share/"
    return lambda: visitor.post(path, {**visitor.read_form(path).chosen, "days": "30"})


def passcodes(_site: Site, visitor: Visitor) -> Try:
    path = f"{_report(visitor)}share/"
    fields: dict[str, str | list[str]] = {"days": "30", "passcode": "the right word"}
    fields.update(visitor.read_form(path).chosen | fields)
    address = re.search(r"/shared/[\w-]+/", visitor.post(path, fields)[1])
    assert address
    shared = visitor.get(address[0])[2]
    token = visitor.read_form(shared).chosen["csrfmiddlewaretoken"][0]
    return lambda: visitor.post(shared, {"csrfmiddlewaretoken": token, "passcode": "not the word"})


def copies(_site: Site, visitor: Visitor, *, ending: str) -> Try:
    path = f"{_report(visitor)}report.{ending}"
    return lambda: visitor.get(path)


def archives(site: Site, visitor: Visitor) -> Try:
    token = visitor.read_form("/accounts/login/").chosen["csrfmiddlewaretoken"][0]
    visitor.post("/accounts/login/", {"csrfmiddlewaretoken": token, "login": an_account(site), "password": PASSWORD})
    organisation, token = _organisation(visitor)
    visitor.post("/accounts/reauthenticate/", {"csrfmiddlewaretoken": token, "password": PASSWORD})
    return lambda: visitor.post(f"{organisation}archive/", {"csrfmiddlewaretoken": token})


def resume_links(_site: Site, visitor: Visitor) -> Try:
    path = f"/assessments/{begin(visitor)}/resume/"
    links = (f"00000000-0000-4000-8000-{number:012d}" for number in _numbers)
    return lambda: visitor.post(path, {**visitor.read_form(path).chosen, "link": next(links), "email": ""})


def invitations(site: Site, visitor: Visitor) -> Try:
    an_owner(site, visitor)
    organisation, token = _organisation(visitor)
    return lambda: visitor.post(
        f"{organisation}invite/",
        {"csrfmiddlewaretoken": token, "role": "member", "email": f"{next(_numbers)}@example.com"},
    )


def sign_ins(_site: Site, visitor: Visitor) -> Try:
    token = visitor.read_form("/accounts/login/").chosen["csrfmiddlewaretoken"][0]
    return lambda: visitor.post(
        "/accounts/login/",
        {"csrfmiddlewaretoken": token, "login": f"{next(_numbers)}@example.com", "password": "not the word"},
    )


def spelled_otherwise(site: Site, visitor: Visitor) -> Try:
    """Guess at one account, written another way each time."""
    an_account(site)
    spellings = itertools.cycle(("tabs@example.com", " TABS@example.com", "tAbs@EXAMPLE.com ", "tab\u017f@example.com"))
    token = visitor.read_form("/accounts/login/").chosen["csrfmiddlewaretoken"][0]
    return lambda: visitor.post(
        "/accounts/login/", {"csrfmiddlewaretoken": token, "login": next(spellings), "password": "not the word"}
    )


def held(limited: Limited, database: str, _rounds: int) -> Found:
    with a_site(database, durable=False) as site:
        problems, passed = _tried(site, limited, (OURS, {}))
        lost, dodged = _tried(site, limited, limited.loses)
    note = f"{passed} of {limited.times} let through, {dodged} in the control"
    return Found(2 * limited.times, len(problems), control=len(lost), note=note, first=next(iter(problems), ""))


@contextmanager
def _servers(site: Site, way: Way, setting: Mapping[str, str]) -> Iterator[list[Site]]:
    """Start one server, or two on one PostgreSQL; SQLite has one machine's file and one server on it."""
    application, environment = way
    servers = [site] if site.postgres is None else [site, Site(site.folder, site.url, site.postgres)]
    with ExitStack() as started:
        for server in servers:
            started.callback(server.kill)
            server.start(application, workers=WORKERS, environment={**environment, **setting})
        yield servers


def _tried(site: Site, limited: Limited, way: Way) -> tuple[list[str], int]:
    """Try twice as often as is allowed, each time with another address in X-Forwarded-For and over a new connection."""
    with _servers(site, way, {limited.setting: str(limited.times)} if limited.setting else {}) as servers:
        visitor = site.visitor()
        attempt = limited.prepare(site, visitor)
        begun = time.monotonic()
        answers = []
        for number in range(2 * limited.times):
            visitor.headers = {"X-Forwarded-For": f"198.51.100.{number % 250 + 1}"}
            visitor.connection.close()
            visitor.connection = HTTPConnection("127.0.0.1", servers[number % len(servers)].port, timeout=60)
            status, page, where = attempt()
            if where.startswith("/accounts/") or status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
                raise RuntimeError(f"the try itself was not let through: {status} {where}")
            answers.append((status, page, visitor.answered.get("Retry-After", "")))
        spent = time.monotonic() - begun
    return _judged(limited, answers, spent)


def _judged(limited: Limited, answers: list[tuple[int, str, str]], spent: float) -> tuple[list[str], int]:
    refused = [(page, wait) for status, page, wait in answers if status == HTTPStatus.TOO_MANY_REQUESTS]
    problems = [
        f"429 with Retry-After {wait!r} and no plain words"
        for page, wait in refused
        if not (wait.isdecimal() and PLAIN in page)
    ]
    problems += [f"answered {status}" for status, _page, _wait in answers if status >= HTTPStatus.INTERNAL_SERVER_ERROR]
    passed = len(answers) - len(refused)
    came_back = int(spent * limited.times / limited.within) + 1  # while the others were tried
    may = limited.times - limited.before
    if not may <= passed <= may + came_back:
        problems.append(f"{passed} were let through where {may} may be")
    return problems, passed


def _organisation(visitor: Visitor) -> tuple[str, str]:
    token = visitor.read_form("/account/organisations/new/").chosen["csrfmiddlewaretoken"][0]
    visitor.post("/account/organisations/new/", {"csrfmiddlewaretoken": token, "name": "Limits"})
    match = re.search(r"/account/organisations/[0-9a-f-]{36}/", visitor.get("/account/")[1])
    assert match
    return match[0], token


def _report(visitor: Visitor) -> str:
    assessment = begin(visitor, everything=True)
    form = FormReader(visitor.get(f"/assessments/{assessment}/check/")[1])
    fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"}
    return visitor.post(f"/assessments/{assessment}/submit/", fields)[2]


def giants(_database: str, rounds: int) -> Found:
    """Announce six megabytes, or send them in pieces without announcing; the answer comes before they are all sent."""
    with a_site("sqlite") as site:
        site.start()
        ways = (_announced, _chunked)
        answers = [way(site.port) for way in ways for _number in range(rounds)]
        small = _announced(site.port, size=100)
    wrong = [text for text in answers if not text.startswith(("413", "400"))]
    # A body of an ordinary size must get past this guard, else everything would be refused.
    wrong += [f"an ordinary body was answered {small}"] if small.startswith("413") else []
    return Found(len(answers), len(wrong), note=f"{sorted(set(answers))}", first=next(iter(wrong), ""))


def _announced(port: int, size: int = GIANT) -> str:
    head = f"POST /assessments/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n"
    return _answer(port, head, b"a" * size if size < GIANT else b"")


def _chunked(port: int) -> str:
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    head = "POST /assessments/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    return _answer(port, head, piece * (GIANT // 0x10000) + b"0\r\n\r\n")


def _answer(port: int, head: str, body: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
        with suppress(OSError):  # refused while we were still sending
            connection.sendall(body)
        try:
            return connection.recv(200).decode("latin-1").partition(" ")[2][:3]
        except TimeoutError:
            return "no answer within 30 s"


LIMITS: Final = (
    Limited("starting", starts, 20, setting="STARTS_PER_HOUR", loses=BELIEVING),
    Limited("saving", saves, 20, setting="SAVES_PER_HOUR", before=1),
    Limited("saving", saves, 200, setting="SAVES_PER_HOUR", before=1),
    Limited("claiming", claims, 10, setting="CLAIMS_PER_HOUR"),
    Limited("share links", share_links, 20, setting="SHARES_PER_HOUR"),
    Limited("passcodes", passcodes, 10, setting="PASSCODES_PER_HOUR"),
    Limited("PDFs", partial(copies, ending="pdf"), 20, setting="PDFS_PER_HOUR"),
    Limited("exports", partial(copies, ending="csv"), 20, setting="EXPORTS_PER_HOUR"),
    Limited("archives", archives, 5, setting="ARCHIVES_PER_HOUR"),
    Limited("wrong sign-ins", sign_ins, 3, MINUTE, setting="SIGN_INS_PER_MINUTE", loses=BELIEVING),
    Limited("wrong sign-ins to one account", spelled_otherwise, 5, 5 * MINUTE),
    Limited("resume links", resume_links, 10),
    Limited("invitations", invitations, 50, 24 * HOUR),
)
PROOFS: Final = (
    *(Proof(f"{limited.name} limited", partial(held, limited)) for limited in LIMITS),
    Proof("giant bodies refused early", giants, rounds=10, databases=("none",)),
)
