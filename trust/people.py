"""People with accounts, signed in past the sign-in pages, which are not what is proved here."""

from typing import Final

from benchmarks.visitor import Visitor
from trust.site import Site

# PERSON says whom: somebody new, or one of the demonstration.
_SIGN_IN: Final = """
import uuid
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from organisations.models import User
for number in range(COUNT):
    user = PERSON
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    if SECOND:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    print(session.session_key)
"""
_NEW: Final = (
    'User.objects.create_user(f"{{uuid.uuid4().hex}}@example.com", is_staff={is_staff}, is_superuser={is_staff})'
)
_OF_DEMO: Final = "User.objects.filter(memberships__organisation__engagements_as_consultancy__isnull=False)[0]"
AT_ONCE: Final = 50  # people: starting Django for each would take longer than what they do

_ACCOUNT: Final = """
from allauth.account.models import EmailAddress
from organisations.models import User
user = User.objects.create_user("EMAIL", "PASSWORD")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""
PASSWORD: Final = "a word for the proofs"  # noqa: S105 - of installations that live for minutes


def an_account(site: Site) -> str:
    """Make an account with a password and a confirmed address, and give the address; one serves a whole site."""
    if site.account is None:
        email = "tabs@example.com"
        words = _ACCOUNT.replace("EMAIL", email).replace("PASSWORD", PASSWORD)
        site.run("shell", "--no-imports", "--command", words)
        site.account = email
    return site.account


def an_owner(site: Site, visitor: Visitor) -> None:
    """Sign somebody new in, in this visitor's browser."""
    if not site.sessions:
        site.sessions = _sessions(site, AT_ONCE, person=_NEW.format(is_staff=False), second=False)
    visitor.cookies["sessionid"] = site.sessions.pop()


def an_administrator(site: Site, visitor: Visitor) -> None:
    """Sign in somebody new who may do everything, second factor and all."""
    visitor.cookies["sessionid"] = _sessions(site, 1, person=_NEW.format(is_staff=True), second=True)[0]


def a_consultant(site: Site, visitor: Visitor) -> None:
    """Sign in the consultant of the demonstration, which must have been added."""
    visitor.cookies["sessionid"] = _sessions(site, 1, person=_OF_DEMO, second=True)[0]


def _sessions(site: Site, count: int, *, person: str, second: bool) -> list[str]:
    words = _SIGN_IN.replace("PERSON", person).replace("SECOND", str(second)).replace("COUNT", str(count))
    return site.run("shell", "--no-imports", "--command", words).split()[-count:]
