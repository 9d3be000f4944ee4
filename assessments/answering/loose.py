"""Answers that are stored nowhere: what a preview, a test drive and an example client are filled in on."""

from collections.abc import Mapping

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models.assessment import Assessment, SelectedFunction
from assessments.models.questionnaire import Questionnaire
from assessments.models.reading import read


class LooseSheet(Sheet):
    """A sheet of an assessment that was never begun; everything it says is what it was given."""

    def __init__(self, questionnaire: Questionnaire, *, edition: flow.Edition | None = None) -> None:
        super().__init__(Assessment(questionnaire=questionnaire))
        # These are what a sheet reads from the database when it is first asked for them.
        self.edition = edition or read(questionnaire.pk)
        self.rows: Mapping[str, SelectedFunction] = {}
        self.answers: flow.Answers = {}
        self.notes: Mapping[str, str] = {}
        self.look_again = ()
        self._saved = {step.slug: (0, 0) for step in self.edition.steps}

    def filled(
        self,
        *,
        rows: Mapping[str, SelectedFunction],
        answers: flow.Answers | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> "LooseSheet":
        """Give the same edition with these functions and answers."""
        sheet = LooseSheet(self.assessment.questionnaire, edition=self.edition)
        sheet.rows, sheet.answers, sheet.notes = rows, answers or {}, notes or {}
        return sheet


def row_of(function: flow.Selected, position: int, *, chosen: bool = True) -> SelectedFunction:
    return SelectedFunction(
        key=function.key, name=function.name, share=function.share, position=position, chosen=chosen
    )
