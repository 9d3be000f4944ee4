"""Keeping what an owner chose and wrote for a brief. What two people changed at once is told to the second, and kept."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone

from organisations.models import User
from recommendations.beside.brief.forms import FILL_FIELD, FLAGS, PART_VALUE, WORK_VALUE
from recommendations.beside.brief.reading import FILL, PART, Brief, read
from recommendations.models import BriefText, ProviderBrief, Report

TICKED: Final = "1"


def values_of(brief: Brief) -> dict[str, str]:
    """Give what is chosen and filled in now, as a form sends it."""
    out = frozenset(brief.kept.parts_out) if brief.kept else frozenset()
    return {
        **{PART_VALUE + part.key: "" if part.key in out else TICKED for part in brief.parts},
        **{WORK_VALUE + work.key: "" if work.key in brief.chosen.works_out else TICKED for work in brief.draft.works},
        **{name: TICKED if getattr(brief.chosen, name) else "" for name in FLAGS},
        **{FILL_FIELD + key: text for key, text in brief.chosen.fills.items()},
    }


@transaction.atomic
def save_choices(
    *, report: Report, model: str, by: User | None, seen: Mapping[str, str], sent: Mapping[str, str]
) -> tuple[str, ...]:
    """Keep what was chosen and filled in, and nothing of it where somebody else changed the same meanwhile.

    Returns:
        The names of what both changed, each in their own way; empty where all is kept.
    """
    kept = _locked(report, model, by)
    now = values_of(read(report, model))
    # Who sends no `seen` saw what is there now.
    before = {name: seen.get(name, "") if seen else now.get(name, "") for name in sent}
    changed = {name: value for name, value in sent.items() if value not in (before[name], now.get(name, ""))}
    both = tuple(name for name in changed if before[name] != now.get(name, ""))
    if both:
        return both
    after = {**now, **changed}
    kept.parts_out = _out(after, PART_VALUE)
    kept.works_out = _out(after, WORK_VALUE)
    for name in FLAGS:
        setattr(kept, name, after[name] == TICKED)
    kept.edited_by, kept.edited_at = by, timezone.now()
    kept.save()
    for name, text in changed.items():
        if name.startswith(FILL_FIELD):
            _put(kept, FILL + name.removeprefix(FILL_FIELD), text, by)
    return ()


@transaction.atomic
def save_part(*, report: Report, model: str, key: str, by: User | None, seen: str, text: str) -> bool:
    """Keep a part in its owner's words; an empty text, or the one that we would write, is ours again.

    Returns:
        Whether it is kept; not where somebody else changed this part since it was `seen`.
    """
    kept = _locked(report, model, by)
    part = next(part for part in read(report, model).parts if part.key == key)
    stored = part.edited.text if part.edited else ""
    if stored and stored not in (seen, text):
        return False
    _put(kept, PART + key, "" if text == part.ours else text, by)
    return True


def _locked(report: Report, model: str, by: User | None) -> ProviderBrief:
    """Find the brief, or make it; whoever else saves it waits here."""
    ProviderBrief.objects.get_or_create(report=report, model=model, defaults={"edited_by": by})
    return ProviderBrief.objects.select_for_update().get(report=report, model=model)


def _put(kept: ProviderBrief, key: str, text: str, by: User | None) -> None:
    if not text:
        BriefText.objects.filter(brief=kept, key=key).delete()
        return
    BriefText.objects.update_or_create(
        brief=kept, key=key, defaults={"text": text, "edited_by": by, "edited_at": timezone.now()}
    )


def _out(values: Mapping[str, str], prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name, value in values.items() if name.startswith(prefix) and not value]
