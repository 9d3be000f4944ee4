"""Where Django admin looks for what this app registers."""

from assessments.authoring.admin import catalogue, questionnaires, questions

__all__ = ["catalogue", "questionnaires", "questions"]
