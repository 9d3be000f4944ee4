"""An edition told in another language, text by text, and where its author writes it."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings

from assessments.authoring import translating
from assessments.authoring.editions import copy_to_draft
from assessments.edition.picture import picture
from assessments.edition.texts import Rendering, coverage, texts, told_in
from assessments.models import Translation
from assessments.models.languages import read_in
from assessments.models.reading import read
from recommendations.reports.services import submit
from tests.assessments.asking import page_of
from tests.assessments.generated import editions
from tests.assessments.small import SMALL, changed
from tests.factories import hold, make_assessment, make_edition, make_user, protect

SHOUTED = {text.key: text.original.upper() for text in texts(SMALL)}


@pytest.fixture
def author(client, db):
    """A browser signed in as somebody who holds every right."""
    client.force_login(protect(make_user("author@example.com", is_staff=True, is_superuser=True)))
    return client


@settings(max_examples=40, deadline=None)
@given(editions())
def test_every_text_can_be_told_otherwise_and_nothing_else_changes(edition):
    renderings = {text.key: Rendering(text.original, f"¡{text.original}!") for text in texts(edition)}

    told = told_in(edition, "xx", renderings)

    assert [text.original for text in texts(told)] == [f"¡{text.original}!" for text in texts(edition)]
    back = {text.key: Rendering(text.original, text.original[1:-1]) for text in texts(told)}
    assert told_in(told, edition.language, back) == edition


def test_the_words_of_a_function_have_keys_of_their_own_and_its_keys_have_none():
    keys = {text.key for text in texts(SMALL) if text.key.startswith("function.payroll.")}

    assert keys == {f"function.payroll.{name}" for name in ("name", "says", "hand_over_why", "in_sentence", "synonyms")}


def test_a_text_without_a_translation_stays_as_it_was_written():
    told = told_in(SMALL, "es", {"title": Rendering("A small guide", "Una pequeña guía")})

    assert (told.title, told.introduction, told.language) == ("Una pequeña guía", "Two steps.", "es")


def test_a_translation_of_an_earlier_original_is_not_shown_but_counted():
    renderings = {"question.load.text": Rendering("What about load?", "¿Y la carga?")}
    reworded = changed("load", text="How heavy is it?")

    told = told_in(reworded, "es", renderings)

    found = coverage(reworded, renderings)
    assert (told.question_by_key["load"].text, found.current, found.stale) == ("How heavy is it?", 0, 1)


def test_in_its_own_language_an_edition_asks_for_no_translation(db, django_assert_num_queries):
    row = make_edition()
    read(row.pk)

    with django_assert_num_queries(0):
        told = read_in(row.pk, "en")

    assert told is read(row.pk)


def test_in_another_language_it_asks_once_and_then_no_more(db, django_assert_num_queries):
    row = make_edition()
    translating.translate(questionnaire=row, language="es", words=SHOUTED)

    first = read_in(row.pk, "es")
    with django_assert_num_queries(0):
        second = read_in(row.pk, "es")

    assert (first is second, first.title) == (True, "A SMALL GUIDE")


def test_a_copy_takes_its_translations_along(db):
    row = make_edition()
    translating.translate(questionnaire=row, language="es", words=SHOUTED)

    draft = copy_to_draft(questionnaire=row)

    assert read_in(draft.pk, "es").questions == read_in(row.pk, "es").questions


def test_a_report_is_told_in_the_language_of_its_respondent_and_stays_in_it(db):
    row = make_edition()
    translating.translate(questionnaire=row, language="es", words={"question.load.choice.much.reason": "Por la carga."})
    assessment = make_assessment(row, functions=("payroll",), answers={("", "load"): "much"})
    with translation.override("es"):
        report = submit(assessment=assessment)
    frozen = report.content
    translating.translate(questionnaire=row, language="es", words={"question.load.choice.much.reason": "Otra cosa."})

    report.refresh_from_db()
    assert (report.language, report.data["language"], report.content) == ("es", "es", frozen)
    assert "Por la carga." in frozen


def test_an_english_report_says_nothing_of_its_language(db):
    report = submit(assessment=make_assessment(functions=("payroll",)))

    assert (report.language, "language" in report.data) == ("en", False)


def test_a_spanish_report_is_spanish_to_an_english_reader(client, db):
    assessment = make_assessment(make_edition(), token=hold(client), functions=("payroll",))
    with translation.override("es"):
        report = submit(assessment=assessment)

    answer = client.get(reverse("recommendations:report", args=(report.pk,)))

    page = page_of(answer)
    assert ('<html lang="es"' in page, answer.headers["Content-Language"], "El lunes por la mañana" in page) == (
        True,
        "es",
        True,
    )
    assert translation.get_language() == "en"


def test_an_author_writes_translations_beside_the_originals(author):
    row = make_edition()
    pages = [
        reverse("admin:assessments_questionnaire_translations", args=(row.pk,)),
        reverse("admin:assessments_questionnaire_language", args=(row.pk, "es")),
        reverse("admin:assessments_questionnaire_texts", args=(row.pk, "es", "question.load")),
    ]

    author.post(pages[2], {"question.load.text": "¿Y la carga?", "question.load.short": "", "title": "no"})

    whole = len(texts(SMALL))
    shown = [page_of(author.get(page)) for page in pages]
    assert list(Translation.objects.values_list("key", "original", "text")) == [
        ("question.load.text", "What about load?", "¿Y la carga?")
    ]
    assert [f"1 of {whole} texts" in shown[0], "1 of " in shown[1], "¿Y la carga?" in shown[2]] == [True] * 3


def test_a_language_that_is_none_is_not_there(author):
    row = make_edition()

    codes = [
        author.get(reverse("admin:assessments_questionnaire_language", args=(row.pk, code))).status_code
        for code in ("en", "no such", "x" * 40)
    ]

    assert codes == [404, 404, 404]


def test_a_picture_and_its_table_name_every_question_with_its_weight_and_condition(client, db):
    make_edition()

    page = page_of(client.get(reverse("assessments:picture")))

    drawn = picture(SMALL)
    rows = [row for step in drawn["steps"] for row in step["lines"]]
    assert [row["question"] for row in rows] == list(SMALL.questions)
    assert (len(drawn["arrows"]), page.count("<tr>")) == (1, len(rows) + 1)
    assert ("Load: Answer much" in page, 'role="img"' in page, "style=" in page) == (True, True, False)


def test_a_long_name_is_cut_in_the_picture_alone():
    long = "A very long short name that no bar could ever stand beside"
    drawn = picture(replace(SMALL, questions=(replace(SMALL.questions[0], short=long),)))

    row = drawn["steps"][0]["lines"][0]
    assert (row["question"].short, len(row["shown"]) < len(long)) == (long, True)
