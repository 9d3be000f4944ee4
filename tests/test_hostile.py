"""Every address with what nobody would send: paths, query strings, headers, cookies and forms; never a mistake of ours.

`make test` sends the same ones every time, 2,000 of each on SQLite and 500 on PostgreSQL; `make trust` sends more on both,
and others every time.
"""

import os
from collections import Counter
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.answering.holder import COOKIE
from organisations.backend import Backend
from organisations.http import LINK, PREFIX
from tests.posts import POSTS
from tests.test_access import ADDRESSES, ROLES, read_once
from tests.test_mass_assignment import snapshot
from tests.world import MISSING, World, address, filled

EXAMPLES = int(os.environ.get("SOURCEFIT_EXAMPLES", "500"))  # `python -m trust hostile` sends many more
IS_BY_CHANCE = "SOURCEFIT_EXAMPLES" in os.environ
SENT: Counter[str] = Counter()
FORM = "application/x-www-form-urlencoded"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# What counts requests and remembers browsers, and says nothing of anybody's things.
ASIDE = ("django_session", "usersessions_", "organisations_allowance", '"cache"')
hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not IS_BY_CHANCE,
    suppress_health_check=list(HealthCheck),
)

ODD: tuple[str, ...] = (
    "\0",
    "\ud800",
    "\r\nX-Odd: 1",
    "../../etc/passwd",
    "%00",
    "{{ 7*7 }}",
    "<script>",
    "'\"; --",
    "=1+1",
    "\u202e",
)
ODD += (
    "٣",
    "-1",
    "9" * 40,
    "1e999",
    "NaN",
    "null",
    "[]",
    "2030-02-30",
    "0000-00-00",
    str(MISSING),
    "x" * 5000,
    " ",
    "",
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=12))
QUERY_NAMES: tuple[str, ...] = (
    "after",
    "for",
    "sort",
    "status",
    "next",
    "print",
    "later",
    "return",
    "carried",
    "moved",
    "name",
    "model",
)
QUERY_NAMES += (
    "older",
    "before",
    "page",
    "q",
    "p",
    "o",
    "e",
    "lang",
    "strength",
    "again",
    "edition",
    "function",
    "key",
)
QUERIES = st.lists(st.tuples(st.one_of(st.sampled_from(QUERY_NAMES), TEXTS), TEXTS), min_size=1, max_size=4)
HEADER_NAMES: tuple[str, ...] = (
    "ACCEPT",
    "ACCEPT_LANGUAGE",
    "ACCEPT_ENCODING",
    "REFERER",
    "USER_AGENT",
    "X_FORWARDED_FOR",
    "ORIGIN",
)
HEADER_NAMES += ("X_FORWARDED_PROTO", "X_FORWARDED_HOST", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "RANGE", "EXPECT")
HEADER_NAMES += ("AUTHORIZATION", "X_REQUESTED_WITH", "HX_REQUEST", "X_CSRFTOKEN", "CONTENT_ENCODING", "DATE", "HOST")
# A server hands headers over as Latin-1; a line break ends one.
IN_HEADERS = st.one_of(
    st.sampled_from([odd for odd in ODD if odd.isascii() and odd.isprintable()]),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=20),
)
HEADERS = st.dictionaries(st.sampled_from(HEADER_NAMES), IN_HEADERS, min_size=1, max_size=3)
COOKIE_NAMES: tuple[str, ...] = (
    site.SESSION_COOKIE_NAME,
    site.CSRF_COOKIE_NAME,
    site.LANGUAGE_COOKIE_NAME,
    COOKIE,
    "messages",
)
COOKIE_NAMES += (PREFIX + LINK, f"{PREFIX}passcode", "odd")
COOKIES = st.dictionaries(st.sampled_from(COOKIE_NAMES), IN_HEADERS, min_size=1, max_size=3)
ROUTES = st.sampled_from(sorted(ADDRESSES))
VISITORS = st.sampled_from(ROLES)
# allauth's forms, which tests/posts.py leaves out.
THEIRS = {
    "accounts/login/": ("login", "password"),
    "accounts/signup/": ("email", "password1"),
    "accounts/password/reset/": ("email",),
    "accounts/reauthenticate/": ("password",),
    "accounts/email/": ("email", "action_add", "action_primary", "action_remove"),
    "accounts/password/change/": ("oldpassword", "password1", "password2"),
    "accounts/2fa/reauthenticate/": ("code",),
    "accounts/2fa/totp/activate/": ("code",),
    "accounts/sessions/": ("session", "end"),
}
FIELDS = st.lists(st.tuples(st.integers(0, 9), TEXTS), max_size=3)


