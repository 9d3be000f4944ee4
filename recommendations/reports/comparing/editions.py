"""What sets the two sides' questions and method apart, said before any figure is believed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.reports.comparing.side import Side
from recommendations.reports.telling import words


@dataclass(frozen=True, slots=True)
class Apart:
    """The banner: empty texts where both sides were asked and scored alike."""

    title: str
    texts: tuple[str, ...]


def apart(before: Side, after: Side) -> Apart | None:
    texts = [*_edition(before, after), *_method(before, after)]
    if not texts:
        return None
    is_edition = before.edition.label != after.edition.label
    title = _("The questions changed in between") if is_edition else _("The way of scoring changed in between")
    return Apart(title, (*texts, _("So a part of what moved may come from that, and not from your answers.")))


def _edition(before: Side, after: Side) -> list[str]:
    if before.edition.label == after.edition.label:
        return []
    used = _("The earlier report used the questionnaire %(old)s, the later one %(new)s.") % {
        "old": before.edition.label,
        "new": after.edition.label,
    }
    counted = _counts(before.edition, after.edition)
    return [used, *([_("Between them, %(changes)s.") % {"changes": words.listed(counted)}] if counted else [])]


def _counts(old: flow.Edition, new: flow.Edition) -> list[str]:
    both = old.question_by_key.keys() & new.question_by_key.keys()
    reworded = sum(old.question_by_key[key] != new.question_by_key[key] for key in both)
    came, went = len(new.questions) - len(both), len(old.questions) - len(both)
    counts = (
        (reworded, ngettext("%(count)s question was changed", "%(count)s questions were changed", reworded)),
        (came, ngettext("%(count)s was added", "%(count)s were added", came)),
        (went, ngettext("%(count)s was left out", "%(count)s were left out", went)),
    )
    return [text % {"count": words.number(count)} for count, text in counts if count]


def _method(before: Side, after: Side) -> list[str]:
    old, new = before.content, after.content
    if old["method"] != new["method"]:
        return [
            _("The earlier report was scored by the method %(old)s, the later one by %(new)s.")
            % {"old": old["method"], "new": new["method"]}
        ]
    return [_("The weights behind the scores differ.")] if old["parameters"] != new["parameters"] else []
