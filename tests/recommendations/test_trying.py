"""The test drive and the example clients in the admin: answered in the respondent's form, scored beside it."""

from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from assessments.authoring.editions import load
from assessments.authoring.toml_file import read_file
from assessments.models import Choice
from recommendations.models import ExampleClient
from recommendations.trials.examples import load_examples
from tests.factories import SHIPPED, make_edition
from tests.recommendations import example_pages
from tests.recommendations.example_pages import add_page, drive, example, page_of, results, stored

pytestmark = pytest.mark.django_db

author = example_pages.author
draft = example_pages.draft

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


@pytest.fixture(scope="module")
def shipped():
    return read_file(SHIPPED)


def printed(result):
    return {score["name"]: score["score"] for score in result["scores"]}


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
    assert {row["name"] for row in result["rows"]} == {"Payroll", "Help desk", "Odd jobs"}
    assert "checked" in scored.content.decode()
    assert stored() == before


def test_a_test_drive_says_what_the_report_would(author):
    edition = make_edition()
    call_command("load_profiles", verbosity=0)
    # What is said of the organisation says what presses it, and no point of a model.
    case = {"functions": ["payroll"], "payroll--method": "same_steps", "load": "much"}

    result = author.post(drive(edition), case).context["result"]

    bpo = next(one for one in result["points"] if one["model"] == "BPO")
    assert printed(result)["BPO"] == bpo["score"]
    moved = sum(float(points.replace("−", "-")) for _said, points in bpo["rows"])
    assert round(50 + moved) == bpo["score"]
    assert {said for said, _points in bpo["rows"]} == {
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
    shown = {step["field"]: step["token"] for step in first.context["steps"]}

    answered = author.post(
        drive(draft),
        {"functions": ["payroll"], "payroll--method": "same_steps", **shown},
        headers={"HX-Request": "true"},
    )
    opened = author.post(
        drive(draft), {"functions": ["payroll"], "load": "much", **shown}, headers={"HX-Request": "true"}
    )

    assert "<html" not in answered.content.decode()
    assert [step["slug"] for step in answered.context["steps"] if step["is_stale"]] == []
    assert [step["slug"] for step in opened.context["steps"] if step["is_stale"]] == ["technology"]
    assert 'hx-swap-oob="true"' in opened.content.decode()
    assert "What about relief?" in opened.content.decode()


def test_answers_stay_when_a_function_is_taken_out(author, draft):
    page = author.post(drive(draft), {**SWEEP, "functions": ["help_desk"]})

    assert {row["name"] for row in page.context["result"]["rows"]} == {"Help desk", "Odd jobs"}
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

    assert [one["name"] for one in page.context["expected"]] == ["Payroll", "Help desk", "Odd jobs"]
    assert page.context["errors"] == []
    assert sent(page)["own_1--output"] == ["records"]
    assert ExampleClient.objects.count() == 0


def test_the_key_of_an_example_never_changes(author, draft):
    author.post(add_page(draft), example(draft))
    row = ExampleClient.objects.get()

    author.post(page_of(row), example(draft, **{"own-key": "X99", "own-title": "Another"}))

    row.refresh_from_db()
    assert (row.key, row.title) == ("E01", "Another")
