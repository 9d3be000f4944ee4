"""The list of a consultancy's clients: what stands in it, how it is filtered, ordered and taken along, and for whom."""

import csv
import io
import re
import time
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consulting.clients import list_files
from consulting.clients.filters import ORDERS
from consulting.models import ClientLine, SavedFilter
from consulting.models.clients import Status
from organisations import engagements
from organisations.models import Engagement, Invitation, Membership, Organisation
from tests.factories import engage, make_consultancy, make_consultant, make_organisation, make_user, protect

pytestmark = pytest.mark.django_db

CLIENTS = "/clients/"
DAY = 24 * 60 * 60


@pytest.fixture
def consultant(client):
    person = make_consultant()
    client.force_login(person)
    return person


@pytest.fixture
def firm(consultant):
    return Organisation.objects.get(advises=True)


def listed(page):
    return re.findall(r'scope="row"><a href="/clients/[^"]+">([^<]+)<', page.content.decode())


def add(firm, name, **facts):
    """List a client with these facts, as its answers and reports would have brought them about."""
    engagement = engage(firm, make_organisation(name=name))
    if facts:
        ClientLine.objects.filter(engagement=engagement).update(**facts)
    return engagement


def test_a_report_whose_figures_are_missing_has_no_doubt_about_unknown_answers(client, firm):
    add(firm, "Kestrel Ltd", report=uuid4(), label="bpo", asked=0, unknown=0)

    assert "don’t-know" not in client.get(CLIENTS).content.decode()


def many(firm, count):
    """List many clients at once, all different."""
    owned = Organisation.objects.bulk_create(Organisation(name=f"Client {number:03}") for number in range(count))
    engaged = Engagement.objects.bulk_create(Engagement(consultancy=firm, client=one) for one in owned)
    now = int(time.time())
    ClientLine.objects.bulk_create(
        ClientLine(
            consultancy=firm,
            client=one.client,
            engagement=one,
            name=one.client.name,
            folded=one.client.name.casefold(),
            active=now - number // 3 * DAY,
            margin=number % 4,
            report=one.pk,
            label="bpo",
            leader="bpo",
            second="ito",
        )
        for number, one in enumerate(engaged)
    )


def test_nobody_yet_is_said_with_the_way_to_the_first_invitation(client, consultant, firm):
    page = client.get(CLIENTS).content.decode()

    assert f'href="/clients/invite/?for={firm.pk}"' in page
    assert "Invite your first client" in page


def test_those_that_wait_for_the_consultant_stand_first_and_the_last_touched_before_the_others(client, firm):
    now = int(time.time())
    add(firm, "Reviewed", report=firm.pk, review="final", label="bpo", active=now)
    add(firm, "Answering", draft=firm.pk, active=now)
    add(firm, "Waits long", report=firm.pk, label="bpo", active=now - DAY)
    add(firm, "Waits", report=firm.pk, label="bpo", active=now)
    add(firm, "In review", report=firm.pk, review="in_review", label="bpo", active=now)
    add(firm, "Changes", report=firm.pk, review="changes", label="bpo", active=now)

    assert listed(client.get(CLIENTS)) == ["Waits", "Waits long", "In review", "Changes", "Answering", "Reviewed"]


def test_whoever_was_invited_is_listed_until_they_answer(client, consultant, firm):
    asked = Invitation(organisation=firm, purpose="client", email="a@example.com", scope="read", name="Ferncroft")
    engagements.invite(invitation=asked, by=consultant, addressed=lambda token: f"https://example.com/{token}")
    before = client.get(CLIENTS).content.decode()

    engagements.decline(invitation=asked, by=None)

    assert ("Ferncroft" in before, "Invited" in before) == (True, True)
    assert "Ferncroft" not in client.get(CLIENTS).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "KESTREL"}, ["Kestrel & Vale"]),
        ({"status": str(Status.FOR_REVIEW.value)}, ["Kestrel & Vale"]),
        ({"status": str(Status.ANSWERING.value)}, ["Tallis"]),
        ({"model": "bpo"}, ["Kestrel & Vale"]),
        ({"strength": "3"}, ["Kestrel & Vale"]),
        ({"evidence": "2"}, ["Kestrel & Vale"]),
        ({"since": "week"}, ["Kestrel & Vale"]),
        ({"since": "older"}, ["Tallis"]),
        ({"model": "kpo"}, []),
        ({"status": "99", "q": "tallis"}, ["Tallis"]),
    ],
)
def test_a_filter_keeps_what_it_names_and_ignores_what_is_none(client, firm, asked, found):
    add(firm, "Kestrel & Vale", report=firm.pk, label="bpo", strength=3, evidence=2)
    add(firm, "Tallis", draft=firm.pk, active=int(time.time()) - 40 * DAY)

    page = client.get(CLIENTS, asked)

    assert [name.replace("&amp;", "&") for name in listed(page)] == found


