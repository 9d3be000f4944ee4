"""A second opinion: a colleague answers the same questions alone, and what the two say otherwise is settled."""

from collections.abc import Callable, Collection
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
        names = {function.key: function.name for function in self.second.functions}
        return frozenset(function.key for function in self.first.functions if names.get(function.key) == function.name)

    @property
    def is_about_other_functions(self) -> bool:
        return any(self.common != {function.key for function in sheet.functions} for sheet in (self.first, self.second))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Name the functions that only one of the two is about, of which nothing is compared."""
        every = (*self.first.functions, *self.second.functions)
        return tuple(dict.fromkeys(function.name for function in every if function.key not in self.common))

    @property
    def shares(self) -> tuple[tuple[str, int, int], ...]:
        """Tell the functions that the two give another share of the time; until the second gave any, none."""
        if not self.second.version(self.second.edition.steps[0].slug):
            return ()
        theirs = {function.key: function.share for function in self.second.functions}
        return tuple(
            (function.name, function.share, theirs[function.key])
            for function in self.first.functions
            if function.key in self.common and function.share != theirs[function.key]
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


def second_of(first: Assessment) -> Assessment | None:
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
    if second_of(now):
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
    # The same functions; how much time each takes is asked anew.
    SelectedFunction.objects.bulk_create(
        SelectedFunction(assessment=second, key=function.key, name=function.name, position=position)
        for position, function in enumerate(sheet.functions)
    )
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
    second = second_of(first)
    # Both rows are held before anything is read: whoever saves at this moment comes before or after.
    if second is None or not (services.touch(first) and services.touch(second)):
        raise services.ClosedError
    first = Assessment.objects.select_related("organisation").get(pk=first.pk)
    pair = Pair(first, Assessment.every.get(pk=second.pk))
    if pair.mark != mark:
        raise services.StaleError
    by_key = pair.first.edition.question_by_key
    for step in pair.first.edition.steps:
        answers = {
            differing.place: differing.second
            for differing in pair.differing
            if differing.place in taken and by_key[differing.place[1]].step == step.slug
        }
        if not answers:
            continue
        sheet = Sheet(first)
        after = {**sheet.answers, **answers}
        asked = flow.asked(sheet.edition, sheet.functions, after, step.slug)
        services.save_answers(
            sheet=sheet,
            step=step.slug,
            answers=answers,
            # A note on a column is about every function and stays where it is.
            notes={
                key: pair.second.notes[key]
                for function, key in answers
                if function == flow.ORGANISATION and key in pair.second.notes
            },
            by=by.pk,
            version=sheet.version(step.slug),
            in_full=bool(sheet.functions) and all(after.get(place) for place in asked),
        )
    Assessment.every.filter(pk=second.pk).update(status=Assessment.Status.SETTLED, updated_at=timezone.now())
