"""A report's figures, taken out of its frozen content into columns."""

from collections import Counter
from typing import Final

from assessments.edition import flow
from assessments.edition.contradictions import contradictions
from assessments.models.reading import read
from recommendations.engine.points import whole
from recommendations.models import Need, Report, ReportFigures
from recommendations.models.figures import Evidence
from recommendations.reports.frozen import answers_of, functions_of
from recommendations.reports.verdicts import COUNTED_AS
from recommendations.reports.wording import ALL

LONGEST_TITLE: Final = 200


def save_figures(report: Report) -> ReportFigures:
    figures = figures_of(report, read(report.assessment.questionnaire_id))
    figures.save(force_insert=True)
    needs = []
    for group in report.page["demands"]:
        if group["key"] in Need.Kind.values:
            titles = dict.fromkeys(row["title"][:LONGEST_TITLE] for row in (*group["rows"], *group["more"]))
            needs += [Need(report=report, kind=group["key"], title=title) for title in titles]
    Need.objects.bulk_create(needs)
    return figures


def figures_of(report: Report, edition: flow.Edition) -> ReportFigures:
    """Read the figures out of what a report says; stores nothing."""
    result, page = report.data["result"], report.page
    overall = result["overall"]
    scores = {fit["column"]: fit["printed"] for fit in overall["fits"]}
    counts = Counter(COUNTED_AS[row["state"]] for group in page["map"]["groups"] for row in group["rows"])
    functions, answers = functions_of(report.data, edition), answers_of(report.data)
    evidence = next(fact["level"] for fact in page["sure"]["facts"] if fact["key"] == "evidence")
    asked = tuple(flow.asked(edition, functions, answers))
    return ReportFigures(
        report=report,
        **scores,
        in_house=ALL - overall["outsource"]["printed"],
        **{f"mix_{part}": share for part, share in page["map"]["shares"].items()},
        **{column: counts[column] for column in COUNTED_AS.values()},
        second=overall["ranking"][1],
        margin=whole(overall["contrast"]["printed"]),
        evidence=Evidence[evidence.upper()],
        asked=len(asked),
        unknown=sum(answers.get(place, flow.DONT_KNOW) == flow.DONT_KNOW for place in asked),
        contradictions=len(contradictions(edition, functions, answers)),
    )
