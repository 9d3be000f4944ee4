"""What every test may ask for."""

import os

import django
import pytest

from tests.databases import TestRun

RUN = pytest.StashKey[TestRun]()


def pytest_addoption(parser):
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite", help="the database the tests run on")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    # A worker of pytest-xdist inherits the environment that its controller prepared.
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = TestRun(config.getoption("--db"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()


def pytest_unconfigure(config):
    if RUN in config.stash:
        config.stash[RUN].end()


def pytest_report_header(config):
    return f"database: {config.getoption('--db')}"
