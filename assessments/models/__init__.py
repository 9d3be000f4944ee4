"""What is asked (an edition, with its marking scheme) and what was answered."""

from assessments.models.assessment import Answer, Assessment, Progress, SelectedFunction
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
from assessments.models.questionnaire import FrozenEditionError, Questionnaire
from assessments.models.resume import Holding, ResumeLink

__all__ = [
    "Advice",
    "Answer",
    "Assessment",
    "BusinessFunction",
    "Choice",
    "Clearance",
    "Department",
    "FrozenEditionError",
    "Holding",
    "Progress",
    "Question",
    "Questionnaire",
    "ResumeLink",
    "SelectedFunction",
    "ShownBy",
    "Source",
    "Step",
]
