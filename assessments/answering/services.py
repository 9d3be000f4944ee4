"""What a respondent does: start, choose functions, save answers, claim."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from assessments.answering import resume
from assessments.answering.holder import digest, new_token
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment, Progress, Questionnaire, SelectedFunction
from assessments.models.reading import read
from organisations import changes
from organisations.models import Organisation, User
from organisations.services import create_organisation


class ClosedError(Exception):
    """The assessment was submitted, so nothing in it changes any more."""


class StaleError(Exception):
    """Another tab saved the same page since this one was opened; nothing was written."""


class TakenError(Exception):
    """Somebody else claimed the assessment first."""


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
        changes.announce(organisation.pk)
    return assessment


@transaction.atomic
def start_owned(*, questionnaire: Questionnaire, user: User, keep_in: Organisation | str) -> Assessment:
    """Begin an assessment in an account: for one of the user's organisations, or for a new one of this name."""
    organisation = create_organisation(owner=user, name=keep_in) if isinstance(keep_in, str) else keep_in
    return start(questionnaire=questionnaire, organisation=organisation)


def link_again(*, assessment: Assessment, again_of: Assessment) -> None:
    """Remember whose answers an assessment was begun with."""
    assessment.again_of = again_of
    assessment.save(update_fields=["again_of"])


def rename(*, assessment: Assessment, company: str) -> None:
    """Give an assessment without an account its organisation's name.

    Raises:
        ClosedError: nothing was written.
    """
    if not Assessment.objects.drafts().filter(pk=assessment.pk).update(company=company, updated_at=timezone.now()):
        raise ClosedError


def choose_functions(*, sheet: Sheet, chosen: Mapping[str, str], version: int) -> None:
    """Set which functions the assessment is about.

    A function that is no longer chosen keeps its answers, which return with it. Only an own slot that was emptied
    and then given another name starts afresh: the old answers were about other work. `chosen` maps a function's key
    to its name, in the order of the page; `version` is how often functions had been chosen when it was opened.

    Raises:
        ClosedError, StaleError: nothing was written.
    """
    assessment = sheet.assessment
    afresh = [
        key
        for key, row in sheet.rows.items()
        if key in chosen and not row.chosen and row.name.casefold() != chosen[key].casefold()
    ]
    no_longer = [row for key, row in sheet.rows.items() if row.chosen and key not in chosen]
    rows = [
        *(
            SelectedFunction(assessment=assessment, key=key, name=name, position=position)
            for position, (key, name) in enumerate(chosen.items())
        ),
        *(
            SelectedFunction(assessment=assessment, key=row.key, name=row.name, position=row.position, chosen=False)
            for row in no_longer
        ),
    ]
    with transaction.atomic():
        drafts = Assessment.objects.drafts().filter(pk=assessment.pk)
        if not drafts.filter(functions_version=version).update(
            functions_version=F("functions_version") + 1, updated_at=timezone.now()
        ):
            raise StaleError if drafts.exists() else ClosedError
        if afresh:
            assessment.answers.filter(function_key__in=afresh).delete()
            assessment.selected_functions.filter(key__in=afresh).delete()
            # A tab that still shows the old work must not save its answers under the new name.
            assessment.progress.update(version=F("version") + 1)
        SelectedFunction.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=("assessment", "key"),
            update_fields=("name", "position", "chosen"),
        )
        _announce(assessment=sheet.assessment)


def save_answers(
    *,
    sheet: Sheet,
    step: str,
    answers: flow.Answers,
    notes: Mapping[str, str] | None = None,
    shares: Mapping[str, int] | None = None,
    by: UUID | None = None,
    version: int,
    in_full: bool,
) -> None:
    """Save what a step's page was sent with: all of it, or nothing.

    An empty answer or note takes a stored one back; what is not named stays as it is. Answers may belong to other
    steps, which count as saved too. `by` is who answers, where that is known. `version` is how often the step had been saved when the page was opened; `in_full` says that nothing it
    asks is left open.

    Raises:
        ClosedError, StaleError: nothing was written.
    """
    rows = list(_answer_rows(sheet, answers, notes or {}, is_first=version == 0))
    changed = [
        SelectedFunction(pk=sheet.rows[key].pk, share=new)
        for key, new in (shares or {}).items()
        if sheet.rows[key].share != new
    ]
    completed = {"completed": F("version") + 1} if in_full else {}
    by_key = sheet.edition.question_by_key
    elsewhere = {place for place in answers if by_key[place[1]].step != step}
    with transaction.atomic():
        if not touch(sheet.assessment):
            raise ClosedError
        progress = Progress.objects.filter(assessment=sheet.assessment, step=step, version=version)
        if not progress.update(version=F("version") + 1, saved_by=by, saved_at=timezone.now(), **completed):
            raise StaleError
        if elsewhere:
            # The versions of their own steps were not asked for: what they say now must still be what was read.
            now = Sheet(sheet.assessment).answers
            if any(now.get(place) != sheet.answers.get(place) for place in elsewhere):
                raise StaleError
            others = Progress.objects.filter(assessment=sheet.assessment)
            others.filter(step__in={by_key[place[1]].step for place in elsewhere}).update(version=F("version") + 1)
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=("assessment", "question_key", "function_key"),
            update_fields=("kind", "choice_key", "note", "look_again"),
        )
        if changed:
            SelectedFunction.objects.bulk_update(changed, ("share",))
        _announce(assessment=sheet.assessment)


