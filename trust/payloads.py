"""Payloads in everything that people write, opened by every role in a real browser beside a trap server.

The browser is told to leave the site's policy aside: what is proved is that nothing runs or loads even without it. The
control is the same site whose templates escape nothing.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser import FLAGS, chromium
from trust.line import Found, Proof
from trust.site import OURS, ROOT, Site, a_site

PAGES: Final = 1000
FOR_CONTROL: Final = 12
UNSAFE: Final = ("trust.unsafe:application", {"TRUST_WITHOUT": "escaping"})
_ARM: Final = """
import json
import django
django.setup()
from tests.payloads import Armed
from tests.test_access import ADDRESSES, ROLES, told
from tests.world import address, filled
world = Armed()
pages = [
    (role, address(route, filled(route, world.theirs(role))))
    for route, row in ADDRESSES.items()
    for role in ROLES
    if str(told(row)[role]).split()[0] == "200"
]
passes = {role: {name: morsel.value for name, morsel in client.cookies.items()} for role, client in world.clients.items()}
print(json.dumps({"pages": pages, "passes": passes, "placed": world.placed}))
"""


@dataclass
class Trap:
    """Where nothing of ours should ever ask for anything."""

    hits: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def _trap() -> Iterator[Trap]:
    trap = Trap()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            trap.hits.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - http.server names it

        def log_message(self, *_words: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    trap.url = f"http://localhost:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield trap
    finally:
        server.shutdown()
        server.server_close()


def opened(database: str, rounds: int) -> Found:
    with _trap() as trap, a_site(database, durable=False) as site:
        # The world of the tests, a payload in every text of it.
        environment = site.environment | {"SOURCEFIT_TRAP": trap.url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        filled = subprocess.run(
            [sys.executable, "-c", _ARM], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if filled.returncode:
            raise RuntimeError(filled.stderr[-2000:])
        world: dict[str, Any] = json.loads(filled.stdout.splitlines()[-1])
        every = max(1, len(world["pages"]) // rounds)
        pages = world["pages"][::every]
        problems = _walked(site, world, pages, trap, OURS, {})
        lost = _walked(site, world, pages[:: max(1, len(pages) // FOR_CONTROL)], trap, *UNSAFE)
    note = f"{world['placed']} texts hold a payload, {len({path for _role, path in pages})} addresses"
    return Found(len(pages), len(problems), control=len(lost), note=note, first=next(iter(problems), ""))


def _walked(  # noqa: PLR0917 - what is walked, by whom, where
    site: Site, world: dict[str, Any], pages: Sequence[Any], trap: Trap, application: str, environment: dict[str, str]
) -> list[str]:
    trap.hits.clear()
    site.start(application, environment=environment)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            problems = list(_looked(browser, site, world, pages))
            browser.close()
    finally:
        site.kill()
    return [*problems, *(f"asked the trap for {hit}" for hit in trap.hits)]


def _looked(browser: Browser, site: Site, world: dict[str, Any], pages: Sequence[Any]) -> Iterator[str]:
    base = f"http://127.0.0.1:{site.port}"
    for role in dict.fromkeys(role for role, _path in pages):
        context = browser.new_context(base_url=base, bypass_csp=True)
        context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in world["passes"][role].items()]
        )
        # A payload calls this; nothing of ours does.
        ran: list[str] = []
        context.expose_function("zqx", lambda *words, ran=ran: ran.append(str(words)))
        strangers = _strangers(context, base)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        for path in [path for asking, path in pages if asking == role]:
            _visit(page, path)
            yield from (f"{role} {path}: ran {words}" for words in ran)
            yield from (f"{role} {path}: asked for {url}" for url in strangers)
            ran.clear()
            strangers.clear()
        context.close()


def _strangers(context: BrowserContext, base: str) -> list[str]:
    """Collect what is asked of anybody but the site."""
    asked: list[str] = []
    ours = (base, "data:", "blob:", "about:")
    context.on("request", lambda request: None if request.url.startswith(ours) else asked.append(request.url))
    return asked


def _visit(page: Page, path: str) -> None:
    try:
        page.goto(path, wait_until="load")
    except Error as error:
        # A file that is saved is no page; a page that was left for elsewhere has been seen to be.
        if not any(word in str(error) for word in ("Download is starting", "ERR_ABORTED", "interrupted")):
            raise


def typed(database: str, rounds: int) -> Found:
    """Send so many payloads through each form; the test counts them and what was wrong."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "tests/test_payloads.py", f"--db={database}"],
        cwd=ROOT,
        env=os.environ | {"SOURCEFIT_PAYLOADS": str(rounds)},
        capture_output=True,
        text=True,
        check=False,
    )
    sent = sum(int(line.rpartition(" ")[2]) for line in result.stdout.splitlines() if "payloads sent:" in line)
    return Found(sent, int(result.returncode != 0), first="" if result.returncode == 0 else result.stdout[-300:])


PROOFS: Final = (
    Proof("payloads opened by every role in a browser", opened, rounds=PAGES),
    Proof("payloads through every form, pages and copies read", typed, rounds=65),
)
