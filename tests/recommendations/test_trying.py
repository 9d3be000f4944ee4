"""The test drive and the example clients in the admin: answered in the respondent's form, scored beside it."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from assessments.editions import copy_to_draft, load
from assessments.models import Answer, Assessment, Choice, Question, SelectedFunction
from assessments.toml_file import read_file
from organisations.models import User
from recommendations import runs
from recommendations.engine import MixLabel
from recommendations.examples import load_examples
from recommendations.models import ExampleClient, ExampleRun, Report
from tests.assessments.small import SMALL
from tests.factories import SHIPPED, make_edition, make_user, protect

pytestmark = pytest.mark.django_db

SWEEP = {
    "functions": ["payroll", "help_desk"],
    "own_1": "Odd jobs",
    "payroll--method": "same_steps",
    "payroll--share": "4",
    "help_desk--method": "dont_know",
    "own_1--output": "records",
    "load": "much",
    "tools": "modern",
}


@pytest.fixture
def author(client):
    call_command("load_profiles", verbosity=0)
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    return client


@pytest.fixture
def draft():
    return load(SMALL)


@pytest.fixture(scope="module")
def shipped():
    return read_file(SHIPPED)


def drive(edition):
    return reverse("admin:recommendations_exampleclient_drive", args=[edition.pk])


def results(edition):
    return reverse("admin:recommendations_exampleclient_results", args=[edition.pk])


def page_of(row, edition=None):
    address = reverse("admin:recommendations_exampleclient_change", args=[row.pk])
    return f"{address}?questionnaire={edition.pk}" if edition else address


def add_page(edition):
    return f"{reverse('admin:recommendations_exampleclient_add')}?questionnaire={edition.pk}"


def stored():
    kinds = (Assessment, Answer, SelectedFunction, Report, ExampleClient, ExampleRun, Question, Choice)
    return [kind.objects.count() for kind in kinds]


def printed(result):
    return {score.name: score.score for score in result.scores}


class Fields(HTMLParser):
    """What a browser would send from a page's form."""

    def __init__(self, html):
        super().__init__()
        self.sent, self._select, self._text = {}, "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        match tag:
            case "input" if self._counts(told):
                self._add(told["name"], told.get("value", ""))
            case "select":
                self._select = told["name"]
            case "option" if "selected" in told:
                self._add(self._select, told["value"])
            case "textarea":
                self._text = told["name"]
                self._add(self._text, "")

    @staticmethod
    def _counts(told):
        return "checked" in told if told.get("type") in {"checkbox", "radio"} else "disabled" not in told

    def handle_data(self, data):
        if self._text:
            self.sent[self._text][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.sent[self._text][-1] = self.sent[self._text][-1].removeprefix("\n")
            self._text = ""

    def _add(self, name, value):
        self.sent.setdefault(name, []).append(value)


def sent(page, **changes):
    return Fields(page.content.decode()).sent | changes


def test_a_test_drive_scores_what_is_answered_and_stores_nothing(author, draft):
    before = stored()

    empty = author.get(drive(draft))
    scored = author.post(drive(draft), SWEEP)

    assert empty.context["result"] is None
    result = scored.context["result"]
    assert set(printed(result)) == {"BPO", "KPO", "ITO", "In-house"}
    assert {row.name for row in result.rows} == {"Payroll", "Help desk", "Odd jobs"}
    assert "checked" in scored.content.decode()
    assert stored() == before


def test_a_test_drive_says_what_the_report_would(author):
    edition = make_edition()
    call_command("load_profiles", verbosity=0)
    case = {"functions": ["payroll"], "payroll--method": "same_steps", "load": "much"}

    result = author.post(drive(edition), case).context["result"]

    bpo = next(one for one in result.points if one.model == "BPO")
    assert str(printed(result)["BPO"]) == bpo.score
    moved = sum(float(points.replace("−", "-")) for _said, points in bpo.rows)
    assert round(50 + moved) == int(bpo.score)
    assert {said for said, _points in bpo.rows} == {
        "Load, Answer much",
        "Payroll: Method, Same steps",
        "Payroll: what the catalogue says",
    }


def test_a_changed_number_of_the_draft_moves_the_scores(author, draft):
    case = {"functions": ["payroll"], "payroll--method": "same_steps"}

    before = printed(author.post(drive(draft), case).context["result"])
    Choice.objects.filter(key="same_steps").update(bpo=-2)
    after = printed(author.post(drive(draft), case).context["result"])

    assert after["BPO"] < before["BPO"]


def test_an_open_page_is_given_only_what_changed(author, draft):
    first = author.post(drive(draft), {"functions": ["payroll"]})
    shown = {step.field: step.token for step in first.context["steps"]}

    answered = author.post(
        drive(draft),
        {"functions": ["payroll"], "payroll--method": "same_steps", **shown},
        headers={"HX-Request": "true"},
    )
    opened = author.post(
        drive(draft), {"functions": ["payroll"], "load": "much", **shown}, headers={"HX-Request": "true"}
    )

    assert "<html" not in answered.content.decode()
    assert [step.slug for step in answered.context["steps"] if step.is_stale] == []
    assert [step.slug for step in opened.context["steps"] if step.is_stale] == ["technology"]
    assert 'hx-swap-oob="true"' in opened.content.decode()
    assert "What about relief?" in opened.content.decode()


def test_answers_stay_when_a_function_is_taken_out(author, draft):
    page = author.post(drive(draft), {**SWEEP, "functions": ["help_desk"]})

    assert {row.name for row in page.context["result"].rows} == {"Help desk", "Odd jobs"}
    assert page.status_code == 200


def test_too_many_functions_are_told(author, shipped):
    edition = load(shipped)
    keys = [function.key for function in shipped.functions[:9]]

    page = author.post(drive(edition), {"functions": keys})

    assert page.context["list_error"].startswith("Choose at most 8 functions")


def test_a_test_drive_refuses_what_it_did_not_give_out(author, draft):
    assert author.post(drive(draft), {"colour": "red"}).status_code == 400
    assert author.post(drive(draft), {"functions": ["nothing"]}).status_code == 400


def test_only_the_page_itself_may_ask_for_scores(author, draft):
    policy = author.get(drive(draft)).headers["Content-Security-Policy"]

    assert "connect-src 'self'" in policy
    assert "connect-src" not in author.get("/").headers["Content-Security-Policy"]


def test_an_example_saved_as_it_is_equals_the_loaded_one(author, shipped):
    edition = make_edition(shipped)
    load_examples(edition)
    chosen = (
        "S01",
        "S05",
        "S16",
        "S24",
        "S31",
    )  # with several functions, with one of its own name, with more than one that will do
    before = list(ExampleClient.objects.order_by("key").values())

    for row in ExampleClient.objects.filter(key__in=chosen):
        page = author.get(page_of(row))
        response = author.post(page_of(row), sent(page, **{"own-save": "yes"}))
        assert response.url == results(edition)

    assert list(ExampleClient.objects.order_by("key").values()) == before


def example(draft, **changes):
    fields = {
        "own-title": "A pay run",
        "own-summary": "Every month the same.",
        "own-expected": "bpo",
        "own-acceptable": ["mix"],
        "own-confidence": "high",
        "own-source": "guide",
        "own-note": "It says so.",
        "own-expects-payroll": "bpo",
        "own-save": "yes",
        "functions": ["payroll"],
        "payroll--method": "same_steps",
        "payroll--share": "2",
        "load": "much",
    }
    return fields | changes


def test_an_example_is_written_in_the_respondents_form(author, draft):
    response = author.post(add_page(draft), example(draft))

    row = ExampleClient.objects.get()
    assert response.url == results(draft)
    assert (row.key, row.questionnaire, row.expected, row.acceptable) == ("E01", draft, "bpo", ["bpo", "mix"])
    assert (row.expected_by_function, row.confidence, row.source) == ({"payroll": "bpo"}, "high", "guide")
    assert row.answers == {
        "answers": {"load": "much"},
        "functions": [{"function": "payroll", "share": 2, "answers": {"method": "same_steps"}}],
    }


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"own-title": ""}, ["#id_own-title"]),
        ({"own-expected": "wind"}, ["#id_own-expected"]),
        ({"functions": []}, ["#id_functions"]),
        ({"payroll--method": "dance"}, ["#id_payroll--method"]),
    ],
)
def test_a_wrong_example_is_told_and_nothing_saved(author, draft, changes, errors):
    page = author.post(add_page(draft), example(draft, **changes))

    assert [href for href, _text in page.context["errors"]] == errors
    assert ExampleClient.objects.count() == 0


