"""The checks of the installation, and a leaner look at what counts as a static file."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core import checks

from config.checks import database_settings


class SiteConfig(AppConfig):
    default = True
    name = "config"

    def ready(self) -> None:
        checks.register(database_settings, checks.Tags.database)


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
