"""How a line of the list of clients is worded."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from consulting.clients import doubts
from consulting.models import ClientLine
from recommendations.engine import PARAMETERS
from recommendations.engine.points import whole
from recommendations.reports.wording import SHORT

register = template.Library()
MOST_STEPS = 5  # of a draft that nobody opened yet
DISTANCE = 20.4  # percent of the chart's width from one step to the next


@register.filter
def flags(line: ClientLine) -> list[str]:
    return list(doubts.flags(line))


@register.filter
def is_close(line: ClientLine) -> bool:
    return line.has_leader and line.margin < whole(PARAMETERS.close_gap)


@register.filter
def margin_words(line: ClientLine) -> str:
    """Name the model behind the one in front, where one model is advised and another was scored."""
    if not (line.has_leader and line.second):
        return ""
    text = _("over %(model)s") if line.margin else _("level with %(model)s")
    return text % {"model": SHORT[line.second]}


@register.filter
def step_words(line: ClientLine) -> str:
    if not line.draft:
        return _("Not started")
    if line.steps_done == line.steps:
        return _("All steps complete")
    return _("Step %(number)d of %(total)d") % {"number": line.steps_done + 1, "total": line.steps}


@register.filter
def step_blocks(line: ClientLine) -> list[tuple[str, str]]:
    """Draw the steps: where each begins in percent, and whether it is done, the open one or still ahead."""
    states = ["on"] * line.steps_done + (["half"] if line.draft else [])
    count = line.steps or MOST_STEPS
    states = (states + ["off"] * count)[:count]
    return [(f"{number * DISTANCE:.1f}", state) for number, state in enumerate(states)]


@register.filter
def recently(at: datetime) -> str:
    """Write a moment the way one remembers it."""
    day, today = timezone.localdate(at), timezone.localdate()
    if day == today:
        return _("Today, %(time)s") % {"time": time_format(timezone.localtime(at))}
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return short_day(day)


@register.filter
def short_day(day: date) -> str:
    """Leave the year out where it is this one."""
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")