def test_what_was_tried_becomes_an_example(author, draft):
    page = author.post(add_page(draft), SWEEP)

    assert [one.name for one in page.context["expected"]] == ["Payroll", "Help desk", "Odd jobs"]
    assert page.context["errors"] == []
    assert sent(page)["own_1--output"] == ["records"]
    assert ExampleClient.objects.count() == 0


def test_the_key_of_an_example_never_changes(author, draft):
    author.post(add_page(draft), example(draft))
    row = ExampleClient.objects.get()

    author.post(page_of(row), example(draft, **{"own-key": "X99", "own-title": "Another"}))

    row.refresh_from_db()
    assert (row.key, row.title) == ("E01", "Another")


def test_a_draft_has_the_examples_of_the_edition_before_until_they_are_changed(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition))
    draft = copy_to_draft(questionnaire=edition)
    row = ExampleClient.objects.get()

    listed = author.get(results(draft)).context["lines"]
    author.post(page_of(row, draft), example(draft, **{"own-title": "Reworded"}))

    assert [(line.row.key, line.inherited) for line in listed] == [("E01", "small-1")]
    assert {(one.questionnaire.label, one.title) for one in ExampleClient.objects.all()} == {
        ("small-1", "A pay run"),
        ("small-2", "Reworded"),
    }
    assert [(line.row.title, line.inherited) for line in author.get(results(draft)).context["lines"]] == [
        ("Reworded", "")
    ]


