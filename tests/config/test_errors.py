"""What a visitor sees when something is out of order, through all of the site's middleware and asking no database."""

import re

import pytest
from django.test import Client
from django.utils import translation

from tests.config.broken import WRONG

pytestmark = pytest.mark.urls("tests.config.broken")
TOO_MUCH = "x" * (5 * 1024 * 1024 + 1)
# The way there, the status, the heading, and what to do next.
PAGES = [
    ("/wrong/unreadable/", 400, "We could not read that", "load the page again and send it once more"),
    ("/wrong/fields/", 400, "We could not read that", "load the page again and send it once more"),
    ("/wrong/closed/", 403, "This page is not open to you", "sign in with the account they invited"),
    ("/nothing/here/", 404, "There is nothing here for you", "open only in the browser you began in"),
    ("/wrong/often/", 429, "Please wait a little", "try again in 4 minutes"),
    ("/wrong/mistake/", 500, "Something went wrong here", "tell whoever runs this site"),
    ("/wrong/away/", 503, "Back in a moment", "Wait ten seconds, then load this page again"),
]


def ask(address, **more):
    """Ask as a browser would: there is no database in these tests, and whoever asks it fails."""
    return Client(raise_request_exception=False).get(address, **more)


def is_ours(answer, heading):
    """Whether a page has our look, one heading, and no word of what went wrong inside."""
    page = answer.content.decode()
    headings = re.findall(r"<h1>(.*?)</h1>", page)
    parts = ("css/site.css", 'class="masthead"', "Go to the front page", "<title>" + heading, 'lang="en"')
    return headings == [heading] and all(part in page for part in parts) and "somebody gave" not in page


@pytest.mark.parametrize(("address", "status", "heading", "advice"), PAGES)
def test_whatever_goes_wrong_is_told_in_our_look_with_what_to_do_next(address, status, heading, advice):
    answer = ask(address)

    assert (answer.status_code, is_ours(answer, heading), advice in answer.content.decode()) == (status, True, True)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("what", sorted(WRONG))
def test_only_what_passes_by_itself_says_when_to_come_back(what):
    answer = ask(f"/wrong/{what}/")

    assert answer.get("Retry-After") == {"often": "200", "away": "10"}.get(what)


def test_too_much_to_read_is_refused_in_our_look():
    answer = Client().post("/accounts/login/", TOO_MUCH, content_type="text/plain")

    assert (answer.status_code, is_ours(answer, "That is too much to send at once")) == (413, True)


def test_a_mistake_of_ours_is_named_by_the_number_that_stands_in_the_log():
    answer = ask("/wrong/mistake/")

    assert f"<strong>{answer['X-Request-ID']}</strong>" in answer.content.decode()


def test_in_spanish_it_is_told_in_spanish():
    with translation.override("en"):  # a request leaves its language behind in its thread
        answer = ask("/nothing/here/", headers={"Accept-Language": "es"})

    assert ('lang="es"' in answer.content.decode(), "There is nothing" in answer.content.decode()) == (True, False)
