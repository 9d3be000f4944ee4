"""What a service stands on that no page shows: its settings, its log, its keys. ASVS.md points here."""

import json
import logging
import ssl
import subprocess
import sys
from io import StringIO

import pytest
from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.test import Client, override_settings

from config.logs import JsonFormatter
from organisations.adapter import AccountAdapter, MFAAdapter
from tests.factories import make_user, protect

LOOK = """
import json, django
django.setup()
from django.conf import settings
names = ["DEBUG", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT",
    "SESSION_ENGINE", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "PASSWORD_HASHERS", "AUTHENTICATION_BACKENDS"]
handlers = {name: told["class"] for name, told in settings.LOGGING["handlers"].items()}
print(json.dumps({name: getattr(settings, name) for name in names} | {"HANDLERS": handlers}))
"""
STANDING = {
    "DEBUG": False,
    "SECURE_HSTS_SECONDS": 63072000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_REDIRECT_EXEMPT": ["^(livez|readyz)$"],
    "SESSION_ENGINE": "organisations.sessions",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
    "AUTHENTICATION_BACKENDS": ["organisations.backend.Backend"],
    "HANDLERS": {"standard-error": "logging.StreamHandler"},
}


def test_a_service_runs_with_these_settings(tmp_path):
    environment = {
        "ALLOWED_HOSTS": "sourcefit.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "0123456789" * 5,
        "SOURCEFIT_ENV": "production",
        "SOURCEFIT_VAR": str(tmp_path),
    }

    told = subprocess.run([sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, env=environment, capture_output=True)

    assert json.loads(told.stdout) == STANDING


def test_passwords_are_stretched_as_the_standard_asks():
    assert PBKDF2PasswordHasher.iterations >= 600_000


def test_codes_are_long_enough_not_to_be_guessed():
    mailed = AccountAdapter().generate_email_verification_code().replace("-", "")

    assert (len(mailed) >= 6, mfa.RECOVERY_CODE_DIGITS >= 7) == (True, True)


def test_a_mail_server_must_show_a_certificate_that_can_be_checked():
    context = EmailBackend(use_tls=True).ssl_context  # type: ignore[attr-defined] # stubs leave it out

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_word_with_line_breaks_makes_no_second_line_of_the_log():
    record = logging.LogRecord("sourcefit", logging.INFO, "here", 1, 'a\r\n{"level": "error"}\u2028b', None, None)

    line = JsonFormatter().format(record)

    told = json.loads(line)
    assert (len(line.split("\n")), "\r" in line) == (1, False)
    assert (told["message"], told["time"][-6:]) == ('a\r\n{"level": "error"}\u2028b', "+00:00")


@pytest.mark.django_db
@pytest.mark.parametrize(("fallbacks", "status"), [([settings.SECRET_KEY], 200), ([], 302)])
def test_a_session_outlives_its_key_as_long_as_that_is_a_fallback(fallbacks, status):
    client = Client()
    client.force_login(make_user())

    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=fallbacks):
        assert client.get("/account/").status_code == status


def test_a_second_factor_outlives_the_key_it_was_encrypted_under():
    kept = MFAAdapter().encrypt("what the app knows")

    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert MFAAdapter().decrypt(kept) == "what the app knows"


@pytest.mark.django_db
def test_second_factors_are_renewed_so_that_the_old_key_can_be_taken_away():
    person = protect(make_user())

    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        call_command("renew_second_factors", stdout=StringIO())
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[]):
        [factor] = Authenticator.objects.filter(user=person)
        assert MFAAdapter().decrypt(factor.data["secret"]) == "JBSWY3DPEHPK3PXP"


@pytest.mark.django_db
def test_an_account_that_is_set_inactive_opens_nothing_any_more():
    person = make_user()
    client = Client()
    client.force_login(person)
    before = client.get("/account/").status_code

    person.is_active = False
    person.save()

    assert (before, client.get("/account/").status_code) == (200, 302)
