"""The function map in sentences: how many can move, where the time would go, and what must come with it."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition.sourcing_models import LABELS
from recommendations.engine import MixLabel, VerdictKind
from recommendations.engine.points import whole
from recommendations.reports.telling import words
from recommendations.reports.telling.given import LEAVES, Given, kind_of

BOTH: Final = 2


def summary(given: Given) -> str:
    """Count the functions by what is advised, in sentences."""
    total = len(given.functions)
    counts = dict.fromkeys(VerdictKind, 0)
    for function in given.result.functions:
        counts[kind_of(function)] += 1
    told = [_moving(counts[VerdictKind.GO], counts[VerdictKind.PREPARE_FIRST], total)]
    told += [
        _counted(kind, counts[kind], total)
        for kind in (VerdictKind.KEEP_IN_HOUSE, VerdictKind.LOOK_AGAIN, VerdictKind.CANNOT_TELL)
        if counts[kind]
    ]
    if total > 1:
        told.append(_("The share is the working time you gave each group."))
    return " ".join(sentence for sentence in told if sentence)


def _moving(now: int, later: int, total: int) -> str:
    if total == 1:
        return {
            (1, 0): _("This function can move now."),
            (0, 1): _("This function can move after some preparation."),
        }.get((now, later), "")
    if total in (now, later):
        return _all(total, now=bool(now))
    many = {"now": words.number(now), "later": words.number(later), "total": words.number(total)}
    match now > 0, later > 0:
        case True, True:
            return _("Of your %(total)s functions, %(now)s can move now and %(later)s after some preparation.") % many
        case True, False:
            return _("Of your %(total)s functions, %(now)s can move now.") % many
        case False, True:
            return (
                _("Of your %(total)s functions, %(later)s can move after some preparation and none right away.") % many
            )
        case _neither:
            return ""


def _all(total: int, *, now: bool) -> str:
    if total == BOTH:
        return (
            _("Both functions can move now.")
            if now
            else _("Both functions can move after some preparation, and neither right away.")
        )
    text = (
        _("All %(number)s functions can move now.")
        if now
        else _("All %(number)s functions can move after some preparation, and none right away.")
    )
    return text % {"number": words.number(total)}


def _counted(kind: VerdictKind, count: int, total: int) -> str:
    if total == 1:
        return _alone(kind)
    many = {"number": _how_many(count, total)}
    match kind:
        case VerdictKind.KEEP_IN_HOUSE:
            return ngettext("%(number)s stays in-house.", "%(number)s stay in-house.", count) % many
        case VerdictKind.LOOK_AGAIN:
            return (
                ngettext(
                    "%(number)s has no model that fits and stays as it is for now.",
                    "%(number)s have no model that fits and stay as they are for now.",
                    count,
                )
                % many
            )
        case _cannot_tell:
            return (
                ngettext(
                    "%(number)s needs more answers before we name a model.",
                    "%(number)s need more answers before we name a model.",
                    count,
                )
                % many
            )


def _alone(kind: VerdictKind) -> str:
    match kind:
        case VerdictKind.KEEP_IN_HOUSE:
            return _("This function stays in your own hands.")
        case VerdictKind.LOOK_AGAIN:
            return _("Nothing speaks for any of the three models here, so it stays as it is for now.")
        case _cannot_tell:
            return _("This function needs more answers before we name a model.")


def _how_many(count: int, total: int) -> str:
    if count < total:
        return words.opened_text(words.number(count))
    return _("Both functions") if total == BOTH else _("All %(number)s functions") % {"number": words.number(total)}


def mix(given: Given) -> str:
    """Where the team's time would go, once more than one place takes a part of it."""
    shares = given.result.mix
    parts = [(str(words.SHORT[key]), getattr(shares, key)) for key in LABELS]
    parts.append((_("your own team"), shares.in_house))
    told = [(name, share) for name, share in parts if whole(share * words.ALL) >= 1]
    if not given.is_decided or len(told) == 1 or len(given.functions) == 1:
        return ""
    to_each = words.listed(
        _("%(share)s to %(name)s") % {"share": words.percent(share), "name": name} for name, share in told
    )
    text = _(
        "With each function at the model that leads it, and shared where two are too close to call, the time would go %(parts)s."
    ) % {"parts": to_each}
    if shares.label is MixLabel.MIX and len(given.models) > 1:
        text += " " + _("That is a mix: no single model covers it.")
    return text


def enabler(given: Given) -> str:
    """Where BPO or KPO leads and the system under it fails."""
    named = [
        words.in_sentence(given.selected[one.key])
        for one in given.result.functions
        if one.enabler and kind_of(one) in LEAVES
    ]
    if not named:
        return ""
    return _(
        "The system under %(functions)s is out of date or breaks down. Ask for a technology layer with it: "
        "someone has to mend or replace the system, whoever does the work."
    ) % {"functions": words.listed(named)}
