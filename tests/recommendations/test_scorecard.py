"""The page of a scorecard and its workbook: marks are kept or refused with a reason, and added up beside the report."""

import io
import re
from html import unescape

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from assessments.answering.holder import COOKIE
from assessments.edition.sourcing_models import LABELS
from organisations.models import Opening
from recommendations.beside.brief.questions import models_of
from recommendations.beside.scorecard import services
from recommendations.beside.scorecard.read import read_scorecards
from recommendations.models import Report, Scorecard, ScoredAnswer, ScoredProvider
from tests.factories import (
    engage,
    hold,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    shipped_edition,
)
from tests.recommendations.reports import make_report

pytestmark = pytest.mark.django_db

NAMES = {"name-1": "Larkfield Pay", "name-2": "Numera", "name-3": "Oakbridge"}
MARKS = {1: (4, 3, 4), 2: (3, 2, 4), 3: (3, 4, 3), 4: (4, 2, 4), 5: (2, 3, 3), 6: (3, 3, 3), 7: (2, 4, 4), 8: (4, 2, 4)}


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


def given(**whose):
    call_command("load_profiles", verbosity=0)
    return make_report(make_edition(shipped_edition()), "payroll", **whose)


@pytest.fixture
def report(client):
    """A report that looks for a BPO provider, with eight questions for one."""
    return given(token=hold(client))


@pytest.fixture
def asked(report):
    return services.asked_of(report, "bpo")


def address(report, name="scorecard_of", model="bpo"):
    return reverse(f"recommendations:{name}", args=(report.pk, model))


def marks(providers=3, **changed):
    given = {
        f"mark-{question}-{place}": str(mark)
        for question, row in MARKS.items()
        for place, mark in enumerate(row[:providers], 1)
    }
    return {
        **dict(list(NAMES.items())[:providers]),
        **given,
        **{key.replace("_", "-"): mark for key, mark in changed.items()},
    }


def conditions(asked, **states):
    """Say of every provider that every condition is met, but for the first condition of those named."""
    met = {f"must-{one.key}-{place}": "yes" for one in asked.conditions for place in (1, 2, 3)}
    return met | {f"must-{asked.conditions[0].key}-{place[1:]}": state for place, state in states.items()}


def heading(answer):
    return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)[1])


def seen(answer):
    return unescape(re.search(r'name="seen" value="([^"]*)"', answer.text)[1])


def tab(client):
    other = Client()
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    return other


def stored(asked):
    return services.fields_of(asked, services.kept_for(asked.report, asked.model))


def test_the_plain_address_leads_to_the_kind_of_partner_that_is_looked_for(client, report):
    plain = client.get(reverse("recommendations:scorecard", args=(report.pk,)))

    assert plain["Location"] == address(report)
    assert client.get(address(report, model="abc")).status_code == 404


def test_from_names_to_a_leader_the_page_says_how_far_it_is(client, report, asked):
    page = address(report)
    assert heading(client.get(page)) == "Name two to four providers, then mark what came back."
    assert "mark-1-1" not in client.get(page).text
    assert heading(client.post(page, {"name-1": "Numera"}, follow=True)).startswith("Name a second provider")
    assert heading(client.post(page, NAMES, follow=True)) == "Mark what came back."
    some = client.post(page, {"mark-1-1": "4", "mark-2-1": "3"}, follow=True)
    assert heading(some) == "So far 2 of 24 answers are marked. Nobody leads before all are."
    assert "so far, 2 of 8" in some.text
    assert "What tips it" not in some.text

    whole = client.post(page, marks() | conditions(asked, p3="no"), follow=True)

    assert heading(whole) == "Larkfield Pay leads Numera by 4 points of 52. Oakbridge has more, but is out."
    assert [row.split("<")[0] for row in re.findall(r'totals__no"><b>(\d+)', whole.text)] == ["41", "37", "47"]
    assert f"Condition not met: {asked.conditions[0].text}" in unescape(whole.text)
    assert "If this were met after all, Oakbridge would lead by 6 points: " in whole.text
    assert Report.objects.get().is_intact


