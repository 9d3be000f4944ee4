"""Words of a published edition can be put right with a note; nothing else of it ever moves."""

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.authoring.editions import load, publish
from assessments.authoring.rewording import PARTS, RewordingError, _turn, reword, words_of
from assessments.models import Advice, Choice, Question, Questionnaire, Source, reading
from assessments.models.reading import read
from recommendations.reports.services import submit
from tests.assessments.small import SMALL
from tests.factories import make_assessment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    row = load(SMALL)
    publish(questionnaire=row)
    return row


@pytest.fixture
def editor():
    return make_user("editor@example.com", name="Erin")


@pytest.fixture
def fix(django_capture_on_commit_callbacks):
    def put_right(part, editor, **words):
        with django_capture_on_commit_callbacks(execute=True):
            return reword(part=part, words=words, note="A letter was missing", by=editor)

    return put_right


def test_words_are_put_right_and_the_history_keeps_both(fix, published, editor):
    row = Question.objects.get(key="load")
    before = row.text

    changed = fix(row, editor, text="How much?", hint=row.hint)

    kept = [(one.text, one.history_user_id, one.history_change_reason) for one in row.history.order_by("history_id")]
    assert changed == ("text",)
    assert read(published.pk).question_by_key["load"].text == "How much?"
    assert kept == [(before, None, "as loaded"), ("How much?", editor.pk, "A letter was missing")]


def test_a_report_given_before_stays_the_same_to_the_byte(fix, published, editor):
    report = submit(assessment=make_assessment(published, functions=("payroll",), answers={("", "load"): "much"}))
    content = report.content

    fix(Choice.objects.get(question__key="load", key="much"), editor, text="Very much", reason="Because.")

    report.refresh_from_db()
    assert (report.content, report.is_intact) == (content, True)


def test_another_process_notices_within_its_next_look(fix, published, editor, monkeypatch):
    old = read(published.pk)
    kept = dict(reading._kept)
    fix(published, editor, title="A better title")
    reading._kept.update(kept)  # as in a process that was not told

    at_once = read(published.pk)
    monkeypatch.setattr(reading, "monotonic", lambda: kept[published.pk].looked_at + reading.LOOK_AGAIN)
    later = read(published.pk)

    assert (at_once is old, later.title) == (True, "A better title")


def test_what_is_unchanged_is_kept_after_a_look(published, monkeypatch, django_assert_num_queries):
    old = read(published.pk)
    monkeypatch.setattr(reading, "monotonic", lambda: reading._kept[published.pk].looked_at + reading.LOOK_AGAIN)

    with django_assert_num_queries(1):
        again = read(published.pk)

    assert again is old


@pytest.mark.parametrize(
    ("model", "field"),
    [(Question, "key"), (Question, "weight"), (Choice, "bpo"), (Choice, "signal"), (Question, "position")],
)
def test_what_could_move_a_score_is_no_wording(fix, published, model, field):
    with pytest.raises(RewordingError, match=f"{field} is no wording: copy the edition to a draft"):
        fix(model.objects.first(), make_user(), **{field: "1"})


@pytest.mark.parametrize(
    ("words", "note", "expected"),
    [
        ({"text": "New"}, "  ", "Say why the words are put right"),
        ({"text": ""}, "Note", "question: This field cannot be blank."),
        ({"text": "a" * 201}, "Note", "question: Ensure this value has at most 200 characters"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(published, words, note, expected):
    row = Question.objects.get(key="load")

    with pytest.raises(RewordingError, match=expected):
        reword(part=row, words=words, note=note, by=make_user())

    assert (read(published.pk), Questionnaire.objects.get().revision) == (SMALL, 0)


def test_a_draft_needs_no_door(fix, editor):
    load(SMALL)

    with pytest.raises(RewordingError, match="small-1 is a draft: change it on its own pages"):
        fix(Source.objects.get(), editor, title="Other")


def test_the_same_words_change_nothing(fix, published, editor):
    assert fix(Source.objects.get(), editor, title="The guide") == ()
    assert Questionnaire.objects.get().revision == 0


def written(statement, *, through_the_door):
    """Send plain SQL in a transaction of its own; True where the database took it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if through_the_door:
                _turn(cursor, is_open=True)
            cursor.execute(statement)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize(
    ("statement", "shut", "open_"),
    [
        ("UPDATE assessments_advice SET text = 'x'", False, True),
        ("UPDATE assessments_advice SET text = 'x', effort = 3", False, False),
        ("DELETE FROM assessments_advice", False, False),
        ("UPDATE assessments_questionnaire SET title = 'x'", False, True),
        ("UPDATE assessments_questionnaire SET slug = 'x'", False, False),
    ],
)
def test_the_door_is_shut_after_a_rewording_and_lets_but_words_through(published, statement, shut, open_):
    reword(part=Advice.objects.first(), note="Plainer", by=make_user(), words={"text": "In other words."})

    through = [written(statement, through_the_door=is_open) for is_open in (False, True, False)]

    assert through == [shut, open_, shut]


def test_every_kind_of_part_has_words():
    assert {model.__name__: words_of(model) for model in PARTS} == {
        "Questionnaire": ("title", "introduction"),
        "Step": ("title", "lead"),
        "Question": ("text", "short", "hint", "why"),
        "Choice": ("text", "short", "reason"),
        "Advice": ("title", "text"),
        "Department": ("name",),
        "BusinessFunction": ("name", "hint", "says", "split"),
        "Source": ("title", "note"),
    }
