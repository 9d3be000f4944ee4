"""An author at a browser: signed in, and the ways between the pages of an edition."""

import pytest

from organisations.models import User
from tests.browser import follow
from tests.factories import protect


@pytest.fixture
def author(page, live_server, client):
    """Signed in, with a second factor."""
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def desk(page, name):
    follow(page.get_by_role("navigation", name="Pages of").get_by_role("link", name=name, exact=True))
