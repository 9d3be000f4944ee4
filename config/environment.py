"""What the environment may say, read into values or refused in one line."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from sqlite3 import sqlite_version_info
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import quote
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from environ import Env
from environ.fileaware_mapping import FileAwareMapping

VARIABLES = FileAwareMapping(cache=False)
KINDS = ("embedded", "development", "production", "test")
DATABASES = ("postgres://", "postgresql://", "sqlite:///")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

# The WAL-reset bug (SQLite 3.51.3's release notes) can corrupt a database; these are the first library versions without it, one per maintained branch.
WAL_IS_SAFE_FROM = (3, 51, 3)
WAL_IS_SAFE_ALSO = {(3, 50): 7, (3, 44): 6}


def text(name: str, default: str = "") -> str:
    """Read a variable, or the file that NAME_FILE names: that is how Docker, Kubernetes and vaults hand secrets over."""
    if os.environ.get(name, "").strip() and os.environ.get(f"{name}_FILE", "").strip():
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them")
    try:
        value: str = VARIABLES.get(name, default)
    except OSError as error:
        raise ImproperlyConfigured(f"the file that {name}_FILE names cannot be read ({error.strerror})") from error
    return value.strip()


def words(name: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def switch(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if value not in {"", "0", "no", "off", "false", *Env.BOOLEAN_TRUE_STRINGS}:
        raise ImproperlyConfigured(f"{name} is “{value}”: write 1 or 0")
    return value in Env.BOOLEAN_TRUE_STRINGS if value else default


def whole_number(name: str, default: int) -> int:
    value = text(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{value}”: write a whole number, for example {default}")
    return int(value)


def time_zone(name: str, default: str) -> str:
    """Read the name of a zone of the IANA database."""
    value = text(name) or default
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} is “{value}”: write the name of a time zone, for example Europe/Madrid")
    return value


def limit(name: str, default: int) -> int:
    """Read how often something may be done: at least once, since a limit is not a way to switch it off."""
    value = whole_number(name, default)
    if not value:
        raise ImproperlyConfigured(f"{name} is 0: write how often it may be done, for example {default}")
    return value


def kind() -> str:
    """How the site is run: on one's own machine by default, or as a service."""
    value = text("SOURCEFIT_ENV", "embedded")
    if value not in KINDS:
        raise ImproperlyConfigured(f"SOURCEFIT_ENV is “{value}”: choose one of {', '.join(KINDS)}")
    return value


def is_a_service() -> bool:
    """Whether others depend on this site, so that nothing secret may be guessed or made up."""
    return kind() == "production" or (kind() == "embedded" and text("DATABASE_URL").startswith("postgres"))


def secret_key(folder: Path) -> str:
    """Read the key from the environment; the embedded site makes its own on the first run, readable by its owner alone."""
    key = text("SECRET_KEY")
    if key:
        return key
    if is_a_service():
        reason = "sessions and tokens are signed with it and every server must share it"
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set ({reason}): set it to 50 or more random characters, "
            "for example from: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    path = folder / "secret-key"
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            # Two first runs at once must agree on one key, and neither may read the other's half-written file: link()
            # puts a whole file in place or refuses.
            with NamedTemporaryFile("w", dir=folder) as fresh:  # made with mode 0600
                fresh.write(secrets.token_urlsafe(50))
                fresh.flush()
                with suppress(FileExistsError):
                    os.link(fresh.name, path)
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"cannot keep a secret key in {folder} ({error.strerror}): "
            "make the folder writable or set SOURCEFIT_VAR to one that is"
        ) from error


def allowed_hosts() -> list[str]:
    names = words("ALLOWED_HOSTS")
    if not names and is_a_service():
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is not set (a forged Host header would end up in links we send): set it to the site's names, for example sourcefit.example"
        )
    return names or [*LOOPBACK, *(["testserver"] if kind() == "test" else [])]


def email(default: str) -> Mapping[str, Any]:
    """Read EMAIL_URL, for example smtp+tls://user:password@mail.example:587, into Django's settings."""
    try:
        settings: Mapping[str, Any] = Env.email_url_config(text("EMAIL_URL", default))
    except (ImproperlyConfigured, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read: write it like smtp+tls://user:password@mail.example:587, or unset it to print mail on the console"
        ) from error
    return settings


def database(folder: Path) -> dict[str, Any]:
    """Read DATABASE_URL, or fall back on the SQLite file in the site's own folder."""
    url = text("DATABASE_URL") or f"sqlite:///{quote(str(folder / 'sourcefit.sqlite3'))}"
    try:
        settings: dict[str, Any] = Env.db_url_config(url) if url.startswith(DATABASES) else {}
    except (KeyError, ValueError):
        settings = {}
    match settings.get("ENGINE", "").rpartition(".")[2]:
        case "postgresql":
            return settings | _postgresql(settings)
        case "sqlite3":
            return settings | _sqlite(settings)
        case _:
            # Neither the address nor what is wrong with it is repeated: both may hold the password.
            raise ImproperlyConfigured(
                "DATABASE_URL cannot be read: write it like postgresql://user:password@host:5432/name, "
                "with %XX for special characters, or unset it to use the embedded SQLite file"
            )


def _postgresql(settings: Mapping[str, Any]) -> dict[str, Any]:
    statement = whole_number("POSTGRES_STATEMENT_TIMEOUT", 15_000)
    lock = whole_number("POSTGRES_LOCK_TIMEOUT", 5_000)
    timeouts = f"-c statement_timeout={statement} -c lock_timeout={lock} -c idle_in_transaction_session_timeout=60000"
    pool = {
        "min_size": 1,
        "max_size": whole_number("POSTGRES_POOL", 8),
        "timeout": 3,  # seconds that a request waits for a connection
        # The pool tries again after 1, 2, 4 ... seconds; once it gives up, the next request makes it begin anew. So
        # the site is back within a few seconds after PostgreSQL is, however long it was away.
        "reconnect_timeout": 3,
        "max_lifetime": 600,
    }
    return {
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": pool,
            "connect_timeout": 5,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            # Values travel beside the statement, so PostgreSQL parses and plans it once a connection.
            "server_side_binding": True,
            "prepare_threshold": 5,
            "options": timeouts,
            **settings.get("OPTIONS", {}),
        },
    }


def journal_mode(version: tuple[int, int, int]) -> str:
    """Choose WAL only where the SQLite library cannot corrupt it."""
    patch = WAL_IS_SAFE_ALSO.get(version[:2])
    safe = version >= WAL_IS_SAFE_FROM or (patch is not None and version[2] >= patch)
    return "WAL" if safe else "DELETE"


def _sqlite(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "CONN_MAX_AGE": 600,
        # Tests use a file too: connections to one database in memory can't wait for each other, and so can't race.
        "TEST": {"NAME": f"{settings['NAME']}.tests"},
        "OPTIONS": {
            # Without IMMEDIATE a transaction that reads and then writes cannot wait its turn: four saves in five failed in our measurement.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={journal_mode(sqlite_version_info)}; PRAGMA synchronous=FULL",
            **settings.get("OPTIONS", {}),
        },
    }
