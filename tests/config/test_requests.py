import json
import logging

import pytest
from django.db import connection
from django.test import Client

from config.logs import JsonFormatter

EVERYWHERE = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'none'",
    "base-uri 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/livez", "/readyz", "/accounts/login/", "/admin/login/", "/not/here/"])
def test_every_page_carries_the_safe_headers(client, address):
    headers = client.get(address).headers

    assert {name: headers.get(name) for name in EVERYWHERE if name != "Cache-Control"} == {
        name: value for name, value in EVERYWHERE.items() if name != "Cache-Control"
    }
    assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", "))
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in headers["Permissions-Policy"]


def test_each_request_has_a_name_of_its_own(client):
    names = {client.get("/livez")["X-Request-ID"] for _turn in range(3)}

    assert len(names) == 3


@pytest.mark.django_db
def test_a_thousand_and_one_fields_are_refused_and_nothing_is_read(client):
    answer = client.post("/accounts/login/", {f"field{number}": "x" for number in range(1001)})

    assert (answer.status_code, "more fields than any of our forms" in answer.text) == (400, True)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/csv"])
def test_more_than_five_megabytes_are_refused_by_their_announced_length(client, kind):
    answer = client.post("/accounts/login/", b"x" * (5 * 1024 * 1024 + 1), content_type=kind)

    assert (answer.status_code, "Send at most 5 MB" in answer.text) == (413, True)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000:9", "a b"])
def test_a_forged_host_is_refused_with_a_page_that_can_be_read(client, host):
    answer = client.get("/accounts/login/", headers={"host": host})

    assert (answer.status_code, "cannot read" in answer.text, host in answer.text) == (400, True, False)


@pytest.mark.django_db
def test_trying_too_often_is_answered_with_a_page_that_says_when_to_come_back(client):
    answers = [client.post("/accounts/login/", {"login": "who@example.test", "password": "x"}) for _turn in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert (0 < int(answers[5]["Retry-After"]) <= 60, "try again in 1 minute" in answers[5].text) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/%00", "/reports/%00/", "/?next=%00", "/%ff%fe", "/" + "a" * 3000, "/reports/%ED%A0%80/"]
)
def test_an_address_nobody_would_type_is_not_a_mistake_of_ours(client, address):
    assert client.get(address).status_code in {200, 404}


def test_being_alive_asks_no_database(client):
    answer = client.get("/livez")

    assert (answer.status_code, answer.text) == (200, "alive\n")


@pytest.mark.django_db
def test_a_migrated_site_is_ready(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready\n")


@pytest.mark.django_db
def test_a_site_with_a_waiting_migration_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions' AND name = '0001_initial'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "1 migration is waiting: run manage.py migrate\n")


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_watchdog_only_asks(client, address, method):
    assert getattr(Client(enforce_csrf_checks=False), method)(address).status_code == 405


def line(record):
    return json.loads(JsonFormatter().format(record))


def test_a_logged_error_keeps_the_place_and_leaves_the_words_out():
    with pytest.raises(ValueError, match="somebody") as caught:
        int("an answer somebody gave")
    broken = (caught.type, caught.value, caught.tb)

    written = line(logging.LogRecord("django.request", logging.ERROR, "", 0, "%s", ("broken",), broken))

    assert (written["message"], written["error"]["type"]) == ("broken", "builtins.ValueError")
    assert "test_requests.py" in written["error"]["where"][0]
    assert "somebody" not in json.dumps(written)


def test_a_logged_request_names_the_route_and_not_the_address(client):
    request = client.get("/livez").wsgi_request
    request.path = "/shared/secret-token/"
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Oh", request.path), None)
    record.request = request

    written = line(record)

    assert (written["message"], written["route"]) == ("Oh", "livez")
    assert "secret-token" not in json.dumps(written)


def test_a_body_that_does_not_say_how_long_it_is_is_refused_unread(client):
    answer = client.post("/accounts/login/", b"", content_type="text/csv", HTTP_TRANSFER_ENCODING="chunked")

    assert (answer.status_code, "Nothing was saved" in answer.text) == (400, True)
