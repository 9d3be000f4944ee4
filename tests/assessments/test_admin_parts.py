from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.authoring.editions import load
from assessments.edition import flow
from assessments.edition.lint import lint
from assessments.models import (
    BusinessFunction,
    Choice,
    Department,
    Question,
    Questionnaire,
    Source,
    Step,
)
from assessments.models.reading import read
from tests.assessments import admin_pages
from tests.assessments.admin_pages import (
    LIST,
    PARTS,
    add_address,
    address,
    filled,
    list_address,
    problems,
)
from tests.assessments.small import SMALL

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft


def test_a_question_is_changed_with_its_answers(author, draft):
    row = Question.objects.get(key="load")
    page = author.get(address(row))

    response = author.post(
        address(row),
        filled(page, weight="1", text="How much?", **{"choices-0-kpo": "-2", "choices-1-reason": "Hm.\r\nSo."}),
    )

    assert response.url == address(draft)
    changed = read(draft.pk).question_by_key["load"]
    assert (changed.weight, changed.text) == (1, "How much?")
    assert [choice.evidence for choice in changed.choices] == [(2, -2, 0, 1), (-1, 2, 0, 0)]
    assert changed.choices[1].reason == "Hm.\nSo."


def test_saving_a_page_unchanged_changes_nothing(author, draft):
    for part in (
        *Question.objects.all(),
        *Choice.objects.all()[:4],
        *BusinessFunction.objects.all(),
        *Step.objects.all(),
    ):
        response = author.post(address(part), filled(author.get(address(part))))
        assert response.status_code == 302

    assert read(draft.pk) == SMALL


def test_what_the_list_says_of_a_function_is_typed_as_lines(author, draft):
    row = BusinessFunction.objects.get(key="help_desk")
    page = author.get(address(row))
    typed = {"subject": "knowledge", "hand_over": "-2", "hand_over_why": "Few do.", "in_sentence": "the help desk"}
    lines = {"typical": "method=each_new\r\n\r\n output =  systems ", "skips": "\n output\n"}

    response = author.post(address(row), filled(page, **typed, **lines))

    assert response.url == address(draft)
    changed = read(draft.pk).function_by_key["help_desk"]
    assert (changed.subject, changed.hand_over, changed.hand_over_why, changed.in_sentence) == (
        *("knowledge", -2),
        *("Few do.", "the help desk"),
    )
    assert (changed.typical, changed.skips) == ((("method", "each_new"), ("output", "systems")), ("output",))
    again = filled(author.get(address(row)))
    assert (again["typical"], again["skips"]) == ("method = each_new\noutput = systems", "output")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("method", "Write a question, “=” and a choice on each line; “method” has no “=”"),
        (
            "method = same_steps\nmethod = each_new",
            "“method” stands on two lines: a question has one typical answer",
        ),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_saved(author, draft, lines, told):
    row = BusinessFunction.objects.get(key="payroll")

    response = author.post(address(row), filled(author.get(address(row)), typical=lines))

    assert problems(response) == {"typical": [told]}
    assert read(draft.pk) == SMALL


def test_lines_that_name_nothing_are_saved_and_found_by_the_lint(author, draft):
    row = BusinessFunction.objects.get(key="payroll")

    author.post(address(row), filled(author.get(address(row)), typical="mood = good", skips="load", subject=""))

    assert [str(finding) for finding in lint(read(draft.pk))] == [
        "function “payroll”: has a prior: choose what kind of thing it is",
        "function “payroll”: names “load”, which is asked about no function: leave it out",
        "function “payroll”: names “mood”, which is asked about no function: leave it out",
    ]


def test_a_question_is_added_with_its_answers(author, draft):
    step = Step.objects.get(slug="technology")
    page = author.get(add_address(Question, draft, step=step.pk))
    answers = {
        f"choices-{number}-{field}": value
        for number, key in enumerate(("yes", "no"))
        for field, value in {"key": key, "text": key.title(), "position": number}.items()
    }

    response = author.post(
        add_address(Question, draft, step=step.pk),
        filled(page, key="tried", text="Tried before?", short="Tried", weight="0", position="900", **answers),
    )

    assert response.url == address(draft)
    added = read(draft.pk).questions[-1]
    assert (added.key, added.step, [choice.key for choice in added.choices]) == ("tried", "technology", ["yes", "no"])


