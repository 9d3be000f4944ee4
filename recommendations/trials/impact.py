"""What a draft would change for the assessments that were submitted: counted a slice at a time, and nothing else written.

Both sides are worked out anew by today's method, each under its own edition, so that only what the editions do
differently is counted. Scores, verdicts and the headline are the engine's own. How firm the advice is comes from a
tenth of the draws a report takes, drawn once for all assessments and alike for both sides, and only where the scores
moved and the same model still leads: where they did not move, neither can it. Of many assessments every so-manieth is
drawn for, about `MOST_DRAWN` in all, and the page says “about”.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from assessments.edition import flow
from assessments.models import Answer, Assessment, Questionnaire, SelectedFunction
from assessments.models.reading import read
from organisations.models import User
from recommendations.engine import Scheme
from recommendations.engine.blocks import Prepared, Sheet, prepared
from recommendations.engine.blocks import read as sheet_of
from recommendations.engine.glance import Glance, glance, says_the_same, strength
from recommendations.engine.plausible import Plausible
from recommendations.models import ImpactRun
from recommendations.reports.marking import case_of, scheme_of
from recommendations.trials.moved import told

AT_ONCE: Final = 100  # rows that are read together
DRAWS: Final = 200
MOST_DRAWN: Final = 2000
MOST_EXAMPLES: Final = 10
SAME: Final = "impact"  # the label on both sides, from which the draws are seeded


@dataclass(frozen=True, slots=True)
class Answered:
    """One submitted assessment as plain values."""

    pk: UUID
    questionnaire: int
    functions: tuple[flow.Selected, ...]
    answers: flow.Answers


@dataclass(frozen=True, slots=True)
class Moved:
    """What would be otherwise for one assessment; without `after`, nothing of it is asked about any more."""

    what: tuple[str, ...]
    before: Glance
    after: Glance | None

    @property
    def headlines(self) -> tuple[str, str]:
        return self.before.label, self.after.label if self.after else ""

    @property
    def is_other_advice(self) -> bool:
        return self.what != ("strength",)


def every(run: ImpactRun) -> int:
    """Tell of how many assessments one is drawn for."""
    return max(1, run.total // MOST_DRAWN)


def mark_of(questionnaire: Questionnaire) -> str:
    return hashlib.sha256(repr(read(questionnaire.pk)).encode()).hexdigest()


def begin(*, questionnaire: Questionnaire, by: User) -> ImpactRun:
    """Start counting, in the place of an earlier count."""
    run, _made = ImpactRun.objects.update_or_create(
        questionnaire=questionnaire,
        defaults={
            "mark": mark_of(questionnaire),
            "total": _submitted(questionnaire).count(),
            "done": 0,
            "cursor": None,
            "counts": {},
            "moves": {},
            "examples": [],
            "by": by,
            "started_at": timezone.now(),
            "finished_at": None,
        },
    )
    return run


def go_on(*, run: ImpactRun, seconds: float) -> ImpactRun:
    """Count on for about so long. Of two who go on at once one counts, and the other finds it done."""
    until, against = monotonic() + seconds, _against(read(run.questionnaire_id))
    while run.finished_at is None:
        rows = list(_after(run)[:AT_ONCE])
        if not _keep(run, _compared(run, against, rows)):
            return ImpactRun.objects.get(pk=run.pk)
        if monotonic() >= until:
            return run
    _against.cache_clear()
    return run


def _compared(run: ImpactRun, against: "Against", rows: list[Assessment]) -> list[tuple[UUID, Moved | None]]:
    step = every(run)
    return [
        (one.pk, against.compare(one, draws=number % step == 0)) for number, one in enumerate(_whole(rows), run.done)
    ]


@dataclass(frozen=True, slots=True)
class Marked:
    """An edition with its scheme, its questions as the sums need them and its draws, made once for a slice."""

    edition: flow.Edition
    scheme: Scheme
    questions: Mapping[str, Prepared]
    plausible: Plausible

    def sheet(self, functions: tuple[flow.Selected, ...], answers: flow.Answers) -> Sheet:
        return sheet_of(case_of(self.edition, functions, answers, scheme=self.scheme), self.questions)


class Against:
    """A draft that assessments are held against. Questions that both sides mark alike are the same objects on both."""

    def __init__(self, draft: flow.Edition) -> None:
        scheme = _unnamed(draft)
        self._draft = _marked(draft, scheme, prepared(scheme))
        self._former: dict[int, Marked] = {}

    def compare(self, one: Answered, *, draws: bool) -> Moved | None:
        """Tell what would be otherwise, of the strength only where it `draws`; None where nothing is."""
        former = self._edition(one.questionnaire)
        here = former.sheet(one.functions, one.answers)
        functions, answers = carried_over(one, self._draft.edition)
        if not functions:
            return Moved(("lost",), glance(here), None)
        there = self._draft.sheet(functions, answers)
        if says_the_same(here, there):
            return None
        before, after = glance(here), glance(there)
        what = tuple(_otherwise(before, after))
        moves = draws and before.leader == after.leader and before.figures != after.figures
        if moves and strength(before, former.plausible) is not strength(after, self._draft.plausible):
            what = (*what, "strength")
        return Moved(what, before, after) if what else None

    def _edition(self, questionnaire: int) -> Marked:
        if questionnaire not in self._former:
            edition = read(questionnaire)
            scheme = _unnamed(edition)
            self._former[questionnaire] = _marked(edition, scheme, _shared(prepared(scheme), self._draft.questions))
        return self._former[questionnaire]


# Kept from one slice to the next of the same draft, and let go when the count is done.
_against = lru_cache(maxsize=1)(Against)


def _marked(edition: flow.Edition, scheme: Scheme, questions: Mapping[str, Prepared]) -> Marked:
    return Marked(edition, scheme, questions, Plausible(SAME, questions, replace(scheme.parameters, draws=DRAWS)))


def _shared(questions: Mapping[str, Prepared], others: Mapping[str, Prepared]) -> Mapping[str, Prepared]:
    """Take the other side's rows wherever a question is marked alike, so that the same answer gives the same object."""
    return {
        key: others[key] if key in others and others[key].reading.question == one.reading.question else one
        for key, one in questions.items()
    }


