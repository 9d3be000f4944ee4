"""Where an author writes editions, in Django admin. Each module registers what it is about."""

from assessments.admin import catalogue, questionnaires, questions

__all__ = ["catalogue", "questionnaires", "questions"]
