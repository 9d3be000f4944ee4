"""What allauth says in our name."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


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