@transaction.atomic
def confirm_typical(*, assessment: Assessment, function: str, by: UUID | None = None) -> None:
    """Store what is assumed of a function as answered: somebody said that this is how it is.

    What was answered meanwhile stands. It counts as a save of every step that it answers something of.

    Raises:
        ClosedError: nothing was written.
    """
    if not touch(assessment):  # holds the draft: nobody saves between what is read now and what is written
        raise ClosedError
    sheet = Sheet(assessment)
    confirmed = {place: answer for place, answer in sheet.assumed.items() if place[0] == function}
    for state in sheet.progress:
        if not any(sheet.edition.question_by_key[key].step == state.slug for _about, key in confirmed):
            continue
        completed = {} if state.open or not sheet.functions else {"completed": F("version") + 1}
        progress = Progress.objects.filter(assessment=assessment, step=state.slug)
        progress.update(version=F("version") + 1, saved_by=by, saved_at=timezone.now(), **completed)
    Answer.objects.bulk_create(
        _answer_rows(sheet, confirmed, {}, is_first=False),
        update_conflicts=True,
        unique_fields=("assessment", "question_key", "function_key"),
        update_fields=("kind", "choice_key", "look_again"),
    )
    _announce(assessment=assessment)


def touch(assessment: Assessment) -> bool:
    """Mark a draft as saved now, which also holds its row until the transaction ends; False where it is no draft."""
    return Assessment.every.drafts().filter(pk=assessment.pk).update(updated_at=timezone.now()) == 1


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
        organisation = create_organisation(owner=user, name=keep_in) if isinstance(keep_in, str) else keep_in
        mine = Assessment.objects.held_by(holder)
        if not mine.filter(pk=assessment.pk).update(organisation=organisation, holder_hash=""):
            raise TakenError
        resume.forget(assessment=assessment)
        resume.change_token(old=holder, new=digest(token))
        assessment.organisation = organisation
        import_string(settings.CLAIMED)(assessment, user, address)
    return token


def delete(*, assessment: Assessment, holder: str) -> None:
    """Delete what no account keeps, with its answers, its links and its report.

    Raises:
        TakenError: it was claimed or deleted meanwhile.
    """
    with transaction.atomic():
        locked = Assessment.objects.held_by(holder).filter(pk=assessment.pk).select_for_update(of=("self",)).first()
        if locked is None:
            raise TakenError
        locked.delete()


def _announce(*, assessment: Assessment) -> None:
    """Let lists that show whose assessment this is be brought up to date."""
    if assessment.organisation_id and not assessment.is_second:
        changes.announce(assessment.organisation_id)


def _answer_rows(sheet: Sheet, answers: flow.Answers, notes: Mapping[str, str], *, is_first: bool) -> Iterator[Answer]:
    """Make one row for each place, with its answer and its note, of which the page may have named only one."""
    for place in dict.fromkeys((*answers, *((flow.ORGANISATION, question) for question in notes))):
        function, question = place
        is_named = place in answers or is_first
        answer = answers.get(place, "") if is_named else sheet.answers.get(place, "")
        note = ""
        if function == flow.ORGANISATION:
            is_named = question in notes or is_first
            note = notes.get(question, "") if is_named else sheet.notes.get(question, "")
        if is_first and not answer and not note:
            continue  # nothing is stored that an empty row would have to take back
        is_choice = bool(answer) and answer not in flow.BLANKS
        yield Answer(
            assessment=sheet.assessment,
            question_key=question,
            function_key=function,
            kind=Answer.Kind.CHOICE if is_choice else answer or Answer.Kind.UNANSWERED,
            choice_key=answer if is_choice else "",
            note=note,
        )
