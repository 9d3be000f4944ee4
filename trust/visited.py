"""The site as signed-in visitors see it, for a scanner that brings no cookies: `TRUST_COOKIES` says whose each address is."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as site

_COOKIES: dict[str, str] = json.loads(os.environ.get("TRUST_COOKIES", "{}"))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        if environ["QUERY_STRING"] == "trust-without=csp":  # what the control asks for
            headers = [(name, value) for name, value in headers if name != "Content-Security-Policy"]
        return start_response(status, headers, *error)

    cookie = _COOKIES.get(environ["PATH_INFO"], "")
    if cookie:
        environ["HTTP_COOKIE"] = "; ".join(word for word in (cookie, environ.get("HTTP_COOKIE", "")) if word)
    return site(environ, started)
