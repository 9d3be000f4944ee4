"""The site's own addresses, and some behind which things go wrong."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, TooManyFieldsSent
from django.db import OperationalError
from django.urls import path

from config import urls
from config.urls import handler400, handler403, handler404, handler429, handler500
from organisations.limits import TooOftenError

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

WRONG = {
    "unreadable": BadRequest("an answer somebody gave"),
    "fields": TooManyFieldsSent("an answer somebody gave"),
    "closed": PermissionDenied("an answer somebody gave"),
    "often": TooOftenError(200),
    "mistake": ValueError("an answer somebody gave"),
    "away": OperationalError("an answer somebody gave"),
}


@login_not_required
def wrong(_request, what):
    raise WRONG[what]


urlpatterns = [*urls.urlpatterns, path("wrong/<str:what>/", wrong)]
