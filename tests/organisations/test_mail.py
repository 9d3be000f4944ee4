import logging
import socket
from contextlib import closing
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from organisations.mail import send
from organisations.models import Organisation

WITH_A_WAY_ON = (
    "answers_ready",
    "closing",
    "consent",
    "erasure_asked",
    "invited",
    "report_ready",
    "resume",
    "review_answer",
    "review_changes",
    "review_final",
    "review_waits",
    "second_asked",
    "share",
    "step_handed",
)
NAMES = (*WITH_A_WAY_ON, "erased", "erasure_taken_back", "handed_over", "joined", "removed")
ADDRESS = "https://site.example/somewhere/"
HOSTILE = "<img src=//x.example/y.png>\r\nBcc: all@x.example\x00"
CONTEXT = {
    "address": ADDRESS,
    "consultancy": "Advice Ltd",
    "expires": timezone.now(),
    "has_passcode": True,
    "organisation": "Acme & Sons",
    "reference": "SF-1234-ABCD",
    "sender": "someone@company.example",
}


@pytest.fixture
def closed_port():
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        yield listener.getsockname()[1]  # kept, so that nobody else listens there; a connection is refused all the same


@pytest.fixture
def send_now(django_capture_on_commit_callbacks):
    def sender(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            send(*args, **kwargs)

    return sender


def html(letter):
    return letter.alternatives[0].content


@pytest.mark.django_db
@pytest.mark.parametrize("name", WITH_A_WAY_ON)
def test_a_mail_says_the_same_in_text_and_in_html(name, send_now):
    send_now(name, to=["one@company.example"], context=CONTEXT)

    [letter] = mail.outbox
    assert (letter.to, letter.body.count(ADDRESS), html(letter).count(f'href="{ADDRESS}"')) == (
        ["one@company.example"],
        1,
        1,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_mail_fetches_nothing_and_follows_nobody(name, send_now):
    send_now(name, to=["one@company.example"], context=CONTEXT)

    page = html(mail.outbox[0]).replace(ADDRESS, "")
    assert [sign for sign in ("<img", "<link", "<script", "url(", "http:", "https:", "//") if sign in page] == []


def test_every_mail_is_listed_here():
    found = {path.name.partition(".")[0] for path in Path("templates/mail").iterdir()} - {"base"}

    assert found == set(NAMES)


@pytest.mark.django_db
def test_each_reader_gets_a_mail_of_their_own(send_now):
    send_now("report_ready", to=["one@company.example", "two@company.example"], context=CONTEXT)

    assert [letter.recipients() for letter in mail.outbox] == [["one@company.example"], ["two@company.example"]]


@pytest.mark.django_db
def test_hostile_words_stay_words(send_now):
    send_now("report_ready", to=["one@company.example"], context=CONTEXT | {"organisation": HOSTILE})

    [letter] = mail.outbox
    assert (letter.message()["Bcc"], "\n" in letter.subject, "<img" in html(letter)) == (None, False, False)


@pytest.mark.django_db
def test_text_is_not_escaped_like_a_page(send_now):
    send_now("report_ready", to=["one@company.example"], context=CONTEXT)

    assert "Acme & Sons is ready" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_for_what_was_not_saved():
    with transaction.atomic():
        send("resume", to=["one@company.example"], context=CONTEXT)
        transaction.set_rollback(True)

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_costs_no_data(settings, caplog, closed_port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port

    with caplog.at_level(logging.ERROR), transaction.atomic():
        kept = Organisation.objects.create(name="Kept")
        send("resume", to=["one@company.example"], context=CONTEXT)

    assert (Organisation.objects.filter(pk=kept.pk).exists(), [record.message for record in caplog.records]) == (
        True,
        ["mail not sent"],
    )


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_is_noted_and_no_more(caplog, send_now):
    with caplog.at_level(logging.ERROR):
        send_now("no_such_mail", to=["one@company.example"], context={})

    assert ([record.message for record in caplog.records], mail.outbox) == (["mail not sent"], [])


@pytest.mark.parametrize("name", NAMES)
def test_a_subject_fits_on_one_line_of_a_telephone(name):
    assert len(render_to_string(f"mail/{name}.subject.txt", CONTEXT).strip()) <= 70
