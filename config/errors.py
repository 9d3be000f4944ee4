"""The pages shown when a request cannot be answered; none of them asks the database anything."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from config import logs
from organisations.limits import TooOftenError

SOON = "10"  # seconds
PATIENCE = 5 * 60  # seconds: the longest that a limit of allauth's lasts


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Stand in for Django's handler400."""
    match exception:
        case RequestDataTooBig():
            return too_large(request)
        case TooManyFieldsSent() | TooManyFilesSent():
            text = _("The page sent more fields than any of our forms has. Nothing was saved.")
        case _:
            text = _("Your browser sent something this site cannot read. Nothing was saved.")
    text = f"{text} {_('Go back, load the page again and send it once more.')}"
    return _page(_("We could not read that"), text, status=400)


def too_large(_request: HttpRequest) -> HttpResponse:
    text = _("Send at most 5 MB. Nothing was saved: go back and shorten what you typed, or choose a smaller file.")
    return _page(_("That is too much to send at once"), text, status=413)


def forbidden(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    text = _(
        "You are signed in, but this page is for other people. If you think it is for you, ask who invited you, "
        "or sign in with the account they invited."
    )
    return _page(_("This page is not open to you"), text, status=403)


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Stand in for Django's handler404; the same words whether a thing is missing or somebody else's."""
    text = _(
        "The address may be mistyped, the page may be gone, or it may belong to somebody else. "
        "Answers you began without an account open only in the browser you began in."
    )
    return _page(_("There is nothing here for you"), text, status=404)


def too_often(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say how long to wait; allauth, which calls this too, does not tell."""
    error = exception if isinstance(exception, TooOftenError) else TooOftenError(PATIENCE)
    response = _page(_("Please wait a little"), str(error), status=429)
    response["Retry-After"] = str(error.wait)
    return response


def server_error(_request: HttpRequest) -> HttpResponse:
    """Stand in for Django's handler500.

    A database that is away is told apart here and not in a middleware: sessions and users are read by middleware
    too, and Django turns what those raise into a response before any outer middleware could see it.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        text = _(
            "The site cannot reach its database. What you saved before is safe. Wait ten seconds, then load this page "
            "again; if you were saving something, go back and save it once more."
        )
        response = _page(_("Back in a moment"), text, status=503)
        response["Retry-After"] = SOON
        return response
    text = _(
        "The mistake is ours and it has been noted. What you saved before is safe. Go back and try once more; "
        "if it happens again, tell whoever runs this site and name this number:"
    )
    return _page(_("Something went wrong here"), text, status=500, reference=logs.request_id.get())


def _page(title: str, text: str, *, status: int, reference: str = "") -> HttpResponse:
    context = {"title": title, "text": text, "reference": reference}
    return HttpResponse(loader.render_to_string("error.html", context), status=status)
