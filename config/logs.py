"""How a line of the log is written: JSON, and never an address, a body, an answer or a token."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="")


def route(request: HttpRequest) -> str:
    """Name the address without what a person's own address carries: ids and tokens."""
    return request.resolver_match.view_name if request.resolver_match else ""


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            # Django ends these messages with the path, and a path may hold a token.
            line |= {"message": str(record.args[0] if record.args else record.msg), "route": route(request)}  # type: ignore[index]
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            # The message is left out: PostgreSQL, for one, repeats the row it refused.
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)[-12:]
            where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            line["error"] = {"type": f"{type(error).__module__}.{type(error).__qualname__}", "where": where}
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
        "handlers": {"standard-error": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["standard-error"], "level": "WARNING"},
        "loggers": {
            "sourcefit": {"level": level},
            "django": {"level": "WARNING", "handlers": ["standard-error"], "propagate": False},
            # Every request has its own line already; only what went wrong inside is worth a second one.
            "django.request": {"level": "ERROR"},
            # It repeats itself every second while PostgreSQL is away; the requests that fail for it are told anyway.
            "psycopg.pool": {"level": "ERROR"},
        },
    }