@pytest.mark.parametrize("turn", ["", "-"])
@pytest.mark.parametrize("order", ORDERS)
def test_page_by_page_in_every_order_none_is_left_out_and_none_comes_twice(client, firm, order, turn):
    many(firm, 55)
    address, seen = f"{CLIENTS}?sort={turn}{order}", []

    while address:
        page = client.get(address)
        seen += listed(page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page.content.decode())
        address = CLIENTS + following.group(1).replace("&amp;", "&") if following else ""

    assert (len(seen), len(set(seen))) == (55, 55)


@pytest.mark.parametrize("mark", ["x", "%00", "MSB4", "a" * 3000, "ĀĀ", "LTEg"])
def test_a_mark_that_is_none_of_ours_shows_the_first_page(client, firm, mark):
    add(firm, "Kestrel")

    assert listed(client.get(CLIENTS, {"after": mark})) == ["Kestrel"]


def test_the_list_takes_the_same_few_queries_however_long_it_is(client, firm):
    counted = []
    for count in (2, 60):
        many(firm, count)
        with CaptureQueriesContext(connection) as queries:
            client.get(CLIENTS)
        counted.append(len(queries))

    assert counted == [6, 6]


def test_a_copy_holds_exactly_what_is_filtered(client, firm):
    many(firm, 30)
    add(firm, "Kestrel & Vale", report=firm.pk, label="kpo")

    text = client.get("/clients/clients.csv", {"sort": "name", "model": "bpo"}).getvalue().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(client.get("/clients/clients.xlsx", {"model": "kpo"}).getvalue()))

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["client"] for row in rows] == [f"Client {number:03}" for number in range(30)]
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["Kestrel & Vale"]


def test_a_workbook_holds_every_line_however_many_there_are_and_is_sent_in_pieces():
    names = ["=1+1", "_x0041_ & <b>", *(f"Client {number:04}" for number in range(1_200))]

    pieces = list(list_files.xlsx(ClientLine(name=name, status=Status.FOR_REVIEW, active=0) for name in names))

    sheet = load_workbook(io.BytesIO(b"".join(pieces))).worksheets[0]
    assert len(pieces) == 4
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["=1+1", "_x005F_x0041_ & <b>", *names[2:]]
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix, sheet["A4"].quotePrefix) == ("s", True, False)
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:O1203", "A2")


def test_a_workbook_has_words_and_days_and_a_table_has_keys_whatever_the_language(client, firm):
    add(
        firm,
        "Kestrel & Vale",
        report=firm.pk,
        label="bpo",
        leader="bpo",
        score=75,
        margin=9,
        second="kpo",
        strength=3,
        evidence=3,
        active=1_790_000_000,
        review_on=date(2027, 1, 29),
    )
    client.cookies["language"] = "es"

    book = load_workbook(io.BytesIO(client.get("/clients/clients.xlsx").getvalue())).worksheets[0]
    text = client.get("/clients/clients.csv").getvalue().decode("utf-8-sig")

    heads, cells = ([cell.value for cell in row] for row in book.iter_rows())
    [row] = csv.DictReader(io.StringIO(text), delimiter=";")
    assert heads[1:5] == ["Estado", "Pasos hechos", "Pasos", "Modelo en cabeza"]
    assert cells[1] == "Por revisar"
    assert (cells[4], cells[7]) == ("BPO", "KPO")
    assert {"firm", "good", "bpo"}.isdisjoint(cells)
    assert (book["M2"].is_date, cells[13]) == (True, datetime(2027, 1, 29))  # noqa: DTZ001 - a cell of Excel knows no zone
    assert [row[name] for name in ("status", "leading_model", "second_model", "strength", "evidence")] == [
        *("for_review", "bpo", "kpo", "firm", "good"),
    ]
    assert row["next_review"] == "2027-01-29"


def test_a_name_that_a_spreadsheet_would_calculate_stays_a_name(client, firm):
    add(firm, "=1+1")

    assert "\r\n'=1+1," in client.get("/clients/clients.csv").getvalue().decode()


def test_a_person_of_two_consultancies_sees_one_at_a_time(client, consultant, firm):
    other = make_consultancy(name="Other Advice")
    Membership.objects.create(user=consultant, organisation=other)
    add(firm, "Client of the first")
    add(other, "Canary of the other")

    one, two = client.get(CLIENTS, {"for": firm.pk}), client.get(CLIENTS, {"for": other.pk})

    assert (listed(one), listed(two)) == (["Client of the first"], ["Canary of the other"])


