"""The database itself keeps a published edition as it is, whatever is sent to it in plain SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.authoring import guards
from assessments.authoring.editions import copy_to_draft, load, publish, retire
from assessments.models import Advice, Choice, Question, Questionnaire, ShownBy
from assessments.models.reading import forget, read
from tests.assessments.small import SMALL

pytestmark = pytest.mark.django_db

TABLES = tuple(guards.TABLES)
PARENT = {"assessments_choice": "question_id", "assessments_shownby": "question_id", "assessments_advice": "choice_id"}


@pytest.fixture(params=["published", "retired"])
def frozen(request):
    row = load(SMALL)
    publish(questionnaire=row)
    if request.param == "retired":
        retire(questionnaire=row)
    return row


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def is_refused(statement, *values):
    try:
        with transaction.atomic():
            run(statement, *values)
    except IntegrityError as error:
        return guards.SAID in str(error)
    return False


def columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def first_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id) FROM {table}")
        return cursor.fetchone()[0]


def test_no_column_of_a_frozen_part_can_be_written(frozen):
    let_through = [
        (table, column)
        for table in TABLES
        for column in columns(table)
        if not is_refused(f'UPDATE {table} SET "{column}" = "{column}" WHERE id = %s', first_of(table))
    ]

    assert let_through == []


def test_no_frozen_part_can_be_deleted(frozen):
    assert [table for table in TABLES if not is_refused(f"DELETE FROM {table} WHERE id = %s", first_of(table))] == []


def test_no_part_can_be_added_to_a_frozen_edition(frozen):
    def add(table):
        listed = ", ".join(f'"{name}"' for name in columns(table))
        values = ", ".join("id + 100000" if name == "id" else f'"{name}"' for name in columns(table))
        return f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} WHERE id = %s"

    assert [table for table in TABLES if not is_refused(add(table), first_of(table))] == []


def test_a_part_of_a_draft_can_not_be_moved_into_a_frozen_edition(frozen):
    there = {table: first_of(table) for table in TABLES}
    copy_to_draft(questionnaire=frozen)

    def move(table):
        parent = PARENT.get(table, "questionnaire_id")
        frozen_parent = f"(SELECT {parent} FROM {table} WHERE id = %s)"
        return f"UPDATE {table} SET {parent} = {frozen_parent} WHERE id = (SELECT max(id) FROM {table})"

    assert [table for table in TABLES if not is_refused(move(table), there[table])] == []


def test_a_draft_beside_it_can_be_written_and_deleted(frozen):
    copy_to_draft(questionnaire=frozen)
    last = {table: f"(SELECT max(id) FROM {table})" for table in TABLES}

    assert [run(f"UPDATE {table} SET id = id WHERE id = {last[table]}") for table in TABLES] == [1] * len(TABLES)
    for table in ("assessments_shownby", "assessments_advice"):  # nothing points to these
        assert run(f"DELETE FROM {table} WHERE id = {last[table]}") == 1


def test_nothing_an_edition_says_of_itself_can_be_written(frozen):
    others = {"slug": "other", "edition": 7, "language": "fr", "title": "Other", "introduction": "Other"}
    others |= {"created_at": "2001-01-01 00:00:00+00:00", "published_at": "2001-01-01 00:00:00+00:00", "revision": 3}

    def write(column):
        return f"UPDATE assessments_questionnaire SET {column} = %s WHERE id = %s"

    assert [name for name, other in others.items() if not is_refused(write(name), other, frozen.pk)] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("draft", "retired"), ("published", "draft"), ("retired", "draft"), ("retired", "published")],
)
def test_an_edition_goes_one_way(before, after):
    row = load(SMALL)
    if before != "draft":
        publish(questionnaire=row)
    if before == "retired":
        retire(questionnaire=row)
    date = ", published_at = NULL" if after == "draft" else ", published_at = created_at"

    assert is_refused(f"UPDATE assessments_questionnaire SET status = %s{date} WHERE id = %s", after, row.pk)


def test_a_frozen_edition_can_not_be_deleted(frozen):
    assert is_refused("DELETE FROM assessments_questionnaire WHERE id = %s", frozen.pk)


def test_who_published_is_forgotten_with_the_account_and_never_changed(frozen, django_user_model):
    user = django_user_model.objects.create_user("publisher@example.com")
    draft = copy_to_draft(questionnaire=frozen, by=user)
    publish(questionnaire=draft)

    moved = is_refused("UPDATE assessments_questionnaire SET made_by_id = %s WHERE id = %s", user.pk.hex, frozen.pk)
    user.delete()

    draft.refresh_from_db()
    assert (moved, draft.made_by, draft.status) == (True, None, "published")


def test_an_edition_read_before_can_still_be_published_after():
    row = load(SMALL)
    stale = Questionnaire.objects.get(pk=row.pk)
    Question.objects.filter(key="load").update(hint="Another")
    forget()

    publish(questionnaire=stale)

    assert (stale.status, read(stale.pk).question_by_key["load"].hint) == ("published", "Another")


def test_without_the_triggers_the_same_statements_go_through(frozen):
    guards.lift(connection)

    written = [
        run("UPDATE assessments_question SET weight = 1 WHERE id = %s", Question.objects.values_list("pk")[0][0]),
        run("UPDATE assessments_choice SET bpo = 0 WHERE id = %s", Choice.objects.values_list("pk")[0][0]),
        run("DELETE FROM assessments_advice WHERE id = %s", Advice.objects.values_list("pk")[0][0]),
        run("DELETE FROM assessments_shownby WHERE id = %s", ShownBy.objects.values_list("pk")[0][0]),
    ]
    guards.lay(connection)

    assert written == [1, 1, 1, 1]
    assert is_refused("UPDATE assessments_question SET weight = 2")
