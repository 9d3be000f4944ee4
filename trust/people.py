"""People with accounts, signed in past the sign-in pages, which are not what is proved here."""

from typing import Final

from benchmarks.visitor import Visitor
from trust.site import Site

_SIGN_IN: Final = """
import sys, uuid
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from organisations.models import User
user = User.objects.create_user(f"{uuid.uuid4().hex}@example.com", is_staff=STAFF, is_superuser=STAFF)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""


def an_owner(site: Site, visitor: Visitor) -> None:
    """Sign somebody new in, in this visitor's browser."""
    printed = site.run("shell", "--no-imports", "--command", _SIGN_IN.replace("STAFF", "False"))
    visitor.cookies["sessionid"] = printed.split()[-1]
