"""Who needs a second factor, what opens with it, and where somebody is signed in."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from organisations.templatetags.devices import device
from tests.factories import engage, make_consultancy, make_organisation, make_user
from tests.organisations.signing import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"


@pytest.fixture
def consultant():
    return make_user("advice@example.com")


@pytest.fixture
def client_of(consultant):
    """An organisation that lets the consultant's firm read."""
    acme = make_organisation(make_user("owner@example.com"))
    engage(make_consultancy(consultant), acme)
    return acme


def without(person):
    Authenticator.objects.filter(user=person).delete()


@pytest.mark.parametrize("path", ["/clients/", "/admin/"])
def test_whoever_needs_a_second_factor_is_led_to_set_one_up(client_of, consultant, path):
    consultant.is_staff = True
    consultant.save()
    without(consultant)
    client = signed_in(consultant)

    led = client.get(path, follow=True)

    assert [place for place, _code in led.redirect_chain] == ["/accounts/2fa/"]
    assert "Those pages open once you have set up one of these" in led.text


def test_with_one_the_pages_open_and_the_way_on_is_kept(client_of, consultant):
    without(consultant)
    client = signed_in(consultant)
    client.get("/clients/?sort=name")
    make_consultancy(consultant, name="Gives an app")

    assert (client.get("/clients/").status_code, 'href="/clients/?sort=name"' in client.get("/accounts/2fa/").text) == (
        200,
        True,
    )


def test_recovery_codes_alone_are_no_second_factor(client_of, consultant):
    Authenticator.objects.filter(user=consultant).update(type="recovery_codes")

    assert signed_in(consultant).get("/clients/")["Location"] == "/accounts/2fa/"


def test_without_a_second_factor_nothing_of_a_client_opens(client_of, consultant):
    path = f"/organisations/{client_of.pk}/reports/"
    with_one = signed_in(consultant).get(path).status_code

    without(consultant)

    assert (with_one, signed_in(consultant).get(path).status_code) == (200, 404)


def test_others_need_none(client_of):
    client = signed_in(make_user("plain@example.com"))

    assert client.get("/clients/").status_code != 302


def test_signing_in_with_an_app_asks_for_its_code(consultant, client_of):
    consultant.emailaddress_set.create(email=consultant.email, verified=True, primary=True)

    led = Client().post("/accounts/login/", {"login": consultant.email, "password": PASSWORD})

    assert led["Location"] == "/accounts/2fa/authenticate/"


def test_what_an_app_rests_on_is_not_readable_in_the_database(consultant, client_of):
    [row] = Authenticator.objects.filter(user=consultant)

    assert "JBSWY3DPEHPK3PXP" not in str(row.data)
    assert row.wrap().validate_code("000000x") is False


def test_signing_out_everywhere_else_asks_for_the_password_and_leaves_one_session(consultant):
    consultant.emailaddress_set.create(email=consultant.email, verified=True, primary=True)
    here, there = Client(HTTP_USER_AGENT=CHROME), Client()
    for browser in (here, there):
        browser.post("/accounts/login/", {"login": consultant.email, "password": PASSWORD})
    listed = here.get("/accounts/sessions/").text

    asked = here.post("/accounts/sessions/")
    before = there.get("/account/").status_code
    here.post(asked["Location"], {"password": PASSWORD})

    assert ("Chrome on Linux" in listed, "An unknown browser" in listed) == (True, True)
    assert (asked["Location"], before) == ("/accounts/reauthenticate/?next=%2Faccounts%2Fsessions%2F", 200)
    assert [browser.get("/account/").status_code for browser in (here, there)] == [200, 302]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (CHROME, "Chrome on Linux"),
        ("Mozilla (Windows NT) Edg/1 Chrome/1", "Edge on Windows"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_called_as_a_person_would(said, name):
    assert device(said) == name
