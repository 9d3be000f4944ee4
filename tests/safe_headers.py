"""What every answer tells a browser, whatever page it is, whoever asks and however: tests/test_access.py holds each to it."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.http import HttpResponse

POLICY: Final = frozenset(
    {
        "default-src 'none'",
        "base-uri 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    }
)
ASKING: Final = "connect-src 'self'"  # of the pages whose script saves or scores while they stay open
TOLD: Final = {
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Strict-Transport-Security": {"max-age=63072000; includeSubDomains; preload"},
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
}
# As config/settings.py sets them where the site is reached over https.
OVER_TLS: Final = {
    "SECURE_HSTS_SECONDS": 2 * 365 * 24 * 60 * 60,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}
CLOSED: Final = ("camera", "geolocation", "microphone", "payment", "usb")


def wrong(response: HttpResponse) -> list[str]:
    """Name the headers of an answer over TLS that are missing or say something else."""
    headers = response.headers
    named = [name for name, allowed in TOLD.items() if headers.get(name) not in allowed]
    return [*named, *(name for name, holds in _lists(headers) if not holds)]


def _lists(headers: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    policy = set(headers.get("Content-Security-Policy", "").split("; "))
    yield "Content-Security-Policy", policy - {ASKING} == POLICY
    # Every page may hold somebody's answers, or a form with somebody's token.
    yield "Cache-Control", {"private", "no-store"} <= set(headers.get("Cache-Control", "").split(", "))
    permissions = headers.get("Permissions-Policy", "").split(", ")
    yield "Permissions-Policy", {f"{feature}=()" for feature in CLOSED} <= set(permissions)
    kind = headers.get("Content-Type", "")
    yield "Content-Type", not kind.startswith("text/") or "charset=utf-8" in kind.lower()
