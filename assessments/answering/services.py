"""What a respondent does: start, choose functions, save answers, claim."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from assessments.answering import resume
from assessments.answering.holder import digest, new_token
from assessments.answering.sheet import FunctionRow, Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment, Progress, Questionnaire, SelectedFunction, saving
from assessments.models.reading import read
from organisations import lines
from organisations.models import Organisation, User
from organisations.services import found


class ClosedError(Exception):
    """The assessment was submitted, so nothing in it changes any more."""


class StaleError(Exception):
    """Another tab saved the same page since this one was opened; nothing was written."""


class TakenError(Exception):
    """Somebody else claimed the assessment first."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one page said. An empty answer takes a stored one back; what is not named stays as it is."""

    answers: Mapping[flow.Place, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=dict)
    by: UUID | None = None  # who said it, where that is known


def answers_of(assessment: Assessment) -> flow.Answers:
    """Read the answers that count: to questions that are asked, about functions that are chosen."""
    return Sheet(assessment).counted


def selected(assessment: Assessment) -> tuple[flow.Selected, ...]:
    return Sheet(assessment).functions


@transaction.atomic
def start(
    *,
    questionnaire: Questionnaire,
    company: str = "",
    organisation: Organisation | None = None,
    holder: str = "",
) -> Assessment:
    """Begin an assessment, for an organisation or in the browser with this holder hash."""
    assessment = Assessment.objects.create(
        questionnaire=questionnaire,
        organisation=organisation,
        holder_hash="" if organisation else holder,
        company=company,
    )
    steps = read(questionnaire.pk).steps
    Progress.objects.bulk_create(Progress(assessment=assessment, step=step.slug) for step in steps)
    if organisation:
        lines.answered(client=organisation.pk, draft=assessment.pk, done=0, of=len(steps))
    return assessment


@transaction.atomic
def start_owned(*, questionnaire: Questionnaire, user: User, keep_in: Organisation | str) -> Assessment:
    """Begin an assessment in an account: for one of the user's organisations, or for a new one of this name."""
    organisation = found(owner=user, name=keep_in) if isinstance(keep_in, str) else keep_in
    return start(questionnaire=questionnaire, organisation=organisation)


def link_again(*, assessment: Assessment, again_of: Assessment) -> None:
    """Remember whose answers an assessment was begun with."""
    assessment.again_of = again_of
    assessment.save(update_fields=["again_of"])


def rename(*, assessment: Assessment, company: str) -> None:
    with transaction.atomic():
        _touch(assessment, {}, company=company)


def choose_functions(*, sheet: Sheet, chosen: Mapping[str, str], version: int) -> None:
    """Set which functions the assessment is about.

    A function that is no longer chosen keeps its answers, which return with it. Only an own slot that was emptied
    and then given another name starts afresh: the old answers were about other work. `chosen` maps a function's key
    to its name, in the order of the page; `version` is how often functions had been chosen when it was opened.

    Raises:
        ClosedError, StaleError: nothing was written.
    """
    afresh = [key for key, name in chosen.items() if _is_other_work(sheet.rows.get(key), name)]
    with transaction.atomic():
        _touch(sheet.assessment, {"functions_version": version}, functions_version=F("functions_version") + 1)
        if afresh:
            _forget(sheet.assessment, afresh)
        SelectedFunction.objects.bulk_create(
            _selection(sheet, chosen),
            update_conflicts=True,
            unique_fields=("assessment", "key"),
            update_fields=("name", "position", "chosen"),
        )
        _show(sheet)


def save_answers(*, sheet: Sheet, step: str, given: Given, version: int, in_full: bool) -> None:
    """Save what a step's page said: all of it, or nothing.

    `version` is how often the step had been saved when the page was opened; `in_full` says that nothing it asks is
    left open.

    Raises:
        ClosedError, StaleError: nothing was written.
    """
    pk = sheet.assessment.pk
    rows = tuple(_rows(sheet, given, is_first=version == 0))
    shares = tuple(_shares(sheet, given.shares))
    with transaction.atomic():
        if not saving.touch(pk):
            raise ClosedError
        if not saving.advance(pk, step=step, version=version, in_full=in_full, by=given.by):
            raise StaleError
        saving.write(pk, rows)
        if shares:
            SelectedFunction.objects.bulk_update(shares, ("share",))
        _show(sheet, finished=step if in_full else "")


