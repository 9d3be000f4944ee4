"""Signing in as tests about people need it: with a password said a moment ago."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
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
    """Tell what an app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
