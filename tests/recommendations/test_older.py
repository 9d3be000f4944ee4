"""A report of an earlier format is read as those of today are: from what it froze, in its own language."""

import json

import pytest

from recommendations.models import Report
from recommendations.reports.older import page_of
from recommendations.reports.plain_text import plain_text
from tests.recommendations.golden import FOLDER


@pytest.fixture
def content():
    return json.loads((FOLDER / "format-1.json").read_text("utf-8"))


def test_an_older_report_has_every_part_of_a_page_of_today(content):
    page = page_of(content)

    assert {"one", "pressures", "plan", "risks"} <= set(page)
    assert "pilot" not in page
    assert all("said" in row for row in page["pressures"]["rows"])


def test_its_rows_are_its_map_in_the_order_of_the_verdict(content):
    frozen = {row["key"]: row for group in content["page"]["map"]["groups"] for row in group["rows"]}

    rows = page_of(content)["one"]["rows"]

    assert [(row["name"], row["partner"], row["words"], row["firm_words"]) for row in rows] == [
        ("Payroll", "BPO provider", "Prepare first", "Fair"),
        ("Weekly “site” report", "Stays with you", "Keep in-house", "Open"),
        ("Setting up and running databases", "No score yet", "Cannot tell yet", "Open"),
    ]
    assert all(row["percent"] == frozen[row["key"]]["percent"] for row in rows)
    assert all(row["reason"] for row in rows)


def test_its_time_adds_up_and_its_monday_is_its_first_actions(content):
    one = page_of(content)["one"]

    assert [(part["model"], part["state"], part["percent"]) for part in one["time"]["parts"]] == [
        ("bpo", "later", 57),
        ("own", "now", 14),
        ("unsure", "unclear", 29),
    ]
    assert [(entry["key"], entry["title"]) for entry in one["monday"]] == [
        (action["key"], action["title"]) for action in content["page"]["actions"][:3]
    ]


def test_its_way_to_start_small_is_its_plan(content):
    pilot, plan = content["page"]["pilot"], page_of(content)["plan"]

    assert [one["title"] for one in plan["plans"]] == [one["title"] for one in pilot["plans"]]
    assert [stage["text"] for stage in plan["plans"][0]["stages"]] == [
        stage["text"] for stage in pilot["plans"][0]["stages"]
    ]
    assert [one["text"] for one in plan["measures"]] == pilot["measures"]
    assert page_of({**content, "page": {**content["page"], "pilot": None}})["plan"] is None


def test_words_that_are_added_speak_the_report_s_language(content):
    spanish = page_of({**content, "language": "es"})["one"]
    english = page_of(content)["one"]

    assert spanish["rows"][1]["firm_words"] != english["rows"][1]["firm_words"]


def test_nothing_frozen_is_changed_by_reading_it(content):
    before = json.dumps(content)

    page_of(content)

    assert json.dumps(content) == before


def test_a_report_gives_its_page_whatever_its_format(content):
    report = Report(content=json.dumps(content))

    assert report.page["one"]["rows"]
    assert "one" not in report.data["page"]
    assert plain_text(content)


def test_a_page_of_today_is_given_as_it_is(content):
    page: dict[str, dict[str, str]] = {"one": {}}

    assert page_of({**content, "format": 2, "page": page}) is page
