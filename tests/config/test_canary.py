"""What people write never reaches the log, however much is logged."""

import logging

import pytest

from config.logs import JsonFormatter
from tests.factories import hold, make_assessment, make_edition, make_user, shipped_edition

CANARIES = (
    "canary-company",
    "canary-note",
    "canary@example.test",
    "canary-password",
    "canary-query",
    "canary-name",
    "canary" * 7 + "x",
)


class Kept(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """Keep every line that any logger writes at DEBUG, in the form that production writes it in."""
    handler = Kept()
    names = [
        "",
        *(name for name in logging.root.manager.loggerDict if name.split(".")[0] in {"django", "sourcefit", "allauth"}),
    ]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    for name in ("", "django"):
        logging.getLogger(name).addHandler(handler)
    yield handler
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    for name in ("", "django"):
        logging.getLogger(name).removeHandler(handler)


def walk(client, assessment):
    client.post("/assessments/", {"company": "canary-company"})
    client.get(f"/resume/{CANARIES[-1]}/")
    client.get(f"/invitations/{CANARIES[-1]}/")
    client.get("/glossary/?q=canary-query")
    client.post(f"/assessments/{assessment.pk}/functions/", {"own_1": "canary-name", "action": "continue"})
    client.post(f"/assessments/{assessment.pk}/steps/core-problem/", {"note": "canary-note", "version": "canary-note"})
    client.post("/accounts/login/", {"login": "canary@example.test", "password": "canary-password"})
    client.post("/accounts/signup/", {"email": "canary@example.test", "password1": "canary-password"})
    client.post("/accounts/password/reset/", {"email": "canary@example.test"})


@pytest.mark.django_db
def test_no_word_of_anybody_reaches_the_log(client, log):
    make_edition(shipped_edition())
    make_user("canary@example.test")
    token = hold(client)
    assessment = make_assessment(token=token)

    walk(client, assessment)

    requests = [line for line in log.lines if '"logger": "sourcefit.requests"' in line]
    assert len(requests) >= 9
    assert [line for line in log.lines for canary in (*CANARIES, token) if canary in line] == []
