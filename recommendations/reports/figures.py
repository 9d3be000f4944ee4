"""Taking a report's figures out of its frozen content, and telling them to the lists that show its organisation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from assessments.edition import flow
from assessments.edition.contradictions import contradictions
from assessments.models import Assessment, Progress
from assessments.models.reading import read
from organisations import lines
from organisations.models import ClientLine, Engagement, Organisation
from organisations.models.clients import Evidence, Strength
from recommendations.engine.points import whole
from recommendations.models import Need, Report, ReportFigures

ALL: Final = 100
STATES: Final = ("go", "prepare", "keep", "ask")
LONGEST_TITLE: Final = 200


def keep(report: Report) -> ReportFigures:
    """Store a report's figures beside it and show them wherever its organisation is listed."""
    figures = figures_of(report, read(report.assessment.questionnaire_id))
    figures.save(force_insert=True)
    Need.objects.bulk_create(_needs(report))
    if report.assessment.organisation_id:
        tell(report, figures)
    return figures


def tell(report: Report, figures: ReportFigures) -> None:
    """Show a report as the latest one of its organisation."""
    client = report.assessment.organisation_id
    if client is not None:
        lines.reported(client=client, draft=report.assessment_id, told=_told(report, figures))


def claimed(assessment: Assessment) -> None:
    """Show what an organisation took over from a browser: a draft, or the report it has become."""
    given = ReportFigures.objects.select_related("report__assessment").defer("report__content")
    figures = given.filter(report__assessment=assessment).first()
    if figures is not None:
        tell(figures.report, figures)
        return
    progress = Progress.objects.filter(assessment=assessment)
    done = progress.filter(completed__gt=0).count()
    lines.answered(client=_owner(assessment), draft=assessment.pk, done=done, of=progress.count())


def catch_up() -> tuple[int, int]:
    """Give figures to reports that have none and lines to organisations that have none; count both.

    The reports come in the order they were given in, so that the latest one stays shown.
    """
    bare = Report.objects.filter(figures=None, is_sample=False).order_by("given_at", "pk").select_related("assessment")
    reports = 0
    for report in bare.iterator(chunk_size=100):
        with transaction.atomic():
            keep(report)
        reports += 1
    unlisted = Organisation.objects.exclude(pk__in=ClientLine.objects.own().values("client"))
    organisations = 0
    for organisation in unlisted.iterator():
        lines.begin(organisation)
        organisations += 1
    for engagement in Engagement.objects.current().filter(line=None).select_related("client", "consultancy"):
        lines.engaged(engagement)
    return reports, organisations


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
        **{f"mix_{part}": whole(mix[part] * ALL) for part in ("bpo", "kpo", "ito", "in_house")},
        **{state: states[state] for state in STATES},
        second=overall["ranking"][1],
        margin=whole(overall["contrast"]["printed"]),
        evidence=_evidence(page),
        asked=len(asked),
        unknown=sum(answers.get(place, flow.DONT_KNOW) == flow.DONT_KNOW for place in asked),
        contradictions=len(contradictions(edition, functions, answers)),
    )


def _owner(assessment: Assessment) -> UUID:
    if assessment.organisation_id is None:
        raise ValueError(f"nobody's account keeps assessment {assessment.pk}")
    return assessment.organisation_id


def _told(report: Report, figures: ReportFigures) -> lines.Told:
    return lines.Told(
        report=report.pk,
        given_at=report.given_at,
        edition=report.edition,
        label=report.label,
        leader=report.leader,
        second=figures.second,
        score=figures.in_house if report.label == "in_house" else getattr(figures, report.leader),
        margin=figures.margin,
        strength=Strength[report.strength.upper()] if report.strength else Strength.NONE,
        evidence=figures.evidence,
        asked=figures.asked,
        unknown=figures.unknown,
        contradictions=figures.contradictions,
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
