"""The one place that sends mail: after the data is saved, and never at its cost."""

import logging
from collections.abc import Iterable, Mapping
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string

LOG = logging.getLogger("sourcefit.mail")


def send(name: str, *, to: Iterable[str], context: Mapping[str, Any], reply_to: str = "") -> None:
    """Send each address a mail of its own once the data is saved; if that fails, note it and go on.

    `name` is that of a mail in templates/mail: name.subject.txt, name.txt and name.html.
    """
    transaction.on_commit(partial(_send, name, tuple(to), dict(context), reply_to))


def _send(name: str, to: tuple[str, ...], context: Mapping[str, Any], reply_to: str) -> None:
    # Whatever a mail's template or a mail server may come up with: what was saved is saved.
    try:
        # A line break in a subject would begin a header of its own; Django refuses to send that.
        subject = " ".join(render_to_string(f"mail/{name}.subject.txt", context).split())
        text = render_to_string(f"mail/{name}.txt", context).strip() + "\n"
        mail = EmailMultiAlternatives(subject, text, reply_to=[reply_to] if reply_to else None)
        mail.attach_alternative(render_to_string(f"mail/{name}.html", context), "text/html")
        with get_connection() as connection:
            for address in to:
                mail.to = [address]
                try:
                    connection.send_messages([mail])
                except SMTPException:  # one address that is refused must not keep the mail from the others
                    LOG.exception("mail not sent", extra={"fields": {"mail": name}})
    except Exception:
        LOG.exception("mail not sent", extra={"fields": {"mail": name}})
