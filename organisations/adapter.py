"""What allauth says and does in our name."""

import base64
import hashlib
from typing import ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage


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


def _cipher() -> MultiFernet:
    """Make a cipher of the site's secret; what an older secret encrypted can be read as long as it is a fallback."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (hashlib.sha256(b"organisations.adapter.second factor:" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
