"""What people do is limited by who they are or where they are, never by what their request says about it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.urls import reverse

from assessments.answering.views import claim, pages
from assessments.models import Answer, Assessment
from config import environment
from consulting.clients import views as clients
from organisations import adapter
from organisations.http import sender
from organisations.limits import network
from recommendations.reports.services import submit
from recommendations.reports.views import archive, copies
from tests.assessments.asking import page_of
from tests.factories import (
    hold,
    make_assessment,
    make_consultant,
    make_edition,
    make_organisation,
    make_user,
    save,
    whole,
)
from tests.organisations.signing import PASSWORD, signed_in

LOGIN = "/accounts/login/"


@pytest.fixture
def few(monkeypatch):
    """Let something be done twice in a day only, so that nothing comes back however long a test takes."""

    def fewer(place, name):
        monkeypatch.setattr(place, name, replace(getattr(place, name), times=2, within=timedelta(days=2)))

    return fewer


def statuses(act, times=4):
    """Do something so often, and give the statuses and the last answer."""
    answers = [act() for _time in range(times)]
    return [answer.status_code for answer in answers], answers[-1]


def is_plain(answer):
    page = page_of(answer)
    return int(answer["Retry-After"]) > 0 and "many times in a short while" in page and "<h1" in page


@pytest.fixture
def draft(client, db):
    made = make_assessment(make_edition(), token=hold(client), functions=("payroll",))
    save(made, {("", "load"): "much"})
    return made


def step_of(draft):
    return reverse("assessments:step", args=(draft.pk, "core-problem"))


def test_a_save_too_many_is_shown_again_with_everything_that_was_typed(client, draft, few):
    few(pages, "SAVES")
    said = {"load": "little", "note--load": "Typed just now", "version": "1", "action": "later"}
    stale = said | {"version": "x"}

    codes, _answer = statuses(lambda: client.post(step_of(draft), stale), 2)
    refused = client.post(step_of(draft), said)

    assert (codes, refused.status_code, is_plain(refused)) == ([400, 400], 429, True)
    assert ("Typed just now" in page_of(refused), "Not saved yet" in page_of(refused)) == (True, True)
    assert Answer.objects.get(question_key="load").choice_key == "much"


def test_choosing_functions_too_often_keeps_what_was_ticked(client, draft, few):
    few(pages, "SAVES")
    address = reverse("assessments:functions", args=(draft.pk,))

    said = {"functions": "help_desk", "own_1": "Mending", "action": "later"}

    codes, _answer = statuses(lambda: client.post(address, said | {"version": "x"}), 2)
    refused = client.post(address, said | {"version": draft.functions_version})

    assert (codes, refused.status_code, is_plain(refused)) == ([400, 400], 429, True)
    assert "Mending" in page_of(refused)


def test_claims_are_counted_by_account(db, few):
    few(claim, "CLAIMS")
    user = make_user()
    organisation = make_organisation(user)
    browser = signed_in(user)
    token, edition = hold(browser), make_edition()

    def keep():
        browser.cookies["holder"] = token
        begun = make_assessment(edition, token=token)
        address = reverse("assessments:claim", args=(begun.pk,))
        return browser.post(address, {"organisation": organisation.pk, "name": ""})

    codes, refused = statuses(keep)

    assert (codes, is_plain(refused)) == ([302, 302, 429, 429], True)
    assert Assessment.objects.filter(organisation=organisation).count() == 2


@pytest.mark.parametrize(
    ("ending", "name"), [("pdf", "PDFS"), ("json", "EXPORTS"), ("csv", "EXPORTS"), ("xlsx", "EXPORTS")]
)
def test_copies_of_a_report_are_counted(client, draft, few, ending, name):
    few(copies, name)
    save(draft, whole(draft))
    report = submit(assessment=draft)

    codes, refused = statuses(lambda: client.get(f"/reports/{report.pk}/report.{ending}"))

    assert (codes, is_plain(refused)) == ([200, 200, 429, 429], True)


def test_copies_of_the_list_of_clients_are_counted_by_account(db, few):
    few(clients, "EXPORTS")
    browser = signed_in(make_consultant())

    codes, refused = statuses(lambda: browser.get("/clients/clients.csv"))

    assert (codes, is_plain(refused)) == ([200, 200, 429, 429], True)


def test_archives_are_counted_by_organisation(db, few):
    few(archive, "ARCHIVES")
    owner = make_user()
    organisation = make_organisation(owner)
    browser = signed_in(owner)

    codes, refused = statuses(lambda: browser.post(reverse("recommendations:archive", args=(organisation.pk,))))

    assert (codes, is_plain(refused)) == ([200, 200, 429, 429], True)


def test_wrong_sign_ins_are_counted_by_address_whatever_the_request_says_it_is(client, db, few):
    few(adapter, "FROM")
    numbers = iter(range(100))

    def wrong(address="198.51.100.7"):
        number = next(numbers)
        said = {"login": f"{number}@example.com", "password": "not the word"}
        return client.post(LOGIN, said, headers={"X-Forwarded-For": f"203.0.113.{number}"}, REMOTE_ADDR=address)

    codes, refused = statuses(wrong)
    elsewhere = wrong("198.51.100.8")

    assert (codes, is_plain(refused), elsewhere.status_code) == ([200, 200, 429, 429], True, 200)


def test_another_spelling_of_an_address_is_no_other_account(client, db, few):
    few(adapter, "TO_FROM")
    spellings = iter(
        ("kim@example.com", " KIM@example.com ", "Kim@EXAMPLE.com", "\u212aim@example.com", "k\u0131m@example.com")
    )

    codes, refused = statuses(lambda: client.post(LOGIN, {"login": next(spellings), "password": "not the word"}), 5)

    assert (codes, is_plain(refused)) == ([200, 200, 429, 429, 429], True)


def test_right_sign_ins_do_not_count(client, db, few):
    few(adapter, "FROM")
    user = make_user("kim@example.com")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    def sign_in():
        client.cookies.clear()
        return client.post(LOGIN, {"login": "kim@example.com", "password": PASSWORD})

    codes, _answer = statuses(sign_in)

    assert codes == [302] * 4


def test_nobody_at_one_address_can_keep_somebody_else_out(client, db):
    burst, later = adapter.TO_FROM.times, timedelta(hours=1) / (adapter.TO_FROM.within / adapter.TO_FROM.times)

    most_in_an_hour = burst + later

    assert most_in_an_hour < adapter.TO.times


def test_codes_of_an_app_are_limited_with_the_same_page(db):
    user = make_consultant()
    browser = signed_in(user, sure=False)

    codes, refused = statuses(lambda: browser.post("/accounts/2fa/reauthenticate/", {"code": "000000"}), 7)

    assert (codes[0], codes[-1], is_plain(refused)) == (200, 429, True)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
    ],
)
def test_what_counts_is_what_a_visitor_cannot_choose(address, counted):
    assert network(address) == counted


@pytest.mark.parametrize(
    ("proxies", "said", "counted"),
    [
        (0, "203.0.113.9", "198.51.100.7"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "203.0.113.9", "198.51.100.7"),  # it came past one of the two
        (1, "", "198.51.100.7"),
    ],
)
def test_as_many_proxies_are_believed_as_there_are(settings, proxies, said, counted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory(REMOTE_ADDR="198.51.100.7").get("/", headers={"X-Forwarded-For": said})

    assert sender(request) == counted


def test_never_is_no_limit(monkeypatch):
    monkeypatch.setenv("SAVES_PER_HOUR", "0")

    with pytest.raises(ImproperlyConfigured, match="SAVES_PER_HOUR is 0: write how often"):
        environment.limit("SAVES_PER_HOUR", 3600)
