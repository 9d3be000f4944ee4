"""Editions as files: what is taken out can be taken in again, and a bad file is refused with its place."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.authoring.toml_file import open_file, parse
from assessments.edition import written
from assessments.edition.toml_table import TomlFileError
from assessments.models import Questionnaire, Translation
from assessments.models.reading import read
from tests.assessments.asking import page_of
from tests.assessments.generated import editions
from tests.assessments.small import SMALL
from tests.factories import make_edition, make_user, protect, shipped_edition

IMPORT = "admin:assessments_questionnaire_import"


@pytest.fixture
def author(client, db):
    """A browser signed in as somebody who holds every right."""
    client.force_login(protect(make_user("author@example.com", is_staff=True, is_superuser=True)))
    return client


@settings(max_examples=60, deadline=None)
@given(editions(), st.sampled_from(["toml", "json"]))
def test_what_is_taken_out_reads_back_as_it_was(edition, kind):
    values = written.values(edition)
    content = written.as_toml(values) if kind == "toml" else written.as_json(values)

    opened = open_file(content, f"edition.{kind}")

    assert (opened.edition, opened.is_changed) == (edition, False)


def test_the_checksum_tells_of_a_change_by_hand():
    content = written.as_toml(written.values(SMALL)).replace(b"A small guide", b"A smaller guide")

    assert open_file(content, "small.toml").is_changed


def test_the_shipped_edition_goes_out_and_in():
    edition = shipped_edition()

    assert parse(written.as_json(written.values(edition)), "sourcing.json") == edition


DEEP = b"[" * 100_000
BAD = {
    "not toml": (b'slug = "a"\nedition = = 1\n', "edition.toml, line 2"),
    "not json": (b'{"slug": "a",\n "edition": }', "edition.toml, line 2, column 13"),
    "twice": (b'{"slug": "a", "slug": "b"}', "“slug” stands twice"),
    "no number": (b'{"slug": NaN}', "NaN is no number"),
    "not text": (b"\xff\xfe\x00", "line 1: not UTF-8"),
    "nul": (b'slug = "a\\u0000b"', "U+0000"),
    "half a letter": (b'{"slug": "\\ud800", "steps": [{"slug": "\\ud800"}]}', "U+D800"),
    "huge": (b"edition = 1" + b"0" * 5000, "thousands of digits"),
    "huge json": (b'{"edition": 1' + b"0" * 5000 + b"}", "digits"),
    "deep": (b"slug = " + DEEP, "edition.toml"),
    "deep json": (b'{"slug": ' + DEEP, "lists within lists"),
    "wrong types": (b'slug = []\nsteps = "a"\nquestions = [1, {choices = 3}]', "as a list of tables"),
    "a list": (b"{", "line 1"),
    "long name": (b'slug = "a"\n[[functions]]\nkey = "a"\ndepartment = "' + b"b" * 500_000 + b'"', "shorten"),
    "empty": (b"", "“slug” is missing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_place_and_nothing_is_saved(author, name):
    content, said = BAD[name]

    answer = author.post(reverse(IMPORT), {"file": SimpleUploadedFile("edition.toml", content)})

    assert (answer.status_code, Questionnaire.objects.count()) == (422, 0)
    # Django's own form refuses an empty file first.
    assert said in page_of(answer) if content else "The file is empty" in page_of(answer)


def test_a_file_larger_than_any_edition_is_refused(author):
    answer = author.post(reverse(IMPORT), {"file": SimpleUploadedFile("a.toml", b"#" * 1_100_000)})

    assert (answer.status_code, "larger than 1 MB" in page_of(answer)) == (422, True)


def looked_at(client, content):
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile("small.toml", content)})


def seen_in(answer):
    return answer.context["seen"]


def test_a_file_is_shown_with_its_differences_before_it_is_saved_as_a_draft(author):
    row = make_edition()
    content = written.as_toml(written.values(SMALL)).replace(b"What about load?", b"How heavy is it?")

    look = looked_at(author, content)
    before = Questionnaire.objects.count()
    author.post(reverse(IMPORT), {"seen": seen_in(look)})

    page = page_of(look)
    saved = Questionnaire.objects.exclude(pk=row.pk).get()
    told = "question “load”, text is “How heavy is it?”, it was “What about load?”"
    assert (told in page, "small-2" in page, before) == (True, True, 1)
    assert (saved.label, saved.status, read(saved.pk).question_by_key["load"].text) == (
        "small-2",
        "draft",
        "How heavy is it?",
    )


def test_what_one_person_looked_at_nobody_else_can_save(author, client):
    seen = seen_in(looked_at(author, written.as_toml(written.values(SMALL))))
    client.force_login(protect(make_user("other@example.com", is_staff=True, is_superuser=True)))

    answer = client.post(reverse(IMPORT), {"seen": seen})

    assert (answer.status_code, Questionnaire.objects.count()) == (422, 0)


def test_an_edition_and_its_translation_are_downloaded_and_taken_in_again(author):
    row = make_edition()
    Translation.objects.create(
        questionnaire=row, language="es", key="title", original="A small guide", text="Una pequeña guía"
    )
    out = reverse("admin:assessments_questionnaire_export_texts", args=(row.pk, "es", "json"))
    content = author.get(out).content
    Translation.objects.all().delete()

    look = looked_at(author, content)
    author.post(reverse(IMPORT), {"seen": seen_in(look)})

    edition = author.get(reverse("admin:assessments_questionnaire_export", args=(row.pk, "toml")))
    assert json.loads(content)["texts"][0]["original"] == "A small guide"
    assert Translation.objects.get().text == "Una pequeña guía"
    assert parse(edition.content, "small.toml") == SMALL


def test_a_translation_of_no_edition_here_is_refused(author):
    answer = looked_at(author, b'slug="none"\nedition=1\nlanguage="es"\n[[texts]]\nkey="title"\noriginal="a"\ntext="b"')

    assert (answer.status_code, "There is no edition none-1 here" in page_of(answer)) == (422, True)


def test_a_file_is_refused_by_itself_too():
    with pytest.raises(TomlFileError, match="line 1"):
        parse(b'{"slug"', "a.json")