class Hostile(World):
    """The world of the table, in which what was sent is undone."""

    def __init__(self):
        super().__init__()
        self.written: list[str] = []
        self.passes = {
            role: "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
            for role, client in self.clients.items()
        }

    def watch(self, execute, sql, params, many, context):
        """Note what is written; sessions and limits count requests."""
        if sql.lstrip("( ").upper().startswith(WRITES) and not any(name in sql[:80] for name in ASIDE):
            self.written.append(sql[:200])
        return execute(sql, params, many, context)

    def ask(self, kind, role, method="GET", body=b"", **environ):
        """Send one, see that it is answered and that a refusal changed nothing, and have it never have been."""
        SENT[kind] += 1
        self.written.clear()
        with transaction.atomic(), connection.execute_wrapper(self.watch):
            answer = self.clients[role].generic(method, "/", body, content_type=FORM, **environ)
            # Undone by the site itself, or else by the next line: then there is a difference.
            left = snapshot() if answer.status_code >= 400 and self.written else None
            transaction.set_rollback(True)
        assert answer.status_code < 500, (answer.status_code, environ)
        assert left is None or left == snapshot(), (answer.status_code, self.written, environ)
        return answer

    def path(self, route, role):
        return address(route, filled(route, self.theirs(role)))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        made = Hostile()
        patch.setattr(Backend, "get_user", read_once(Backend.get_user))
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def told():
    """Tell the long gate how many were sent."""
    yield
    if name := os.environ.get("SOURCEFIT_CASES"):
        Path(name).write_text("\n".join(f"{kind}\t{count}" for kind, count in SENT.items()))


def encoded(fields):
    """Write a form or a query string, halves of surrogate pairs included."""
    return "&".join("=".join(quote_from_bytes(part.encode(errors="surrogatepass")) for part in pair) for pair in fields)


def cookies(said, others=""):
    """Send cookies that say something else beside the ones somebody has, the first of which counts."""
    mine = "; ".join(f"{name}={value}" for name, value in said.items())
    return {"HTTP_COOKIE": f"{others}; {mine}" if others else mine}


@given(route=ROUTES, role=VISITORS, query=QUERIES, headers=HEADERS, jar=COOKIES)
@hostile
def test_query_strings_headers_and_cookies(db, world, route, role, query, headers, jar):
    """All three at once: what one of them is answered with seldom hides the others, and each is there every time."""
    said = {f"HTTP_{name}": value for name, value in headers.items() if name != "HOST" or len(query) == 1}
    has_own = role != "anonymous" and len(jar) != 1

    answer = world.ask(
        "query strings, headers and cookies",
        role,
        PATH_INFO=world.path(route, role),
        QUERY_STRING=encoded(query),
        **said,
        **cookies(jar, world.passes[role] if has_own else ""),
    )

    assert "\n" not in "".join(f"{name}{value}" for name, value in answer.headers.items())


PATHS = st.lists(
    st.one_of(TEXTS, st.sampled_from(["..", ".", "", "admin", "reports", "steps", "shared", "static"])), max_size=4
)


@given(route=ROUTES, role=VISITORS, odd=PATHS, at=st.integers(0, 6))
@hostile
def test_paths(db, world, route, role, odd, at):
    parts = world.path(route, role).strip("/").split("/")
    path = "/" + "/".join([*parts[:at], *odd, *parts[at + len(odd) :]])

    # A server hands the bytes of a path over as Latin-1.
    raw = path.encode(errors="surrogatepass").decode("latin-1")
    world.ask("paths", role, PATH_INFO=raw, HTTP_COOKIE=world.passes[role])


CASES = tuple((route, number) for route, posts in POSTS.items() for number in range(len(posts)))


@given(case=st.sampled_from(CASES), changed=FIELDS, added=QUERIES, drop=st.integers(0, 12))
@hostile
def test_forms(db, world, case, changed, added, drop):
    """A form that somebody may send, with fields left out, filled with something else and sent twice."""
    route, number = case
    post = POSTS[route][number]
    client = post.ready(world)
    fields = [
        (name, str(value))
        for name, values in post.data(world).items()
        for value in (values if isinstance(values, list) else [values])
    ]
    for at, odd in changed:
        if fields:
            fields[at % len(fields)] = (fields[at % len(fields)][0], odd)
    if len(fields) > drop:
        del fields[drop]
    pass_ = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    path = address(route, filled(route, post.things(world)))

    world.ask(
        "forms",
        post.role,
        "POST",
        encoded([*fields, *(added if len(added) > 2 else ())]).encode(),
        PATH_INFO=path,
        HTTP_COOKIE=pass_,
    )


@given(route=st.sampled_from(sorted(THEIRS)), role=VISITORS, values=st.lists(TEXTS, min_size=4, max_size=4))
@settings(hostile, max_examples=max(1, EXAMPLES // 5))
def test_forms_of_accounts(db, world, route, role, values):
    fields = list(zip(THEIRS[route], values, strict=False))

    world.ask(
        "forms of accounts",
        role,
        "POST",
        encoded(fields).encode(),
        PATH_INFO=f"/{route}",
        HTTP_COOKIE=world.passes[role],
    )


def test_every_form_is_among_them():
    assert {route for route, _number in CASES} == set(POSTS)
