"""Two frozen reports set side by side: finished words and numbers, and nothing stored."""

from recommendations.comparing.page import Compared, compare
from recommendations.comparing.rescore import Gone, Rescored, later, rescore
from recommendations.comparing.side import Side

__all__ = ["Compared", "Gone", "Rescored", "Side", "compare", "later", "rescore"]
