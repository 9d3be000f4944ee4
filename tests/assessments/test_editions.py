from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction
from django.db.models import ProtectedError

from assessments.authoring.editions import EditionError, LintError, copy_to_draft, load, publish, retire
from assessments.authoring.revisions import changing
from assessments.edition import document
from assessments.models import (
    Advice,
    Assessment,
    BusinessFunction,
    Choice,
    Department,
    FrozenEditionError,
    Question,
    Questionnaire,
    ShownBy,
    Source,
    Step,
)
from assessments.models.reading import forget, read
from tests.assessments.small import SMALL, choice_changed
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PARTS = (Source, Step, Department, BusinessFunction, Question, Choice, Advice, ShownBy)


@pytest.fixture
def published():
    row = load(SMALL)
    publish(questionnaire=row)
    return row


def statuses():
    return {row.label: row.status for row in Questionnaire.objects.all()}


def test_a_loaded_edition_is_a_draft():
    row = load(SMALL)

    assert (row.label, row.status, row.published_at) == ("small-1", "draft", None)


def test_the_number_of_an_edition_is_used_once():
    load(SMALL)

    with pytest.raises(EditionError, match="There is an edition small-1 already"):
        load(SMALL)

    assert statuses() == {"small-1": "draft"}


def test_loading_takes_the_same_number_of_queries_however_large_the_edition(django_assert_max_num_queries):
    large = replace(SMALL, functions=tuple(replace(SMALL.functions[0], key=f"f_{n}") for n in range(40)))

    with django_assert_max_num_queries(50) as of_small:
        load(SMALL)
    with django_assert_max_num_queries(50) as of_large:
        load(replace(large, edition=2))

    assert len(of_large) == len(of_small)


def test_a_copy_is_a_draft_with_the_next_number(published):
    load(replace(SMALL, edition=4))

    copy = copy_to_draft(questionnaire=published)

    assert (copy.label, copy.status) == ("small-5", "draft")
    assert read(copy.pk) == replace(SMALL, edition=5)


def test_publishing_retires_the_former_edition(published):
    next_one = copy_to_draft(questionnaire=published)

    publish(questionnaire=next_one)

    assert statuses() == {"small-1": "retired", "small-2": "published"}
    assert next_one.published_at is not None


def test_another_questionnaire_stays_published(published):
    publish(questionnaire=load(replace(SMALL, slug="other")))

    assert statuses() == {"small-1": "published", "other-1": "published"}


def test_what_the_lint_finds_stops_publishing(published):
    broken = load(replace(choice_changed("load", "much", reason=""), edition=2))

    with pytest.raises(LintError) as refused:
        publish(questionnaire=broken)

    assert str(refused.value) == (
        "small-2 is not published. Mend first:\n"
        "- question “load”, choice “much”: moves a score without a reason: write the sentence the report will say"
    )
    assert statuses() == {"small-1": "published", "small-2": "draft"}


def test_only_a_draft_is_published(published):
    with pytest.raises(EditionError, match="small-1 is published already; only a draft can be published"):
        publish(questionnaire=published)


def test_a_draft_deleted_in_the_meantime_is_said():
    row = load(SMALL)
    Questionnaire.objects.all().delete()

    with pytest.raises(EditionError, match="small-1 was deleted in the meantime"):
        publish(questionnaire=row)


def test_a_retired_edition_keeps_its_date(published):
    before = published.published_at

    retire(questionnaire=published)

    assert (published.status, published.published_at) == ("retired", before)


def test_only_a_published_edition_retires():
    with pytest.raises(EditionError, match="small-1 is not published, so there is nothing to retire"):
        retire(questionnaire=load(SMALL))


def test_what_is_published_is_one_text_and_has_no_rows(published):
    assert [part.objects.count() for part in PARTS] == [0] * len(PARTS)
    assert (document.read(published.content), published.checksum) == (SMALL, document.checksum(published.content))


def test_a_row_that_somebody_adds_to_what_is_published_changes_nothing(published):
    Source.objects.create(questionnaire=published, key="new", title="New")

    forget()
    assert read(published.pk) == SMALL


def test_publishing_asks_as_much_for_a_large_edition(django_assert_max_num_queries):
    large = replace(SMALL, functions=tuple(replace(SMALL.functions[0], key=f"f_{n}") for n in range(40)))
    rows = [load(replace(SMALL, slug="some")), load(replace(large, slug="many"))]

    asked = []
    for row in rows:
        with django_assert_max_num_queries(60) as seen:
            publish(questionnaire=row)
        asked.append(len(seen))

    assert asked[0] == asked[1]


