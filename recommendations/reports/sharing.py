"""Sharing a report with people outside, and telling people inside that there is one."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment
from organisations import changes, mail
from organisations.limits import Limit
from organisations.models import User
from recommendations.models import Report, ShareLink
from recommendations.reports.addition import Addition, kinds, read_additions
from recommendations.reports.wording import listed

DAYS: Final = 30
NAMED: Final = frozenset(("plan", "brief"))  # kinds made of the names of people and of the organisation
LONGEST_DAYS: Final = 365
HOUR: Final = timedelta(hours=1)
LINKS: Final = Limit("share links of a report", times=settings.SHARES_PER_HOUR, within=HOUR)
PASSCODES: Final = Limit("passcodes tried on a share link", times=settings.PASSCODES_PER_HOUR, within=HOUR)
MAILS_FROM: Final = Limit("share notices from an account", times=20, within=HOUR)
MAILS_TO: Final = Limit("share notices to an address", times=3, within=HOUR)


@dataclass(frozen=True, slots=True)
class Terms:
    """What readers of a link do not get, and which kinds of what stands beside the report they do."""

    without_notes: bool = False
    without_names: bool = False
    without_answers: bool = False
    with_beside: tuple[str, ...] = ()

    @classmethod
    def of(cls, link: ShareLink) -> "Terms":
        return cls(link.without_notes, link.without_names, link.without_answers, tuple(link.with_beside))

    @property
    def left_out(self) -> str:
        """Name it in a sentence; the list of answers takes their notes along."""
        parts = (
            (self.without_answers, _("the list of answers")),
            (self.without_notes and not self.without_answers, _("notes")),
            (self.without_names, _("names")),
        )
        return listed(part for is_out, part in parts if is_out)

    @property
    def goes_along(self) -> str:
        """Name what stands beside the report and goes along, as a list."""
        return listed(str(kind.label) for kind in kinds() if kind.key in self.with_beside)


@dataclass(frozen=True, slots=True)
class SharedLink:
    """One line of the list of links."""

    link: ShareLink
    left_out: str
    goes_along: str


@transaction.atomic
def share(
    *,
    report: Report,
    terms: Terms,
    days: int = DAYS,
    label: str = "",
    passcode: str = "",
    made_by: User | None = None,
    pk: UUID | None = None,
) -> tuple[ShareLink, str]:
    """Make a link to a report, and its token, which is shown only now.

    Raises:
        AlreadyMadeError, TooOftenError: nothing was made.
    """
    LINKS.spend(report.pk)
    return ShareLink.make(
        days=days,
        until=report.assessment.kept_until(),
        pk=pk,
        report=report,
        made_by=made_by,
        label=label,
        passcode=make_password(passcode) if passcode else "",
        without_notes=terms.without_notes,
        without_names=terms.without_names,
        without_answers=terms.without_answers,
        with_beside=list(terms.with_beside),
    )


def links_of(report: Report) -> list[SharedLink]:
    """List a report's links, the newest first."""
    links = report.share_links.select_related("made_by")
    return [SharedLink(link, terms.left_out, terms.goes_along) for link in links for terms in [Terms.of(link)]]


def may_tell(*, sender: User, to: str) -> None:
    """Count one more mail from this account to this address.

    Raises:
        TooOftenError: nothing was counted.
    """
    with transaction.atomic():
        MAILS_FROM.spend(sender.pk)
        MAILS_TO.spend(to.casefold())


def tell_reader(*, link: ShareLink, address: str, to: str, sender: User) -> None:
    """Mail a link's address to a reader. Where it went is kept nowhere.

    The mail names nothing but the sender's address, which we have seen proof of: no word of theirs goes out in it.
    """
    context = {
        "address": address,
        "expires": link.expires_at,
        "has_passcode": bool(link.passcode),
        "sender": sender.email,
    }
    mail.send("share", to=[to], context=context, reply_to=sender.email)


def tell_members(*, report: Report, address: str) -> None:
    """Mail the people of the organisation that its report is ready; without an account there is nobody to tell."""
    organisation = report.assessment.organisation
    if organisation is None:
        return
    to = organisation.members.filter(is_active=True).order_by("email").values_list("email", flat=True)
    context = {"address": address, "organisation": organisation.name, "reference": report.reference}
    mail.send("report_ready", to=to, context=context)


def claimed(assessment: Assessment, user: User, address: str) -> None:
    """Take note that an account keeps now what a browser held, and mail its person the report, if it is one."""
    if assessment.organisation_id:
        changes.announce(assessment.organisation_id)
    report = Report.objects.only("pk").filter(assessment=assessment).first()
    if report is not None and address:
        name = assessment.organisation.name if assessment.organisation else ""
        context = {"address": address, "organisation": name, "reference": report.reference}
        mail.send("report_ready", to=[user.email], context=context)


def stop(*, link: ShareLink) -> None:
    """Close a link at once; it stays in the list, so that its makers see that it once worked."""
    ShareLink.objects.filter(pk=link.pk, stopped_at=None).update(stopped_at=timezone.now())


def unlock(*, link: ShareLink, passcode: str) -> bool:
    """Compare a passcode with the link's.

    A try is counted before it is judged, so that many at once are not let through; a right one does not count.

    Raises:
        TooOftenError: it was not even looked at.
    """
    PASSCODES.spend(link.pk)
    if not check_password(passcode, link.passcode):
        return False
    PASSCODES.give_back(link.pk)
    return True


def additions_for_readers(report: Report, terms: Terms) -> tuple[Addition, ...]:
    """Give what stands beside a report as far as it goes along; without names, nothing that is made of them."""
    if not terms.with_beside:
        return ()
    only = set(terms.with_beside) - (NAMED if terms.without_names else set())
    additions = read_additions(report, only=only)
    return tuple(replace(addition, by="") for addition in additions) if terms.without_names else additions


def content_for_readers(report: Report, terms: Terms) -> dict[str, Any]:
    """Give what a report says, with what is left out really gone."""
    data = report.data
    page = dict(report.page)
    if terms.without_names:
        page["title"] = _("Fit report")
    if terms.without_answers:
        page["answers"] = None
    elif terms.without_notes:
        steps = [
            {**step, "notes": [], "rows": [{**row, "note": ""} for row in step["rows"]]}
            for step in page["answers"]["steps"]
        ]
        page["answers"] = page["answers"] | {"steps": steps}
    # The inputs hold every answer and note once more; no page shows them.
    kept = {key: value for key, value in data.items() if key not in {"inputs", "result", "parameters"}}
    return kept | {"page": page} | ({"organisation": ""} if terms.without_names else {})