def _unnamed(edition: flow.Edition) -> Scheme:
    """Make a scheme whose draws are those of every other edition with the same content."""
    return replace(scheme_of(edition), label=SAME)


def carried_over(one: Answered, draft: flow.Edition) -> tuple[tuple[flow.Selected, ...], flow.Answers]:
    """Take along what the draft has a place for, as answering again does."""
    functions = tuple(each for each in one.functions if each.is_own or each.key in draft.function_by_key)
    about = {flow.ORGANISATION, *(each.key for each in functions)}
    return functions, {place: a for place, a in one.answers.items() if place[0] in about and draft.fits(place, a)}


def _otherwise(before: Glance, after: Glance) -> Iterator[str]:
    if before.leader != after.leader:
        yield "leader"
    if before.label is not after.label:
        yield "headline"
    if before.verdicts != after.verdicts:
        yield "verdict"


def _submitted(questionnaire: Questionnaire) -> QuerySet[Assessment]:
    family = Assessment.objects.filter(questionnaire__slug=questionnaire.slug, status=Assessment.Status.SUBMITTED)
    return family.filter(report__isnull=False, report__is_sample=False).order_by("pk")


def _after(run: ImpactRun) -> QuerySet[Assessment]:
    rows = _submitted(run.questionnaire).only("pk", "questionnaire")
    return rows.filter(pk__gt=run.cursor) if run.cursor else rows


def _whole(rows: list[Assessment]) -> Iterator[Answered]:
    """Read all functions and answers of a slice in two queries."""
    keys = [row.pk for row in rows]
    functions: dict[UUID, list[flow.Selected]] = {key: [] for key in keys}
    chosen = SelectedFunction.objects.filter(assessment__in=keys, chosen=True).order_by("position", "pk")
    for assessment, key, name, share in chosen.values_list("assessment_id", "key", "name", "share"):
        functions[assessment].append(flow.Selected(key, name, share))
    # As text, since making UUIDs of a key that stands in every row takes longer than reading the rows.
    answers: dict[str, dict[flow.Place, str]] = {key.hex: {} for key in keys}
    given = Answer.objects.filter(assessment__in=keys).exclude(kind=Answer.Kind.UNANSWERED)
    said = given.annotate(of=Cast("assessment_id", CharField()))
    for of, function, question, kind, choice in said.values_list(
        "of", "function_key", "question_key", "kind", "choice_key"
    ):
        answers[of.replace("-", "")][function, question] = choice or kind
    for row in rows:
        yield Answered(row.pk, row.questionnaire_id, tuple(functions[row.pk]), answers[row.pk.hex])


def _keep(run: ImpactRun, compared: list[tuple[UUID, Moved | None]]) -> bool:
    """Add a slice to the run, unless somebody else has added it meanwhile."""
    moved = [(pk, one) for pk, one in compared if one]
    counts, moves = Counter(run.counts), Counter(run.moves)
    counts.update(what for _pk, one in moved for what in one.what)
    counts["any"] += sum(one.is_other_advice for _pk, one in moved)
    moves.update(">".join(one.headlines) for _pk, one in moved if one.headlines[0] != one.headlines[1])
    values: Mapping[str, Any] = {
        "cursor": compared[-1][0] if compared else run.cursor,
        "done": run.done + len(compared),
        "counts": dict(counts),
        "moves": dict(moves),
        "examples": [*run.examples, *_examples(moved, MOST_EXAMPLES - len(run.examples))],
        "finished_at": None if len(compared) == AT_ONCE else timezone.now(),
    }
    mine = ImpactRun.objects.filter(pk=run.pk, started_at=run.started_at, done=run.done, finished_at=None)
    if not mine.update(**values):
        return False
    for name, value in values.items():
        setattr(run, name, value)
    return True


def _examples(moved: list[tuple[UUID, Moved]], wanted: int) -> Iterator[dict[str, Any]]:
    for pk, one in [(pk, one) for pk, one in moved if one.is_other_advice][:wanted]:
        before, after = one.headlines
        yield {
            "assessment": str(pk),
            "what": list(one.what),
            "before": before,
            "after": after,
            **told(one.before, one.after),
        }
