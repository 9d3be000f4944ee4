from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from assessments.authoring.editions import load, publish
from assessments.edition import document
from assessments.models import Question, Questionnaire
from assessments.models.questionnaire import DamagedEditionError
from assessments.models.reading import read
from tests.assessments.generated import editions
from tests.assessments.small import SMALL, extended, question

QUERIES = 9


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(editions())
def test_what_is_read_is_what_was_written(edition):
    row = load(edition)

    assert read(row.pk) == edition

    row.delete()
    assert not Questionnaire.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_read_anew_each_time():
    row = load(SMALL)
    before = read(row.pk)

    Question.objects.filter(key="load").update(weight=1)

    assert before.question_by_key["load"].weight == 3
    assert read(row.pk).question_by_key["load"].weight == 1


@pytest.mark.django_db
def test_a_published_edition_is_read_once(django_assert_num_queries):
    row = load(SMALL)
    publish(questionnaire=row)

    with django_assert_num_queries(1):
        first = read(row.pk)
    with django_assert_num_queries(0):
        again = read(row.pk)

    assert again is first


@settings(max_examples=25, deadline=None)
@given(editions())
def test_an_edition_is_the_same_after_it_was_written_as_text(edition):
    text = document.write(edition)

    assert document.read(text) == edition
    assert document.write(document.read(text)) == text


@pytest.mark.django_db
def test_a_published_edition_is_read_from_its_content():
    row = load(SMALL)
    publish(questionnaire=row)

    assert (document.read(row.content), row.checksum) == (SMALL, document.checksum(row.content))
    assert read(row.pk) == SMALL


@pytest.mark.django_db
def test_a_content_that_somebody_changed_in_the_database_is_refused():
    row = load(SMALL)
    publish(questionnaire=row)
    models.QuerySet(Questionnaire).update(content=Replace("content", Value("small guide"), Value("large guide")))

    with pytest.raises(DamagedEditionError, match=r"Edition small-1 is not what was published: .* from a backup"):
        read(row.pk)
    with pytest.raises(CommandError, match=r"Edition small-1 is not what was published: .* from a backup"):
        call_command("check_editions")


@pytest.mark.django_db
def test_editions_that_are_what_was_published_are_counted():
    publish(questionnaire=load(SMALL))
    load(replace(SMALL, edition=2))
    out = StringIO()

    call_command("check_editions", stdout=out)

    assert out.getvalue() == "Checked 1: every one is what was published.\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"content": "{}"}, {"checksum": "a"}, {"status": "published", "published_at": timezone.now()}],
)
def test_a_draft_has_no_content_and_what_is_published_has(fields):
    load(SMALL)

    with pytest.raises(IntegrityError):
        models.QuerySet(Questionnaire).update(**fields)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_edition(django_assert_num_queries):
    small = load(SMALL)
    more = [question(f"more_{n}", *SMALL.question_by_key["facts"].choices, step="technology") for n in range(40)]
    large = load(replace(extended(*more), edition=2))

    for row in (small, large):
        with django_assert_num_queries(QUERIES):
            read(row.pk)


@pytest.mark.django_db
def test_an_edition_that_is_not_there_is_said():
    with pytest.raises(Questionnaire.DoesNotExist):
        read(404)


@pytest.mark.django_db
def test_questions_follow_their_steps_whatever_their_numbers():
    row = load(SMALL)
    Question.objects.filter(key="relief").update(position=0)

    assert [question.key for question in read(row.pk).questions] == [
        "load",
        "method",
        "output",
        "relief",
        "tools",
        "facts",
    ]
