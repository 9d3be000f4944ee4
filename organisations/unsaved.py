"""What was typed into a form that could not be saved: kept for a day, and given back to whoever typed it.

A row of the database holds it, because signing in may take many pages, some of them in a mail. It is encrypted with
two random words: one stands in a cookie of the browser, the other in the address that leads back. So neither a copy of
the database, nor the browser's history, nor a log of addresses tells it; and it opens only to an account that was
signed in when it was sent, or, where nobody was, to the browser alone. Passwords, codes and files are never kept.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from organisations.http import sender
from organisations.limits import Limit, TooOftenError
from organisations.models import Unsaved
from organisations.tokens import digest, is_token, new_token

COOKIE: Final = f"{settings.COOKIE_PREFIX}browser"
NEW: Final = "sourcefit.browser"  # a word that this answer gives the browser
NAME: Final = "unsaved"  # in addresses
DAYS: Final = 1
LONGEST: Final = 200_000  # characters: a step with every note filled in takes a third of that
LONGEST_ADDRESS: Final = 2_000
# Somebody comes back to one form, or to a few: what is beyond that is sent by a program, and stays in the page it got.
KEPT: Final = Limit("forms kept from an address", times=120, within=timedelta(hours=1))
ACCOUNTS: Final = 2  # the last ones that were signed in here: one may have signed out, and another one in, elsewhere
# The sign-in's own pages, the admin, and the choice of a language hold nothing that somebody wrote.
WITHOUT: Final = ("/accounts/", "/admin/", "/language/")
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - a name
# By their whole names: a question may well be called “source_code”.
SECRETS: Final = frozenset(("code", "oldpassword", "passcode", "password", "password1", "password2", "token"))

KEY: Final = re.compile(r"[a-z0-9_-]*")

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent to `address`; `secrets` names what was left out, `page` is where it stands."""

    page: str
    address: str
    fields: Fields
    secrets: list[str]

    @property
    def texts(self) -> list[str]:
        """What a person wrote, as far as that can be told from the keys that pages send along."""
        return [value for _name, value in self.fields if not KEY.fullmatch(value)]


def typed(request: HttpRequest) -> Typed | None:
    """Tell what this request brings from a form of ours; None where there is nothing to bring back.

    What another site sent is nothing of ours: it would be a page with somebody else's words and one press to save them.
    """
    is_by_script = "HX-Request" in request.headers  # the page is still there, and sends it once more by itself
    if request.method != "POST" or is_by_script or request.path.startswith(WITHOUT) or not _is_from_here(request):
        return None
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in map(str, values)]
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return None
    fields = [(name, value) for name, value in sent if name != TOKEN]
    secrets = [name for name, value in fields if name in SECRETS and value]
    fields = [(name, value) for name, value in fields if name not in SECRETS]
    if not secrets and not any(value.strip() for _name, value in fields):
        return None
    return Typed(page(request), _without_key(request.get_full_path()), fields, secrets)


def keep(request: HttpRequest, form: Typed | None) -> str:
    """Keep a form, and give the address that brings it back; empty where it is too long, or one of too many."""
    if form is None:
        return ""
    request.user.is_authenticated  # noqa: B018 - asked for now, so that it stands in the accounts below
    content = json.dumps([_accounts(request), form.page, form.address, form.fields, form.secrets])
    if len(content) > LONGEST:
        return ""
    try:
        KEPT.spend(sender(request))
    except TooOftenError:
        return ""
    now, key = timezone.now(), new_token()
    Unsaved.objects.filter(kept_until__lt=now).delete()
    Unsaved.objects.create(
        key=digest(key),
        content=_cipher(_secret(request), key).encrypt(content.encode()).decode(),
        kept_until=now + timedelta(days=DAYS),
    )
    return with_key(form.page, key)


def find(request: HttpRequest, key: str) -> Typed | None:
    """Find a form that this browser sent, as long as nobody else is signed in; all the rest is the same, None."""
    request.user.is_authenticated  # noqa: B018 - as above
    row = Unsaved.objects.filter(key=digest(key), kept_until__gte=timezone.now()).first() if is_token(key) else None
    if row is None:
        return None
    try:
        content = json.loads(_cipher(_secret(request), key).decrypt(row.content.encode()))
    except InvalidToken:
        return None
    accounts, page_, address, fields, secrets = content
    if accounts and _account(request) not in accounts:
        return None
    return Typed(page_, address, [(name, value) for name, value in fields], secrets)


def forget(key: str) -> None:
    if is_token(key):
        Unsaved.objects.filter(key=digest(key)).delete()


def key_of(request: HttpRequest) -> str:
    """Give the key that the address carries, or that of the page which a form was sent from."""
    there = dict(parse_qsl(_came_from(request).query)).get(NAME, "") if request.method == "POST" else ""
    return request.GET.get(NAME, "") or there


def with_key(address: str, key: str) -> str:
    path, _mark, fragment = address.partition("#")
    joined = f"{path}{'&' if '?' in path else '?'}{urlencode({NAME: key})}"
    return f"{joined}#{fragment}" if fragment else joined


def page(request: HttpRequest) -> str:
    """Give the address of the page on which a form stands: the one it was sent from, if that is one of ours."""
    came_from = _came_from(request)
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    is_ours = _is_ours(request, came_from) and url_has_allowed_host_and_scheme(path, None)
    if not is_ours or came_from.path.startswith(WITHOUT) or len(path) > LONGEST_ADDRESS:
        return _without_key(request.get_full_path())
    return _without_key(path)


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Note in the browser which accounts were signed in here last, and the word that its kept forms are written with."""
    known = request.COOKIES.get(COOKIE, "")
    new = ".".join([_secret(request), *_accounts(request)]) if _account(request) else ""
    new = new or request.META.get(NEW, "")
    if new and new != known:
        response.set_cookie(COOKIE, new, secure=settings.HTTPS, httponly=True, samesite="Lax")


def _secret(request: HttpRequest) -> str:
    secret = request.COOKIES.get(COOKIE, "").partition(".")[0]
    if is_token(secret):
        return secret
    return str(request.META.setdefault(NEW, new_token()))


def _accounts(request: HttpRequest) -> list[str]:
    """Name the accounts that were signed in last in this browser, the present one first."""
    before = [word for word in request.COOKIES.get(COOKIE, "").split(".")[1:] if word][:ACCOUNTS]
    return list(dict.fromkeys([*filter(None, [_account(request)]), *before]))[:ACCOUNTS]


def _account(request: HttpRequest) -> str:
    """Name who is signed in, where somebody asked already, in a word that tells nobody who that is."""
    user: Any = getattr(request, "_cached_user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("organisations.unsaved", str(user.pk), algorithm="sha256").hexdigest()[:32]


def _cipher(secret: str, key: str) -> Fernet:
    word = f"organisations.unsaved:{settings.SECRET_KEY}:{secret}:{key}"
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(word.encode()).digest()))


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this."""
    origin = request.headers.get("Origin", "")
    return _is_ours(request, _split(origin) if origin else _came_from(request))


def _is_ours(request: HttpRequest, address: SplitResult) -> bool:
    try:
        return (address.scheme, address.netloc) == (request.scheme, request.get_host())
    except SuspiciousOperation:  # it was sent to a host that is none of ours
        return False


def _came_from(request: HttpRequest) -> SplitResult:
    return _split(request.headers.get("referer", ""))


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _without_key(address: str) -> str:
    path, _mark, query = address.partition("?")
    rest = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != NAME]
    return f"{path}?{urlencode(rest)}" if rest else path
