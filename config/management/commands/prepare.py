"""Everything between an empty database and a site that can be used; running it again changes nothing."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.cache import cache
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, OperationalError, connection

from assessments.models import Questionnaire
from config.apps import LeanStaticFilesConfig

MARK = "prepared"
EDITION = settings.BASE_DIR / "assessments" / "data" / "sourcing-1.toml"


class Command(BaseCommand):
    help = "Migrate, load what is shipped, and collect the static files. Running it again changes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-changed", action="store_true", help="leave a database alone that this code prepared")
        parser.add_argument("--no-static", action="store_true", help="the static files are packed already")

    def handle(self, *_args: Any, **options: Any) -> None:
        _knock()
        if not (options["if_changed"] and _is_prepared()):
            self._fill()
        if not options["no_static"]:
            self._collect()

    def _fill(self) -> None:
        quiet = {"verbosity": 0, "stdout": self.stdout}
        call_command("migrate", interactive=False, skip_checks=True, **quiet)
        call_command("createcachetable", **quiet)
        call_command("import_questionnaire", str(EDITION), publish=True, **quiet)
        call_command("load_translations", *map(str, sorted(EDITION.parent.glob(f"{EDITION.stem}.*.toml"))), **quiet)
        call_command("load_profiles", **quiet)
        call_command("load_examples", **quiet)
        call_command("load_sample", **quiet)
        call_command("refresh_clients", **quiet)
        mark = _mark()
        if cache.get(MARK) != mark:
            cache.set(MARK, mark, timeout=None)

    def _collect(self) -> None:
        """Pack the static files where they changed since the last time; packing takes seconds."""
        mark = Path(settings.STATIC_ROOT) / ".packed"
        now = _fingerprint()
        if not mark.exists() or mark.read_text() != now:
            call_command("collectstatic", interactive=False, verbosity=0)
            mark.write_text(now)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(LeanStaticFilesConfig.ignore_patterns):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _is_prepared() -> bool:
    """Look for the mark that this code left in this very database.

    It stands in the database's own cache: a database that is put back brings its own, and a mark that was forgotten
    costs a second at the next start.
    """
    try:
        return Questionnaire.objects.current() is not None and cache.get(MARK) == _mark()
    except DatabaseError:  # tables of now that are not there yet
        return False


def _mark() -> str:
    """Tell this code with what has been migrated from any other, by names, sizes and times of its files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), MAX(id) FROM django_migrations")
        digest = hashlib.sha256(repr(cursor.fetchone()).encode())
    for app in apps.get_app_configs():
        folder = Path(app.path)
        ours = folder.parent == settings.BASE_DIR
        for file in sorted(folder.rglob("*.*") if ours else folder.glob("migrations/*.py")):
            if file.suffix != ".pyc":
                found = file.stat()
                digest.update(f"{app.name} {file.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _knock() -> None:
    """Open the database once, outside the pool: the pool would try for seconds and then not say why."""
    probe = connection.copy("probe")
    probe.settings_dict["OPTIONS"].pop("pool", None)
    try:
        probe.ensure_connection()
    except OperationalError as error:
        raise CommandError(_no_database(str(error))) from error
    finally:
        probe.close()


def _no_database(reason: str) -> str:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return (
            f"cannot open {database['NAME']} ({reason}): make its folder writable or set SOURCEFIT_VAR to one that is"
        )
    place = f"{database['HOST'] or database['OPTIONS'].get('host', 'the local socket')}:{database['PORT'] or 5432}"
    _, refused, why = reason.partition("FATAL:")
    complaint = (
        f"refuses us ({place}): {why.strip()}; correct it" if refused else f"does not answer ({place}): start it"
    )
    return f"DATABASE_URL names a PostgreSQL server that {complaint}, or unset DATABASE_URL to use the embedded SQLite file"
