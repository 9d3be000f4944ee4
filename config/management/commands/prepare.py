"""Everything between an empty database and a site that can be used; running it again changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection

EDITION = settings.BASE_DIR / "assessments" / "data" / "sourcing-2.toml"


class Command(BaseCommand):
    help = "Migrate, load what is shipped, and collect the static files. Running it again changes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="the static files are collected already")

    def handle(self, *_args: Any, **options: Any) -> None:
        _check_database()
        quiet = {"verbosity": 0, "stdout": self.stdout}
        call_command("migrate", interactive=False, skip_checks=True, **quiet)
        call_command("createcachetable", **quiet)
        call_command("import_questionnaire", str(EDITION), publish=True, **quiet)
        call_command("load_translations", *map(str, sorted(EDITION.parent.glob(f"{EDITION.stem}.*.toml"))), **quiet)
        call_command("load_profiles", **quiet)
        call_command("load_examples", **quiet)
        call_command("load_sample", **quiet)
        if not options["no_static"]:
            call_command("collectstatic", interactive=False, **quiet)


def _check_database() -> None:
    """Open the database once, outside the pool: the pool would try for seconds and then not say why."""
    probe = connection.copy("probe")
    probe.settings_dict["OPTIONS"].pop("pool", None)
    try:
        probe.ensure_connection()
    except OperationalError as error:
        database = settings.DATABASES["default"]
        if connection.vendor == "sqlite":
            raise CommandError(
                f"cannot open {database['NAME']} ({error}): make its folder writable or set SOURCEFIT_VAR to one that is"
            ) from error
        place = f"{database['HOST'] or database['OPTIONS'].get('host', 'the local socket')}:{database['PORT'] or 5432}"
        _, refused, why = str(error).partition("FATAL:")
        complaint = (
            f"refuses us ({place}): {why.strip()}; correct it" if refused else f"does not answer ({place}): start it"
        )
        raise CommandError(
            f"DATABASE_URL names a PostgreSQL server that {complaint}, "
            "or unset DATABASE_URL to use the embedded SQLite file"
        ) from error
    finally:
        probe.close()
