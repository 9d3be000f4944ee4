"""What allauth says and does in our name."""

import base64
import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar, Final

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from organisations.limits import Limit, TooOftenError, network
from organisations.models import User

# What counts are wrong ones: a right one is given back. Nobody at one address can use up what an account may be tried
# from everywhere, and so nobody can keep somebody else out.
FROM: Final = Limit("sign-ins from an address", times=settings.SIGN_INS_PER_MINUTE, within=timedelta(minutes=1))
TO_FROM: Final = Limit("sign-ins to an account from an address", times=5, within=timedelta(minutes=5))
TO: Final = Limit("sign-ins to an account", times=100, within=timedelta(hours=1))
PATIENCE: Final = 5 * 60  # seconds: the longest that a limit of allauth's own lasts


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, object]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed"),
        "duplicate_email": _("That is already the address of this account: enter another one"),
        "email_password_mismatch": _(
            "We know no account with this address and password: check both, or reset the password"
        ),
        "enter_current_password": _("That is not your present password"),
        "incorrect_code": _("That is not the code we sent: check the e-mail and enter it again"),
        "incorrect_password": _("That is not your password"),
        "invalid_password_reset": _("This link was used before or is too old: ask for a new one"),
        "password_mismatch": _("The two passwords differ: enter the same one twice"),
        "too_many_login_attempts": _("Too many attempts to sign in: wait five minutes and try again"),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            address: str = super().get_client_ip(request)
        except ImproperlyConfigured:
            # It came past one of the proxies. Nobody vouches for the header then, and the page must not fail for it.
            address = request.META["REMOTE_ADDR"]
        return address

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before it is judged, so that many at once are not let through. Not allauth's way: it answers 200."""
        for limit, who in self._tries(request, credentials):
            limit.spend(who)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            for limit, who in self._tries(request, credentials):
                limit.give_back(who)
        return user

    def _tries(self, request: HttpRequest, credentials: dict[str, Any]) -> Iterator[tuple[Limit, str]]:
        sender = network(self.get_client_ip(request))
        account = same(credentials.get("email", ""))
        yield FROM, sender
        yield TO_FROM, f"{account} {sender}"
        yield TO, account

    def validation_error(self, code: str, *args: Any) -> ValidationError | TooOftenError:
        """Let a limit that allauth would tell in a form's error be a 429, as every other one is."""
        if code in {"rate_limited", "too_many_login_attempts"}:
            return TooOftenError(PATIENCE)
        error: ValidationError = super().validation_error(code, *args)
        return error


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, object]] = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Remove your second factor first, then change the address and set it up again"),
        "incorrect_code": _("That is not the code your app shows now, nor a recovery code: enter a fresh one"),
        "unverified_email": _("Confirm your e-mail address first: open Account, then Change beside the address"),
    }

    def get_totp_issuer(self) -> str:
        return "SourceFit"

    def build_totp_svg(self, url: str) -> str:
        """Draw the code as part of the page, which then needs no picture from a data: address."""
        drawn: bytes = qrcode.make(url, image_factory=SvgPathImage).to_string()
        return drawn.decode()

    def encrypt(self, text: str) -> str:
        """Keep what second factors rest on unreadable in the database and in its backups."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def same(email: str) -> str:
    """Spell an address in the one way that all spellings share which some database takes for the same."""
    return unicodedata.normalize("NFKC", email.strip().upper().casefold())


def renewed(encrypted_text: str) -> str:
    """Encrypt under the site's present secret what may have been encrypted under an earlier one."""
    return _cipher().rotate(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Make a cipher of the site's secret; what an older secret encrypted can be read as long as it is a fallback."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (hashlib.sha256(b"organisations.adapter.second factor:" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
