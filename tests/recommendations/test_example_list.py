"""The examples of an edition in the admin: its own and inherited ones, what they come to, and who may do what."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from assessments.authoring.editions import copy_to_draft
from assessments.models import Choice, Question
from organisations.models import User
from recommendations.engine import MixLabel
from recommendations.models import ExampleClient, ExampleRun
from recommendations.trials import gate, runs
from tests.factories import make_edition, make_user, protect
from tests.recommendations import example_pages
from tests.recommendations.example_pages import add_page, drive, example, page_of, results, stored

pytestmark = pytest.mark.django_db

author = example_pages.author
draft = example_pages.draft


def test_a_draft_has_the_examples_of_the_edition_before_until_they_are_changed(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition))
    draft = copy_to_draft(questionnaire=edition)
    row = ExampleClient.objects.get()

    listed = author.get(results(draft)).context["rows"]
    author.post(page_of(row, draft), example(draft, **{"own-title": "Reworded"}))

    assert [(row.key, row.questionnaire.label) for row, _ran in listed] == [("E01", "small-1")]
    assert {(one.questionnaire.label, one.title) for one in ExampleClient.objects.all()} == {
        ("small-1", "A pay run"),
        ("small-2", "Reworded"),
    }
    assert [(row.title, row.questionnaire.label) for row, _ran in author.get(results(draft)).context["rows"]] == [
        ("Reworded", "small-2")
    ]


def test_running_the_examples_keeps_the_table_and_names_what_flips(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition, **{"own-acceptable": []}))
    draft = copy_to_draft(questionnaire=edition)
    before = author.post(results(draft), follow=True).context["rows"][0][1]
    Choice.objects.filter(question__questionnaire=draft, key="same_steps").update(bpo=-2, ito=2)
    Choice.objects.filter(question__questionnaire=draft, key="much").update(bpo=-2, ito=2)

    after = author.post(results(draft), follow=True).context["rows"][0][1]

    assert (before["got"], before["result"], before["flips"]) == ("bpo", "hit", False)
    assert (after["result"], after["flips"], after["before"]) == ("miss", True, "bpo")
    assert [row["key"] for row in ExampleRun.objects.get(questionnaire=draft).rows] == ["E01"]
    assert [label for label, _ran in runs.last_results("E01", "small")] == ["small-2"]


def test_an_example_that_missed_before_does_not_flip(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition, **{"own-expected": "ito", "own-acceptable": []}))
    draft = copy_to_draft(questionnaire=edition)

    ran = runs.run(draft)[0]

    assert (ran["result"], ran["flips"]) == (runs.MISS, False)


def test_what_an_edition_no_longer_asks_is_left_out_of_an_example_and_named(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition))
    draft = copy_to_draft(questionnaire=edition)
    Question.objects.filter(questionnaire=draft, key="load").update(key="burden")

    ran = runs.run(draft)[0]

    assert ran["unfit"] == ["load"]
    assert ran["got"] in tuple(MixLabel)


def test_the_list_of_examples_asks_as_much_for_many_as_for_few(author, draft, django_assert_num_queries):
    author.post(add_page(draft), example(draft))
    row = ExampleClient.objects.get()

    for number in range(2, 32):
        if number in {2, 31}:
            with django_assert_num_queries(14):
                author.get(results(draft))
        row.pk, row.key, row._state.adding = None, f"E{number:02}", True
        row.save()


@pytest.fixture
def reader(client):
    call_command("load_profiles", verbosity=0)
    person = protect(make_user("reader@example.com", is_staff=True))
    wanted = ("view_questionnaire", "view_exampleclient")
    person.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(person)
    return client


def test_who_may_look_drives_and_reads_and_saves_nothing(reader, draft):
    ExampleClient.objects.create(
        questionnaire=draft, key="E01", title="T", summary="S", source="guide", expected="bpo", acceptable=["bpo"],
        answers={"answers": {}, "functions": [{"function": "payroll", "share": 2, "answers": {}}]},
    )  # fmt: skip
    before, there = stored(), page_of(ExampleClient.objects.get())

    seen = [reader.get(one).status_code for one in (drive(draft), results(draft), there)]
    refused = [reader.post(one, example(draft)).status_code for one in (results(draft), there, add_page(draft))]

    assert seen == [200, 200, 200]
    assert refused == [403, 403, 403]
    assert b'value="yes"' not in reader.get(there).content
    assert stored() == before


def test_who_may_not_look_at_editions_drives_none(client, draft):
    client.force_login(protect(make_user("staff@example.com", is_staff=True)))

    assert [client.get(one).status_code for one in (drive(draft), results(draft), add_page(draft))] == [403, 403, 403]


def test_an_example_is_deleted_where_it_stands_alone(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition))
    draft, row = copy_to_draft(questionnaire=edition), ExampleClient.objects.get()
    there = reverse("admin:recommendations_exampleclient_delete", args=[row.pk])

    inherited = author.get(page_of(row, draft)).context["delete_url"]
    offered = author.get(page_of(row)).context["delete_url"]
    author.post(there, {"post": "yes"})

    assert (inherited, offered) == ("", there)
    assert ExampleClient.objects.count() == 0


def test_an_example_is_left_out_of_a_draft_and_those_after_it_and_taken_back(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition))
    draft = copy_to_draft(questionnaire=edition)
    before = gate.basis(draft)

    left = author.post(results(draft), {"leave-out": "E01"}, follow=True)
    later = copy_to_draft(questionnaire=draft)
    without = [[ran["key"] for ran in runs.run(one)] for one in (edition, draft, later)]
    author.post(results(draft), {"take-back": "E01"})

    assert ([str(row) for row in left.context["left_out"]], left.context["rows"]) == (["E01 A pay run"], [])
    assert without == [["E01"], [], []]
    assert [ran["key"] for ran in runs.run(later)] == ["E01"]
    assert gate.basis(draft) != before  # whoever published meanwhile looks again


def test_only_a_draft_leaves_out_only_what_it_has_and_only_by_who_may_write(author, reader):
    edition = make_edition()
    draft = copy_to_draft(questionnaire=edition)

    refused = reader.post(results(draft), {"leave-out": "E01"}).status_code
    reader.force_login(User.objects.get(email="author@example.com"))
    author.post(add_page(edition), example(edition))
    frozen = author.post(results(edition), {"leave-out": "E01"}).status_code
    unknown = author.post(results(draft), {"leave-out": "nonsense"}).status_code

    assert (refused, frozen, unknown) == (403, 403, 404)