def test_running_the_examples_keeps_the_table_and_names_what_flips(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition, **{"own-acceptable": []}))
    draft = copy_to_draft(questionnaire=edition)
    before = author.post(results(draft), follow=True).context["lines"][0].ran
    Choice.objects.filter(question__questionnaire=draft, key="same_steps").update(bpo=-2, ito=2)
    Choice.objects.filter(question__questionnaire=draft, key="much").update(bpo=-2, ito=2)

    after = author.post(results(draft), follow=True).context["lines"][0].ran

    assert (before.got, before.result, before.flips) == ("BPO", "hit", False)
    assert (after.result, after.flips, after.before) == ("miss", True, "BPO")
    assert [runs.read_row(row).key for row in ExampleRun.objects.get(questionnaire=draft).rows] == ["E01"]
    assert [label for label, _ran in runs.results_of("E01", "small")] == ["small-2"]


def test_an_example_that_missed_before_does_not_flip(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition, **{"own-expected": "ito", "own-acceptable": []}))
    draft = copy_to_draft(questionnaire=edition)

    ran = runs.run(draft)[0]

    assert (ran.result, ran.flips) == (runs.Result.MISS, False)


def test_what_an_edition_no_longer_asks_is_left_out_of_an_example_and_named(author):
    edition = make_edition()
    author.post(add_page(edition), example(edition))
    draft = copy_to_draft(questionnaire=edition)
    Question.objects.filter(questionnaire=draft, key="load").update(key="burden")

    ran = runs.run(draft)[0]

    assert ran.unfit == ("load",)
    assert ran.got in tuple(MixLabel)


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
