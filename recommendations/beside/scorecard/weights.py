"""How often each question counts to begin with, and what in the report says so."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import LABELS, Column
from recommendations.beside.brief.questions import Question, Work, questions_of, with_signal, works_of
from recommendations.models import Report

ONCE, TWICE, THRICE = 1, 2, 3
# What every kind of partner is asked stands last, in this order: where things are, the price, and how it ends or who does it.
ASKED_OF_ALL: Final = 3


class UsualWeight(NamedTuple):
    """How often a question counts, and because of what; once needs no reason."""

    times: int
    because: str


def weights_of(report: Report, model: str, questions: Sequence[Question] = ()) -> dict[int, UsualWeight]:
    """Give each question its weight, in the language of this visit."""
    asked = tuple(questions) or questions_of(report, model)
    works = works_of(report, model)
    own = {
        row["text"]
        for row in report.data["page"]["checklist"]
        if row[model] and not any(row[other] for other in LABELS if other != model)
    }
    found: dict[int, UsualWeight] = dict(
        zip((one.number for one in asked[-ASKED_OF_ALL:]), _asked_of_all(model, works), strict=False)
    )
    because = _("the report advises %(model)s, and only such a partner is asked this") % {"model": LABELS[model]}
    for question in asked:
        if question.number not in found:
            found[question.number] = UsualWeight(TWICE, because) if question.text in own else UsualWeight(ONCE, "")
    return dict(sorted(found.items()))


def _asked_of_all(model: str, works: tuple[Work, ...]) -> Iterator[UsualWeight]:
    """Weigh where things are, what it costs and the last question, by what was answered about the work."""
    if names := with_signal(works, Signal.STAYS_IN_COUNTRY):
        yield UsualWeight(THRICE, _("must stay in the country: %(work)s") % {"work": names})
    elif names := with_signal(works, Signal.OWN_SECRETS):
        yield UsualWeight(THRICE, _("your secrets are in it: %(work)s") % {"work": names})
    elif names := with_signal(works, Signal.PERSONAL_DATA):
        yield UsualWeight(TWICE, _("personal data is in it: %(work)s") % {"work": names})
    else:
        yield UsualWeight(ONCE, "")
    if names := with_signal(works, Signal.OFFER_MORE):
        yield UsualWeight(THRICE, _("an offer was dearer than today: %(work)s") % {"work": names})
    elif names := with_signal(works, Signal.OFFER_NEVER_ASKED):
        yield UsualWeight(TWICE, _("nobody has asked for an offer yet: %(work)s") % {"work": names})
    else:
        yield UsualWeight(ONCE, "")
    signals, because = {
        Column.BPO: ((Signal.WOVEN_IN, Signal.IN_HEADS), _("hard to take back: %(work)s")),
        Column.KPO: ((Signal.SLIPS,), _("often late today: %(work)s")),
        Column.ITO: ((Signal.SYSTEM_BREAKS_DOWN, Signal.SYSTEM_FAILING), _("fails today: %(work)s")),
    }[Column(model)]
    names = with_signal(works, *signals)
    yield UsualWeight(TWICE, because % {"work": names}) if names else UsualWeight(ONCE, "")