def test_under_three_points_apart_is_level_and_what_is_not_known_is_said(client, report, asked):
    told = marks(2, mark_1_1="3") | conditions(asked, p1="")

    answer = client.post(address(report), told, follow=True)

    assert heading(answer) == (
        "Larkfield Pay and Numera are level: 2 points of 52 apart. One condition of Larkfield Pay is not known yet."
    )


@pytest.mark.parametrize(
    ("outs", "sentence"),
    [
        (("p1", "p2", "p3"), "All are out: none meets every condition."),
        (("p1", "p2"), "Only Oakbridge is left, with 47 points of 52."),
    ],
)
def test_where_one_or_none_is_left_that_is_said(client, report, asked, outs, sentence):
    answer = client.post(address(report), marks() | conditions(asked, **dict.fromkeys(outs, "no")), follow=True)

    assert heading(answer) == sentence


def test_weights_come_from_the_report_and_say_from_what(client, report, asked):
    answer = client.post(address(report), NAMES, follow=True)

    assert "count twice to begin with: the report advises BPO, and only such a partner is asked this." in answer.text
    assert {weight.times for weight in asked.weights.values()} <= {1, 2, 3}
    assert any(weight.times == 1 for weight in asked.weights.values())
    client.post(address(report), {"weight-1": "3"})
    assert Scorecard.objects.get().weights == {"1": 3}
    client.post(address(report), {"weight-1": str(asked.weights[1].times)})
    assert Scorecard.objects.get().weights == {}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"mark-1-1": "5"}, "Larkfield Pay, question 1: choose a mark from 0 to 4"),
        ({"mark-1-1": "-1"}, "Larkfield Pay, question 1: choose a mark from 0 to 4"),
        ({"mark-1-1": "٣"}, "Larkfield Pay, question 1: choose a mark from 0 to 4"),
        ({"weight-2": "9"}, "Question 2, how often it counts: choose once, twice or three times"),
        ({"must-reference-2": "maybe"}, "Numera, condition"),
        ({"name-5": "Fifth & Co"}, "Four providers are the most. Take one out before you add “Fifth & Co”."),
        ({"name-2": "larkfield  pay"}, "“larkfield pay” stands there twice"),
        ({"name-1": "x" * 81}, "Name of provider 1: Shorten this to 80 characters: it has 81"),
        ({"name-1": "\u200b\u2060"}, "Name of provider 1: Nothing of this name can be seen"),
        ({"name-1": "a\0b"}, "Name of provider 1: Take out the characters that cannot be shown"),
        ({"name-1": " "}, "give it a name, or press “Take out”: what you noted about “Larkfield Pay” would be gone"),
        ({"note-1-2": "x" * 501}, "Note: Numera, question 1: Shorten this to 500 characters: it has 501"),
    ],
)
def test_what_is_no_mark_is_refused_where_it_stands_and_nothing_is_lost(client, report, asked, said, sentence):
    client.post(address(report), marks(2))
    before = stored(asked)

    answer = client.post(address(report), marks(2) | {"mark-8-2": "0", "note-3-1": "Only promised"} | said)

    assert (answer.status_code, "<title>Error:" in answer.text) == (422, True)
    assert sentence in unescape(answer.text)
    assert "Only promised" in answer.text
    assert re.search(r'name="mark-8-2" value="0" checked', answer.text)
    assert stored(asked) == before


def test_an_unsaved_name_has_its_column_on_the_refused_page(client, report):
    answer = client.post(address(report), NAMES | {"mark-1-1": "9"})

    assert [
        name for name in NAMES.values() if f'<th role="columnheader" scope="col"><bdi>{name}</bdi></th>' in answer.text
    ] == [*NAMES.values()]


def test_a_provider_is_taken_out_with_all_that_is_noted_and_the_others_stay(client, report, asked):
    client.post(address(report), marks() | {"note-1-2": "Figures"})

    client.post(address(report), marks() | {"note-1-2": "Figures", "mark-1-1": "0", "remove": "2"})

    left = stored(asked)
    assert [left.get(f"name-{place}") for place in (1, 2, 3)] == ["Larkfield Pay", None, "Oakbridge"]
    assert (left["mark-1-1"], left["mark-1-3"]) == ("0", "4")
    assert not [name for name in left if name.endswith("-2") and not name.startswith("weight")]


