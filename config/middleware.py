"""What happens to every request, whatever page it asks for."""

import logging
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control

from config import logs
from config.errors import bad_request, busy, ended, not_printed, signed_out, too_large, too_often
from config.filled_form import fill
from config.metrics import count
from organisations import unsaved
from organisations.limits import TooOftenError
from organisations.links import LinkEndedError
from recommendations.reports.exports.printing import NotPrintedError
from recommendations.reports.exports.queues import BusyError

LOG = logging.getLogger("sourcefit.requests")

View = Callable[[HttpRequest], HttpResponse]
GUARDED: Final = ("/admin/", "/clients/")
MAIN: Final = '<main id="main">'
AFTER_SECOND_FACTOR: Final = "after_second_factor"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def request_log(get_response: View) -> View:
    """Give the request a name and write one line when it is done."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = uuid.uuid4().hex
        token = logs.request_id.set(name)
        started = time.perf_counter()
        response = get_response(request)
        spent = round((time.perf_counter() - started) * 1000, 1)
        response["X-Request-ID"] = name
        # Asking for the user here would cost two queries; it is told where the page has asked already.
        user = getattr(request, "_cached_user", None)
        route = logs.route(request)
        fields = {"method": request.method, "route": route, "status": response.status_code, "ms": spent}
        level = logging.ERROR if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
        count(request.method, route, response.status_code, spent / 1000)
        LOG.log(level, "answered", extra={"fields": fields | {"user": getattr(user, "pk", None)}})
        logs.request_id.reset(token)
        return response

    return middleware


class Compressed(GZipMiddleware):
    """Send pages and other whole texts compressed; files that are packed already, and what is sent in pieces, as they are.

    What is secret in a page can't be guessed from its length (BREACH): Django masks the token of forms anew in each
    page, and adds up to a hundred random bytes to each compressed answer.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json", "image/svg")):
            return response
        return super().process_response(request, response)


def safe_headers(get_response: View) -> View:
    """Add the headers that Django does not set."""
    # django-csp's own middleware puts the same words together anew for each answer.
    policy = build_policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not response.has_header("Cache-Control"):
            # A page that may be kept says so itself; every other one may hold somebody's answers.
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def body_limit(get_response: View) -> View:
    """Refuse a body that is too long, or does not say how long it is, before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_large(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            # Browsers announce the length of every form, and proxies add it; Django would read none of it.
            return bad_request(request, BadRequest())
        return get_response(request)

    return middleware


def utf8_forms(get_response: View) -> View:
    """Refuse a form in any other alphabet: Django would decode it with whatever Python knows, and some of that raises."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            return bad_request(request, BadRequest())
        return get_response(request)

    return middleware


class SignIn(LoginRequiredMiddleware):
    """Leads whoever is not signed in to the sign-in and back, with what they typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        if request.method == "POST":
            return signed_out(request)
        response: HttpResponse = super().handle_no_permission(request, view_func)
        return response


def nothing_lost(get_response: View) -> View:
    """Put what was typed and not saved back into the page it was typed on, and forget it once it is saved."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = unsaved.key_of(request)
        response = get_response(request)
        if key and request.method == "GET":
            response = _bring_back(request, response, key)
        elif key and response.status_code == HTTPStatus.FOUND and not response["Location"].startswith(unsaved.WITHOUT):
            unsaved.forget(key)
        unsaved.remember_browser(request, response)
        return response

    return middleware


def _bring_back(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
    match response.status_code:
        case HTTPStatus.FOUND if response["Location"].startswith("/"):
            if not response["Location"].startswith(unsaved.WITHOUT):
                response["Location"] = unsaved.with_key(response["Location"], key)
        case HTTPStatus.METHOD_NOT_ALLOWED:
            # It only takes what its form sends: the form stands on the page above.
            above = f"{request.path.rstrip('/').rpartition('/')[0]}/"
            return redirect(unsaved.with_key(above, key))
        case HTTPStatus.OK if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            text = response.content.decode()
            form = unsaved.find(request, key)
            filled = form and fill(text, address=form.address, page=request.path, fields=form.fields)
            page, first = filled or (text, "")
            context = {"form": form, "is_filled": bool(filled), "first": first, "user": request.user}
            notice = render_to_string("components/unsaved.html", context)
            response.content = page.replace(MAIN, MAIN + notice, 1)
    return response


class TooOften:
    """Answer 429 where a limit is reached, and 503 where a copy can't be made now, and the page keeps nothing typed."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case TooOftenError():
                return too_often(request, exception)
            case LinkEndedError():
                return ended(request)
            case BusyError():
                return busy(request, exception)
            case NotPrintedError():
                return not_printed(request, exception)
        return None


def second_factor(get_response: View) -> View:
    """Have whoever sees other people's data set up a second factor before those pages open."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(GUARDED) or request.path == reverse("admin:logout"):
            return get_response(request)
        user = request.user
        if not user.is_authenticated or not (user.is_staff or user.is_consultant) or user.has_second_factor:
            return get_response(request)
        kept = unsaved.keep(request, unsaved.typed(request))
        request.session[AFTER_SECOND_FACTOR] = kept or unsaved.page(request)
        return redirect("mfa_index")

    return middleware
