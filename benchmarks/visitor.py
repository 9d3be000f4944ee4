"""A visitor with a cookie jar who reads forms as a browser would and answers them."""

import time
from collections.abc import Mapping
from email.message import Message
from html.parser import HTMLParser
from http import HTTPStatus
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

IDLE = 2.0  # seconds


class FormReader(HTMLParser):
    """The fields of a page's forms: name -> the values that can be chosen, and what is chosen already."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.options: dict[str, list[str]] = {}
        self.chosen: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        field = {name: value or "" for name, value in attrs}
        name = field.get("name", "")
        match tag, field.get("type", "text"):
            case "select", _:
                self._select = name
                self.options.setdefault(name, [])
            case "option", _ if self._select:
                self._offer(self._select, field.get("value", ""), taken="selected" in field)
            case "input", "radio" | "checkbox" if name:
                self._offer(name, field.get("value", "on"), taken="checked" in field)
            case "input", "hidden" | "text" | "email" | "password" if name:
                self.chosen.setdefault(name, []).append(field.get("value", ""))
            case "textarea", _ if name:
                self.chosen.setdefault(name, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _offer(self, name: str, value: str, *, taken: bool) -> None:
        self.options.setdefault(name, []).append(value)
        if taken:
            self.chosen.setdefault(name, []).append(value)


class Visitor:
    """One browser's worth of cookies over one kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}  # sent with every request, beside the cookies
        self.answered: Message = Message()  # the headers of the last answer
        self._last = time.monotonic()

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str | list[str]]) -> tuple[int, str, str]:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def read_form(self, path: str) -> FormReader:
        status, page, _ = self.get(path)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"GET {path} answered {status}")
        return FormReader(page)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        """Return status, body and the path of a redirect; the body is read whole, as a browser would."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | self.headers
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._last > IDLE:
            self.connection.close()  # the server may have closed it; the next request opens it anew
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        page = response.read().decode(errors="replace")
        self.answered = response.headers
        self._last = time.monotonic()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        where = urlsplit(response.headers.get("Location", ""))
        return response.status, page, where.path + (f"?{where.query}" if where.query else "")