def test_a_mark_can_be_taken_back(client, report, asked):
    client.post(address(report), marks())
    client.post(address(report), {"mark-1-1": ""})

    assert "mark-1-1" not in stored(asked)


def test_two_who_mark_at_once_both_keep_what_only_they_changed(client, report, asked):
    client.post(address(report), NAMES)
    page = {"seen": seen(client.get(address(report)))}
    tab(client).post(address(report), page | NAMES | {"mark-1-1": "4", "mark-2-1": ""})

    client.post(address(report), page | NAMES | {"mark-1-1": "", "mark-2-1": "1"})

    assert (stored(asked)["mark-1-1"], stored(asked)["mark-2-1"]) == ("4", "1")


@pytest.mark.parametrize(("choice", "kept"), [("typed", "1"), ("stored", "4")])
def test_what_both_marked_is_asked_about_and_nothing_is_saved_before(client, report, asked, choice, kept):
    client.post(address(report), NAMES)
    page = {"seen": seen(client.get(address(report)))}
    tab(client).post(address(report), page | NAMES | {"mark-1-1": "4"})

    question = client.post(address(report), page | NAMES | {"mark-1-1": "1", "mark-2-2": "3"})

    assert (question.status_code, "mark-2-2" in stored(asked)) == (409, False)
    assert "Larkfield Pay, question 1" in question.text
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', question.text)}
    client.post(address(report), fields | {"keep--mark-1-1": choice})
    assert (stored(asked)["mark-1-1"], stored(asked)["mark-2-2"]) == (kept, "3")


@pytest.mark.parametrize(("choice", "names"), [("typed", ["Larkfield Pay", "Numera"]), ("stored", ["Larkfield Pay"])])
def test_marks_for_somebody_who_was_taken_out_meanwhile_are_asked_about(client, report, asked, choice, names):
    two = dict(list(NAMES.items())[:2])
    client.post(address(report), two)
    page = {"seen": seen(client.get(address(report)))}
    tab(client).post(address(report), page | two | {"remove": "2"})

    question = client.post(address(report), page | two | {"mark-1-2": "3"})

    assert (question.status_code, "Name of provider 2" in question.text) == (409, True)
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', question.text)}
    client.post(address(report), fields | {"keep--name-2": choice})
    assert list(ScoredProvider.objects.values_list("name", flat=True)) == names


def test_a_name_emptied_over_marks_that_came_meanwhile_is_asked_about(client, report, asked):
    client.post(address(report), NAMES)
    page = {"seen": seen(client.get(address(report)))}
    tab(client).post(address(report), page | NAMES | {"mark-1-2": "3"})

    question = client.post(address(report), page | NAMES | {"name-2": ""})

    assert (question.status_code, stored(asked)["mark-1-2"]) == (409, "3")
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', question.text)}
    client.post(address(report), fields | {"keep--name-2": "typed"})
    assert "name-2" not in stored(asked)


def test_a_save_that_others_always_outrun_says_so_and_keeps_what_was_typed(client, report, monkeypatch):
    monkeypatch.setattr(services, "_write", lambda *_row: False)

    answer = client.post(address(report), marks())

    assert (answer.status_code, "save once more" in answer.text) == (422, True)
    assert answer.text.count(" checked") == 24


def test_a_write_on_top_of_an_older_version_writes_nothing(client, report, asked):
    client.post(address(report), marks())
    row = services.kept_for(report, "bpo")
    client.post(address(report), {"mark-1-1": "0"})

    assert not services._write(asked, row, {"name-1": "Late"}, None)
    assert not services._write(asked, None, {"name-1": "Late"}, None)
    assert (ScoredProvider.objects.count(), ScoredAnswer.objects.count()) == (3, 24)


