"""The days of a plan as an iCalendar file (RFC 5545), which every calendar opens."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from recommendations.beside.plan.kept import Day
from recommendations.models import Report

PRODUCT: Final = "-//SourceFit//plan//EN"


def render(report: Report, days: Iterable[Day], *, at: datetime) -> bytes:
    """Write whole days; a day keeps its UID, so that a calendar that opens the file again moves it and adds no second."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", report.page["title"])
    for day in days:
        event = Event()
        event.add("uid", f"{day.key}.{report.pk}@sourcefit")
        event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", day.on)
        if day.on < date.max:  # without an end it lasts that one day all the same
            event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", day.title)
        who = _("Who: %(name)s") % {"name": day.who} if day.who else ""
        event.add("description", "\n".join(part for part in (day.text, who) if part))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
