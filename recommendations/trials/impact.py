"""What a draft would change for the assessments that were submitted: counted a slice at a time, and nothing else written.

Both sides are worked out anew by today's method, each under its own edition, so that only what the editions do
differently is counted. How firm the advice is comes from a tenth of the draws a report takes, seeded alike for both
sides, and is drawn only where the scores moved and the same model still leads: where they did not move, neither can
it. Of many assessments it is asked for about `MOST_DRAWN`, evenly spread, and the page says “about”.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from recommendations.engine import PARAMETERS, WITHOUT_DRAWS, Case, Column, Recommendation, StrengthWord, recommend
from recommendations.engine.blocks import read as blocks_of
from recommendations.models import ImpactRun

AT_ONCE: Final = 100  # rows that are read together
FEW_DRAWS: Final = replace(PARAMETERS, draws=200)
MOST_DRAWN: Final = 2000
MOST_EXAMPLES: Final = 10
MOST_REASONS: Final = 3
SEED_LABEL: Final = "impact"  # on both sides, so that they are drawn alike


@dataclass(frozen=True, slots=True)
class SubmittedAssessment:
    """One submitted assessment as plain values."""

    pk: UUID
    questionnaire: int
    functions: tuple[flow.Selected, ...]
    answers: flow.Answers


@dataclass(frozen=True, slots=True)
class Difference:
    """What would be otherwise for one assessment; without `after`, nothing of it is asked about any more."""

    what: tuple[str, ...]
    before: Case
    after: Case | None
    labels: tuple[str, str]

    @property
    def is_other_advice(self) -> bool:
        return self.what != ("strength",)


def every(run: ImpactRun) -> int:
    """How many assessments share one whose strength is compared: 1 where it is every one's."""
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
    until, step = monotonic() + seconds, every(run)
    editions = {run.questionnaire_id: read(run.questionnaire_id)}
    while run.finished_at is None:
        rows = _submitted(run.questionnaire).only("pk", "questionnaire")
        rows = (rows.filter(pk__gt=run.cursor) if run.cursor else rows)[:AT_ONCE]
        compared = []
        for number, assessment in enumerate(_read_slice(list(rows)), run.done):
            if assessment.questionnaire not in editions:
                editions[assessment.questionnaire] = read(assessment.questionnaire)
            former, draft = editions[assessment.questionnaire], editions[run.questionnaire_id]
            difference = compare(assessment, former, draft, with_strength=number % step == 0)
            compared.append((assessment.pk, difference))
        if not _save(run, compared):
            return ImpactRun.objects.get(pk=run.pk)
        if monotonic() >= until:
            return run
    return run


def compare(
    assessment: SubmittedAssessment, former: flow.Edition, draft: flow.Edition, *, with_strength: bool
) -> Difference | None:
    """List what would be otherwise; None where nothing is."""
    counted = flow.counted(former, assessment.functions, assessment.answers)
    before = Case(former, assessment.functions, counted, WITHOUT_DRAWS, SEED_LABEL)
    functions, answers = flow.carry_over(draft, assessment.functions, assessment.answers)
    was = recommend(before, reasons=False)
    if not functions:
        return Difference(("lost",), before, None, (was.mix.label, ""))
    after = Case(draft, functions, answers, WITHOUT_DRAWS, SEED_LABEL)
    now = recommend(after, reasons=False)
    what = []
    if was.overall.ranking[0] != now.overall.ranking[0]:
        what.append("leader")
    elif with_strength and _figures(was) != _figures(now) and _strength(before) is not _strength(after):
        what.append("strength")
    if was.mix.label is not now.mix.label:
        what.append("headline")
    verdicts = [{function.key: function.verdict.kind for function in side.functions} for side in (was, now)]
    if verdicts[0] != verdicts[1]:
        what.append("verdict")
    return Difference(tuple(what), before, after, (was.mix.label, now.mix.label)) if what else None


def _figures(side: Recommendation) -> list[tuple[float, float]]:
    standings = (side.overall, *(function.standing for function in side.functions))
    return [(fit.score, fit.coverage) for standing in standings for fit in (*standing.fits, standing.outsource)]


def _strength(case: Case) -> StrengthWord | None:
    return recommend(replace(case, parameters=FEW_DRAWS), reasons=False).strength


def _submitted(questionnaire: Questionnaire) -> QuerySet[Assessment]:
    family = Assessment.objects.filter(questionnaire__slug=questionnaire.slug, status=Assessment.Status.SUBMITTED)
    return family.filter(report__isnull=False, report__is_sample=False).order_by("pk")


