"""The page of costs: what is typed is kept or refused with a reason, and said in words, beside the report."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.answering.holder import COOKIE
from organisations.models import Opening
from recommendations.beside.costs import services
from recommendations.beside.costs.read import read_costs
from recommendations.models import CostGuesses, Report
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    hold,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
)
from tests.recommendations.test_costs_sums import DRAWN

pytestmark = pytest.mark.django_db

PAGE = {
    f"{guess}-{end}": str(ends[number]) for guess, ends in DRAWN.items() for number, end in enumerate(("from", "to"))
}
ANSWER = "At the middle of your guesses it pays for itself in month 8. At their edges: in month 3, or never."


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


def given(**whose):
    return submit(assessment=make_assessment(make_edition(), functions=("payroll",), **whose))


@pytest.fixture
def report(client):
    return given(token=hold(client))


def address(report):
    return reverse("recommendations:costs", args=(report.pk,))


def heading(answer):
    return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)[1])


def shown(answer):
    """What stands in the fields of the page."""
    return {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', answer.text)}


def tab(client):
    """Another window of the same browser."""
    other = Client()
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    return other


def test_the_page_begins_with_what_is_enough_to_begin(client, report):
    answer = client.get(address(report))

    assert heading(answer) == "Two figures are enough to begin: your hours and the fee."
    assert "Nothing here changes the fit" in answer.text
    assert '<svg class="chart own even__svg"' not in answer.text


def test_two_figures_say_what_an_hour_may_cost(client, report):
    answer = client.post(address(report), {"hours-from": "100", "fee-from": "1,800", "currency": "€"}, follow=True)

    assert heading(answer) == "Outside is cheaper from month to month once an hour of your people costs more than €18."
    assert "Left empty and counted as nothing: What an hour costs you, Programs and tools" in answer.text


def test_ten_guesses_are_kept_and_answered_in_words_a_picture_and_its_table(client, report):
    answer = client.post(address(report), PAGE | {"currency": "€"}, follow=True)

    assert heading(answer) == ANSWER
    assert {key: value.replace(",", "") for key, value in shown(answer).items() if key in PAGE} == PAGE
    assert "Its middle reaches zero in month 8" in answer.text
    assert "−10,500 to −5,500" in answer.text
    assert "€3,290 to 4,790" in answer.text
    assert "€15,400 behind to €79,800 ahead" in answer.text  # three years
    assert "counted as nothing:" not in answer.text
    assert Report.objects.get().is_intact


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"fee-from": "3000", "fee-to": "3400"}, "At the middle of your guesses it does not pay for itself in 24 months. At their best it does in month 5."),
        ({"fee-from": "9000", "fee-to": "9900"}, "At the middle of your guesses it does not pay for itself in 24 months. Not even at their best."),
        ({name: PAGE[name.replace("-to", "-from")] for name in PAGE}, None),
        ({"fee-from": "1500", "fee-to": "1600"}, "At their edges: in month 2, or in month"),
    ],
)  # fmt: skip
def test_the_answer_says_when_and_when_not(client, report, said, sentence):
    words = heading(client.post(address(report), PAGE | said, follow=True))

    assert sentence in words if sentence else re.match(r"By your guesses it pays for itself in month \d+\.$", words)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"fee-to": "-5"}, "The partner’s fee, to: write what it costs, without a minus"),
        ({"fee-to": "many"}, "The partner’s fee, to: write a number in digits, such as 1,950.5"),
        ({"fee-to": "9" * 30}, "The partner’s fee, to: this is more than we can work with"),
        ({"hours-to": "1000001"}, "Hours your people spend, to: this is more than we can work with"),
        ({"pay-to": "31.999"}, "What an hour costs you, to: “31.999” can be read in two ways. Write it without a mark, such as 31999"),
        ({"pay-to": "0.123"}, "What an hour costs you, to: write at most two figures after the decimal mark"),
        ({"currency": "€" * 200}, "Currency: Shorten this to 12 characters: it has 200"),
        ({"currency": "a\0b"}, "Currency: Take out the characters that cannot be shown"),
        ({"once-from": "a\0b"}, "Moving over, from: write a number in digits"),
    ],
)  # fmt: skip
def test_what_is_no_cost_is_refused_where_it_stands_and_nothing_is_lost(client, report, said, sentence):
    client.post(address(report), {"hours-from": "5"})
    answer = client.post(address(report), PAGE | {"currency": "€"} | said)

    assert (answer.status_code, "<title>Error:" in answer.text) == (422, True)
    assert sentence in unescape(answer.text)
    [name] = said
    assert f'href="#{name}"' in answer.text
    assert f'id="{name}-error"' in answer.text
    typed = PAGE | {"currency": "€"} | {name: value.replace("\0", "") for name, value in said.items()}
    assert shown(answer).items() >= typed.items()
    assert CostGuesses.objects.get().guesses == {"hours-from": "5", "hours-to": "5"}


def test_the_lower_figure_comes_first_and_that_is_said(client, report):
    answer = client.post(address(report), {"fee-from": "2600", "fee-to": "1950"}, follow=True)

    assert "The partner’s fee: “from” was above “to”, so we put the lower figure first." in unescape(answer.text)
    assert CostGuesses.objects.get().guesses == {"fee-from": "1950", "fee-to": "2600"}


def test_a_report_in_spanish_reads_numbers_as_spanish_does(client):
    with translation.override("es"):
        report = given(token=hold(client))
    client.post(address(report), {"fee-from": "1.950,50", "hours-from": "9,5"})

    assert CostGuesses.objects.get().guesses["fee-from"] == "1950.5"
    answer = client.get(address(report))
    assert (shown(answer)["hours-from"], answer["Content-Language"]) == ("9,5", "es")


def test_an_emptied_line_is_empty_again(client, report):
    client.post(address(report), PAGE)
    client.post(address(report), {**PAGE, "fee-from": "", "fee-to": "", "currency": ""})

    assert not {"fee-from", "fee-to"} & set(CostGuesses.objects.get().guesses)


def test_two_who_guess_at_once_both_keep_what_only_they_changed(client, report):
    client.post(address(report), PAGE)
    page = shown(client.get(address(report)))
    tab(client).post(address(report), page | {"fee-from": "1,000"})

    client.post(address(report), page | {"hours-to": "200"})

    kept = CostGuesses.objects.get().guesses
    assert (kept["fee-from"], kept["hours-to"]) == ("1000", "200")


@pytest.mark.parametrize(("choice", "kept"), [("typed", "1500"), ("stored", "1000")])
def test_what_both_changed_is_asked_about_and_nothing_is_saved_before(client, report, choice, kept):
    client.post(address(report), PAGE)
    page = shown(client.get(address(report)))
    tab(client).post(address(report), page | {"fee-from": "1000"})

    asked = client.post(address(report), page | {"fee-from": "1,500", "hours-to": "200"})

    assert (asked.status_code, CostGuesses.objects.get().guesses["hours-to"]) == (409, "118")
    assert "The partner’s fee, from" in unescape(asked.text)
    saved = client.post(address(report), shown(asked) | {"keep--fee-from": choice})
    guesses = CostGuesses.objects.get().guesses
    assert (saved.status_code, guesses["fee-from"], guesses["hours-to"]) == (302, kept, "200")


def test_a_save_that_others_always_outrun_says_so_and_keeps_what_was_typed(client, report, monkeypatch):
    monkeypatch.setattr(services, "_write", lambda *_row: False)

    answer = client.post(address(report), PAGE)

    assert (answer.status_code, "save once more" in answer.text) == (422, True)
    assert shown(answer).items() >= PAGE.items()


def test_of_two_first_saves_none_is_lost(client, report):
    """Somebody saves between reading that nothing is there and writing."""
    CostGuesses.objects.create(report=report, guesses={"fee-from": "5", "fee-to": "5"}, version=1)

    assert not services._write(report, None, {"hours-from": "9"}, None)
    services.keep(report=report, sent={"hours-from": "9"}, seen={}, choices={}, by=None)
    assert CostGuesses.objects.get().guesses == {"fee-from": "5", "fee-to": "5", "hours-from": "9", "hours-to": "9"}


def test_a_consultant_reads_it_without_a_form_and_that_is_noted(client):
    owner = make_user()
    organisation = make_organisation(owner)
    report = given(organisation=organisation)
    client.force_login(owner)
    client.post(address(report), PAGE | {"currency": "€"})
    adviser = make_user("adviser@example.com")
    engage(make_consultancy(adviser), organisation)
    client.force_login(adviser)

    answer = client.get(address(report))

    assert heading(answer) == ANSWER
    assert f'action="{address(report)}"' not in answer.text
    assert "96 to 118" in answer.text
    assert [(row.what, row.subject) for row in Opening.objects.all()] == [("report", report.pk)]
    assert client.post(address(report), {"fee-from": "1"}).status_code == 404


def test_it_says_who_saved_it_and_forgets_them_when_they_go(client):
    owner = make_user(name="Ines")
    report = given(organisation=make_organisation(owner))
    client.force_login(owner)
    client.post(address(report), PAGE)

    assert "Saved by Ines" in client.get(address(report)).text
    addition = read_costs(report)
    assert (addition.by, addition.key) == ("Ines", "costs")
    owner.delete()
    assert read_costs(report).by == ""


def test_an_addition_tells_the_same_in_the_report_s_language(client):
    with translation.override("es"):
        report = given(token=hold(client))
    assert read_costs(report) is None
    client.post(address(report), PAGE | {"currency": "€"})

    addition = read_costs(report)

    assert addition.paragraphs[0] == heading(client.get(address(report)))
    assert addition.values["result"]["month"] == 8
    assert addition.values["result"]["ahead_after_years"]["3"]["middle"] == "31636"
    assert addition.values["guesses"]["fee"] == {"from": "1950", "to": "2600"}
    guesses, figures = addition.tables
    assert guesses.rows[0][1:] == (Decimal(96), Decimal(118))
    assert {len(row) for row in figures.rows} == {len(figures.heads)}
    assert figures.rows[-2][0] == 24
    assert figures.rows[-2][-1] == Decimal(18424)


def test_it_goes_with_the_report(client, report):
    client.post(address(report), PAGE)
    report.assessment.delete()

    assert not CostGuesses.objects.exists()


@pytest.mark.parametrize("filled", [False, True])
def test_the_page_asks_the_database_no_more_with_ten_guesses_than_with_none(
    client, report, filled, django_assert_num_queries
):
    if filled:
        client.post(address(report), PAGE)
    with django_assert_num_queries(2):
        client.get(address(report))
    with django_assert_num_queries(3 if filled else 5):
        client.post(address(report), {"fee-from": "7"})
