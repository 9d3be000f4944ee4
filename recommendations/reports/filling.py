"""Starting an assessment from answers that are there already: an earlier report's, or a file's."""

from collections.abc import Mapping

from django.db import transaction

from assessments.answering import services
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Assessment, Questionnaire
from organisations.models import Organisation


@transaction.atomic
def again(*, assessment: Assessment, holder: str) -> Assessment:
    """Start afresh with the answers of a submitted assessment, in the edition that is published now.

    What the newer edition no longer asks is left behind; the submitted assessment stays as it is.
    """
    old = Sheet(assessment)
    slug = assessment.questionnaire.slug
    newest = Questionnaire.objects.published().filter(slug=slug).first() or assessment.questionnaire
    started = fill(
        questionnaire=newest,
        organisation=assessment.organisation,
        company=assessment.company,
        holder=holder,
        functions=old.functions,
        answers=old.answers,
        notes=old.notes,
    )
    services.link_again(assessment=started, again_of=assessment)
    return started


@transaction.atomic
def fill(
    *,
    questionnaire: Questionnaire,
    organisation: Organisation | None = None,
    company: str = "",
    holder: str = "",
    functions: tuple[flow.Selected, ...],
    answers: flow.Answers,
    notes: Mapping[str, str],
) -> Assessment:
    """Start an assessment and answer it page by page, as a respondent would."""
    started = services.start(questionnaire=questionnaire, organisation=organisation, company=company, holder=holder)
    sheet = Sheet(started)
    known, fitting = flow.carry_over(sheet.edition, functions, answers)
    services.choose_functions(sheet=sheet, chosen={function.key: function.name for function in known}, version=0)
    for step in sheet.edition.steps:
        _answer(Sheet(started), step, functions=known, answers=fitting, notes=notes)
    return started


def _answer(
    sheet: Sheet,
    step: flow.Step,
    *,
    functions: tuple[flow.Selected, ...],
    answers: flow.Answers,
    notes: Mapping[str, str],
) -> None:
    places = tuple(flow.asked(sheet.edition, functions, answers, step.slug))
    counted = {place: answers[place] for place in places if place in answers}
    assumed = flow.assumed(sheet.edition, functions, answers, step.slug)
    asked = [question.key for question in sheet.edition.questions if question.step == step.slug]
    services.save_answers(
        sheet=sheet,
        step=step.slug,
        answers=counted,
        notes={key: notes[key] for key in asked if notes.get(key)},
        shares={function.key: function.share for function in functions} if step == sheet.edition.steps[0] else {},
        version=0,
        in_full=len(counted) + len(assumed) == len(places),
    )