def test_no_client_of_another_consultancy_shows_anywhere(client, consultant, firm):
    add(firm, "Mine", report=firm.pk, label="bpo")
    theirs = make_consultancy(protect(make_user("other@example.com")), name="Foreign Canary firm")
    foreign = add(theirs, "Foreign Canary", report=theirs.pk, label="bpo", contradictions=3)
    asked = {"for": firm.pk, "client": foreign.client_id, "q": ""}

    bodies = [
        client.get(address, asked).getvalue() for address in ("/clients/", "/clients/clients.csv", "/clients/insight/")
    ]
    book = load_workbook(io.BytesIO(client.get("/clients/clients.xlsx").getvalue()))

    assert [b"Canary" in body for body in bodies] == [False, False, False]
    assert "Canary" not in str([[cell.value for cell in row] for row in book.worksheets[0].rows])
    assert client.get("/clients/", {"for": theirs.pk}).status_code == 404
    assert client.get(f"/clients/{foreign.client_id}/").status_code == 404


def test_a_filter_is_saved_shown_renamed_and_thrown_away(client, consultant, firm):
    client.post("/clients/filters/new/", {"name": "Firm  ones", "query": "strength=3&sort=name&nonsense=1"})
    saved = SavedFilter.objects.get()
    shown = client.get(CLIENTS).content.decode()

    client.post(f"/clients/filters/{saved.pk}/", {"name": "Firmer"})
    renamed = SavedFilter.objects.get().name
    client.post(f"/clients/filters/{saved.pk}/delete/")

    assert (saved.name, saved.query) == ("Firm ones", "strength=3&sort=name")
    # Without a client there is no list to filter, and so no filter to choose.
    assert "Firm ones" not in shown
    assert (renamed, SavedFilter.objects.count()) == ("Firmer", 0)


def test_a_saved_filter_is_its_maker_s_alone(client, consultant, firm):
    colleague = protect(make_user("colleague@example.com"))
    membership = Membership.objects.create(user=colleague, organisation=firm)
    saved = SavedFilter.objects.create(membership=membership, name="Canary filter", query="status=1")
    add(firm, "Kestrel")

    assert "Canary filter" not in client.get(CLIENTS).content.decode()
    assert client.post(f"/clients/filters/{saved.pk}/", {"name": "Mine"}).status_code == 404
    assert client.post(f"/clients/filters/{saved.pk}/delete/").status_code == 404


def test_two_filters_of_one_person_may_not_be_called_the_same(client, consultant, firm):
    fields = {"name": "Mine", "query": "status=1"}

    client.post("/clients/filters/new/", fields)

    assert client.post("/clients/filters/new/", fields).status_code == 422


def test_a_client_s_page_names_it_and_takes_the_date_of_the_next_review(client, firm):
    engagement = add(firm, "Kestrel & Vale")
    day = timezone.localdate() + timedelta(days=30)

    client.post(f"/clients/{engagement.client_id}/review-day/", {"review_on": day.isoformat()})
    page = client.get(f"/clients/{engagement.client_id}/").content.decode()

    engagement.refresh_from_db()
    assert (engagement.review_on, ClientLine.objects.get(engagement=engagement).review_on) == (day, day)
    assert "<h1>Kestrel &amp; Vale</h1>" in page
    assert f'value="{day.isoformat()}"' in page


def test_a_date_that_is_none_is_refused_with_what_to_do(client, firm):
    engagement = add(firm, "Kestrel")

    answer = client.post(f"/clients/{engagement.client_id}/review-day/", {"review_on": "soon"})

    assert (answer.status_code, "Give a date such as 2027-03-31" in answer.content.decode()) == (422, True)


def test_only_an_owner_of_the_consultancy_gives_a_client_up(client, consultant, firm):
    engagement = add(firm, "Kestrel")
    address = reverse("consulting:end_engagement", args=(engagement.client_id,))
    Membership.objects.update(role=Membership.Role.MEMBER)
    as_member = client.post(address).status_code
    Membership.objects.filter(user=consultant).update(role=Membership.Role.OWNER)

    as_owner = client.post(address).status_code

    assert (
        as_member,
        as_owner,
        Engagement.objects.current().count(),
        ClientLine.objects.filter(consultancy=firm).count(),
    ) == (
        404,
        302,
        0,
        0,
    )


def test_the_review_of_the_latest_report_shows_as_the_status(firm):
    engagement = add(firm, "Kestrel", report=firm.pk, label="bpo")
    shown = []

    for review in ("", "in_review", "changes", "final"):
        ClientLine.objects.filter(engagement=engagement).update(review=review)
        shown.append(ClientLine.objects.get(engagement=engagement).status)

    assert shown == [Status.FOR_REVIEW, Status.IN_REVIEW, Status.CHANGES, Status.REVIEWED]
