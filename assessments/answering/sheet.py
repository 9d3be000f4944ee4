"""One assessment with everything that was answered in it, each kind of row read in one query when it is first needed."""

from collections.abc import Mapping
from functools import cached_property

from assessments.edition import flow
from assessments.models.assessment import Answer, Assessment, Progress, SelectedFunction
from assessments.models.languages import read_here


class Sheet:
    """One assessment with its edition, its functions, its answers and how far it is."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    @cached_property
    def edition(self) -> flow.Edition:
        return read_here(self.assessment.questionnaire_id)

    @cached_property
    def rows(self) -> Mapping[str, SelectedFunction]:
        """Every function that was ever chosen, by key and in order; `chosen` tells which ones are now."""
        rows = SelectedFunction.objects.filter(assessment=self.assessment.pk)
        listed = self.edition.function_by_key
        by_key = {row.key: row for row in rows}
        for key, row in by_key.items():
            if key in listed:  # stored in the language it was chosen in, and shown in the one it is read in
                row.name = listed[key].name
        return by_key

    @cached_property
    def functions(self) -> tuple[flow.Selected, ...]:
        return tuple(flow.Selected(row.key, row.name, row.share) for row in self.rows.values() if row.chosen)

    @cached_property
    def answers(self) -> flow.Answers:
        """Every answer that is stored, whether it counts or not."""
        return {
            (function, question): choice or kind
            for function, question, kind, choice, _note, _again in self._stored
            if kind != Answer.Kind.UNANSWERED
        }

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """The notes, by question; a note on a column of the matrix is about all its functions."""
        return {
            question: note
            for function, question, _kind, _choice, note, _again in self._stored
            if note and function == flow.ORGANISATION
        }

    @cached_property
    def counted(self) -> dict[flow.Place, str]:
        """The answers that count now: to questions that are asked, about functions that are chosen."""
        return {
            place: self.answers[place]
            for place in flow.asked(self.edition, self.functions, self.answers)
            if place in self.answers
        }

    @cached_property
    def assumed(self) -> dict[flow.Place, str]:
        """The typical answers that nobody has given or changed, where they are asked."""
        return flow.assumed(self.edition, self.functions, self.answers)

    @cached_property
    def progress(self) -> tuple[flow.StepProgress, ...]:
        saved = {slug: completed for slug, (_version, completed) in self._saved.items()}
        return flow.progress(
            self.edition, self.functions, self.answers, saved=saved, look_again=frozenset(self.look_again)
        )

    @cached_property
    def look_again(self) -> tuple[flow.Place, ...]:
        """The places whose question or answer has other words since they were answered."""
        return tuple((function, question) for function, question, *_rest, again in self._stored if again)

    @property
    def is_empty(self) -> bool:
        return not self._stored

    @property
    def answered_and_asked(self) -> tuple[int, int]:
        """Count over all steps what is answered, and what is asked, of what only the respondent can say."""
        return sum(step.answered for step in self.progress), sum(step.asked for step in self.progress)

    @property
    def complete(self) -> frozenset[str]:
        """The steps that were once saved with nothing left open."""
        return frozenset(slug for slug, (_version, completed) in self._saved.items() if completed)

    def version(self, slug: str) -> int:
        """Tell how often a step was saved."""
        return self._saved[slug][0]

    @cached_property
    def _stored(self) -> list[tuple[str, str, str, str, str, bool]]:
        rows = Answer.objects.filter(assessment=self.assessment.pk)
        return list(rows.values_list("function_key", "question_key", "kind", "choice_key", "note", "look_again"))

    @cached_property
    def _saved(self) -> Mapping[str, tuple[int, int]]:
        rows = Progress.objects.filter(assessment=self.assessment.pk)
        return {
            step: (version, completed) for step, version, completed in rows.values_list("step", "version", "completed")
        }
