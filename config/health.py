"""What a watchdog asks: whether the process lives, and whether it can serve."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

TEXT: Final = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type=TEXT)


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type=TEXT)
    if waiting:
        count = "1 migration is" if len(waiting) == 1 else f"{len(waiting)} migrations are"
        sentence = f"{count} waiting: run manage.py migrate\n"
        return HttpResponse(sentence, status=503, content_type=TEXT)
    return HttpResponse("ready\n", content_type=TEXT)
