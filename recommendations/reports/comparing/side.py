"""One side of a comparison: a report's frozen content, read so that it can be laid beside another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.edition import flow
from recommendations.reports.frozen import answers_of, functions_of
from recommendations.reports.wording import ALL, OWN


@dataclass(frozen=True)
class Side:
    """What one report froze, and the edition it was answered in.

    A function is known by its catalogue key; one with a name of its own by that name, because its key only counts.
    """

    content: Mapping[str, Any]
    edition: flow.Edition
    label: str

    @property
    def overall(self) -> Mapping[str, Any]:
        overall: Mapping[str, Any] = self.content["result"]["overall"]
        return overall

    @property
    def advice(self) -> str:
        return str(self.content["result"]["mix"]["label"])

    @property
    def leader(self) -> str:
        return str(self.overall["ranking"][0])

    @property
    def lead(self) -> int:
        """By how many printed points the first is ahead of the second."""
        first, second = self.overall["ranking"][:2]
        return self.printed(first) - self.printed(second)

    @property
    def names_a_model(self) -> bool:
        """Whether something is to be done outside, so that the model in front was advised and not only scored."""
        return not self.content["result"].get("first_impression", False)

    @property
    def is_tie(self) -> bool:
        return bool(self.overall["tie"])

    @property
    def spoken_for(self) -> frozenset[str]:
        """Name the models that the report itself set in front."""
        return frozenset(score["model"] for score in self.content["page"]["scores"] if score["is_lead"])

    @cached_property
    def fits(self) -> Mapping[str, Mapping[str, Any]]:
        return {fit["column"]: fit for fit in self.overall["fits"]}

    def printed(self, model: str) -> int:
        """Give the score that the report printed; what speaks against sending work out speaks for keeping it."""
        return ALL - int(self.overall["outsource"]["printed"]) if model == OWN else int(self.fits[model]["printed"])

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """What the report's map said of each function."""
        return {self.known[row["key"]]: row for group in self.content["page"]["map"]["groups"] for row in group["rows"]}

    @cached_property
    def selected(self) -> tuple[flow.Selected, ...]:
        return functions_of(self.content, self.edition)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """What a function is known by, for each key this report gave it."""
        return {
            function.key: f"own {function.name.casefold()}" if function.is_own else function.key
            for function in self.selected
        }

    @cached_property
    def functions(self) -> Mapping[str, flow.Selected]:
        return {self.known[function.key]: function for function in self.selected}

    @cached_property
    def counted(self) -> flow.Answers:
        """The answers the report rests on, under its own keys."""
        return answers_of(self.content)

    @cached_property
    def answers(self) -> flow.Answers:
        """The same answers, under what a function is known by on both sides."""
        return {self.place(about, question): answer for (about, question), answer in self.counted.items()}

    @cached_property
    def assumed(self) -> flow.Answers:
        """The typical answers that this report assumed; a report from before any were has none."""
        rows = self.content["page"]["answers"].get("assumed", ())
        return {self.place(row["function"], row["question"]): row["answer"] for row in rows}

    @cached_property
    def asked(self) -> frozenset[flow.Place]:
        return frozenset(self.place(*place) for place in flow.asked(self.edition, self.selected, self.counted))

    def place(self, about: str, question: str) -> flow.Place:
        return self.known.get(about, about), question

    def points(self, model: str) -> Mapping[flow.Place, float]:
        """Give what each answer gave a score; they sum to the score less 50."""
        fit, sign = (self.overall["outsource"], -1) if model == OWN else (self.fits[model], 1)
        return {self.place(row["scope"], row["question"]): sign * row["points"] for row in fit["contributions"]}
