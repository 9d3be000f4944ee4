"""One line of the log for each try to sign in and each change of how somebody does; OPERATIONS.md lists them.

No line holds an address, a password or a code. Tries for the same address carry the same digest, which nobody without
the site's secret can make; whoever was known is told by the id of the account.
"""

import logging
from typing import Any, Final

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

LOG: Final = logging.getLogger("sourcefit.sign_ins")
_SALT: Final = "organisations.sign_ins"

CHANGES: Final = {
    account.email_added: "an address was added",
    account.email_changed: "the address was changed",
    account.email_confirmed: "an address was confirmed",
    account.email_removed: "an address was removed",
    account.password_changed: "the password was changed",
    account.password_reset: "the password was reset",
    account.password_set: "a password was set",
    account.user_signed_up: "an account was made",
    mfa.authenticator_added: "a second factor was added",
    mfa.authenticator_removed: "a second factor was removed",
    mfa.authenticator_reset: "recovery codes were renewed",
}
REFUSALS: Final = {
    account.email_verification_code_rejected: "a mailed code was refused",
    mfa.authentication_failed: "a second factor was refused",
}


def begin() -> None:
    """Listen from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid=_SALT)
    user_logged_out.connect(_signed_out, dispatch_uid=_SALT)
    user_login_failed.connect(_refused, dispatch_uid=_SALT)
    account.authentication_step_completed.connect(_proved, dispatch_uid=_SALT)
    mfa.authenticator_used.connect(_used, dispatch_uid=_SALT)
    for signal in (*CHANGES, *REFUSALS):
        signal.connect(_told, dispatch_uid=_SALT)


def _say(level: int, what: str, user: Any, **more: object) -> None:
    LOG.log(level, what, extra={"fields": {"user": getattr(user, "pk", None)} | more})


def _signed_in(request: HttpRequest, user: Any, **_more: object) -> None:
    by = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    _say(logging.INFO, "signed in", user, by=by)


def _signed_out(user: Any, **_more: object) -> None:
    if user is not None:
        _say(logging.INFO, "signed out", user)


def _refused(credentials: dict[str, Any], **_more: object) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    digest = salted_hmac(_SALT, tried, algorithm="sha256").hexdigest()[:16]
    _say(logging.WARNING, "a password was refused", None, tried=digest)


def _proved(user: Any, method: str, **_more: object) -> None:
    _say(logging.INFO, "a factor was accepted", user, by=[method])


def _used(user: Any, authenticator: Any, **_more: object) -> None:
    _say(logging.INFO, "a second factor was accepted", user, by=[authenticator.type])


def _told(signal: Any, user: Any = None, **more: Any) -> None:
    level, what = (logging.INFO, CHANGES[signal]) if signal in CHANGES else (logging.WARNING, REFUSALS[signal])
    whose = user or getattr(more.get("email_address"), "user", None)
    kind = getattr(more.get("authenticator"), "type", "")
    _say(level, what, whose, **({"by": [kind]} if kind else {}))
