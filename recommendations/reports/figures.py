"""A report's figures, taken out of its frozen content into columns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from assessments.edition import flow
from assessments.edition.contradictions import contradictions
from assessments.edition.sourcing_models import LABELS
from assessments.models.reading import read
from recommendations.engine.points import whole
from recommendations.models import Need, Report, ReportFigures
from recommendations.models.figures import Evidence

ALL: Final = 100
STATES: Final = ("go", "prepare", "keep", "ask")
LONGEST_TITLE: Final = 200


def save_figures(report: Report) -> ReportFigures:
    figures = figures_of(report, read(report.assessment.questionnaire_id))
    figures.save(force_insert=True)
    Need.objects.bulk_create(_needs(report))
    return figures


def figures_of(report: Report, edition: flow.Edition) -> ReportFigures:
    """Read the figures out of what a report says; stores nothing."""
    result, page = report.told["result"], report.told["page"]
    overall, mix = result["overall"], result["mix"]
    scores = {fit["column"]: fit["printed"] for fit in overall["fits"]}
    states = Counter(row["state"] for group in page["map"]["groups"] for row in group["rows"])
    functions, answers = _given(report.told, edition)
    asked = tuple(flow.asked(edition, functions, answers))
    return ReportFigures(
        report=report,
        **scores,
        in_house=ALL - overall["outsource"]["printed"],
        **{f"mix_{part}": whole(mix[part] * ALL) for part in (*LABELS, "in_house")},
        **{state: states[state] for state in STATES},
        second=overall["ranking"][1],
        margin=whole(overall["contrast"]["printed"]),
        evidence=_evidence(page),
        asked=len(asked),
        unknown=sum(answers.get(place, flow.DONT_KNOW) == flow.DONT_KNOW for place in asked),
        contradictions=len(contradictions(edition, functions, answers)),
    )


def _evidence(page: Mapping[str, Any]) -> Evidence:
    level: str = next(fact["level"] for fact in page["sure"]["facts"] if fact["key"] == "evidence")
    return Evidence[level.upper()]


def _given(told: Mapping[str, Any], edition: flow.Edition) -> tuple[tuple[flow.Selected, ...], dict[flow.Place, str]]:
    """Put the answers of a report back under the keys they were given for."""
    keys: Sequence[str] = [one["key"] for one in told["result"]["functions"]]
    answers = {(flow.ORGANISATION, question): answer for question, answer in told["inputs"]["answers"].items()}
    functions = []
    for key, given in zip(keys, told["inputs"]["functions"], strict=True):
        name = given["name"] if "name" in given else edition.function_by_key[given["function"]].name
        functions.append(flow.Selected(key, name, given["share"]))
        answers |= {(key, question): answer for question, answer in given["answers"].items()}
    return tuple(functions), answers


def _needs(report: Report) -> Iterator[Need]:
    for group in report.told["page"]["demands"]:
        if group["key"] in Need.Kind.values:
            titles = dict.fromkeys(row["title"][:LONGEST_TITLE] for row in (*group["rows"], *group["more"]))
            yield from (Need(report=report, kind=group["key"], title=title) for title in titles)
