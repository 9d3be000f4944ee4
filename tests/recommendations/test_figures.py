"""A report's figures: columns beside the frozen text, and the client's line they are shown in."""

from io import StringIO

import pytest
from django.core.management import call_command

from assessments.answering import services
from assessments.answering.holder import digest
from consulting.models import ClientLine
from consulting.models.clients import Status
from organisations.services import create_organisation, rename
from recommendations.engine.points import whole
from recommendations.models import Need, ReportFigures
from recommendations.models.figures import Evidence
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    hold,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    save,
    shipped_edition,
)
from tests.recommendations.reports import answered, make_answered, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def line_of(organisation):
    return ClientLine.objects.get(client=organisation)


def test_figures_say_what_the_report_says(shipped):
    report = make_report(shipped, "payroll", "tax_planning", organisation=make_organisation(make_user()))

    figures = report.figures

    said = report.data["result"]["overall"]
    assert {fit["column"]: fit["printed"] for fit in said["fits"]} == {
        "bpo": figures.bpo,
        "kpo": figures.kpo,
        "ito": figures.ito,
    }
    assert figures.in_house == 100 - said["outsource"]["printed"]
    assert figures.margin == whole(report.gap)
    assert figures.go + figures.prepare + figures.keep + figures.ask == 2
    assert Evidence(figures.evidence).name.lower() == next(
        fact["level"] for fact in report.data["page"]["sure"]["facts"] if fact["key"] == "evidence"
    )
    assert figures.unknown == 0


def test_what_nobody_answered_counts_as_unknown(shipped):
    assessment = make_assessment(shipped, functions=("payroll",), organisation=make_organisation(make_user()))

    report = submit(assessment=assessment)

    figures = ReportFigures.objects.get(report=report)
    assert (figures.unknown, figures.contradictions) == (figures.asked, 0)


def test_answers_that_rarely_go_together_are_counted(shipped):
    before = ReportFigures.objects.get(report=make_report(shipped)).contradictions
    assessment = make_answered(shipped)
    save(assessment, {("payroll", "method"): "each_case_new", ("payroll", "judged_by"): "unit_cost"})

    assert ReportFigures.objects.get(report=submit(assessment=assessment)).contradictions == before + 1


def test_what_a_report_asks_to_be_settled_is_kept_once_for_each_thing(shipped):
    report = make_report(shipped, "payroll", "bookkeeping", organisation=make_organisation(make_user()))

    kept = {(need.kind, need.title) for need in report.needs.all()}

    groups = {group["key"]: group for group in report.data["page"]["demands"]}
    said = {(key, row["title"]) for key in Need.Kind.values for row in (*groups[key]["rows"], *groups[key]["more"])}
    assert kept == said


def test_a_line_follows_its_organisation_from_the_first_answer_to_the_report(shipped):
    organisation = make_organisation(make_user())
    engage(make_consultancy(), organisation)
    assessment = make_assessment(shipped, functions=("payroll",), organisation=organisation)
    begun = line_of(organisation)
    answered(assessment)
    full = line_of(organisation)
    report = submit(assessment=assessment)
    given = line_of(organisation)

    assert (begun.status, begun.draft, begun.steps_done, begun.steps) == (Status.ANSWERING, assessment.pk, 0, 5)
    assert (full.status, full.steps_done) == (Status.ANSWERING, 5)
    assert (given.status, given.draft, given.report) == (Status.FOR_REVIEW, None, report.pk)
    assert (given.label, given.leader, given.margin) == (report.label, report.leader, whole(report.gap))


def test_what_an_account_takes_over_from_a_browser_shows_in_its_line(client, shipped):
    user = make_user()
    organisation = make_organisation(user)
    engage(make_consultancy(), organisation)
    held = hold(client)
    report = make_report(shipped, token=held)
    draft = make_assessment(shipped, functions=("payroll",), token=held)

    token = services.claim(assessment=report.assessment, holder=digest(held), user=user, keep_in=organisation)
    after_report = line_of(organisation)
    services.claim(assessment=draft, holder=digest(token), user=user, keep_in=organisation)

    assert (after_report.report, after_report.draft) == (report.pk, None)
    assert (line_of(organisation).report, line_of(organisation).draft) == (report.pk, draft.pk)


def test_an_organisation_that_is_renamed_is_renamed_in_every_list(shipped):
    owner = make_user()
    organisation = create_organisation(owner=owner, name="Before")
    engage(make_consultancy(), organisation)

    rename(organisation, name="After GmbH", by=owner)

    assert (line_of(organisation).name, line_of(organisation).folded) == ("After GmbH", "after gmbh")


def test_an_earlier_report_that_is_taken_over_leaves_the_latest_one_shown(client, shipped):
    user = make_user()
    organisation = make_organisation(user)
    engage(make_consultancy(), organisation)
    held = hold(client)
    earlier = make_report(shipped, token=held)
    latest = make_report(shipped, organisation=organisation)

    services.claim(assessment=earlier.assessment, holder=digest(held), user=user, keep_in=organisation)

    assert line_of(organisation).report == latest.pk


def test_lines_that_say_something_else_than_the_reports_are_written_anew(shipped):
    organisation = make_organisation(make_user())
    engagement = engage(make_consultancy(), organisation)
    latest = [make_report(shipped, organisation=organisation) for _each in range(2)][-1]
    unlisted = engage(make_consultancy(make_user("other@example.com")), organisation)
    ClientLine.objects.filter(engagement=unlisted).delete()
    ClientLine.objects.filter(engagement=engagement).update(report=None, label="", margin=99)

    call_command("refresh_clients", stdout=(out := StringIO()))

    lines = ClientLine.objects.filter(client=organisation)
    assert [(line.report, line.label, line.margin) for line in lines] == [
        (latest.pk, latest.label, latest.figures.margin)
    ] * 2
    assert out.getvalue() == "2 lines are as reports and reviews say now\n"
