"""A second opinion: a colleague answers the same questions alone, and what the two say otherwise is settled."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.answering import services
from assessments.answering.sheet import Sheet
from assessments.answering.together import HANDED
from assessments.edition import flow
from assessments.models import Assessment, Progress, SelectedFunction
from organisations import mail
from organisations.models import User


@dataclass(frozen=True, slots=True)
class Differing:
    """One place about which the two do not say the same; `first` is empty where only the second answered."""

    place: flow.Place
    first: str
    second: str


class Pair:
    """The first answers, and the ones a colleague gave alone."""

    def __init__(self, first: Assessment, second: Assessment) -> None:
        self.first = Sheet(first)
        self.second = Sheet(second)

    @property
    def mark(self) -> str:
        """Tell the versions of all that is compared: a page that was given out with another mark is stale."""
        first = self.first
        versions = [sheet.version(step.slug) for sheet in (first, self.second) for step in first.edition.steps]
        return ".".join(map(str, (first.assessment.functions_version, *versions)))

    @cached_property
    def common(self) -> frozenset[str]:
        """The functions that both are about, by key; an own place that was given to other work is no longer the same."""
        names = {one.key: one.name for one in self.second.functions}
        return frozenset(one.key for one in self.first.functions if names.get(one.key) == one.name)

    @property
    def is_about_other_functions(self) -> bool:
        return (
            not self.common == {one.key for one in self.first.functions} == {one.key for one in self.second.functions}
        )

    @property
    def left_out(self) -> tuple[str, ...]:
        """Name the functions that only one of the two is about, of which nothing is compared."""
        every = (*self.first.functions, *self.second.functions)
        return tuple(dict.fromkeys(one.name for one in every if one.key not in self.common))

    @property
    def shares(self) -> tuple[tuple[str, int, int], ...]:
        """Tell the functions that the two give another share of the time; until the second gave any, none."""
        if not self.second.version(self.second.edition.steps[0].slug):
            return ()
        theirs = {one.key: one.share for one in self.second.functions}
        return tuple(
            (one.name, one.share, theirs[one.key])
            for one in self.first.functions
            if one.key in self.common and one.share != theirs[one.key]
        )

    @cached_property
    def differing(self) -> tuple[Differing, ...]:
        """Where the second answered and the first did not answer the same, in the order of the questions."""
        return tuple(
            Differing(place, self.first.answers.get(place, ""), answer)
            for place, answer in self.second.counted.items()
            if place[0] in {flow.ORGANISATION, *self.common} and self.first.answers.get(place, "") != answer
        )


def is_complete(sheet: Sheet) -> bool:
    return all(state.state is flow.StepState.COMPLETE for state in sheet.progress)


def found(first: Assessment) -> Assessment | None:
    return Assessment.every.filter(second_to=first).select_related("second_by").first()


@transaction.atomic
def begin(*, first: Assessment, person: User, by: User, address_of: Callable[[UUID], str]) -> Assessment:
    """Ask a colleague to answer the same alone, in place of an earlier second opinion that was settled.

    Raises:
        ClosedError: the first answers were handed in meanwhile.
        TakenError: somebody was asked already.
        TooOftenError: nothing was written.
    """
    HANDED.spend(by.pk)
    now = Assessment.objects.drafts().select_for_update().filter(pk=first.pk).first()
    if now is None:
        raise services.ClosedError
    Assessment.every.filter(second_to=now, status=Assessment.Status.SETTLED).delete()
    if found(now):
        raise services.TakenError
    sheet = Sheet(now)
    second = Assessment.every.create(
        questionnaire_id=now.questionnaire_id,
        organisation_id=now.organisation_id,
        second_to=now,
        second_by=person,
        functions_version=1,
        oldest_version=0,
    )
    Progress.objects.bulk_create(Progress(assessment=second, step=step.slug) for step in sheet.edition.steps)
    SelectedFunction.objects.bulk_create(_same_functions(sheet, second))
    context = {"address": address_of(second.pk), "sender": by.email, "organisation": first.name}
    mail.send("second_asked", to=[person.email], context=context, reply_to=by.email)
    return second


def withdraw(*, first: Assessment) -> None:
    """Take a second opinion back, with everything that was answered in it."""
    Assessment.every.drafts().filter(second_to=first).delete()


@transaction.atomic
def settle(*, first: Assessment, taken: Collection[flow.Place], mark: str, by: User) -> None:
    """Take the second's answers over at these places, with their notes; all else stays, and the second is closed.

    Raises:
        ClosedError, StaleError: nothing was written.
    """
    second = found(first)
    # Both rows are held before anything is read: whoever saves at this moment comes before or after.
    if second is None or not (services.touch(first) and services.touch(second)):
        raise services.ClosedError
    first = Assessment.objects.select_related("organisation").get(pk=first.pk)
    pair = Pair(first, Assessment.every.get(pk=second.pk))
    if pair.mark != mark:
        raise services.StaleError
    chosen = {one.place: one.second for one in pair.differing if one.place in taken}
    for step in pair.first.edition.steps:
        here = {p: a for p, a in chosen.items() if pair.first.edition.question_by_key[p[1]].step == step.slug}
        if here:
            _save(Sheet(first), step.slug, here, _notes(pair.second, here), by=by)
    Assessment.every.filter(pk=second.pk).update(status=Assessment.Status.SETTLED, updated_at=timezone.now())


def _save(sheet: Sheet, step: str, answers: flow.Answers, notes: Mapping[str, str], *, by: User) -> None:
    after = {**sheet.answers, **answers}
    asked = flow.asked(sheet.edition, sheet.functions, after, step)
    in_full = bool(sheet.functions) and all(after.get(place) for place in asked)
    services.save_answers(
        sheet=sheet,
        step=step,
        answers=answers,
        notes=notes,
        by=by.pk,
        version=sheet.version(step),
        in_full=in_full,
    )


def _notes(second: Sheet, places: Collection[flow.Place]) -> dict[str, str]:
    """Find what was noted on these answers; a note on a column is about every function and stays where it is."""
    return {key: second.notes[key] for about, key in places if about == flow.ORGANISATION and key in second.notes}


def _same_functions(sheet: Sheet, second: Assessment) -> Iterator[SelectedFunction]:
    """Give the same functions; how much time each takes is asked anew."""
    for position, one in enumerate(sheet.functions):
        yield SelectedFunction(assessment=second, key=one.key, name=one.name, position=position)