def claim(*, assessment: Assessment, holder: str, user: User, keep_in: Organisation | str, address: str = "") -> str:
    """Keep an assessment in an account and change the browser's token, which others may have seen.

    `keep_in` is one of the user's organisations, or the name of a new one; `address` is where its report is read, for
    the mail that says so.

    Returns:
        The new token; what else was begun in this browser answers to it from now on.

    Raises:
        TakenError: it was claimed meanwhile, or begun in another browser.
    """
    token = new_token()
    with transaction.atomic():
        organisation = found(owner=user, name=keep_in) if isinstance(keep_in, str) else keep_in
        mine = Assessment.objects.held_by(holder)
        if not mine.filter(pk=assessment.pk).update(organisation=organisation, holder_hash=""):
            raise TakenError
        resume.forget(assessment=assessment)
        resume.change_token(old=holder, new=digest(token))
        assessment.organisation = organisation
        import_string(settings.CLAIMED)(assessment, user, address)
    return token


def _show(sheet: Sheet, *, finished: str = "") -> None:
    """Tell the lists that show whose assessment this is how far it is."""
    client = sheet.assessment.organisation_id
    if client and not sheet.assessment.is_second:
        done = sheet.complete | {finished} - {""}
        lines.answered(client=client, draft=sheet.assessment.pk, done=len(done), of=len(sheet.edition.steps))


def _touch(assessment: Assessment, seen: Mapping[str, Any], **changes: Any) -> None:
    """Mark a draft as saved now, which also holds its row until the transaction ends."""
    draft = {"pk": assessment.pk, "status": Assessment.Status.DRAFT}
    if Assessment.objects.filter(**draft, **seen).update(updated_at=timezone.now(), **changes):
        return
    raise StaleError if Assessment.objects.filter(**draft).exists() else ClosedError


def _is_other_work(row: FunctionRow | None, name: str) -> bool:
    return row is not None and not row.chosen and row.name.casefold() != name.casefold()


def _forget(assessment: Assessment, keys: list[str]) -> None:
    assessment.answers.filter(function_key__in=keys).delete()
    assessment.selected_functions.filter(key__in=keys).delete()
    # A tab that still shows the old work must not save its answers under the new name.
    assessment.progress.update(version=F("version") + 1)


def _selection(sheet: Sheet, chosen: Mapping[str, str]) -> Iterator[SelectedFunction]:
    for position, (key, name) in enumerate(chosen.items()):
        yield SelectedFunction(assessment=sheet.assessment, key=key, name=name, position=position)
    for key, row in sheet.rows.items():
        if row.chosen and key not in chosen:
            yield SelectedFunction(
                assessment=sheet.assessment,
                key=key,
                name=row.name,
                position=row.position,
                chosen=False,
            )


def _rows(sheet: Sheet, given: Given, *, is_first: bool) -> Iterator[saving.AnswerRow]:
    """Make one row for each place, with its answer and its note, of which the page may have named only one."""
    places = dict.fromkeys((*given.answers, *((flow.ORGANISATION, question) for question in given.notes)))
    for place in places:
        function, question = place
        answer = _answer(sheet, given, place, is_first=is_first)
        note = _note(sheet, given, place, is_first=is_first)
        if is_first and not answer and not note:
            continue  # nothing is stored that an empty row would have to take back
        yield saving.AnswerRow(
            question=question,
            function=function,
            kind=_kind(answer),
            choice="" if answer in flow.BLANKS else answer,
            note=note,
        )


def _answer(sheet: Sheet, given: Given, place: flow.Place, *, is_first: bool) -> str:
    if place in given.answers or is_first:
        return given.answers.get(place, "")
    if sheet.edition.question_by_key[place[1]].scope is flow.Scope.FUNCTION:
        return ""  # the note on a column stands in a row of its own
    return sheet.answers.get(place, "")


def _note(sheet: Sheet, given: Given, place: flow.Place, *, is_first: bool) -> str:
    function, question = place
    if function != flow.ORGANISATION:
        return ""
    if question in given.notes or is_first:
        return given.notes.get(question, "")
    return sheet.notes.get(question, "")


def _kind(answer: str) -> str:
    match answer:
        case "":
            return Answer.Kind.UNANSWERED.value
        case flow.DONT_KNOW | flow.NOT_APPLICABLE:
            return answer
        case _:
            return Answer.Kind.CHOICE.value


def _shares(sheet: Sheet, shares: Mapping[str, int]) -> Iterator[SelectedFunction]:
    for key, share in shares.items():
        if sheet.rows[key].share != share:
            yield SelectedFunction(pk=sheet.rows[key].pk, share=share)
