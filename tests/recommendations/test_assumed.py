"""A typical answer that nobody gave says so in the report and in every copy of it."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from recommendations.reports import filling
from recommendations.reports.comparing import wording as comparing
from recommendations.reports.comparing.points import moved_places
from recommendations.reports.comparing.side import Side
from recommendations.reports.exports.paper import printed
from recommendations.reports.plain_text import plain_text
from recommendations.reports.services import submit
from tests.factories import hold, make_assessment, make_edition, save, shipped_edition, whole

pytestmark = pytest.mark.django_db
MARK = "(typical, not confirmed)"
MOST = 5  # some of the typical answers are to questions that are not asked after the others
TYPICAL = dict(shipped_edition().function_by_key["payroll"].typical)


@pytest.fixture
def report(client):
    """Everything is answered but for what is typical of payroll."""
    assessment = make_assessment(
        make_edition(shipped_edition()), token=hold(client), functions=("payroll", "bookkeeping")
    )
    told = {place: answer for place, answer in whole(assessment).items() if place not in typical()}
    save(assessment, told)
    return submit(assessment=assessment)


def typical():
    return {("payroll", question): answer for question, answer in TYPICAL.items()}


def marked(rows):
    return [row["question"] for row in rows if row.get("assumed")]


def words(key):
    return shipped_edition().question_by_key[key].choice_by_key[TYPICAL[key]].text


def test_the_answers_mark_what_is_assumed_and_the_summary_says_how_many_and_of_what(report):
    answers = report.data["page"]["answers"]

    about = [each for step in answers["steps"] for each in step["functions"] if each["name"].startswith("Payroll")]
    assumed = Sheet(report.assessment).assumed
    texts = [shipped_edition().question_by_key[key].text for _about, key in assumed]
    assert sorted(question for each in about for question in marked(each["rows"])) == sorted(texts)
    said = next(row for each in about for row in each["rows"] if row["question"] == texts[0])
    assert said["answer"] == f"{words(next(iter(TYPICAL)))} {MARK}"
    assert f"{len(assumed)} typical answers are assumed" in answers["summary"]
    assert f"{len(assumed)} for payroll." in answers["summary"]
    assert {(one["function"], one["question"]): one["answer"] for one in answers["assumed"]} == assumed
    assert assumed.items() <= typical().items()
    assert f"{len(assumed)} typical answers are assumed, not confirmed" in report.data["page"]["lead"]


def test_a_reason_that_rests_on_an_assumed_answer_says_so(report):
    label = f"{shipped_edition().question_by_key['method'].short}: "
    labels = [text for text in texts_of(report.data["page"]["why"]) if text.startswith(label)]

    assert labels
    assert any(text.endswith(MARK) for text in labels)


def texts_of(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts_of(part)]


@pytest.mark.parametrize("name", ["report", "csv", "json", "xlsx"])
def test_every_copy_says_what_is_assumed(client, report, name):
    response = client.get(reverse(f"recommendations:{name}", args=(report.pk,)))

    body = response.getvalue() if response.streaming else response.content
    if name == "xlsx":
        rows = [row for sheet in load_workbook(io.BytesIO(body)) for row in sheet.iter_rows(values_only=True)]
        text = "\n".join(str(cell) for row in rows for cell in row)
    else:
        text = body.decode()
    assert text.count(MARK) >= MOST


def test_the_printed_report_and_the_plain_text_say_it_too(report):
    paper = json.dumps(printed(report.data, report.checksum), ensure_ascii=False)

    assert paper.count(MARK) >= MOST
    assert " ".join(plain_text(report.data).split()).count(MARK) >= MOST


def test_a_report_in_which_nothing_is_assumed_says_nothing_of_it(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll",))
    save(assessment, whole(assessment))
    report = submit(assessment=assessment)

    assert "assumed" not in report.data["page"]["answers"]
    assert MARK not in report.content
    assert "typical" not in report.data["page"]["lead"]


def test_i_dont_know_is_an_answer_and_nothing_is_assumed_in_its_place(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=("payroll",))
    save(assessment, {**whole(assessment), **dict.fromkeys(typical(), flow.DONT_KNOW)})

    assert "assumed" not in submit(assessment=assessment).data["page"]["answers"]


def test_a_comparison_says_which_side_only_assumed_an_answer(report):
    after = filling.again(assessment=report.assessment, holder="x")
    save(after, typical())
    sides = [Side(one.data, shipped_edition(), "") for one in (report, submit(assessment=after))]

    words_of = [comparing.answer_words(side, ("payroll", "method")) for side in sides]

    assert [word.endswith(MARK) for word in words_of] == [True, False]
    assert ("payroll", "method") in moved_places(*sides)