def test_a_consultant_reads_it_without_a_form_and_that_is_noted(client):
    owner = make_user(name="Ines")
    organisation = make_organisation(owner)
    report = given(organisation=organisation)
    client.force_login(owner)
    client.post(address(report), marks() | {"note-1-1": "Showed last month"})
    adviser = make_user("adviser@example.com")
    engage(make_consultancy(adviser), organisation)
    client.force_login(adviser)

    answer = client.get(address(report))

    assert "Larkfield Pay" in heading(answer) or "Oakbridge" in heading(answer)
    assert ("Showed last month" in answer.text, "name-1" in answer.text) == (True, False)
    client.get(address(report, "scorecard_xlsx"))
    assert {row.what for row in Opening.objects.all()} == {"report", "copy"}


def test_an_addition_tells_the_same_in_the_report_s_language(client):
    with translation.override("es"):
        report = given(token=hold(client))
    assert read_scorecards(report) is None
    client.post(address(report), marks() | {"note-1-1": "Cifras del mes"})

    addition = read_scorecards(report)

    assert addition.paragraphs[0] == f"BPO: {heading(client.get(address(report)))}"
    first, *_rest, notes = addition.tables
    assert first.rows[-1][3:] == (41, 37, 47)
    assert all(len(row) == len(table.heads) for table in addition.tables for row in table.rows)
    assert notes.rows == (("Larkfield Pay", 1, "Cifras del mes"),)
    assert [one["total"] for one in addition.values["bpo"]["providers"]] == [41, 37, 47]


def test_it_goes_with_the_report(client, report):
    client.post(address(report), marks())
    report.assessment.delete()

    assert (Scorecard.objects.count(), ScoredAnswer.objects.count()) == (0, 0)


@pytest.mark.parametrize("providers", [2, 4])
def test_the_page_asks_the_database_the_same_for_two_providers_and_for_four(
    client, report, asked, providers, django_assert_num_queries
):
    names = {f"name-{place}": f"Provider {place}" for place in range(1, providers + 1)}
    given = {f"mark-{question}-{place}": "3" for question in MARKS for place in range(1, providers + 1)}
    client.post(address(report), names | given)
    with django_assert_num_queries(5):
        client.get(address(report))
    with django_assert_num_queries(4):
        read_scorecards(report)
    with django_assert_num_queries(16):
        client.post(address(report), {"mark-1-1": "0"})


# The workbook. No spreadsheet program runs here, so its formulas are worked out by what follows, which knows no other.
RANGE = r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"
PATTERNS = {
    "total": re.compile(rf"=SUMPRODUCT\({RANGE},{RANGE}\)"),
    "most": re.compile(rf"=(\d+)\*SUM\({RANGE}\)"),
    "count": re.compile(rf"=COUNT\({RANGE}\)"),
    "state": re.compile(rf'=IF\(COUNTIF\({RANGE},"([^"]+)"\)>0,"([^"]+)","([^"]+)"\)'),
    "place": re.compile(
        rf'=IF\(([A-Z]+\d+)="([^"]+)",1\+SUMPRODUCT\(\({RANGE}="([^"]+)"\)\*\({RANGE}>([A-Z]+\d+)\)\),""\)'
    ),
}


def values(sheet, *ends):
    left, first, right, last = ends
    return [value(sheet, cell) for row in sheet[f"{left}{first}:{right}{last}"] for cell in row]


def value(sheet, cell):
    if cell.data_type != "f":
        return cell.value
    kind, found = next((kind, found) for kind, one in PATTERNS.items() if (found := one.fullmatch(cell.value)))
    part = found.groups()
    match kind:
        case "total":
            pairs = zip(values(sheet, *part[:4]), values(sheet, *part[4:]), strict=True)
            return sum(times * (mark or 0) for times, mark in pairs)
        case "most":
            return int(part[0]) * sum(values(sheet, *part[1:]))
        case "count":
            return sum(isinstance(one, int) for one in values(sheet, *part))
        case "state":
            return part[5] if part[4] in values(sheet, *part[:4]) else part[6]
    state, sums, own = values(sheet, *part[2:6]), values(sheet, *part[7:11]), value(sheet, sheet[part[11]])
    if value(sheet, sheet[part[0]]) != part[1]:
        return ""
    return 1 + sum(one == part[6] and total > own for one, total in zip(state, sums, strict=True))


