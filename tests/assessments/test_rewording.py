"""Words of a published edition can be put right with a note; nothing else of it ever moves."""

import pytest

from assessments.authoring.editions import load, publish
from assessments.authoring.rewording import MODELS, RewordingError, field_of, reword
from assessments.edition import document
from assessments.edition.texts import every_text
from assessments.models import Questionnaire, reading
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
    def put_right(edition, editor, words):
        with django_capture_on_commit_callbacks(execute=True):
            return reword(questionnaire=edition, words=words, note="A letter was missing", by=editor)

    return put_right


def test_words_are_put_right_and_the_revisions_keep_both(fix, published, editor):
    changed = fix(published, editor, {"question.load.text": "How much?", "question.load.hint": "Think of a week."})

    published.refresh_from_db()
    kept = [
        (document.read(one.content).question_by_key["load"].text, one.by, one.note)
        for one in published.revisions.order_by("number")
    ]
    assert changed == ("question.load.text",)
    assert read(published.pk).question_by_key["load"].text == "How much?"
    assert kept == [
        ("What about load?", None, ""),
        ("What about load?", None, "published"),
        ("How much?", editor, "A letter was missing"),
    ]
    assert published.checksum == document.checksum(published.content)


def test_the_title_is_put_right_on_the_row_as_well(fix, published, editor):
    fix(published, editor, {"title": "A better title"})

    published.refresh_from_db()
    assert (published.title, read(published.pk).title) == ("A better title", "A better title")


def test_a_report_given_before_stays_the_same_to_the_byte(fix, published, editor):
    report = submit(assessment=make_assessment(published, functions=("payroll",), answers={("", "load"): "much"}))
    content = report.content

    fix(
        published,
        editor,
        {"question.load.choice.much.text": "Very much", "question.load.choice.much.reason": "Because."},
    )

    report.refresh_from_db()
    assert (report.content, report.is_intact) == (content, True)


def test_another_process_notices_within_its_next_look(fix, published, editor, monkeypatch):
    old = read(published.pk)
    before = dict(reading._read)
    fix(published, editor, {"title": "A better title"})
    reading._read.update(before)  # as in a process that was not told

    at_once = read(published.pk)
    monkeypatch.setattr(reading, "monotonic", lambda: before[published.pk].looked_at + reading.LOOK_AGAIN)
    later = read(published.pk)

    assert (at_once is old, later.title) == (True, "A better title")


def test_what_is_unchanged_is_kept_after_a_look(published, monkeypatch, django_assert_num_queries):
    old = read(published.pk)
    monkeypatch.setattr(reading, "monotonic", lambda: reading._read[published.pk].looked_at + reading.LOOK_AGAIN)

    with django_assert_num_queries(1):
        again = read(published.pk)

    assert again is old


@pytest.mark.parametrize(
    "key",
    [
        "question.load.key",
        "question.load.weight",
        "question.load.choice.much.evidence",
        "function.payroll.prior",
        "slug",
    ],
)
def test_what_could_move_a_score_is_no_wording(fix, published, key):
    with pytest.raises(RewordingError, match=f"{key} is no wording: copy the edition to a draft"):
        fix(published, make_user(), {key: "1"})


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        ("New", "  ", "Say why the words are put right"),
        ("", "Note", "question: This field cannot be blank."),
        ("a" * 201, "Note", "question: Ensure this value has at most 200 characters"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(published, text, note, expected):
    with pytest.raises(RewordingError, match=expected):
        reword(questionnaire=published, words={"question.load.text": text}, note=note, by=make_user())

    assert (read(published.pk), Questionnaire.objects.get().revision) == (SMALL, 2)


def test_a_draft_is_changed_on_its_own_pages(fix, editor):
    draft = load(SMALL)

    with pytest.raises(RewordingError, match="small-1 is a draft: change it on its own pages"):
        fix(draft, editor, {"source.guide.title": "Other"})


def test_the_same_words_change_nothing(fix, published, editor):
    assert fix(published, editor, {"source.guide.title": "The guide"}) == ()
    assert Questionnaire.objects.get().revision == 2


def test_every_text_has_the_field_of_its_part():
    fields = {(field.model, field.name) for field in (field_of(text.key) for text in every_text(SMALL))}

    assert {model for model, _name in fields} == set(MODELS.values())
    assert {name for model, name in fields if model is MODELS["function"]} == {
        *("name", "hint", "says", "split"),
        *("hand_over_why", "in_sentence", "synonyms"),
    }
