"""What is advised: model profiles, frozen reports, and what is kept beside them."""

from recommendations.models.brief import BriefText, ProviderBrief
from recommendations.models.copies import KeptCopy
from recommendations.models.costs import CostGuesses
from recommendations.models.examples import ExampleClient, ExampleRun
from recommendations.models.figures import Need, ReportFigures
from recommendations.models.impact import ImpactRun
from recommendations.models.plan import MeasureToday, Plan
from recommendations.models.profiles import ModelProfile, ProfilePoint, ProfileTranslation
from recommendations.models.reports import ActionStatus, Report, ReportFrozenError
from recommendations.models.scorecards import Scorecard, ScoredAnswer, ScoredProvider
from recommendations.models.sharing import ShareLink

__all__ = [
    "ActionStatus",
    "BriefText",
    "CostGuesses",
    "ExampleClient",
    "ExampleRun",
    "ImpactRun",
    "KeptCopy",
    "MeasureToday",
    "ModelProfile",
    "Need",
    "Plan",
    "ProfilePoint",
    "ProfileTranslation",
    "ProviderBrief",
    "Report",
    "ReportFigures",
    "ReportFrozenError",
    "Scorecard",
    "ScoredAnswer",
    "ScoredProvider",
    "ShareLink",
]
