"""The pages that everybody meets: the landing page, what frames every page, and what went wrong."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships none
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from assessments.answering.sheet import Sheet
from assessments.edition.minutes import minutes_left
from assessments.models import Assessment
from config import errors
from config.retention import RULES
from config.views import pointers
from organisations.models import Engagement
from recommendations.models import Report
from recommendations.reports.services import submit
from tests.assessments.small import SMALL
from tests.factories import (
    engage,
    hold,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    save,
    shipped_edition,
    whole,
)

PUBLIC = (
    "/",
    "/models/",
    "/models/bpo/",
    "/models/kpo/",
    "/models/ito/",
    "/method/",
    "/glossary/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/inactive/",
)
PRIVATE = (
    "/account/",
    "/account/name/",
    "/account/organisations/new/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
)


class Seen(HTMLParser):
    """A page as a strict policy and a screen reader see it."""

    def __init__(self, page):
        super().__init__()
        self.inline = []
        self.ids = []
        self.titles = []
        self.headings = 0
        self.in_title = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.inline += [f"{tag} {name}" for name in told if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in told):
            self.inline.append(tag)
        self.ids += [told["id"]] if "id" in told else []
        self.headings += int(tag == "h1")
        # A drawing may have a title of its own; the page's is the first.
        self.in_title = tag == "title" and not self.titles

    def handle_data(self, data):
        if self.in_title:
            self.titles.append(data)
            self.in_title = False


@pytest.fixture
def shipped(db):
    call_command("load_profiles", verbosity=0)
    return make_edition(shipped_edition())


def make_sample():
    assessment = make_assessment(functions=("payroll", "help_desk"))
    save(assessment, whole(assessment))
    report = submit(assessment=assessment)
    Report.objects.filter(pk=report.pk).update(is_sample=True)
    return report


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_answers_with_one_heading_and_nothing_inline(client, shipped, address):
    answer = client.get(address)

    seen = Seen(answer.text)
    assert (answer.status_code, seen.headings, seen.inline) == (200, 1, [])
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_page_answers_its_person_alone(client, shipped, address):
    stranger = client.get(address)
    client.force_login(make_user(), backend="organisations.backend.Backend")

    answer = client.get(address)

    seen = Seen(answer.text)
    assert (stranger.status_code, answer.status_code, seen.headings, seen.inline) == (302, 200, 1, [])


def test_every_page_has_a_title_of_its_own(client, shipped):
    told = [Seen(client.get(address).text).titles[0] for address in PUBLIC]
    client.force_login(make_user(), backend="organisations.backend.Backend")
    told += [Seen(client.get(address).text).titles[0] for address in PRIVATE]

    assert len(told) == len(set(told))
    assert [title for title in told if not title.endswith(" – SourceFit")] == []


def test_the_front_page_says_for_three_functions_how_long_it_and_each_step_takes(client, shipped):
    edition = shipped_edition()
    by_step = [minutes_left(edition, (), {}, step.slug) for step in edition.steps]

    page = client.get("/").text

    assert f"About {minutes_left(edition, (), {})} minutes for three functions" in page
    said = re.findall(r">(\d+ min|under a minute)</span>", page)
    assert said == [f"{minutes} min" if minutes else "under a minute" for minutes in by_step]


def test_one_press_on_the_front_page_leads_to_the_functions(client, shipped):
    page = client.get("/").text

    [top, foot] = re.findall(r'<form method="post" action="(/assessments/)">.*?<button[^>]*>([^<]*)</button>', page)
    answer = client.post(top[0])

    assert top == foot == ("/assessments/", "Start the assessment")
    assert answer["Location"] == f"/assessments/{Assessment.objects.get().pk}/functions/"


@pytest.mark.parametrize(("organisations", "presses"), [(0, 0), (1, 2), (2, 0)])
def test_only_who_has_one_organisation_begins_in_an_account_with_one_press(client, shipped, organisations, presses):
    user = make_user()
    for _number in range(organisations):
        make_organisation(user)
    client.force_login(user, backend="organisations.backend.Backend")

    page = client.get("/").text

    assert page.count('<form method="post" action="/assessments/">') == presses
    assert page.count('href="/assessments/"') == 2 - presses


def test_the_front_page_names_what_this_browser_has_not_finished_and_nobody_else_sees_it(client, shipped):
    begun = make_assessment(shipped, token=hold(client), functions=("payroll",))
    save(begun, dict(list(whole(begun).items())[:12]))
    Assessment.objects.update(company="Harbour Bakery", updated_at=timezone.now() - timedelta(days=1))
    answered, asked = (sum(getattr(one, part) for one in Sheet(begun).progress) for part in ("answered", "asked"))

    mine, others = client.get("/"), Client().get("/")

    assert f"{answered} of {asked} answered · last saved: yesterday" in mine.text
    assert f'href="/assessments/{begun.pk}/steps/' in mine.text.partition(">Continue<")[0]
    assert ("Harbour Bakery" in mine.text, "Harbour Bakery" in others.text) == (True, False)
    assert "no-store" in mine["Cache-Control"]


def test_the_front_page_goes_on_with_what_was_saved_last_and_leads_to_the_others(client, shipped):
    token = hold(client)
    older, latest = (make_assessment(shipped, token=token) for _each in range(2))
    Assessment.objects.filter(pk=older.pk).update(company="Older", updated_at=timezone.now() - timedelta(hours=1))
    Assessment.objects.filter(pk=latest.pk).update(company="Latest")

    page = client.get("/").text

    assert ("Latest" in page, "Older" in page, "Others you have begun" in page) == (True, False, True)
    assert f'href="/assessments/{latest.pk}/functions/">Continue' in page
    assert "Older" in client.get("/assessments/").text


def test_the_front_page_goes_on_with_what_an_organisation_has_not_finished(client, shipped):
    user = make_user()
    make_assessment(shipped, organisation=make_organisation(user, name="Harbour Bakery"), functions=("payroll",))
    make_assessment(shipped, organisation=make_organisation(name="Canary"))
    client.force_login(user, backend="organisations.backend.Backend")

    page = client.get("/").text

    assert ("Harbour Bakery" in page, "Canary" in page, "Others you have begun" in page) == (True, False, False)


def test_what_is_handed_in_or_a_clients_is_nothing_to_go_on_with(client, shipped):
    done = make_assessment(shipped, token=hold(client), functions=("payroll",))
    submit(assessment=done)
    consultant = make_user()
    consultancy, theirs = make_consultancy(consultant), make_organisation(name="Canary")
    engage(consultancy, theirs, scope=Engagement.Scope.ANSWER)
    make_assessment(shipped, organisation=theirs)
    client.force_login(consultant, backend="organisations.backend.Backend")

    page = client.get("/").text

    assert ("Continue" in page, "Canary" in page) == (False, False)


def test_where_a_newer_edition_waits_for_a_decision_one_goes_on_by_the_overview(client, db):
    begun = make_assessment(make_edition(SMALL), token=hold(client), functions=("payroll",))
    make_edition(replace(SMALL, edition=2))

    page = client.get("/").text

    assert f'href="/assessments/{begun.pk}/">Continue' in page


def test_without_an_edition_the_front_page_offers_no_start(client, db):
    page = client.get("/").text

    assert ("No questionnaire is open" in page, "Start the assessment" in page) == (True, False)


def test_without_a_sample_the_front_page_shows_no_score(client, shipped):
    page = client.get("/").text

    assert ("From the sample report" in page, "Where work often points" in page) == (False, True)


def test_the_sample_on_the_front_page_is_the_frozen_one(client, db):
    report = make_sample()

    page = client.get("/").text

    rows = [group["rows"][0] for group in report.data["page"]["map"]["groups"]]
    assert "From the sample report" in page
    assert [row["description"] in page for row in rows if row["marks"]] == [True] * len(rows)


@pytest.mark.parametrize("more", [0, 5])
def test_the_front_page_asks_three_questions_however_long_the_edition(client, shipped, django_assert_num_queries, more):
    for number in range(more):
        make_edition(replace(SMALL, slug=f"small{number}"))
    client.get("/")

    with django_assert_num_queries(3):
        client.get("/")


@pytest.mark.parametrize("functions", [("payroll",), ("payroll", "bookkeeping", "servers_cloud")])
def test_going_on_costs_the_front_page_four_questions_more_however_much_was_begun(
    client, shipped, django_assert_num_queries, functions
):
    token = hold(client)
    for _number in range(4):
        begun = make_assessment(shipped, token=token, functions=functions)
        save(begun, whole(begun))
    client.get("/")

    with django_assert_num_queries(7):
        client.get("/")


def test_the_first_visit_takes_at_most_sixty_kilobytes(client, shipped):
    files = ("css/bootstrap.min.css", "css/site.css", "img/favicon.svg")
    packed = sum(len(brotli.compress(Path(str(finders.find(name))).read_bytes())) for name in files)

    page = client.get("/")

    assert [name in page.text for name in files] == [True, True, True]
    assert page.text.count('rel="stylesheet"') == 2
    assert packed + len(page.content) <= 60_000


def test_pointers_name_functions_that_the_sources_give_to_one_model_alone():
    assert pointers(SMALL) == [{"model": "bpo", "names": ["Payroll"]}, {"model": "ito", "names": ["Help desk"]}]


def test_after_signing_in_one_is_led_to_what_one_began_in_this_browser(client, db):
    token = hold(client)
    begun = make_assessment(token=token)
    client.force_login(make_user(), backend="organisations.backend.Backend")

    answer = client.get("/arrive/")

    assert (answer.status_code, answer["Location"]) == (302, f"/assessments/{begun.pk}/claim/")


def test_after_signing_in_with_nothing_begun_one_is_led_to_ones_reports(client, db):
    make_assessment(token="x" * 43)
    client.force_login(make_user(), backend="organisations.backend.Backend")

    answer = client.get("/arrive/")

    assert (answer.status_code, answer["Location"]) == (302, "/workspace/")


def test_a_page_that_is_not_there_says_so_in_our_look(client, db):
    answer = client.get("/nothing/here/")

    assert (answer.status_code, "There is nothing here for you" in answer.text) == (404, True)
    assert (Seen(answer.text).headings, Seen(answer.text).inline) == (1, [])


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        (errors.forbidden, 403, "not open to you"),
        (errors.not_found, 404, "nothing here for you"),
        (errors.too_large, 413, "too much to send"),
        (errors.too_often, 429, "wait a little"),
        (errors.server_error, 500, "went wrong here"),
        (lambda request: errors.bad_request(request, ValueError()), 400, "could not read that"),
    ],
)
def test_the_pages_of_errors_ask_no_database(page, status, words):
    # There is no database in this test: whoever asks it fails.
    answer = page(RequestFactory().get("/"))

    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_the_privacy_page_prints_the_table_that_the_purge_follows(client, db):
    page = client.get("/privacy/").content.decode()

    assert [rule.name for rule in RULES if f"{rule.days} day" not in page or str(rule.what)[1:] not in page] == []
