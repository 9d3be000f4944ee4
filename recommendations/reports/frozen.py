"""What a report was made from, read back from its frozen content."""

from collections.abc import Mapping
from typing import Any

from assessments.edition import flow


def functions_of(content: Mapping[str, Any], edition: flow.Edition) -> tuple[flow.Selected, ...]:
    """Read the functions a report covers, under the keys it was made with."""
    return tuple(
        flow.Selected(
            result["key"],
            entry["name"] if "name" in entry else edition.function_by_key[entry["function"]].name,
            entry["share"],
        )
        for result, entry in zip(content["result"]["functions"], content["inputs"]["functions"], strict=True)
    )


def answers_of(content: Mapping[str, Any]) -> dict[flow.Place, str]:
    """Read the answers a report rests on, under the same keys."""
    inputs = content["inputs"]
    answers = {(flow.ORGANISATION, key): answer for key, answer in inputs["answers"].items()}
    for result, entry in zip(content["result"]["functions"], inputs["functions"], strict=True):
        answers |= {(result["key"], key): answer for key, answer in entry["answers"].items()}
    return answers
