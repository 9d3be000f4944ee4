"""The holder token: how a browser without an account shows that an assessment was begun in it."""

import hashlib
import re
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE: Final = f"{settings.COOKIE_PREFIX}holder"
# Browsers keep no cookie longer than this, however long it is asked for.
LIFETIME: Final = 400 * 24 * 60 * 60
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def holder_hash(request: HttpRequest) -> str:
    """Digest the token in this browser's cookie; empty when it holds none."""
    token = request.COOKIES.get(COOKIE, "")
    return digest(token) if _TOKEN.fullmatch(token) else ""


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Tell what is stored of a token. It is random through and through, so a plain hash can't be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def give_token(response: HttpResponse, token: str) -> None:
    response.set_cookie(COOKIE, token, max_age=LIFETIME, secure=settings.HTTPS, httponly=True, samesite="Lax")


def renew_token(request: HttpRequest, response: HttpResponse) -> None:
    """Let the cookie this browser already holds live its full time again."""
    give_token(response, request.COOKIES[COOKIE])
