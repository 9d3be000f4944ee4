"""Whatever is sent to anybody holds no word of an organisation that is not theirs to read."""

import logging
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.test import TestCase

from assessments.models import reading
from config.logs import JsonFormatter
from organisations.backend import Backend
from tests.canaries import (
    KEYS,
    NAMES,
    NOBODYS,
    OF_B,
    OWNED,
    REPORTED,
    Aviary,
    Canary,
    Rights,
    texts,
    told_models,
)
from tests.guard_mutants import Mutant, everybody, of_every_consultancy
from tests.posts import POSTS, Post
from tests.test_access import ADDRESSES, ROLES, RULES, read_once, told
from tests.world import address, filled

ARCHIVE = "account/organisations/<uuid:pk>/archive/"
REVIEW = "clients/<uuid:client>/reports/<uuid:pk>/"
NOTE = "consulting.Note.text"
# Pages that show more when they are asked so.
MORE = {"reports/<uuid:pk>/": "?print=all", "shared/report/<uuid:pk>/": "?print=all"}
COPIES = tuple(f"reports/<uuid:pk>/report.{ending}" for ending in ("pdf", "json", "csv", "xlsx", "docx"))
BRIEFS = tuple(f"reports/<uuid:pk>/brief/<slug:model>/{page}" for page in ("", "brief.docx", "brief.pdf"))
THEIR_OWN = {"recommendations.BriefText.text"}


@dataclass(frozen=True)
class Sent:
    """One thing that was sent: what it is, to whom, whose their own things are, and the words found in it."""

    what: str
    to: str
    home: object
    found: frozenset[Canary]
    by: object = None


class Walk:
    """Everything that is sent while every visitor opens every page that is theirs, and sends every form there is."""

    def __init__(self, world):
        self.world = world
        self.rights = Rights(world)
        self.sent = [*self.pages(), *self.lists_of_the_admin(), *self.forms()]

    def pages(self, routes=tuple(ADDRESSES)):
        for route in routes:
            opens = {role for role, cell in told(ADDRESSES[route]).items() if cell.startswith("200 ")}
            for role in (*ROLES, *OF_B):
                if OF_B.get(role, role) in opens:
                    path = address(route, filled(route, self.world.theirs(role))) + MORE.get(route, "")
                    yield self._page(route, role, path)

    def lists_of_the_admin(self):
        for model, roles in RULES["admin_models"].items():
            yield from (self._page(f"admin/{model}/", role, f"/admin/{model}/") for role in roles)

    def forms(self):
        """Send a valid form to every address that takes one, and read the answer and every mail that goes out."""
        for route, posts in {**POSTS, ARCHIVE: (Post("owner"), Post("owner of B"))}.items():
            for post in posts:
                yield from self._form(route, post)

    def leaks(self, sent=None):
        return [
            (one.what, one.to, canary.field)
            for one in (self.sent if sent is None else sent)
            for canary in one.found
            if not self.rights.may(one.home, canary)
            # A mail says who brought it about.
            if not (canary.owner == one.by and canary.field in NAMES)
        ]

    def _page(self, route, role, path):
        status, content, _letters = self._asked(self.world.clients[role], "get", path)
        assert status == 200, (route, role)
        return self._found(route, role, content)

    def _form(self, route, post):
        client = post.ready(self.world)
        things = self.world.theirs(post.role) if post.role in OF_B else post.things(self.world)
        path = address(route, filled(route, things))
        _status, content, letters = self._asked(client, "post", path, post.data)
        yield self._found(f"POST {route}", post.role, content)
        yield from (self._letter(route, post.role, letter) for letter in letters)

    def _asked(self, client, method, path, data=lambda _world: None):
        """Ask, send the mails that go out, and undo whatever that did."""
        cookies = client.cookies.output()
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = getattr(client, method)(path, data(self.world))
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
        letters, mail.outbox = mail.outbox, []
        return answer.status_code, content, letters

    def _found(self, what, role, content):
        return Sent(what, role, self.world.home(role), frozenset(self.world.seen(content)))

    def _letter(self, route, role, letter):
        """Hold a mail to what whoever gets it may read; who has no account here, to what the sender may tell."""
        said = "\n".join((letter.subject, letter.body, *(str(other.content) for other in letter.alternatives)))
        found, by = frozenset(self.world.seen(said.encode())), self.world.home(role)
        return Sent(f"mail of {route}", letter.to[0], self.world.at_home.get(letter.to[0], by), found, by)


