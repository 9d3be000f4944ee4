"""The system's Chromium, and what it complains about while a journey runs."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, ViewportSize

# --no-sandbox: containers and CI run as root. The others keep Chromium from calling home, which a closed network punishes with time.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# The rules that look at colours; every other one reads the same page in both themes.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# What passed is neither collected nor carried over from the browser: that costs more than the looking.
AXE = "async (rules) => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations"
NARROW: ViewportSize = {"width": 320, "height": 640}

LISTEN = """
document.addEventListener('securitypolicyviolation', (event) => {
  reportViolation(`${event.effectiveDirective} refused ${event.blockedURI} on ${event.documentURI}`);
});
"""


def chromium() -> str:
    """Find the browser; without one the journeys are skipped, or fail where the run demands them."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return found
    sentence = (
        "Chromium is not installed, so no journey was made: apt-get install chromium, or set CHROMIUM to its path"
    )
    if os.environ.get("SOURCEFIT_REQUIRE_BROWSER") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@dataclass
class Watch:
    """What went wrong in a browser context, counted from its first page on."""

    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    _looking_away: bool = False

    def over(self, context: BrowserContext, *, host: str) -> None:
        context.expose_binding("reportViolation", lambda _source, text: self._note(self.violations, text))
        context.add_init_script(LISTEN)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self._note(self.errors, str(error.error)))
        context.on("request", lambda request: self._meet(request, host))

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """Count nothing meanwhile: axe, for one, writes inline styles into the page."""
        self._looking_away = True
        yield
        self._looking_away = False

    def _note(self, kind: list[str], text: str) -> None:
        if not self._looking_away:
            kind.append(text)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        page = message.page
        if "Content Security Policy" in message.text:
            self._note(self.violations, message.text)
        # A page that answers 404 or 409 on purpose is reported as an error too; a missing picture or script still counts.
        elif page is None or message.location.get("url") != page.url:
            self._note(self.errors, f"{message.text} ({message.location.get('url')})")

    def _meet(self, request: Request, host: str) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != host:
            self._note(self.strangers, request.url)


def follow(way: Locator) -> None:
    """Click what leads to another page, and wait until that page is there: a click of Playwright's only sets out."""
    with way.page.expect_navigation():
        way.click()


def faults(page: Page, watch: Watch) -> list[str]:
    """What axe finds with everything unfolded, in the light theme and in the dark one, and what sticks out at 320 pixels."""
    # Axe's own styles and those a fold needs are not ours.
    with watch.looking_away():
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        # Without motion, as a colour that is still on its way to the other theme is neither.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.evaluate(AXE_SCRIPT)
        told = page.evaluate(AXE, RULES)
        page.emulate_media(color_scheme="dark")
        told += page.evaluate(AXE, COLOURS)
        page.emulate_media(color_scheme="light")
        size = page.viewport_size
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        page.set_viewport_size(size or NARROW)
    found = [f"{page.url}: {one['id']} {node['html'][:160]}" for one in told for node in one["nodes"]]
    return found + [f"{page.url} is wider than 320 pixels"] * wide
