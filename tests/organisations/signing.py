"""Signing in as tests about people need it: with a password said a moment ago."""

import re
import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

PASSWORD = "a long enough password"


def signed_in(user, *, sure=True):
    """Open a browser somebody is signed in with; `sure` says that they confirmed a moment ago that it is them."""
    client = Client()
    client.force_login(user)
    if sure:
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def path_in(letter):
    """Find the address in a mail, without the host."""
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]


def code_of(secret):
    """Give what an app shows now: not the oldest code that is still taken, which the next half minute refuses."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
