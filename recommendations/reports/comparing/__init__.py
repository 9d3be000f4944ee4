"""Two frozen reports set side by side: finished words and numbers, and nothing stored."""

from recommendations.reports.comparing.page import Compared, compare
from recommendations.reports.comparing.rescore import Gone, Rescored, later, rescore
from recommendations.reports.comparing.side import Side

__all__ = ["Compared", "Gone", "Rescored", "Side", "compare", "later", "rescore"]
