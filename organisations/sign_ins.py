"""One line of the log for each try to sign in and each change of how somebody does; OPERATIONS.md lists them.

No line holds an address, a password or a code. Tries for the same address carry the same digest, which nobody without
the site's secret can make; whoever was known is named by the id of the account.
"""

import logging
from typing import Any, Final

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
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


@receiver(user_logged_in, dispatch_uid=_SALT)
def log_sign_in(request: HttpRequest, user: Any, **_more: object) -> None:
    by = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    _log(logging.INFO, "signed in", user, by=by)


@receiver(user_logged_out, dispatch_uid=_SALT)
def log_sign_out(user: Any, **_more: object) -> None:
    if user is not None:
        _log(logging.INFO, "signed out", user)


@receiver(user_login_failed, dispatch_uid=_SALT)
def log_refused_password(credentials: dict[str, Any], **_more: object) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    digest = salted_hmac(_SALT, tried, algorithm="sha256").hexdigest()[:16]
    _log(logging.WARNING, "a password was refused", None, tried=digest)


@receiver(account.authentication_step_completed, dispatch_uid=_SALT)
def log_accepted_factor(user: Any, method: str, **_more: object) -> None:
    _log(logging.INFO, "a factor was accepted", user, by=[method])


@receiver(mfa.authenticator_used, dispatch_uid=_SALT)
def log_second_factor(user: Any, authenticator: Any, **_more: object) -> None:
    _log(logging.INFO, "a second factor was accepted", user, by=[authenticator.type])


@receiver([*CHANGES, *REFUSALS], dispatch_uid=_SALT)
def log_change(signal: Any, user: Any = None, **more: Any) -> None:
    level, what = (logging.INFO, CHANGES[signal]) if signal in CHANGES else (logging.WARNING, REFUSALS[signal])
    whose = user or getattr(more.get("email_address"), "user", None)
    kind = getattr(more.get("authenticator"), "type", "")
    _log(level, what, whose, **({"by": [kind]} if kind else {}))


def _log(level: int, what: str, user: Any, **more: object) -> None:
    LOG.log(level, what, extra={"fields": {"user": getattr(user, "pk", None)} | more})
