"""Saying each sentence once: what a page said further up is left out of what it says below."""

import re
from typing import Any

from recommendations.reports.inputs import Content

END = re.compile(r"(?<=[.!?]) ")


class Once:
    """Remember the sentences that were said."""

    def __init__(self, said: str = "") -> None:
        self.said = set(END.split(said))

    def new(self, text: str) -> str:
        """Give the sentences that were not said yet, and take them for said."""
        sentences = [sentence for sentence in END.split(text) if sentence not in self.said]
        self.said.update(sentences)
        return " ".join(dict.fromkeys(sentences))

    def reasons(self, pulls: Content | None) -> None:
        """Leave the reason of a row out where another row gave it already: its label and its points still stand."""
        for row in pulls["rows"] if pulls else ():
            row["reason"] = self.new(row["reason"])

    def texts(self, rows: list[Any], name: str = "text") -> list[Any]:
        return [{**row, name: self.new(row[name])} for row in rows]
