"""Where Django admin looks for what this app registers."""

from recommendations.learn.admin import profiles
from recommendations.trials.admin import examples, impact

__all__ = ["examples", "impact", "profiles"]
