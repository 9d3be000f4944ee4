"""The pages shown when a request cannot be answered, and what becomes of what was typed.

Without anything typed, none of them asks the database anything.
"""

import logging
import sys
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _

from config import logs
from organisations import unsaved
from organisations.limits import TooOftenError
from recommendations.reports.exports.printing import NotPrintedError
from recommendations.reports.exports.queues import SOON as SOON_PRINTED
from recommendations.reports.exports.queues import BusyError

LOG: Final = logging.getLogger("sourcefit.exports")

SOON = "10"  # seconds
PATIENCE = 5 * 60  # seconds: the longest that a limit of allauth's lasts
FORBIDDEN: Final = 403
SIGN_IN: Final = "sign-in"  # in addresses that open nothing: whoever asks wants to sign in and come back


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


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Stand in for Django's handler404; the same words and ways whether a thing is missing or somebody else's."""
    text = _(
        "The address may be mistyped, the page may be gone, or it may belong to somebody else. "
        "Answers you began without an account open only in the browser you began in."
    )
    address = request.get_full_path()
    if request.method == "GET" and address.endswith((f"?{SIGN_IN}", f"&{SIGN_IN}")):
        return redirect(_way(request, address[: -len(SIGN_IN) - 1]))
    return _offering_sign_in(request, _("There is nothing here for you"), text, status=404)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that a sign-in ended before a form was sent; one in which nothing was typed leads straight to the sign-in."""
    if not unsaved.typed(request):
        return redirect_to_login(unsaved.page(request))
    text = _("Your sign-in ended before this was sent.")
    return _offering_sign_in(request, _("Please sign in once more"), text, status=FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason
    """Lead back to the page with everything that was typed and a token that fits; write nothing.

    Without a valid token nothing says that the visitor meant to send this, so they have to press save once more.
    """
    form = unsaved.typed(request)
    has_cookies = settings.CSRF_COOKIE_NAME in request.COOKIES
    if form is None:
        return render(request, "403_csrf.html", status=FORBIDDEN)
    if has_cookies and (address := unsaved.keep(request, form)):
        return redirect(address)
    text = _(
        "The page you sent from was too old, or your browser keeps no cookies from this site. Nothing was saved yet."
    )
    return _page(_("Please send that once more"), text, status=FORBIDDEN, **_again(request, form))


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say how long to wait; allauth, which calls this too, does not tell."""
    error = exception if isinstance(exception, TooOftenError) else TooOftenError(PATIENCE)
    again = _again(request, unsaved.typed(request))
    response = _page(_("Please wait a little"), str(error), status=429, **again)
    response["Retry-After"] = str(error.wait)
    return response


def ended(_request: HttpRequest) -> HttpResponse:
    """Tell whoever follows a link to a report that worked once."""
    text = _("It was stopped, or its days are over. Ask whoever sent it to you for a new one.")
    return _page(_("This link no longer works"), text, status=410)


def busy(_request: HttpRequest, exception: BusyError) -> HttpResponse:
    text = _("Other copies are being made at this moment. Nothing is lost: try again in a minute.")
    return _later(_("The printer is busy"), text, wait=exception.wait)


def not_printed(_request: HttpRequest, exception: NotPrintedError) -> HttpResponse:
    LOG.error("could not be printed: %s", type(exception).__name__)
    text = _(
        "Something in it is more than our printer can set. Nothing is lost: print the page from your browser, take another kind of "
        "copy, or shorten what was typed and try again."
    )
    return _later(_("This could not be printed"), text, wait=SOON_PRINTED)


def _later(title: str, text: str, *, wait: int) -> HttpResponse:
    response = _page(title, text, status=503)
    response["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Stand in for Django's handler500.

    A database that is away is told apart here and not in a middleware: sessions and users are read by middleware
    too, and Django turns what those raise into a response before any outer middleware could see it.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        form = unsaved.typed(request)
        text = _(
            "The site cannot reach its database. What you saved before is safe. Wait ten seconds, then load this page "
            "again; if you were saving something, go back and save it once more."
        )
        if form:
            text = _("The site cannot reach its database. What you saved before is safe; this was not saved yet.")
        response = _page(_("Back in a moment"), text, status=503, **_again(request, form))
        response["Retry-After"] = SOON
        return response
    text = _(
        "The mistake is ours and it has been noted. What you saved before is safe. Go back and try once more; "
        "if it happens again, tell whoever runs this site and name this number:"
    )
    again = _again(request, unsaved.typed(request))
    return _page(_("Something went wrong here"), text, status=500, reference=logs.request_id.get(), **again)


def _offering_sign_in(request: HttpRequest, title: str, text: str, *, status: int) -> HttpResponse:
    """Offer to sign in and come back to this very address, with what was typed where something was.

    Every address that opens nothing gets the same, whatever there is behind it.
    """
    form = unsaved.typed(request)
    address = unsaved.keep(request, form)
    page = unsaved.page(request) if request.method == "POST" else ""
    back = address or (page if page != request.get_full_path() else "")
    # Without the address in it, the page is the very same for every address; `not_found` above puts it in.
    here = f"?{query}&{SIGN_IN}" if (query := request.META.get("QUERY_STRING", "")) else f"?{SIGN_IN}"
    user = _user(request)
    context = {
        "who": str(user.email) if user else "",
        "sign_in": "" if request.path.startswith(unsaved.WITHOUT) else _way(request, back) if back else here,
        "is_kept": bool(address),
    }
    again = {} if address else _again(request, form)
    return _page(title, text, status=status, **context, **again)


def _way(request: HttpRequest, back: str) -> str:
    """Give the address at which to sign in, or out where somebody is signed in, and come back."""
    return f"{reverse('account_logout' if _user(request) else 'account_login')}?next={quote(back)}"


def _user(request: HttpRequest) -> Any:
    """Tell who is signed in, without asking for it where nothing in the request says that somebody is."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return None
    return request.user if request.user.is_authenticated else None


def _again(request: HttpRequest, form: unsaved.Typed | None) -> dict[str, Any]:
    """Give what a page needs to send once more what was sent; it keeps all of that itself, as a form."""
    return {"again": form, "csrf_token": get_token(request)} if form else {}


def _page(title: str, text: str, *, status: int, **more: Any) -> HttpResponse:
    return HttpResponse(loader.render_to_string("error.html", {"title": title, "text": text, **more}), status=status)
