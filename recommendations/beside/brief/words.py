"""What an answer tells a provider, in the words of whoever sends the brief.

By the keys of the shipped questionnaire. An answer whose key is not here tells nothing: better a gap than a sentence
that is not the owner's. How well one's own people do the work, what an offer costs and whom else one has are never told.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

TRADES: Final[Mapping[str, Any]] = {
    "health": _("a health care provider"),
    "life_science": _("a company in pharmaceuticals and life science"),
    "finance": _("a company in banking, insurance or investment"),
    "legal": _("a firm in legal services"),
    "technology": _("a software or technology company"),
    "professional": _("a firm in professional services"),
    "manufacturing": _("a company in manufacturing or construction"),
    "energy": _("a utility company"),
    "trade_transport": _("a company in trade, transport or logistics"),
    "hospitality": _("a company in hotels, food or travel"),
    "education": _("an education provider"),
    "public_sector": _("a public body or charity"),
}
A_COMPANY: Final = _("a company")

WHO_DOES_IT: Final[Mapping[str, Any]] = {
    "our_people": _("Our own people handle %(work)s today."),
    "both": _("Our own people handle %(work)s together with an outside firm today."),
    "outside_content": _("An outside firm handles %(work)s today."),
    "outside_trouble": _("An outside firm handles %(work)s today."),
    "nobody": _("Nobody handles %(work)s yet."),
}
METHODS: Final[Mapping[str, Any]] = {
    "same_steps": _("The steps are the same every time."),
    "some_judgement": _("Mostly set steps, with a judgement call now and then."),
    "professional_judgement": _("Each case is weighed by a professional, by known rules."),
    "each_case_new": _("Each case is new and has to be thought through."),
}
VOLUMES: Final[Mapping[str, Any]] = {
    "now_and_then": _("One now and then, fewer than twelve a year."),
    "monthly": _("Up to twenty cases."),
    "weekly": _("Up to about fifty cases, some every week."),
    "daily": _("Up to about a thousand cases, some every day."),
    "very_high": _("More than a thousand cases."),
}
# What the gap for it asks, by kind of partner.
HOW_MANY: Final[Mapping[str, Any]] = {
    "bpo": _("how many cases"),
    "kpo": _("how many questions"),
    "ito": _("how many people, devices and systems"),
}
SYSTEMS: Final[Mapping[str, Any]] = {
    "modern": _("the systems are modern and dependable."),
    "too_dear": _("the systems work."),
    "patchy": _("several programs that do not fit together."),
    "by_hand": _("spreadsheets, paper and work by hand."),
    "outdated": _("the systems are out of date."),
    "breaks_down": _("the systems often break down."),
}
STEPS: Final[Mapping[str, Any]] = {
    "written": _("The steps are written down and measured."),
    "written_only": _("The steps are written down, not yet measured."),
    "partly": _("The steps are partly written down."),
    "in_heads": _("The steps are in people’s heads, to be written down with you."),
}
DATA: Final[Mapping[str, Any]] = {
    "personal": _("Personal or financial details are part of %(work)s."),
    "cards": _("Card or bank details are part of %(work)s."),
    "confidences": _("What clients or patients told us in confidence is part of %(work)s."),
    "several": _("Delicate information of several kinds is part of %(work)s."),
}
# Told only where the owner asks for it.
SECRETS: Final[Mapping[str, Any]] = {
    "own_secrets": _("Designs, plans, prices or recipes of our own are part of %(work)s."),
    "several": _("Delicate information of several kinds, our own plans and prices among them, is part of %(work)s."),
}
GROWTH: Final[Mapping[str, Any]] = {
    "level": _("We expect about as much of it in the years ahead as today."),
    "gradual": _("We expect it to grow little by little."),
    "doubles": _("We expect it to double or more within five years."),
}
MEASURES: Final[Mapping[str, tuple[Any, ...]]] = {
    "bpo": (
        _("Done in time: how many of a hundred cases are done by the hour we agree."),
        _("Right the first time: mistakes in a hundred cases, from a sample each week."),
        _("Off our desks: how many questions come back to our people each week."),
        _("To be compared: we both count the same way, before you begin and after."),
    ),
    "kpo": (
        _("On the day: the result is here when we agreed it would be."),
        _("To be followed: from the facts to the advice, with what you are unsure of."),
        _("Tested: you name the two strongest arguments against your own advice."),
        _("Ours to use: we receive the working files in a form that others can open."),
    ),
    "ito": (
        _("Running: hours of stoppage in a month, against the figure we agree."),
        _("Mended: hours from our call until it runs again."),
        _("Recoverable: a backup is restored while we watch, twice a year."),
        _("Up to date: updates are done on the day they were planned for."),
    ),
}