def _read_slice(rows: list[Assessment]) -> Iterator[SubmittedAssessment]:
    """Read all functions and answers of a slice in two queries."""
    keys = [row.pk for row in rows]
    functions: dict[UUID, list[flow.Selected]] = {key: [] for key in keys}
    chosen = SelectedFunction.objects.filter(assessment__in=keys, chosen=True).order_by("position", "pk")
    for assessment, key, name, share in chosen.values_list("assessment_id", "key", "name", "share"):
        functions[assessment].append(flow.Selected(key, name, share))
    # As text, since making UUIDs of a key that stands in every row takes longer than reading the rows.
    answers: dict[str, dict[flow.Place, str]] = {key.hex: {} for key in keys}
    answered = Answer.objects.filter(assessment__in=keys).exclude(kind=Answer.Kind.UNANSWERED)
    lines = answered.annotate(of=Cast("assessment_id", CharField()))
    for of, function, question, kind, choice in lines.values_list(
        "of", "function_key", "question_key", "kind", "choice_key"
    ):
        answers[of.replace("-", "")][function, question] = choice or kind
    for row in rows:
        yield SubmittedAssessment(row.pk, row.questionnaire_id, tuple(functions[row.pk]), answers[row.pk.hex])


def _save(run: ImpactRun, compared: list[tuple[UUID, Difference | None]]) -> bool:
    """Add a slice to the run, unless somebody else has added it meanwhile."""
    different = [(pk, difference) for pk, difference in compared if difference]
    counts, moves = Counter(run.counts), Counter(run.moves)
    counts.update(what for _pk, difference in different for what in difference.what)
    counts["any"] += sum(difference.is_other_advice for _pk, difference in different)
    moves.update(">".join(difference.labels) for _pk, difference in different if len(set(difference.labels)) > 1)
    shown = [(pk, difference) for pk, difference in different if difference.is_other_advice]
    values: Mapping[str, Any] = {
        "cursor": compared[-1][0] if compared else run.cursor,
        "done": run.done + len(compared),
        "counts": dict(counts),
        "moves": dict(moves),
        "examples": [
            *run.examples,
            *(example_of(pk, difference) for pk, difference in shown[: MOST_EXAMPLES - len(run.examples)]),
        ],
        "finished_at": None if len(compared) == AT_ONCE else timezone.now(),
    }
    mine = ImpactRun.objects.filter(pk=run.pk, started_at=run.started_at, done=run.done, finished_at=None)
    if not mine.update(**values):
        return False
    for name, value in values.items():
        setattr(run, name, value)
    return True


def example_of(pk: UUID, difference: Difference) -> dict[str, Any]:
    """Describe one assessment that would be advised otherwise: scores, verdicts, and the questions that cause it.

    A function is known by its key: the name of an own one is its owner's word, and nobody shall see whose it is.
    """
    before, after = recommend(difference.before), recommend(difference.after) if difference.after else None
    verdicts = {function.key: str(function.verdict.kind) for function in after.functions} if after else {}
    return {
        "assessment": str(pk),
        "what": list(difference.what),
        "before": difference.labels[0],
        "after": difference.labels[1],
        "scores": [[fit.printed for fit in side.overall.fits] for side in (before, after) if side],
        "functions": [
            [function.key, str(function.verdict.kind), verdicts.get(function.key, "")] for function in before.functions
        ],
        "because": _causes((difference.before, before), (difference.after, after))
        if difference.after and after
        else [],
    }


def _causes(before: tuple[Case, Recommendation], after: tuple[Case, Recommendation]) -> list[str]:
    """Name the questions that are marked otherwise: those whose meaning decides first, then by how many points they moved.

    The points of every other answer move a little too, since all share one scale; they are no reason.
    """
    rows, grounds, points = [], [], []
    for case, result in (before, after):
        blocks = blocks_of(case)
        rows.append({(block.scope, row.question): row for block in blocks for row in block.rows})
        grounds.append({ground for block in blocks for ground in block.grounds})
        sums = defaultdict[tuple[str, Column], float](float)
        for fit in (*result.overall.fits, result.overall.outsource):
            for part in fit.contributions:
                sums[part.question, fit.column] += part.points
        points.append(sums)
    was, now = points
    meant = {ground.question for ground in grounds[0] ^ grounds[1]}
    marked = {place[1] for place in {**rows[0], **rows[1]} if rows[0].get(place) != rows[1].get(place)} | meant
    apart = {key: sum(abs(now[key, column] - was[key, column]) for column in Column) for key in marked}
    return sorted(marked, key=lambda key: (key not in meant, -apart[key], key))[:MOST_REASONS]