def workbook(client, report):
    answer = client.get(address(report, "scorecard_xlsx"))
    assert answer["Content-Disposition"].startswith('attachment; filename="Scorecard-SF-')
    return load_workbook(io.BytesIO(answer.content)).worksheets[0]


def row_named(sheet, name):
    return next(row for row in sheet.iter_rows() if row[1].value == name)


def test_the_workbook_adds_up_by_formulas_to_what_the_page_says(client, report, asked):
    client.post(address(report), marks() | conditions(asked, p3="no"))

    sheet = workbook(client, report)

    told = {name: [value(sheet, cell) for cell in row_named(sheet, name)[3:6]] for name in (
        "Total", "The most there can be", "Questions marked", "In or out", "Place among those who are in",
    )}  # fmt: skip
    assert told == {
        "Total": [41, 37, 47],
        "The most there can be": [52, 52, 52],
        "Questions marked": [8, 8, 8],
        "In or out": ["in", "in", "Out"],
        "Place among those who are in": [1, 2, ""],
    }
    assert [cell.value for cell in sheet[4]][:6] == ["No.", "Question", "Counts", *NAMES.values()]


def test_the_workbook_follows_when_a_mark_a_weight_or_a_condition_is_changed(client, report, asked):
    client.post(address(report), marks() | conditions(asked, p3="no"))
    sheet = workbook(client, report)
    total, state = row_named(sheet, "Total"), row_named(sheet, "In or out")

    sheet.cell(5, 4).value = 0
    assert value(sheet, total[3]) == 41 - 4 * asked.weights[1].times
    sheet.cell(5, 3).value += 1
    assert value(sheet, total[4]) == 37 + 3
    row_named(sheet, asked.conditions[0].text)[5].value = "Yes"
    assert [value(sheet, cell) for cell in state[3:6]] == ["in", "in", "in"]
    assert value(sheet, row_named(sheet, "Place among those who are in")[5]) == 1


def test_the_workbook_takes_no_other_mark_weight_or_word(client, report, asked):
    client.post(address(report), marks())
    sheet = workbook(client, report)

    rules = {
        (str(rule.sqref), rule.type, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    first = 4 + len(MARKS) + 6
    assert rules == {
        ("C5:C12", "whole", "1", "3"),
        ("D5:F12", "whole", "0", "4"),
        (f"D{first}:F{first + len(asked.conditions) - 1}", "list", '"Yes,No,Not known"', None),
    }


def test_an_empty_scorecard_is_a_form_to_fill_in(client, report):
    sheet = workbook(client, report)

    assert [cell.value for cell in sheet[4]][3:5] == ["Provider 1", "Provider 2"]
    assert [value(sheet, cell) for cell in row_named(sheet, "Total")[3:5]] == [0, 0]
    assert [value(sheet, cell) for cell in row_named(sheet, "Questions marked")[3:5]] == [0, 0]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example","y")', "+1+1", "-2", "@SUM(1)", "\t=1", "=1"])
def test_what_people_wrote_never_becomes_a_formula(client, report, text):
    client.post(address(report), {"name-1": text, "name-2": "Numera", "note-1-1": text})

    sheet = workbook(client, report)

    written = [cell for row in sheet.iter_rows() for cell in row if cell.value and text.strip() in str(cell.value)]
    assert len(written) >= 2
    assert {cell.data_type for cell in written} == {"s"}
    assert all(cell.quotePrefix for cell in written if not cell.value[0].isalnum())


def test_where_nobody_is_looked_for_there_is_nobody_to_mark(client, report):
    sought = models_of(report)
    for model in set(LABELS) - set(sought):
        assert client.get(reverse("recommendations:scorecard_of", args=(report.pk, model))).status_code == 404
    assert set(LABELS) - set(sought)


def test_a_report_that_looks_for_nobody_says_so_in_place_of_a_scorecard(client, report, monkeypatch):
    monkeypatch.setattr("recommendations.beside.scorecard.views.models_of", lambda _report: ())

    page = client.get(reverse("recommendations:scorecard", args=(report.pk,)))
    assert "There is nobody to mark yet" in page.content.decode()
    assert client.get(reverse("recommendations:scorecard_of", args=(report.pk, "bpo"))).status_code == 404
