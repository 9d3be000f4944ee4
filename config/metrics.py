"""How many requests were answered and how long they took, told to Prometheus; nothing is counted where no token is set.

The counts are this process's own: with several workers, Prometheus is answered by one of them at a time, and each
worker needs an address of its own to be asked at, or its counts are a sample.
"""

import secrets
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY: Final = CollectorRegistry()
REQUESTS: Final = Counter("sourcefit_requests", "Requests answered", ["method", "route", "status"], registry=REGISTRY)
SECONDS: Final = Histogram("sourcefit_request_seconds", "Time to answer", ["route"], registry=REGISTRY)
METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def count(method: str | None, route: str, status: int, seconds: float) -> None:
    if settings.METRICS_TOKEN:
        # A method that somebody made up would make a row of its own for ever.
        REQUESTS.labels(method if method in METHODS else "other", route or "none", status).inc()
        SECONDS.labels(route or "none").observe(seconds)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever brings the token; to everybody else there is no such page."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    token = request.headers.get("authorization", "")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(token.encode(), expected.encode()):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
