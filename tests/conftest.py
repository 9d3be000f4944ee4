"""What every test may ask for."""

import fcntl
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import hypothesis
import pytest
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow

from tests.browser import FLAGS, Watch, chromium
from tests.config.sites import manage
from tests.databases import TestRun
from tests.once import runs_once

RUN = pytest.StashKey[TestRun]()
DATABASE = frozenset(("db", "transactional_db", "live_server", "own_database"))
KEPT = {"auth_permission", "django_content_type"}
# What Playwright says when Chromium itself went down: a machine short of memory ends it, and no page of ours can.
BROWSER_FAILED = (r"^TargetClosedError: ", r"^Error: (?s:.)*(Protocol error|[Pp]age crashed|Target crashed)")
# Milliseconds for anything the browser waits for. A machine with other work needs them; only a failure takes as long.
PATIENCE = 120_000


# The same cases in every run, however busy the machine is: `--hypothesis-profile=hunting` looks for new ones.
hypothesis.settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("hunting", deadline=None)
hypothesis.settings.load_profile("steady")


def pytest_addoption(parser):
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite", help="the database the tests run on")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    # A worker of pytest-xdist inherits the environment that its controller prepared.
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = TestRun(config.getoption("--db"))
    config.addinivalue_line("markers", "everywhere: a journey that is made on every database")
    config.addinivalue_line("markers", "once: a test that is made beside SQLite alone")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()


def pytest_unconfigure(config):
    if RUN in config.stash:
        config.stash[RUN].end()


def pytest_collection_modifyitems(config, items):
    """What asks no database answers the same on every one, and so do a browser and what tests/once.py lists: they run once.

    The journeys that are marked `everywhere` are made on both: an answer, an edit and a publication from end to end.
    """
    for item in items:
        if "browser" in item.fixturenames:
            # Once more, where the browser failed; never for what a test asserts, nor for what came too late.
            item.add_marker(
                pytest.mark.flaky(reruns=1, only_rerun=BROWSER_FAILED, rerun_except=[AssertionError, TooSlow])
            )
    if config.getoption("--db") == "sqlite":
        return
    once = [item for item in items if _is_the_same_everywhere(item)]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if not _is_the_same_everywhere(item)]


def _is_the_same_everywhere(item):
    asks = item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)
    looks = item.get_closest_marker("journey") and not item.get_closest_marker("everywhere")
    return not asks or looks or item.get_closest_marker("once") or runs_once(item.path)


def pytest_report_header(config):
    return f"database: {config.getoption('--db')}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(worker_id):
    """Put SQLite into a file: one in memory is shared between threads and can't wait its turn, as a real one does.

    Both wait for each other as long as a machine with other work may need; what is lost in a power cut nobody misses.
    """
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        settings["TEST"]["NAME"] = str(Path(settings["NAME"]).with_name(f"tests-{worker_id}.sqlite3"))
        hurried = settings["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        settings["OPTIONS"] |= {"timeout": 120, "init_command": hurried}
    else:
        settings["TEST"]["NAME"] = f"test_{settings['NAME']}_{worker_id}"
        pool = settings["OPTIONS"]["pool"] | {"max_size": 16, "timeout": 120}
        settings["OPTIONS"] |= {"pool": pool, "options": "-c statement_timeout=300000 -c lock_timeout=120000"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End what a thread of a race or of the site's own server left open: PostgreSQL drops no database in use."""
    yield

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def empty_tables():
    """After a test with transactions of its own every row is deleted.

    What Django itself writes about the models stays: it is the same after every test, and writing it anew costs more than all the rest.
    """

    def emptied(_test):
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
        # The table of the cache belongs to no model; what is counted in it, as tries to sign in, is not the next test's.
        deletes = connection.ops.sql_flush(no_style(), sorted({*tables, "cache"}))
        connection.ops.execute_sql_flush(deletes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(autouse=True)
def back_to_our_language():
    """A visit in Spanish leaves its language to whatever the same process does next."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def forget_editions():
    """Each test has a database of its own, with the same primary keys; what a process keeps must not outlive it."""
    yield

    # Models can't be imported here: this file is read before Django is set up.
    if reading := sys.modules.get("assessments.models.reading"):
        reading.forget()


@pytest.fixture(scope="session")
def prepared_site():
    """Give the folder of an embedded installation as `manage.py prepare` leaves it, made once for all workers.

    Whoever changes anything in it takes `site_copy`.
    """
    folder = Path(os.environ["SOURCEFIT_VAR"]) / "prepared-site"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            ready = manage("prepare", SOURCEFIT_VAR=str(folder))
            assert (ready.returncode, ready.stderr) == (0, "")
    return folder


@pytest.fixture
def site_copy(prepared_site, tmp_path):
    return shutil.copytree(prepared_site, tmp_path / "var")


@pytest.fixture(scope="session")
def chromium_of_the_run():
    """Give the Chromium that is open, or a new one where it went down."""
    path = chromium()
    opened: list[Browser] = []
    expect.set_options(timeout=PATIENCE)

    def running():
        if not opened or not opened[-1].is_connected():
            opened.append(playwright.chromium.launch(executable_path=path, args=FLAGS))
        return opened[-1]

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield running
        for one in opened:
            one.close()


@pytest.fixture
def browser(chromium_of_the_run):
    """The one Chromium of the run; a test opens contexts in it, or takes the ready-made `page`."""
    return chromium_of_the_run()


@pytest.fixture
def watch():
    """What the browser complains about; checked when the test ends."""
    seen = Watch()

    yield seen

    assert (seen.violations, seen.errors, seen.strangers) == ([], [], [])


@pytest.fixture
def open_context(browser, live_server, watch):
    """A way to open more browser contexts on the running site: another person, or one without JavaScript."""
    opened = []

    def opener(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        watch.over(context, host=urlsplit(live_server.url).netloc)
        opened.append(context)
        return context

    yield opener

    for context in opened:
        context.close()


@pytest.fixture
def page(open_context):
    """A fresh page, 1280 pixels wide; `page.goto("/")` opens the site."""
    return open_context(viewport={"width": 1280, "height": 800}).new_page()
