"""Many browsers at once in one process: what each does is written as a walk, and how each answer went is kept."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

PATIENCE: Final = 60.0  # seconds for one answer
_COOKIE: Final = re.compile(rb"(?im)^set-cookie: *([^=\s]+)=([^;\r\n]*)")
_WHERE: Final = re.compile(rb"(?im)^location: *(\S+)")
_CHUNKED: Final = re.compile(rb"(?im)^transfer-encoding: *chunked")
_HIDDEN: Final = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Went:
    """How one request went; status 0 is a connection that broke."""

    method: str
    path: str
    status: int
    seconds: float


@dataclass
class Walker:
    """One browser: its cookies, the page it looks at, and how all its requests went."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    went: list[Went] = field(default_factory=list)

    async def get(self, path: str) -> str:
        """Look at a page and give where it leads, if it leads on."""
        return await self._ask("GET", path, "")

    async def post(self, path: str, fields: Mapping[str, str | list[str]]) -> str:
        """Send a form with the hidden fields of the page looked at, and give where that leads."""
        return await self._ask("POST", path, urlencode({**fields, **dict(_HIDDEN.findall(self.page))}, doseq=True))

    async def _ask(self, method: str, path: str, body: str) -> str:
        begun = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                head, content = await self._sent(method, path, body)
            status = int(head.split(b" ", 2)[1])
        except (OSError, TimeoutError, ValueError, IndexError):
            head, content, status = b"", b"", 0
        self.went.append(Went(method, path, status, time.monotonic() - begun))
        self.cookies |= {name.decode(): value.decode() for name, value in _COOKIE.findall(head)}
        self.page = content.decode(errors="replace")
        where = _WHERE.search(head)
        return urlsplit(where[1].decode()).path if where else ""

    async def _sent(self, method: str, path: str, body: str) -> tuple[bytes, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        try:
            writer.write(self._request(method, path, body))
            head, _, content = (await reader.read(-1)).partition(b"\r\n\r\n")
        finally:
            writer.close()
        return head, _joined(content) if _CHUNKED.search(head) else content

    def _request(self, method: str, path: str, body: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body.encode())}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def _joined(chunks: bytes) -> bytes:
    parts = []
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        length = int(size, 16)
        parts.append(rest[:length])
        chunks = rest[length + 2 :] if length else b""
    return b"".join(parts)


def slowest_but(twentieth: list[float]) -> float:
    """Give what nineteen of twenty stay under."""
    return sorted(twentieth)[max(0, round(len(twentieth) * 0.95) - 1)] if twentieth else 0.0
