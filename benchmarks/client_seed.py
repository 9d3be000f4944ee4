"""Consultancies with 10, 1,000 and 100,000 clients of one report each: run in a process of its own, it prints who signs in."""

import json
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from allauth.mfa.adapter import get_adapter  # noqa: E402 - Django is set up above
from allauth.mfa.models import Authenticator  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from assessments.models import Assessment, Questionnaire  # noqa: E402
from consulting.models import ClientLine  # noqa: E402
from organisations.models import Engagement, Membership, Organisation, User  # noqa: E402
from recommendations.models import Report  # noqa: E402

SIZES = (10, 1_000, 100_000)
BATCH = 2_000
NOW = int(time.time())
TODAY = datetime.now(UTC)
LABELS = ("bpo", "kpo", "ito", "mix", "in_house")
REVIEWS = ("", "in_review", "changes", "final", "final", "final")


def consultancy(size: int) -> User:
    """Make a consultancy of one person with so many clients."""
    user = User.objects.create_user(f"consultant{size}@example.com", None)
    firm = Organisation.objects.create(name=f"Firm {size}", advises=True)
    Membership.objects.create(user=user, organisation=firm, role=Membership.Role.OWNER)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
    )
    questionnaire = Questionnaire.objects.get()
    for start in range(0, size, BATCH):
        clients(firm, questionnaire, range(start, min(start + BATCH, size)))
    return user


@transaction.atomic
def clients(firm: Organisation, questionnaire: Questionnaire, numbers: range) -> None:
    owned = Organisation.objects.bulk_create(Organisation(name=f"Client {number:06}") for number in numbers)
    engaged = Engagement.objects.bulk_create(Engagement(consultancy=firm, client=client) for client in owned)
    answered = Assessment.objects.bulk_create(
        Assessment(
            questionnaire=questionnaire,
            organisation=client,
            status="submitted",
            started_at=TODAY,
            submitted_at=TODAY,
        )
        for client in owned
    )
    reports = Report.objects.bulk_create(
        Report(assessment=assessment, content="{}", checksum="0" * 64, label="bpo", leader="bpo", strength="firm")
        for assessment in answered
    )
    rows = zip(numbers, engaged, reports, strict=True)
    ClientLine.objects.bulk_create(line(firm, *row) for row in rows)


def line(firm: Organisation, number: int, engagement: Engagement, report: Report) -> ClientLine:
    client = engagement.client
    return ClientLine(
        consultancy=firm,
        client=client,
        engagement=engagement,
        name=client.name,
        folded=client.name.casefold(),
        active=NOW - number * 37 % 20_000_000,
        report=report.pk,
        label=LABELS[number % 5],
        leader="bpo",
        second="ito",
        score=70 - number % 20,
        margin=number % 30,
        strength=1 + number % 3,
        evidence=1 + number % 3,
        asked=40,
        review=REVIEWS[number % 6],
    )


def session_of(user: User) -> str:
    session: Any = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "organisations.backend.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def queries(session: str, paths: tuple[str, ...]) -> Iterator[int]:
    """Count what each page asks of the database, once it was shown before."""
    client = Client()
    client.cookies["sessionid"] = session
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        yield len(asked)


def main() -> None:
    people = {size: session_of(consultancy(size)) for size in SIZES}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    paths = ("/clients/", "/clients/?sort=-margin", f"/clients/?status=1&since=month&x={uuid.uuid4()}")
    print(json.dumps({size: [key, list(queries(key, paths))] for size, key in people.items()}))


if __name__ == "__main__":
    main()
