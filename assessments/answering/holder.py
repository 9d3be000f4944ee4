"""The holder token: how a browser without an account shows that an assessment was begun in it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from assessments.models import Assessment
from organisations.tokens import digest, is_token, new_token

__all__ = ["COOKIE", "digest", "give_token", "holder_hash", "new_token", "trusted_token"]

COOKIE: Final = f"{settings.COOKIE_PREFIX}holder"
# Browsers keep no cookie longer than this, however long it is asked for.
LIFETIME: Final = 400 * 24 * 60 * 60


def holder_hash(request: HttpRequest) -> str:
    """Digest the token in this browser's cookie; empty when it holds none."""
    token = request.COOKIES.get(COOKIE, "")
    return digest(token) if is_token(token) else ""


def give_token(response: HttpResponse, token: str) -> None:
    response.set_cookie(COOKIE, token, max_age=LIFETIME, secure=settings.HTTPS, httponly=True, samesite="Lax")


def trusted_token(request: HttpRequest) -> str:
    """Give the token of this browser, or a new one: somebody else may have put one into it that we never gave out."""
    is_ours = Assessment.objects.held_by(holder_hash(request)).exists()
    return request.COOKIES[COOKIE] if is_ours else new_token()
