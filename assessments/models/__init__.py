"""What is asked (an edition, with its marking scheme) and what was answered."""

from assessments.models.assessment import Answer, Assessment, LeftBehind, Progress, SelectedFunction
from assessments.models.assignment import Assignment
from assessments.models.clearance import Clearance
from assessments.models.edition import (
    Advice,
    BusinessFunction,
    Choice,
    Department,
    Question,
    ShownBy,
    Source,
    Step,
)
from assessments.models.questionnaire import DamagedEditionError, FrozenEditionError, Questionnaire
from assessments.models.resume import Holding, ResumeLink
from assessments.models.revision import Revision
from assessments.models.translation import Translation

__all__ = [
    "Advice",
    "Answer",
    "Assessment",
    "Assignment",
    "BusinessFunction",
    "Choice",
    "Clearance",
    "DamagedEditionError",
    "Department",
    "FrozenEditionError",
    "Holding",
    "LeftBehind",
    "Progress",
    "Question",
    "Questionnaire",
    "ResumeLink",
    "Revision",
    "SelectedFunction",
    "ShownBy",
    "Source",
    "Step",
    "Translation",
]
