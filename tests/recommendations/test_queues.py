"""Copies that take a while: nobody waits for long, nobody keeps others out, and nobody who answers waits at all."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from organisations.limits import Limit, TooOftenError
from recommendations.models import KeptCopy
from recommendations.reports.exports import pdf, workbook
from recommendations.reports.exports.printing import NotPrintedError
from recommendations.reports.exports.queues import Bounds, BusyError, Queue
from tests.assessments.asking import opened, page_of
from tests.factories import hold, make_assessment, make_edition, shipped_edition
from tests.recommendations.reports import make_report


@contextmanager
def people(queue, *names):
    """Have others come, one after the other, while the test goes on; gives for each whether it has its turn."""
    go, turns, threads = threading.Event(), [], []

    def stay(who, turn):
        with queue.turn(who):
            turn.set()
            go.wait(60)

    for number, name in enumerate(names, start=len(queue._there) + 1):
        turns.append(threading.Event())
        threads.append(threading.Thread(target=stay, args=(name, turns[-1])))
        threads[-1].start()
        while len(queue._there) < number:
            time.sleep(0.001)
    assert turns[0].wait(60)
    yield turns
    go.set()
    for thread in threads:
        thread.join()


@contextmanager
def everybody(queue):
    """Have all places taken."""
    queue._there.extend(["somebody else"] * queue.bounds.most)
    yield
    queue._there.clear()


def test_one_after_another_has_a_turn():
    queue = Queue(Bounds(most=2, each=2, seconds=60))

    with people(queue, "first", "second") as (_first, second):
        assert not second.wait(0.05)


def test_whoever_is_one_too_many_is_told_at_once():
    queue = Queue(Bounds(most=2, each=2, seconds=60))

    with people(queue, "first", "second"):
        began = time.monotonic()
        with pytest.raises(BusyError), queue.turn("third"):
            pass
        assert time.monotonic() - began < 30

    with queue.turn("third"):
        pass


def test_one_person_never_has_all_places():
    queue = Queue(Bounds(most=3, each=2, seconds=60))

    with people(queue, "greedy", "greedy"), pytest.raises(BusyError), queue.turn("greedy"):
        pass
    with people(queue, "greedy", "greedy", "another"):
        assert queue._there == ["greedy", "greedy", "another"]


def test_nobody_waits_longer_than_said():
    queue = Queue(Bounds(most=2, each=2, seconds=0.01))

    with people(queue, "first"), pytest.raises(BusyError), queue.turn("second"):
        pass
    with queue.turn("second"):
        pass


def test_who_has_time_comes_back_until_there_is_a_place():
    queue = Queue(Bounds(most=1, each=1, seconds=0.01))
    had = []

    def wait():
        with queue.turn("", patience=60):
            had.append("a turn")

    with people(queue, "first"), pytest.raises(BusyError), queue.turn("", patience=0.3):
        pass
    with people(queue, "first"):
        late = threading.Thread(target=wait)
        late.start()
    late.join(60)

    assert had == ["a turn"]


def test_within_a_turn_nothing_more_is_asked_for():
    queue = Queue(Bounds(most=1, each=1, seconds=0.01))

    with queue.turn("first"), queue.turn("first"):
        pass
    assert queue._there == []


def test_a_turn_ends_with_an_error_too():
    queue = Queue(Bounds(most=1, each=1, seconds=0.01))

    with pytest.raises(ZeroDivisionError), queue.turn("first"):
        raise ZeroDivisionError
    with queue.turn("first"):
        pass


# What is asked for by people


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def address(report, kind="pdf"):
    return reverse(f"recommendations:{kind}", args=(report.pk,))


def limited(monkeypatch, **limits):
    """Let so much be printed in a day, so that nothing comes back however long a test takes."""
    made = {
        name: Limit(f"{name} here", times=times, within=timedelta(days=times)) if times else None
        for name, times in limits.items()
    }
    monkeypatch.setattr(pdf, "QUEUE", Queue(pdf.QUEUE.bounds, **made))


def is_busy(answer):
    page = page_of(answer)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    return "The printer is busy" in page and "Nothing is lost" in page and "<h1" in page


def test_a_copy_that_must_be_made_while_others_wait_says_so_and_a_kept_one_is_given_out(client, shipped):
    token = hold(client)
    kept, new = (make_report(shipped, token=token) for _number in range(2))
    client.get(address(kept))

    with everybody(pdf.QUEUE):
        assert is_busy(client.get(address(new)))
        assert client.get(address(kept)).status_code == 200
        assert client.get(address(new, "xlsx")).status_code == 200
    assert client.get(address(new)).status_code == 200


def test_a_pdf_does_not_wait_for_workbooks(client, shipped):
    report = make_report(shipped, token=hold(client))

    with everybody(workbook.QUEUE):
        assert is_busy(client.get(address(report, "xlsx")))
        assert client.get(address(report)).status_code == 200


def test_what_one_person_has_printed_is_limited_and_what_is_kept_is_not_counted(client, shipped, monkeypatch):
    limited(monkeypatch, by_person=1, in_all=9)
    report = make_report(shipped, token=hold(client))

    first, again = client.get(address(report)), client.get(address(report))
    KeptCopy.objects.all().delete()
    anew = client.get(address(report))

    assert [answer.status_code for answer in (first, again, anew)] == [200, 200, 429]
    assert "many times in a short while" in page_of(anew)


def test_what_all_have_printed_is_limited_and_costs_nobody_their_own(client, shipped, monkeypatch):
    limited(monkeypatch, by_person=2, in_all=1)
    token = hold(client)
    first, second = (make_report(shipped, token=token) for _number in range(2))

    assert client.get(address(first)).status_code == 200
    assert is_busy(client.get(address(second)))
    for _time in range(2):
        pdf.QUEUE.by_person.spend(second.pk)
    with pytest.raises(TooOftenError):
        pdf.QUEUE.by_person.spend(second.pk)


def test_what_can_not_be_printed_at_all_says_so(client, shipped, monkeypatch):
    report = make_report(shipped, token=hold(client))

    def fail(*_values, **_more):
        raise NotPrintedError("“secret words”")

    monkeypatch.setattr(pdf.printer(), "print", fail)
    answer = client.get(address(report))

    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)
    assert "This could not be printed" in page_of(answer)
    assert "secret words" not in page_of(answer)


@pytest.mark.django_db(transaction=True)
def test_twenty_first_prints_at_once_are_printed_or_sent_away_and_saves_go_on():
    shipped = make_edition(shipped_edition())
    visitors = [Client() for _number in range(20)]
    reports = [make_report(shipped, token=hold(visitor)) for visitor in visitors]
    saver = Client()
    draft = make_assessment(shipped, token=hold(saver), functions=("payroll",))
    step = reverse("assessments:step", args=(draft.pk, shipped_edition().steps[0].slug))

    def ask(visitor, report):
        try:
            return visitor.get(address(report))
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        asked = [threads.submit(ask, *pair) for pair in zip(visitors, reports, strict=True)]
        saved = 0
        while not all(one.done() for one in asked):
            assert saver.post(step, opened(step, saver) | {"action": "later"}).status_code == 302
            saved += 1
    answers = [one.result() for one in asked]

    assert saved > 0
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert [answer.content[:5] for answer in answers].count(b"%PDF-") >= pdf.QUEUE.bounds.most
    assert all(is_busy(answer) for answer in answers if answer.status_code == 503)
    # Nothing is lost: whoever comes back gets it.
    assert all(
        visitor.get(address(report)).status_code == 200 for visitor, report in zip(visitors, reports, strict=True)
    )