def test_add_another_stays_in_the_edition(author, draft):
    there = add_address(Source, draft)

    response = author.post(there, filled(author.get(there), key="report", title="A report", _addanother="1"))

    assert response.url == there
    assert Source.objects.get(key="report").questionnaire == draft


def test_something_new_may_be_added_from_its_list(author, draft):
    there = f"{reverse('admin:assessments_source_add')}?_changelist_filters=questionnaire__id__exact%3D{draft.pk}"

    author.post(there, filled(author.get(there), key="report", title="A report"))

    assert Source.objects.get(key="report").questionnaire == draft


@pytest.mark.parametrize("model", PARTS[:-1])
def test_something_new_needs_an_edition(author, draft, model):
    for query in ("", "?questionnaire=x", f"?questionnaire={'9' * 40}"):
        response = author.get(reverse(f"admin:assessments_{model._meta.model_name}_add") + query)
        assert (response.status_code, getattr(response, "url", "")) == (302, LIST)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"weight": "6"}, {"weight": ["Ensure this value is less than or equal to 5."]}),
        ({"text": ""}, {"text": ["This field is required."]}),
        ({"choices-0-bpo": "3"}, {"bpo": ["Give a whole number from -2 to 2"]}),
        ({"choices-0-bpo": "1.5"}, {"bpo": ["Enter a whole number."]}),
        ({"choices-0-signal": "nice"}, {"signal": ["Select a valid choice. nice is not one of the available choices."]}),
    ],
)  # fmt: skip
def test_a_wrong_question_is_told(author, draft, fields, expected):
    row = Question.objects.get(key="load")

    response = author.post(address(row), filled(author.get(address(row)), **fields))

    assert problems(response) == expected
    assert read(draft.pk) == SMALL


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("Load It", {"key": ["Use small letters, digits and underscores, beginning with a letter, such as “own_skill”"]}),
        ("method", {"__all__": ["Another one in this edition has this key already: choose a different key"]}),
        ("version", {"key": ["This word has a meaning of its own: choose another one"]}),
    ],
)  # fmt: skip
def test_a_wrong_key_is_told(author, draft, key, expected):
    there = add_address(Question, draft, step=Step.objects.first().pk)

    response = author.post(there, filled(author.get(there), key=key, text="Why?", short="Why"))

    assert problems(response) == expected
    assert read(draft.pk) == SMALL


def test_a_key_is_made_of_the_text_once(author, draft):
    there = add_address(Question, draft, step=Step.objects.get(slug="technology").pk)
    answers = {
        f"choices-{number}-{name}": value
        for number, text in enumerate(("Yes, often", "Yes, often", "3 times"))
        for name, value in {"text": text, "position": "", "key": ""}.items()
    }

    author.post(there, filled(author.get(there), text="Tried it before?", short="Load", weight="0", **answers))

    added = read(draft.pk).questions[-1]
    assert (added.key, list(added.choice_by_key)) == ("load_2", ["yes_often", "yes_often_2", "n_3_times"])


@pytest.mark.parametrize(("model", "name"), [(Question, "key"), (Step, "slug"), (BusinessFunction, "key")])
def test_a_key_never_changes(author, draft, model, name):
    row = model.objects.first()
    page = author.get(address(row))

    response = author.post(address(row), filled(page, **{name: "another"}))

    assert response.status_code == 302
    assert read(draft.pk) == SMALL


def test_the_key_of_an_answer_never_changes(author, draft):
    row = Question.objects.get(key="load")

    author.post(address(row), filled(author.get(address(row)), **{"choices-0-key": "another"}))

    assert read(draft.pk) == SMALL


