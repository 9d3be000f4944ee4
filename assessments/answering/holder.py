"""The holder token: how a browser without an account shows that an assessment was begun in it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from organisations.tokens import digest, is_token, new_token

__all__ = ["COOKIE", "digest", "give_token", "holder_hash", "new_token", "renew_token"]

COOKIE: Final = f"{settings.COOKIE_PREFIX}holder"
# Browsers keep no cookie longer than this, however long it is asked for.
LIFETIME: Final = 400 * 24 * 60 * 60


def holder_hash(request: HttpRequest) -> str:
    """Digest the token in this browser's cookie; empty when it holds none."""
    token = request.COOKIES.get(COOKIE, "")
    return digest(token) if is_token(token) else ""


def give_token(response: HttpResponse, token: str) -> None:
    response.set_cookie(COOKIE, token, max_age=LIFETIME, secure=settings.HTTPS, httponly=True, samesite="Lax")


def renew_token(request: HttpRequest, response: HttpResponse) -> None:
    """Let the cookie this browser already holds live its full time again."""
    give_token(response, request.COOKIES[COOKIE])
