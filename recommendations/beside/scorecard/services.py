"""Reading and keeping a scorecard, so that of two who mark at once nobody loses a mark."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from organisations.models import User
from recommendations.beside.brief.questions import MustHave, Question, as_sent, conditions_of, questions_of
from recommendations.beside.merging import TRIES, Clash, Merged, SavedAtOnceError, merge
from recommendations.beside.scorecard.forms import PLACES, mark_of, met_of, name_of, note_of, weight_of
from recommendations.beside.scorecard.totals import MarkSheet
from recommendations.beside.scorecard.weights import UsualWeight, weights_of
from recommendations.models import Report, Scorecard, ScoredAnswer, ScoredProvider


class SameNameError(Exception):
    """Two providers would have the same name; nothing was written."""

    def __init__(self, name: str, places: tuple[int, int]) -> None:
        super().__init__(name)
        self.name, self.places = name, places


@dataclass(frozen=True, slots=True)
class Asked:
    """What a kind of partner is asked, in a report: questions with their weights, and conditions."""

    report: Report
    model: str
    questions: tuple[Question, ...]
    conditions: tuple[MustHave, ...]
    weights: Mapping[int, UsualWeight]


def asked_of(report: Report, model: str) -> Asked:
    questions = questions_of(report, model)
    weights = weights_of(report, model, questions)
    return Asked(report, model, as_sent(report, model, questions), conditions_of(report, model), weights)


def kept_for(report: Report, model: str) -> Scorecard | None:
    rows = Scorecard.objects.filter(report=report, model=model).select_related("changed_by")
    return rows.prefetch_related("providers__answers").first()


def fields_of(asked: Asked, row: Scorecard | None) -> dict[str, str]:
    """Give what is stored, as the fields of the page; a weight that nobody changed is the report's."""
    weights = row.weights if row else {}
    fields = {
        weight_of(number): str(weights.get(str(number), weight.times)) for number, weight in asked.weights.items()
    }
    for provider in row.providers.all() if row else ():
        place = provider.position
        fields[name_of(place)] = provider.name
        fields |= {met_of(key, place): met for key, met in provider.met.items()}
        for answer in provider.answers.all():
            if answer.mark is not None:
                fields[mark_of(answer.question, place)] = str(answer.mark)
            if answer.note:
                fields[note_of(answer.question, place)] = answer.note
    return fields


def sheet_of(asked: Asked, fields: Mapping[str, str]) -> MarkSheet:
    """Read fields as what is added up."""
    providers = tuple(place for place in PLACES if fields.get(name_of(place)))
    numbers, keys = [one.number for one in asked.questions], tuple(one.key for one in asked.conditions)
    return MarkSheet(
        providers=providers,
        weights={number: int(fields.get(weight_of(number)) or asked.weights[number].times) for number in numbers},
        conditions=keys,
        marks={
            (place, number): int(mark)
            for place in providers
            for number in numbers
            if (mark := fields.get(mark_of(number, place)))
        },
        met={(place, key): met for place in providers for key in keys if (met := fields.get(met_of(key, place)))},
    )


def keep(
    *,
    asked: Asked,
    sent: Mapping[str, str],
    seen: Mapping[str, str] | None,
    choices: Mapping[str, str],
    by: User | None,
) -> Merged:
    """Keep what a page changed, unless somebody else changed the same since: then nothing is written.

    Raises:
        SavedAtOnceError, SameNameError: nothing was written.
    """
    # An emptied weight is the report's again.
    sent = {name: value or _usual(asked, name) for name, value in sent.items()}
    for _attempt in range(TRIES):
        row = kept_for(asked.report, asked.model)
        stored = fields_of(asked, row)
        merged = merge(sent=sent, seen=seen, stored=stored, keep=choices)
        fields, clashes = _settled(merged.fields, stored, sent, choices)
        clashes = (*merged.clashes, *clashes)
        if clashes or fields == stored:
            return Merged(fields, clashes, is_changed=False)
        _check_names(fields)
        if _write(asked, row, fields, by):
            return Merged(fields, (), is_changed=True)
    raise SavedAtOnceError


def _usual(asked: Asked, name: str) -> str:
    return next((str(weight.times) for number, weight in asked.weights.items() if weight_of(number) == name), "")


def _settled(
    fields: Mapping[str, str], stored: Mapping[str, str], sent: Mapping[str, str], choices: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """Leave out what is about nobody. Where somebody took a provider out that this page marks, that is asked about."""
    settled, clashes = dict(fields), []
    for place in PLACES:
        if fields.get(name_of(place)):
            continue
        about = [name for name in fields if name.endswith(f"-{place}") and not name.startswith("weight-")]
        is_new = any(fields[name] not in (stored.get(name, ""), "") for name in about)
        is_unseen = any(fields[name] != sent.get(name, "") for name in about)
        if (is_new or is_unseen) and name_of(place) in sent and name_of(place) not in choices:
            clashes.append(Clash(name_of(place), stored.get(name_of(place), ""), sent[name_of(place)]))
        for name in about:
            del settled[name]
    return settled, tuple(clashes)


def _check_names(fields: Mapping[str, str]) -> None:
    places: dict[str, int] = {}
    for place in PLACES:
        name = fields.get(name_of(place), "")
        first = places.setdefault(name.casefold(), place)
        if name and first != place:
            raise SameNameError(name, (first, place))


def _write(asked: Asked, row: Scorecard | None, fields: Mapping[str, str], by: User | None) -> bool:
    """Write on top of what was read; False where somebody wrote in between."""
    weights = {
        str(number): int(times)
        for number, weight in asked.weights.items()
        if int(times := fields.get(weight_of(number)) or str(weight.times)) != weight.times
    }
    said = {"weights": weights, "changed_by": by, "changed_at": timezone.now()}
    try:
        with transaction.atomic():
            if row is None:
                row = Scorecard.objects.create(report=asked.report, model=asked.model, version=1, **said)
            elif not Scorecard.objects.filter(pk=row.pk, version=row.version).update(version=F("version") + 1, **said):
                return False
            # What is about the providers is small and written whole: the version above keeps others out meanwhile.
            row.providers.all().delete()
            _write_providers(row, asked, fields)
    except IntegrityError:
        return False
    return True


def _write_providers(row: Scorecard, asked: Asked, fields: Mapping[str, str]) -> None:
    made = ScoredProvider.objects.bulk_create(
        ScoredProvider(
            scorecard=row,
            position=place,
            name=name,
            met={one.key: met for one in asked.conditions if (met := fields.get(met_of(one.key, place)))},
        )
        for place in PLACES
        if (name := fields.get(name_of(place)))
    )
    ScoredAnswer.objects.bulk_create(_answers(made, asked.questions, fields))


def _answers(
    providers: Iterable[ScoredProvider], questions: Sequence[Question], fields: Mapping[str, str]
) -> Iterable[ScoredAnswer]:
    for provider in providers:
        for question in questions:
            mark = fields.get(mark_of(question.number, provider.position), "")
            note = fields.get(note_of(question.number, provider.position), "")
            if mark or note:
                yield ScoredAnswer(
                    provider=provider, question=question.number, mark=int(mark) if mark else None, note=note
                )
