"""Where an adjustment is printed, and where a private note never is."""

import io
import json
import logging
import re
import zipfile
from functools import partial

import pypdf
import pytest
from django.core import mail
from django.urls import get_resolver

from consulting.models import Note
from consulting.reviews import services as reviewing
from recommendations.reports import sharing
from tests.factories import make_user
from tests.recommendations.exported import READERS
from tests.recommendations.test_review import CHANGES, FINAL, REASON, Scene, make_report, signed_in
from tests.test_access import routes

pytestmark = pytest.mark.django_db

CANARY = "Zebrafinch-of-the-private-note"


@pytest.fixture
def scene(db):
    return Scene()


@pytest.fixture
def adjusted_scene(scene):
    scene.adjust()
    return scene


def copy_of(scene, kind):
    return scene.insider.get(f"{scene.own_url}report.{kind}").content


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def shared(scene, **terms):
    _link, token = sharing.share(report=scene.report, terms=sharing.Terms(**terms))
    visitor = signed_in(make_user(f"reader{len(terms)}@example.com"))
    return visitor.get(f"/shared/{token}/", follow=True).content.decode()


@pytest.mark.parametrize("kind", READERS)
def test_a_file_holds_the_adjustment(adjusted_scene, kind):
    opened = READERS[kind](copy_of(adjusted_scene, kind))

    assert any(REASON in str(row) and "Ana Adviser" in str(row) for rows in opened.values() for row in rows)


def test_the_frozen_content_is_the_same_with_and_without_an_adjustment(scene):
    before = json.loads(copy_of(scene, "json"))
    scene.adjust()
    after = json.loads(copy_of(scene, "json"))

    assert "adjustments" not in before
    assert [one["reason"] for one in after.pop("adjustments")] == [REASON]
    assert after == before


def test_a_kept_copy_is_made_anew_when_an_adjustment_comes_or_goes(scene):
    seen = []
    for change in ({}, {"model": "", "reason": ""}):
        seen.append((REASON in text_of(copy_of(scene, "pdf")), holds(copy_of(scene, "xlsx"))))
        scene.adjust(version=scene.review.version, **change)
    seen.append((REASON in text_of(copy_of(scene, "pdf")), holds(copy_of(scene, "xlsx"))))

    assert seen == [(False, False), (True, True), (False, False)]


def holds(workbook):
    return REASON in str(READERS["xlsx"](workbook))


def test_a_shared_report_shows_the_adjustment_and_leaves_names_out_where_they_are(adjusted_scene):
    named, nameless = shared(adjusted_scene), shared(adjusted_scene, without_names=True)

    assert (REASON in named, "Ana Adviser" in named, "Northgate" in named) == (True, True, True)
    assert (REASON in nameless, "Ana Adviser" in nameless, "Northgate" in nameless) == (True, False, False)


def test_print_and_comparison_show_the_adjustment(adjusted_scene):
    scene = adjusted_scene
    later = make_report(scene.report.assessment.questionnaire, scene.client)

    pages = [scene.own_url + "?print=all", f"/compare/{scene.report.pk}/{later.pk}/"]

    assert [REASON in scene.insider.get(page).content.decode() for page in pages] == [True, True]


def _named(values, otherwise, found):
    return str(values.get(found[1], otherwise))


def addresses(scene, **things):
    """Fill every address that takes keys in with what the client and the consultancy have."""
    known = {"client": scene.client.pk, "organisation": scene.client.pk, "pk": scene.report.pk, **things}
    for route in routes(get_resolver().url_patterns):
        if route.startswith(("admin/", "^", "accounts/")):
            continue
        for pk in {known["pk"], scene.client.pk, scene.report.assessment_id}:
            values = known | {"pk": pk}
            yield "/" + re.sub(r"<\w+:(\w+)>", partial(_named, values, scene.report.pk), route)


def test_a_private_note_is_read_on_the_review_page_alone(scene, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.DEBUG)
    later = make_report(scene.report.assessment.questionnaire, scene.client)
    with django_capture_on_commit_callbacks(execute=True):
        for about_client in ({}, {"note-is_about_client": "on"}):
            scene.consultant.post(f"{scene.url}notes/", {"note-text": CANARY, **about_client})
        scene.move(CHANGES)
        scene.move(FINAL)
    token = sharing.share(report=scene.report, terms=sharing.Terms())[1]
    things = {"before": scene.report.pk, "after": later.pk, "token": token}

    told = {
        (who, path)
        for who, visitor in (("client", scene.insider), ("consultant", scene.consultant))
        for path in addresses(scene, **things)
        if CANARY in text(visitor.get(path, follow=True))
    }

    assert Note.objects.count() == 2
    assert told == {("consultant", scene.url)}
    assert CANARY not in "".join(f"{letter.body}{letter.subject}" for letter in mail.outbox)
    assert CANARY not in caplog.text


def text(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "pdf" in kind:
        return text_of(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")


def test_the_note_of_one_consultancy_is_read_by_no_other_and_not_after_the_end(scene):
    reviewing.add_note(
        consultancy=scene.firm, client=scene.client.pk, report=scene.report, text=CANARY, by=scene.person
    )

    assert [note.text for note in Note.objects.visible_to(scene.person)] == [CANARY]
    assert not Note.objects.visible_to(scene.owner).exists()
    assert CANARY not in str(Note.objects.get())
