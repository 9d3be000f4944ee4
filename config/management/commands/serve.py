"""The site on one's own machine: prepared, then served by granian."""

import ipaddress
import os
import socket
import sqlite3
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from config import environment
from config.checks import journal_sentence


class Command(BaseCommand):
    help = "Prepare the site and serve it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")

    def handle(self, *_args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        check_address(host, port)
        call_command("prepare", stdout=self.stdout)
        if connection.vendor == "sqlite":
            self.stdout.write(journal_sentence(sqlite3.sqlite_version_info))
        self.stdout.write(f"SourceFit is at http://{host}:{port}/ (stop it with Ctrl-C)")
        if settings.HTTPS:
            self.stdout.write(
                "It is made for a proxy that speaks https before it; SOURCEFIT_HTTPS=0 serves plain http."
            )
        self.stdout.write("Make an administrator in another terminal: make admin")
        self.stdout.flush()
        granian = Path(sys.executable).with_name("granian")
        # In place of this process, so that a signal sent to it reaches the server.
        os.execv(granian, [str(granian), *granian_arguments(host, port)])  # noqa: S606 - a fixed program of our own environment


def granian_arguments(host: str, port: str) -> list[str]:
    # SQLite has one writer at a time: a second process would only wait for the first one's lock.
    workers = 1 if connection.vendor == "sqlite" else (os.cpu_count() or 1)
    return [
        *("config.wsgi:application", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--host", host, "--port", port, "--log-level", "warning"),
        *("--workers", str(environment.whole_number("WEB_WORKERS", workers))),
        *("--blocking-threads", str(environment.whole_number("WEB_THREADS", 4))),
        "--respawn-failed-workers",
        # A worker that does not end by itself would be waited for without limit (config/wsgi.py says when).
        *("--workers-kill-timeout", "20"),
    ]


def check_address(host: str, port: str) -> None:
    """Ask for the site's names before other machines may reach it, and for another port where this one is taken."""
    if not port.isdecimal() or not 0 < int(port) < 65536:  # noqa: PLR2004 - the highest port there is
        raise CommandError(f"PORT is “{port}”: choose a number from 1 to 65535")
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError as error:
        raise CommandError(f"HOST is “{host}”: give an address of this machine, for example 127.0.0.1") from error
    if not loopback and not environment.words("ALLOWED_HOSTS"):
        raise CommandError(
            f"HOST {host} lets other machines in, and ALLOWED_HOSTS is not set (a forged Host header would end up "
            "in links we send): set it to the names they will use, for example ALLOWED_HOSTS=sourcefit.example"
        )
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be listened on ({error.strerror}): choose another address with HOST or PORT, "
                f"for example make run PORT={int(port) % 65535 + 1}"
            ) from error
