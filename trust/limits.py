"""Limits hold over two workers, whatever a visitor says their address is; and giant bodies are refused early."""

import itertools
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Final

from benchmarks.visitor import FormReader, Visitor
from trust.answering import begin
from trust.line import Found, Proof
from trust.people import an_account, an_owner
from trust.site import Site, a_site

WORKERS: Final = 2
STARTS: Final = 20
SHARE_LINKS: Final = 20
RESUME_LINKS: Final = 10
INVITATIONS: Final = 50
SIGN_INS: Final = 10  # wrong ones from an address in a minute: allauth's own limit
GIANT: Final = 6 * 1024 * 1024
PLAIN: Final = ("minute", "Too many", "many times")
_numbers: Final = itertools.count(1)

Try = Callable[[], tuple[int, str, str]]  # status, page, address


def starts(_site: Site, visitor: Visitor) -> Try:
    token = visitor.read_form("/assessments/").chosen["csrfmiddlewaretoken"][0]
    return lambda: visitor.post("/assessments/", {"csrfmiddlewaretoken": token, "company": "Limits"})


def share_links(_site: Site, visitor: Visitor) -> Try:
    path = f"{_report(visitor)}share/"
    return lambda: visitor.post(path, {**visitor.read_form(path).chosen, "days": "30"})


def resume_links(_site: Site, visitor: Visitor) -> Try:
    path = f"/assessments/{begin(visitor)}/resume/"
    return lambda: visitor.post(path, {**visitor.read_form(path).chosen, "link": _uuid(), "email": ""})


def invitations(site: Site, visitor: Visitor) -> Try:
    an_owner(site, visitor)
    form = visitor.read_form("/account/organisations/new/")
    fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "name": "Limits"}
    path = f"{visitor.post('/account/organisations/new/', fields)[2]}invite/"
    token = visitor.read_form(path).chosen["csrfmiddlewaretoken"][0]
    return lambda: visitor.post(
        path, {"csrfmiddlewaretoken": token, "role": "member", "email": f"{next(_numbers)}@example.com"}
    )


def sign_ins(site: Site, visitor: Visitor) -> Try:
    an_account(site)
    token = visitor.read_form("/accounts/login/").chosen["csrfmiddlewaretoken"][0]
    return lambda: visitor.post(
        "/accounts/login/",
        {"csrfmiddlewaretoken": token, "login": f"{next(_numbers)}@example.com", "password": "not the word"},
    )


def held(prepare: Callable[[Site, Visitor], Try], times: int, dodge: str, database: str, _rounds: int) -> Found:
    """Try too often; `dodge` is the number of proxies with which a control takes a visitor's word for their address."""
    with a_site(database, durable=False) as site:
        problems, passed = _tried(site, prepare, times, {"STARTS_PER_HOUR": str(STARTS)})
        site.kill()
        believing = {"STARTS_PER_HOUR": str(STARTS), "TRUSTED_PROXIES": dodge}
        dodged = len(_tried(site, prepare, times, believing)[0]) if dodge else None
    note = f"{passed} of {times} let through"
    return Found(2 * times, len(problems), control=dodged, note=note, first=next(iter(problems), ""))


def _tried(
    site: Site, prepare: Callable[[Site, Visitor], Try], times: int, environment: dict[str, str]
) -> tuple[list[str], int]:
    """Try twice as often as is allowed, each time with another address in X-Forwarded-For and over a new connection."""
    site.start(workers=WORKERS, environment=environment)
    visitor = site.visitor()
    attempt = prepare(site, visitor)
    statuses, problems = [], []
    for number in range(2 * times):
        visitor.headers = {"X-Forwarded-For": f"198.51.100.{number + 1}"}
        visitor.connection.close()  # another worker may take the next one
        status, page, _where = attempt()
        statuses.append(status)
        wait = visitor.answered.get("Retry-After", "")
        if status == HTTPStatus.TOO_MANY_REQUESTS and not (wait.isdecimal() and any(word in page for word in PLAIN)):
            problems.append(f"429 with Retry-After {wait!r} and no plain words")
    passed = sum(status != HTTPStatus.TOO_MANY_REQUESTS for status in statuses)
    if abs(passed - times) > max(1, times // 10):  # one comes back while the others are tried
        problems.append(f"{passed} were let through where {times} may be")
    return problems, passed


def _report(visitor: Visitor) -> str:
    assessment = begin(visitor, everything=True)
    form = FormReader(visitor.get(f"/assessments/{assessment}/check/")[1])
    fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"}
    return visitor.post(f"/assessments/{assessment}/submit/", fields)[2]


def _uuid() -> str:
    return f"00000000-0000-4000-8000-{next(_numbers):012d}"


def giants(_database: str, rounds: int) -> Found:
    """Announce six megabytes, or send them in pieces without announcing; the answer comes before they are all sent."""
    with a_site("sqlite") as site:
        site.start()
        ways = (_announced, _chunked)
        told = [way(site.port) for way in ways for _number in range(rounds)]
        small = _announced(site.port, size=100)
    wrong = [text for text in told if not text.startswith(("413", "400"))]
    # A body of an ordinary size must get past this guard, else everything would be refused.
    wrong += [f"an ordinary body was answered {small}"] if small.startswith("413") else []
    return Found(len(told), len(wrong), note=f"{sorted(set(told))}", first=next(iter(wrong), ""))


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


PROOFS: Final = (
    *(
        Proof(f"{name} limited over {WORKERS} workers", partial(held, prepare, times, dodge))
        for name, prepare, times, dodge in (
            ("starting", starts, STARTS, "1"),
            ("wrong sign-ins", sign_ins, SIGN_INS, "1"),
            ("share links", share_links, SHARE_LINKS, ""),
            ("resume links", resume_links, RESUME_LINKS, ""),
            ("invitations", invitations, INVITATIONS, ""),
        )
    ),
    Proof("giant bodies refused early", giants, rounds=10, databases=("none",)),
)
