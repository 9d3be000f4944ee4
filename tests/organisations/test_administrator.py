"""The first administrator's way in."""

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from organisations.models import User
from tests.organisations.signing import code_of


def test_an_administrator_made_on_the_command_line_signs_in_and_sets_up_a_second_factor(client, db, monkeypatch):
    cache.clear()  # sign-in limits outlive a test
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")
    call_command("createsuperuser", "--noinput", email="root@example.com", verbosity=0)

    signed_in = client.post(
        reverse("account_login"), {"login": "root@example.com", "password": "a long enough password", "next": "/admin/"}
    )

    assert (signed_in.status_code, signed_in["Location"]) == (302, "/admin/")
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain == [("/accounts/2fa/", 302)]
    client.post("/accounts/reauthenticate/", {"password": "a long enough password"})
    page = client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    assert client.get("/admin/").status_code == 200


def test_the_command_vouches_only_for_the_account_it_made(db, monkeypatch):
    other = User.objects.create_user("other@example.com")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")

    call_command("createsuperuser", "--noinput", email="root@example.com", verbosity=0)

    assert not EmailAddress.objects.filter(user=other).exists()
    assert EmailAddress.objects.get(user__email="root@example.com").verified


def test_the_admin_sends_everybody_to_the_one_sign_in(client, db):
    asked = client.get("/admin/", follow=True)

    assert asked.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"
