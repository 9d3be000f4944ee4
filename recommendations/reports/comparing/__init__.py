"""Two frozen reports set side by side, and one organisation's reports over time; nothing is stored."""

from recommendations.reports.comparing.page import compare
from recommendations.reports.comparing.rescore import later, rescore
from recommendations.reports.comparing.side import Side

__all__ = ["Side", "compare", "later", "rescore"]