def test_a_condition_is_chosen_among_the_answers_of_one_question(author, draft):
    row = Question.objects.get(key="relief")
    page = author.get(address(row))
    little = Choice.objects.get(key="little")

    two = author.post(address(row), filled(page, asked_after=[little.pk, Choice.objects.get(key="modern").pk]))
    own = author.post(address(row), filled(page, asked_after=[Choice.objects.get(key="soon").pk]))
    good = author.post(address(row), filled(page, asked_after=[little.pk]))

    assert problems(two) == {"asked_after": ["Choose answers of one question only"]}
    assert "asked_after" in problems(own)
    assert good.status_code == 302
    assert read(draft.pk).question_by_key["relief"].condition == flow.Condition("load", ("little",))


def test_nothing_of_another_edition_can_be_chosen(author, draft):
    other = load(replace(SMALL, edition=2))
    row = Question.objects.get(key="load", questionnaire=draft)
    page = author.get(address(row))
    foreign = {
        "step": Step.objects.filter(questionnaire=other).first().pk,
        "questionnaire": other.pk,
        "choices-0-source": Source.objects.get(questionnaire=other).pk,
        "asked_after": [Choice.objects.filter(question__questionnaire=other).last().pk],
    }

    refused = {
        name.split("-")[-1]: problems(author.post(address(row), filled(page, **{name: pk})))
        for name, pk in foreign.items()
    }

    assert {name: list(found) for name, found in refused.items()} == {name: [name] for name in refused}
    assert read(draft.pk) == SMALL


def test_advice_is_written_on_the_page_of_its_answer(author, draft):
    row = Choice.objects.get(key="soon")
    page = author.get(address(row))

    response = author.post(address(row), filled(page, **{"advice-0-title": "Start small", "advice-0-impact": "3"}))

    assert response.url == address(row.question)
    advice = read(draft.pk).question_by_key["relief"].choices[0].advice
    assert [(one.title, one.impact) for one in advice] == [("Start small", 3)]


def test_an_answer_others_depend_on_is_not_deleted(author, draft):
    row = Question.objects.get(key="load")

    response = author.post(address(row), filled(author.get(address(row)), **{"choices-0-DELETE": "on"}))

    assert response.status_code == 200
    assert "would require deleting the following protected related objects" in response.content.decode()
    assert read(draft.pk) == SMALL


@pytest.mark.parametrize(("model", "name"), [(Step, "slug"), (Department, "key"), (Source, "key")])
def test_what_others_stand_on_is_not_deleted(author, draft, model, name):
    row = model.objects.order_by("position").first()

    page = author.get(address(row, "delete"))
    author.post(address(row, "delete"), {"post": "yes"})

    assert page.context["protected"]
    assert read(draft.pk) == SMALL


def test_a_list_shows_one_edition(author, draft):
    load(replace(SMALL, edition=2))
    bare = reverse("admin:assessments_question_changelist")

    response = author.get(bare)
    shown = author.get(list_address(Question, draft))

    assert response.url == list_address(Question, Questionnaire.objects.get(edition=2))
    assert {row.questionnaire_id for row in shown.context["cl"].result_list} == {draft.pk}


@pytest.mark.parametrize("model", [BusinessFunction, Question, Source])
def test_a_list_asks_as_much_for_many_rows_as_for_few(author, draft, model):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            author.get(list_address(model, draft))
        return len(seen)

    few = queries()
    for number in range(40):
        row = model.objects.first()
        row.pk, row.key, row._state.adding = None, f"more_{number}", True
        row.save()

    assert queries() == few


def test_the_page_of_a_question_asks_as_much_for_many_answers(author, draft, django_assert_num_queries):
    few, many = Question.objects.get(key="load"), Question.objects.get(key="facts")

    for row in (few, many):
        with django_assert_num_queries(19):
            author.get(address(row))


def test_what_an_author_writes_is_data(author, draft):
    Question.objects.filter(key="load").update(text="<script>alert(1)</script>{{ 7|add:7 }}")

    for page in (address(draft), list_address(Question, draft), address(Question.objects.get(key="load"))):
        content = author.get(page).content.decode()
        assert "<script>alert(1)" not in content
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in content


def test_parts_are_reached_from_their_edition_alone(author, draft):
    index = author.get(reverse("admin:index"))

    names = {model["object_name"] for app in index.context["app_list"] for model in app["models"]}

    assert "Questionnaire" in names
    assert names & {model.__name__ for model in PARTS} == set()
