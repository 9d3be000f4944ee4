"""Who changed what, in words, with what stood there before; a whole edition that comes at once is one entry."""

from dataclasses import replace

import pytest

from assessments.authoring import history
from assessments.authoring.editions import Decision, copy_to_draft, load, publish, retire
from assessments.authoring.gates import look
from assessments.authoring.rewording import reword
from assessments.models import Choice, Question, Questionnaire, ShownBy
from tests.assessments import admin_pages
from tests.assessments.admin_pages import address, filled
from tests.assessments.small import SMALL
from tests.factories import make_user

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft


def told(edition, **which):
    return [
        (one.who, one.act, one.kind, one.name, one.reason, [(was.field, was.before, was.after) for was in one.fields])
        for one in history.changes(edition, **which).entries
    ]


def test_a_change_in_the_admin_is_told_with_its_author_before_and_after(author, draft):
    row = Question.objects.get(key="load")

    author.post(address(row), filled(author.get(address(row)), text="How much?", weight=5))

    assert told(draft)[0] == (
        "author@example.com",
        "~",
        "question",
        "How much?",
        "",
        [("weight", "3", "5"), ("question", "What about load?", "How much?")],
    )


def test_an_edition_that_is_copied_is_one_entry_and_no_row_for_each_part(draft):
    user = make_user("author@example.com", name="Ann")
    parts = (Question, Choice, ShownBy)
    before = [part.history.count() for part in parts]

    copy = copy_to_draft(questionnaire=draft, by=user)

    assert told(copy) == [("Ann", "+", "questionnaire", "A small guide", "copied from small-1", [])]
    assert [part.history.count() for part in parts] == before


def test_what_is_decided_is_told_with_who_did(draft):
    user = make_user("publisher@example.com", name="Pat")
    publish(questionnaire=draft, decision=Decision(user, look(draft), {}))
    following = copy_to_draft(questionnaire=draft)
    publish(questionnaire=following)
    retire(questionnaire=following, by=user)

    assert [(who, reason) for who, _act, _kind, _name, reason, _fields in told(draft)] == [
        ("", "retired by small-2"),
        ("Pat", "published"),
        ("", ""),
    ]
    assert [(who, reason) for who, *_rest, reason, _fields in told(following)][:2] == [
        ("Pat", "retired"),
        ("", "published"),
    ]


def test_a_bulk_change_and_a_deleted_part_are_told_too(draft):
    Question.objects.filter(questionnaire=draft, key="load").update(weight=1)
    Choice.objects.get(question__key="load", key="little").delete()

    deleted, weighed, _loaded = told(draft)

    assert weighed[1:4] == ("~", "question", "What about load?")
    assert weighed[5] == [("weight", "3", "1")]
    assert deleted[1:4] == ("-", "choice", "What about load?: Answer little")
    assert ("reason", "Because of little.", "") in deleted[5]


def test_a_condition_is_told_by_its_words(author, draft):
    row = Question.objects.get(key="relief")
    little = Choice.objects.get(question__key="load", key="little")

    row.shown_by.set([little])

    assert [(act, kind, name, fields) for _who, act, kind, name, _reason, fields in told(draft)][:2] == [
        (
            "+",
            "condition",
            "What about relief?",
            [("question", "", "What about relief?"), ("choice", "", "Answer little")],
        ),
        (
            "-",
            "condition",
            "What about relief?",
            [("question", "What about relief?", ""), ("choice", "Answer much", "")],
        ),
    ]


def test_one_part_has_a_history_of_its_own_and_a_page(author, draft):
    row = Question.objects.get(key="load")
    Question.objects.update(hint="Other")

    there = author.get(f"{address(row)[: -len('change/')]}history/")
    page = author.get(there.url)

    assert told(draft, model="question", row=row.pk)[0][3] == "What about load?"
    assert [entry.name for entry, _act in page.context["entries"]] == ["What about load?"]
    assert b"Think of a week." in page.content


def test_a_rewording_is_told_with_its_note(draft):
    publish(questionnaire=draft)
    user = make_user("publisher@example.com", name="Pat")

    reword(part=Question.objects.get(key="load"), words={"text": "How much?"}, note="A slip", by=user)

    assert told(draft)[0] == (
        "Pat", "~", "question", "How much?", "A slip", [("question", "What about load?", "How much?")],
    )  # fmt: skip


def test_the_page_asks_as_much_for_many_changes_as_for_few_and_goes_on(
    author, draft, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(history, "AT_ONCE", 5)

    def ask():
        with django_assert_max_num_queries(17):  # one for each kind of part, and one for each kind that changed
            history.changes(draft)

    change = Question.objects.filter(key="load"), Choice.objects.filter(key="much")
    change[0].update(hint="a")
    change[1].update(short="a")
    ask()
    for number in range(4):
        change[0].update(hint=str(2 * number))
        change[1].update(short=str(2 * number + 1))
    ask()

    first = history.changes(draft)
    rest = history.changes(draft, before=first.more)
    assert [one.fields[0].after for one in (*first.entries, *rest.entries)][:8] == list("76543210")


@pytest.mark.parametrize("query", ["model=user", "row=x", "before=yesterday", "before=9999999"])
def test_a_wrong_address_is_not_there(author, draft, query):
    assert author.get(f"/admin/assessments/questionnaire/{draft.pk}/changes/?{query}").status_code == 404


def test_another_editions_changes_are_not_shown(draft):
    other = load(replace(SMALL, slug="other"))
    Question.objects.filter(questionnaire=draft).update(hint="Other")

    assert len(told(other)) == 1
    assert Questionnaire.objects.count() == 2
