"""The hall's own start-up, and a leaner look at what counts as a static file."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core import checks
from django.db import connection

from config.checks import database_settings


class HallConfig(AppConfig):
    default = True
    name = "config"

    def ready(self) -> None:
        checks.register(database_settings, checks.Tags.database)
        if connection.vendor == "postgresql":
            import_module("config.pool").try_again_soon()  # by name: SQLite's sites never load PostgreSQL's driver


class LeanStaticFilesConfig(StaticFilesConfig):
    """Collects what a page may ask for: Bootstrap's other forty builds took half a minute to compress."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "bootstrap-*.css",
        "bootstrap.css",
        "bootstrap.rtl.css",
        "bootstrap.js",
        "bootstrap.min.js",
        "bootstrap.esm*.js",
        "bootstrap.bundle.js",
        # Of the htmx that django-htmx ships, the one build that pages ask for.
        "django-htmx.js",
        "hx-*.js",
        "htmax-4*.js",
        "htmx-4*.js",
        "htmx-2-compat*.js",
        "htmx-2.js",
    ]