def test_a_published_edition_itself_stays(published):
    stale = Questionnaire.objects.get()
    stale.title = "Another title"

    for refused in (
        stale.save,
        stale.delete,
        lambda: Questionnaire.objects.all().delete(),
        lambda: Questionnaire.objects.update(title="Another title"),
        lambda: Questionnaire.objects.update(status="draft", published_at=None),
        lambda: Questionnaire.objects.update(content="{}"),
    ):
        with pytest.raises(FrozenEditionError):
            refused()

    assert Questionnaire.objects.get().title == "A small guide"


def test_a_draft_can_be_changed_and_deleted_whole():
    row = load(SMALL)
    Question.objects.filter(key="load").update(weight=1)
    Choice.objects.get(key="modern").delete()
    Question.objects.get(key="relief").shown_by.set([Choice.objects.get(key="little")])
    row.title = "Better"
    row.save()

    edition = read(row.pk)

    assert edition.title == "Better"
    assert edition.question_by_key["load"].weight == 1
    assert list(edition.question_by_key["tools"].choice_by_key) == ["failing"]
    assert edition.question_by_key["relief"].condition.choices == ("little",)
    row.delete()
    assert [part.objects.count() for part in PARTS] == [0] * len(PARTS)


def test_deleting_an_edition_never_takes_answers_along():
    row = load(SMALL)
    Assessment.objects.create(questionnaire=row)

    with pytest.raises(ProtectedError):
        row.delete()

    assert Assessment.objects.count() == 1


def _together(*jobs):
    """Run the jobs at the same time, each with a connection of its own; tell what came of them."""
    barrier = Barrier(len(jobs))

    def run(job):
        barrier.wait()
        try:
            job()
        except EditionError as error:
            return str(error)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        done = list(pool.map(run, jobs))
    close_old_connections()
    return sorted(done)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_the_same_draft_at_once_one_is_told():
    for number in range(1, 6):
        row = load(replace(SMALL, edition=number))

        done = _together(*(lambda: publish(questionnaire=Questionnaire.objects.get(pk=row.pk)) for _ in range(2)))  # noqa: B023 - the jobs end within this round

        assert done == ["done", f"small-{number} is published already; only a draft can be published"]
    assert list(statuses().values()) == ["published", *["retired"] * 4]


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_published_at_once_one_stays_published():
    rows = [load(replace(SMALL, edition=number)) for number in (1, 2)]

    done = _together(*(lambda row=row: publish(questionnaire=row) for row in rows))

    assert done == ["done", "done"]
    assert sorted(statuses().values()) == ["published", "retired"]


@pytest.mark.django_db(transaction=True)
def test_two_copies_at_once_take_two_numbers_or_one_is_told():
    row = load(SMALL)

    done = _together(*(lambda: copy_to_draft(questionnaire=row) for _ in range(2)))

    assert done in (["done", "done"], ["There is an edition small-2 already", "done"])
    assert len(statuses()) == 1 + done.count("done")


def _meanwhile(first, second):
    """Do the first thing and, before it is committed, begin the second; tell whether that waited, and what it did."""

    def run():
        try:
            second()
        except FrozenEditionError as error:
            return str(error)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            begun = pool.submit(run)
            waited = begun in wait([begun], timeout=0.5).not_done
        return waited, begun.result()


@pytest.mark.django_db(transaction=True)
def test_publishing_waits_for_a_change_under_way():
    row = load(SMALL)
    user = make_user()

    def change():
        with changing(row.pk, by=user):
            Question.objects.filter(key="load").update(weight=1)

    assert _meanwhile(change, lambda: publish(questionnaire=row)) == (True, "done")
    assert (statuses(), read(row.pk).question_by_key["load"].weight) == ({"small-1": "published"}, 1)


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_publishing_and_comes_too_late():
    row = load(SMALL)
    user = make_user()

    def change():
        with changing(row.pk, by=user):
            Question.objects.filter(key="load").update(weight=1)

    refused = "Edition small-1 is published and stays as it is: copy it to a draft and change the copy"

    assert _meanwhile(lambda: publish(questionnaire=row), change) == (True, refused)
    assert read(row.pk) == SMALL