class Log(logging.Handler):
    """Every line that any logger writes, in the form that production writes it in."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@contextmanager
def at_debug(handler):
    rooms = ("django", "sourcefit", "allauth")
    names = ["", *(name for name in logging.root.manager.loggerDict if name.partition(".")[0] in rooms)]
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for name in names:
            logger = logging.getLogger(name)
            stack.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.DEBUG)
        for name in ("", "django"):
            logger = logging.getLogger(name)
            patch.setattr(logger, "handlers", [handler])
        yield


@pytest.fixture(scope="module")
def log():
    return Log()


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker, log):
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        world = Aviary()
        patch.setattr(Backend, "get_user", read_once(Backend.get_user))
        with at_debug(log):
            walk = Walk(world)
        yield walk
        transaction.set_rollback(True)
    reading.forget()


def whatever_is_asked(rows, *_said, **_by):
    return rows.all()


def test_every_model_with_texts_says_whose_they_are():
    unsaid = [model.__name__ for model in told_models() if texts(model) and model._meta.label not in OWNED]

    assert sorted(unsaid) == sorted(NOBODYS)


def test_every_word_that_is_no_persons_stands_in_a_field_that_is_there():
    for label, names in KEYS.items():
        fields = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert set(names.split()) - fields == set()


def test_every_text_of_both_organisations_or_of_those_they_let_in_has_a_canary_that_somebody_reads(db, walk):
    told = {f"{model._meta.label}.{field.name}" for model in told_models() for field in texts(model)}
    owned = {name for name in told if name.rpartition(".")[0] in OWNED}

    for home in ("owner", "owner of B"):
        near = {walk.world.home(home), *walk.rights.let_in(walk.world.home(home))}
        assert {canary.field for canary in walk.world.canaries.values() if canary.owner in near} == owned
    read = {canary.field for one in walk.sent for canary in one.found}
    # What is folded is only searched in, and the company of a kept copy only compared.
    assert owned - read == {"consulting.ClientLine.folded", "recommendations.KeptCopy.company"}


def test_nobody_is_sent_a_word_that_is_not_theirs_to_read(db, walk):
    kinds = Counter(one.what.split()[0] if " " in one.what else "page" for one in walk.sent)
    print(f"{len(walk.world.canaries)} canaries, {len(walk.sent)} cases: {dict(kinds)}")  # noqa: T201 - the count of the proof

    assert walk.leaks() == []
    assert kinds["page"] > 500
    assert kinds["POST"] > 50
    assert kinds["mail"] > 15


def test_a_report_tells_its_own_words_in_every_kind_of_copy(db, walk):
    told = REPORTED | {"consulting.Adjustment.reason"}
    of_the_owner = {one.what: {canary.field for canary in one.found} for one in walk.sent if one.to == "owner"}

    for copy in COPIES:
        assert of_the_owner[copy] >= told
    assert of_the_owner[f"POST {ARCHIVE}"] > told
    assert of_the_owner["reports/<uuid:pk>/"] >= told - THEIR_OWN
    for page in BRIEFS:
        assert of_the_owner[page] >= THEIR_OWN


def test_a_private_note_stands_on_the_page_of_its_own_consultancy_and_nowhere_else(db, walk):
    noted = {(one.what, one.to) for one in walk.sent for canary in one.found if canary.field == NOTE}

    assert {what.removeprefix("POST ").removesuffix("state/") for what, _to in noted} == {REVIEW}
    assert {to for _what, to in noted} == {"reading", "adviser of B"}


def test_no_word_of_anybody_stands_in_the_log(db, walk, log):
    assert len(log.lines) > len(walk.sent)
    assert [line for line in log.lines if walk.world.seen(line.encode())] == []


@pytest.mark.parametrize(
    ("guard", "broken", "route"),
    [
        ("consulting.models.clients:ClientLineQuerySet.of", of_every_consultancy, "clients/"),
        ("consulting.models.clients:ClientLineQuerySet.of", of_every_consultancy, "clients/clients.csv"),
        ("consulting.models.clients:ClientLineQuerySet.of", of_every_consultancy, "clients/clients.xlsx"),
        ("organisations.models.organisations:OrganisationQuerySet.joined_by", everybody, "workspace/"),
        ("consulting.models.review:NoteQuerySet.filter", whatever_is_asked, REVIEW),
    ],
)
def test_a_list_that_leaks_is_found(db, walk, guard, broken, route):
    with Mutant(guard, broken, "").standing():
        leaks = walk.leaks(walk.pages([route]))

    assert leaks != []


def test_a_mail_and_a_line_of_the_log_that_leak_are_found(db, walk, log):
    word = next(word for word, canary in walk.world.canaries.items() if canary.field == NOTE).decode()
    to = next(email for email, home in walk.world.at_home.items() if home == walk.world.home("owner"))
    letter = mail.EmailMultiAlternatives("To read", f"They noted {word}", to=[to])

    leaks = walk.leaks([walk._letter("clients/", "reading", letter)])
    with at_debug(log):
        logging.getLogger("sourcefit").debug("Noted %s", word)

    assert leaks == [("mail of clients/", to, NOTE)]
    assert walk.world.seen(log.lines.pop().encode()) == {walk.world.canaries[word.encode()]}
