"""Reading and keeping what somebody guessed, so that of two who save at once nobody loses anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from organisations.models import User
from recommendations.beside.costs.forms import CURRENCY, FROM, TO, field_name
from recommendations.beside.costs.sums import GUESSES, Outlook, Spread
from recommendations.beside.merging import TRIES, Merged, SavedAtOnceError, merge
from recommendations.models import CostGuesses, Report


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a save: what was asked for, and the guesses whose figures stood the wrong way round."""

    merged: Merged
    turned: tuple[str, ...] = ()


def kept_for(report: Report) -> CostGuesses | None:
    return CostGuesses.objects.filter(report=report).select_related("changed_by").first()


def fields_of(row: CostGuesses | None) -> dict[str, str]:
    """Give what is stored, as the fields of the page."""
    return {} if row is None else {**row.guesses, **({CURRENCY: row.currency} if row.currency else {})}


def outlook_of(fields: Mapping[str, str]) -> Outlook:
    """Read fields as guesses; one that has neither figure is empty."""
    spreads = {}
    for guess in GUESSES:
        ends = [fields.get(field_name(guess, end), "") for end in (FROM, TO)]
        if any(ends):
            low, high = sorted(Decimal(end) for end in ends if end) if all(ends) else [Decimal("".join(ends))] * 2
            spreads[guess] = Spread(low, high)
    return Outlook(spreads)


def keep(
    *,
    report: Report,
    sent: Mapping[str, str],
    seen: Mapping[str, str] | None,
    choices: Mapping[str, str],
    by: User | None,
) -> Kept:
    """Keep what a page changed, unless somebody else changed the same since: then nothing is written.

    Raises:
        SavedAtOnceError: others saved at the same moment, again and again.
    """
    for _attempt in range(TRIES):
        row = kept_for(report)
        merged = merge(sent=sent, seen=seen, stored=fields_of(row), keep=choices)
        fields, turned = _settled(merged.fields)
        if merged.clashes or not merged.is_changed or _write(report, row, fields, by):
            return Kept(merged, turned)
    raise SavedAtOnceError


def _settled(fields: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Let a single figure stand for both, and put the lower one first."""
    settled, turned = dict(fields), []
    for guess in GUESSES:
        low, high = (field_name(guess, end) for end in (FROM, TO))
        ends = [settled[name] for name in (low, high) if name in settled]
        if not ends:
            continue
        settled[low], settled[high] = sorted((ends[0], ends[-1]), key=Decimal)
        if settled[low] != ends[0]:
            turned.append(guess)
    return settled, tuple(turned)


def _write(report: Report, row: CostGuesses | None, fields: Mapping[str, str], by: User | None) -> bool:
    """Write on top of what was read; False where somebody wrote in between."""
    guesses = {name: value for name, value in fields.items() if name != CURRENCY}
    said = {"currency": fields.get(CURRENCY, ""), "guesses": guesses, "changed_by": by, "changed_at": timezone.now()}
    if row is not None:
        found = CostGuesses.objects.filter(pk=row.pk, version=row.version)
        return bool(found.update(version=F("version") + 1, **said))
    try:
        with transaction.atomic():
            CostGuesses.objects.create(report=report, version=1, **said)
    except IntegrityError:
        return False
    return True
