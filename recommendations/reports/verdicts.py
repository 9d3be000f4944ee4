"""What each verdict is called and drawn as: the one table that pages, files, lists and reviews read."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy, ngettext_lazy

from recommendations.engine.results import Verdict, VerdictKind, VerdictReason


class VerdictWords(NamedTuple):
    """How one kind of verdict is worded.

    `state` names its mark (components/readiness.html, `.ready` in site.css). `group` is its heading in the map, empty
    where functions stand under the model they go to. `alone` speaks of the only function there is, `several` of
    `number` functions.
    """

    state: str
    label: Any
    group: Any
    alone: Any
    several: Any


VERDICTS: Final[Mapping[VerdictKind, VerdictWords]] = {
    VerdictKind.GO: VerdictWords(
        "go",
        gettext_lazy("Go"),
        "",
        gettext_lazy("This function is ready to be handed over."),
        ngettext_lazy("%(number)s is ready to be handed over.", "%(number)s are ready to be handed over.", "count"),
    ),
    VerdictKind.PREPARE_FIRST: VerdictWords(
        "prepare",
        gettext_lazy("Prepare first"),
        "",
        gettext_lazy("This function needs some preparation before it can be handed over."),
        ngettext_lazy("%(number)s needs some preparation first.", "%(number)s need some preparation first.", "count"),
    ),
    VerdictKind.CHANGE_PARTNER: VerdictWords(
        "change",
        gettext_lazy("Change partner"),
        gettext_lazy("Change partner"),
        gettext_lazy("This function needs another firm than the one that does it today."),
        ngettext_lazy(
            "%(number)s needs another firm than today’s.", "%(number)s need another firm than today’s.", "count"
        ),
    ),
    VerdictKind.SPLIT: VerdictWords(
        "split",
        gettext_lazy("Split"),
        gettext_lazy("Split between a partner and your own people"),
        gettext_lazy("This function is better split between a partner and your own people."),
        ngettext_lazy(
            "%(number)s is better split between a partner and your own people.",
            "%(number)s are better split between a partner and your own people.",
            "count",
        ),
    ),
    VerdictKind.BRING_BACK: VerdictWords(
        "back",
        gettext_lazy("Bring back"),
        gettext_lazy("Bring back in-house"),
        gettext_lazy("This function comes back into your own hands."),
        ngettext_lazy("%(number)s comes back in-house.", "%(number)s come back in-house.", "count"),
    ),
    VerdictKind.KEEP_IN_HOUSE: VerdictWords(
        "keep",
        gettext_lazy("Keep in-house"),
        gettext_lazy("Keep in-house"),
        gettext_lazy("This function stays in your own hands."),
        ngettext_lazy("%(number)s stays in-house.", "%(number)s stay in-house.", "count"),
    ),
    VerdictKind.STAY_OUTSIDE: VerdictWords(
        "outside",
        gettext_lazy("Stay outside"),
        gettext_lazy("Stays with the firm that does it"),
        gettext_lazy("This function stays with the firm that does it today."),
        ngettext_lazy(
            "%(number)s stays with the firm that does it today.",
            "%(number)s stay with the firms that do them today.",
            "count",
        ),
    ),
    VerdictKind.LOOK_AGAIN: VerdictWords(
        "look",
        gettext_lazy("Look again later"),
        gettext_lazy("Leave as it is: no model fits today"),
        gettext_lazy("Nothing speaks for any of the three models here, so it stays as it is for now."),
        ngettext_lazy(
            "%(number)s has no model that fits and stays as it is for now.",
            "%(number)s have no model that fits and stay as they are for now.",
            "count",
        ),
    ),
    VerdictKind.CANNOT_TELL: VerdictWords(
        "ask",
        gettext_lazy("Cannot tell yet"),
        gettext_lazy("Not clear yet"),
        gettext_lazy("This function needs more answers before we can say anything about it."),
        ngettext_lazy("%(number)s needs more answers first.", "%(number)s need more answers first.", "count"),
    ),
}
ON_SITE: Final = VerdictWords(
    "look",
    gettext_lazy("Outside the three models"),
    gettext_lazy("Outside the three models"),
    gettext_lazy("The three models have nothing to say about work that is tied to a place."),
    ngettext_lazy(
        "%(number)s is tied to a place and outside the three models.",
        "%(number)s are tied to a place and outside the three models.",
        "count",
    ),
)
CHOICES: Final = tuple((words.state, words.label) for words in VERDICTS.values())
# The column of a report's figures in which each mark is counted.
COUNTED_AS: Final = {
    "go": "go",
    "prepare": "prepare",
    "keep": "keep",
    "back": "keep",
    "outside": "outside",
    "change": "outside",
    "split": "outside",
    "look": "ask",
    "ask": "ask",
}


def words_of(verdict: Verdict) -> VerdictWords:
    return ON_SITE if verdict.why is VerdictReason.ON_SITE else VERDICTS[verdict.kind]
