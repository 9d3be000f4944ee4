"""What a request tells about whoever sends it, and the cookie that keeps a link's token out of the address."""

from http import HTTPStatus
from typing import Any, Final, TypeVar

from allauth.account.adapter import get_adapter
from csp.constants import SELF
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from organisations.limits import TooOftenError, network
from organisations.links import Link, LinkQuerySet

SomeLink = TypeVar("SomeLink", bound=Link)

# A __Host- cookie would be sent to every page; these are for one link's pages alone.
PREFIX: Final = "__Secure-" if settings.HTTPS else ""
LINK: Final = "link"


def sender(request: HttpRequest) -> str:
    """Tell where a request comes from, as far as our own proxies vouch for it."""
    return network(get_adapter(request).get_client_ip(request))


def too_often(response: HttpResponse, error: TooOftenError) -> HttpResponse:
    """Answer with a page that keeps what was typed: it may be sent again after a while."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(error.wait)
    return response


def is_partial(request: HttpRequest) -> bool:
    """Whether a page that is open already asks for what changed."""
    return request.headers.get("HX-Request") == "true"


def allow_asking(response: HttpResponse) -> None:
    """Let the scripts of this page ask the site for more; those of other pages may not."""
    response["Content-Security-Policy"] = build_policy(update={"connect-src": SELF})


def carry(response: HttpResponse, value: str, *, path: str, what: str = LINK) -> None:
    """Give a link's token, or what was proved since, to the pages below a path, until the browser is closed."""
    # Not “Strict”: a browser that follows a link in a mail would not send it along to the page it is led to.
    response.set_cookie(PREFIX + what, value, path=path, secure=settings.HTTPS, httponly=True, samesite="Lax")


def carried(request: HttpRequest, *, what: str = LINK) -> str:
    return request.COOKIES.get(PREFIX + what, "")


def exchange(kind: type[SomeLink], token: str, *, page: str, **known: Any) -> HttpResponse:
    """Lead whoever followed a link to its page, without the token, which would stay in the history and in logs."""
    links: LinkQuerySet[SomeLink] = LinkQuerySet(kind)
    link = links.opened_by(token, **known)
    path = reverse(page, args=(link.pk,))
    response = redirect(path)
    carry(response, token, path=path)
    keep_quiet(response)
    return response


def keep_quiet(response: HttpResponse, *, has_form: bool = False) -> None:
    """Have a page behind a link stay out of search engines and out of the next site's logs."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # A form on a page without any referrer is sent with “Origin: null”, which Django rightly refuses.
    response["Referrer-Policy"] = "same-origin" if has_form else "no-referrer"
