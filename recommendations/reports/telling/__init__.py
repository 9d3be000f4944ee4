"""Telling: an engine's result and an edition become the words and ready-made numbers of a report."""

from recommendations.reports.telling.given import Given, Point, Profile
from recommendations.reports.telling.page import Page, tell
from recommendations.reports.telling.plain import plain_text

__all__ = ["Given", "Page", "Point", "Profile", "plain_text", "tell"]
