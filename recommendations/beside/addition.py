"""The one shape in which copies print what is kept beside a report; they stand below, so it is theirs."""

from recommendations.reports.addition import Addition, AdditionTable, Cell

__all__ = ("Addition", "AdditionTable", "Cell")
