"""Submitting: one report for each assessment, frozen, whatever is pressed at the same time."""

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.answering import services as answering
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Assessment
from recommendations.models import Report, ReportFrozenError
from recommendations.reports import filling, services
from tests.factories import make_assessment, make_edition, make_organisation, make_user, shipped_edition
from tests.recommendations.reports import make_answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def test_submitting_closes_the_assessment_and_gives_a_report(shipped):
    assessment = make_answered(shipped)

    report = services.submit(assessment=assessment)

    assessment.refresh_from_db()
    assert assessment.status == Assessment.Status.SUBMITTED
    assert assessment.report == report
    assert report.edition == "sourcing-2"
    assert report.data["page"]["outcome"].endswith(".")


def test_submitting_again_finds_the_same_report(shipped):
    assessment = make_answered(shipped)
    first = services.submit(assessment=assessment)

    again = services.submit(assessment=assessment)

    assert again == first
    assert Report.objects.count() == 1


def test_without_a_function_nothing_is_submitted(shipped):
    assessment = make_assessment(shipped)

    with pytest.raises(services.NothingToSubmitError):
        services.submit(assessment=assessment)

    assessment.refresh_from_db()
    assert assessment.is_draft
    assert not Report.objects.exists()


def test_the_checksum_is_that_of_the_kept_text(shipped):
    report = services.submit(assessment=make_answered(shipped))

    kept = Report.objects.get()

    assert kept.content == report.content
    assert kept.checksum == hashlib.sha256(kept.content.encode()).hexdigest()
    assert kept.is_intact
    assert services.canonical(json.loads(kept.content)) == kept.content


def test_a_report_holds_everything_it_was_made_of(shipped):
    assessment = make_answered(shipped, "payroll", "tax_planning", organisation=make_organisation(name="Kestrel"))

    told = services.submit(assessment=assessment).data

    assert told["organisation"] == "Kestrel"
    assert told["method"] == told["result"]["method"]
    assert told["inputs"]["edition"] == "sourcing-2"
    assert [one["function"] for one in told["inputs"]["functions"]] == ["payroll", "tax_planning"]
    assert told["inputs"]["answers"]["repetitive_load"] == "light"
    assert told["page"]["answers"]["steps"][0]["rows"][0]["note"] == "Mostly on Mondays"


def test_a_given_report_can_t_be_changed(shipped):
    report = services.submit(assessment=make_answered(shipped))
    report.content = "{}"

    with pytest.raises(ReportFrozenError):
        report.save()


def test_a_later_edition_does_not_touch_a_given_report(shipped):
    report = services.submit(assessment=make_answered(shipped))
    before = report.content

    make_edition(replace(shipped_edition(), edition=3, title="Another title"))

    assert Report.objects.get().content == before


def test_a_tab_that_was_open_cannot_save_into_a_submitted_assessment(shipped):
    assessment = make_answered(shipped)
    sheet = Sheet(Assessment.objects.get(pk=assessment.pk))
    version = sheet.version("growth")
    services.submit(assessment=assessment)

    with pytest.raises(answering.ClosedError):
        answering.save_answers(
            sheet=sheet,
            step="growth",
            answers={("", "growth"): "doubles"},
            version=version,
            in_full=False,
        )


def test_every_step_s_version_moves_when_the_assessment_is_submitted(shipped):
    assessment = make_answered(shipped)
    before = dict(assessment.progress.values_list("step", "version"))

    services.submit(assessment=assessment)

    after = dict(assessment.progress.values_list("step", "version"))
    assert after == {slug: version + 1 for slug, version in before.items()}


@pytest.mark.parametrize(
    "functions", [("payroll",), ("payroll", "bookkeeping", "tax_planning", "servers_cloud", "claims")]
)
def test_submitting_takes_few_queries_however_much_was_answered(shipped, functions):
    call_command("load_profiles", verbosity=0)
    assessment = make_answered(shipped, *functions)

    with CaptureQueriesContext(connection) as queries:
        services.submit(assessment=Assessment.objects.select_related("organisation").get(pk=assessment.pk))

    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 10


def test_answering_again_starts_with_the_old_answers_and_leaves_the_report(shipped):
    assessment = make_answered(shipped, "payroll", "tax_planning")
    report = services.submit(assessment=assessment)

    again = filling.again(assessment=assessment, holder="")

    assert again.pk != assessment.pk
    assert Sheet(again).counted == Sheet(assessment).counted
    assert Sheet(again).notes == Sheet(assessment).notes
    assert [step.state for step in Sheet(again).progress] == [flow.StepState.COMPLETE] * 5
    assert services.submit(assessment=again).pk != report.pk
    assert Report.objects.count() == 2


def test_answering_again_leaves_behind_what_a_newer_edition_does_not_ask(shipped):
    assessment = make_answered(shipped, "payroll", "tax_planning")
    services.submit(assessment=assessment)
    newer = shipped_edition()
    questions = tuple(one for one in newer.questions if one.key != "industry")
    functions = tuple(one for one in newer.functions if one.key != "tax_planning")
    make_edition(replace(newer, edition=3, questions=questions, functions=functions))

    again = filling.again(assessment=assessment, holder="")

    assert again.questionnaire.label == "sourcing-3"
    assert [one.key for one in Sheet(again).functions] == ["payroll"]
    assert ("", "industry") not in Sheet(again).answers


def test_loading_the_sample_again_changes_nothing(shipped):
    call_command("load_sample", verbosity=0)
    first = Report.objects.sample()

    call_command("load_sample", verbosity=0)

    assert Report.objects.sample() == first
    assert (Report.objects.count(), Assessment.objects.count()) == (1, 1)


def test_the_sample_belongs_to_nobody(shipped):
    call_command("load_sample", verbosity=0)

    sample = Report.objects.sample()

    assert not Report.objects.open_to(make_user(), "").exists()
    assert sample.data["organisation"] == "Tanner & Oake Fittings"


def at_once(work, times=2):
    """Run the same work in several threads that begin together, each with a connection of its own."""
    barrier = threading.Barrier(times)

    def run(_number):
        try:
            barrier.wait(120)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_submitting_twice_at_once_gives_one_report():
    shipped = make_edition(shipped_edition())

    for _round in range(5):
        assessment = make_answered(shipped)

        reports = at_once(lambda assessment=assessment: services.submit(assessment=assessment))

        assert len({report.pk for report in reports}) == 1
    assert Report.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_update_two_at_once_would_both_give_a_report():
    """The negative control: looking first and writing then lets both through, and the second one breaks."""
    shipped = make_edition(shipped_edition())
    assessment = make_answered(shipped)
    meeting = threading.Barrier(2)

    def careless():
        is_draft = Assessment.objects.get(pk=assessment.pk).is_draft
        meeting.wait(120)
        with transaction.atomic():
            Assessment.objects.filter(pk=assessment.pk).update(status="submitted", submitted_at=timezone.now())
        return is_draft

    assert at_once(careless) == [True, True]


@pytest.mark.django_db(transaction=True)
def test_a_save_at_the_same_time_is_either_in_the_report_or_refused():
    shipped = make_edition(shipped_edition())

    for _round in range(5):
        assessment = make_answered(shipped)
        sheet = Sheet(Assessment.objects.get(pk=assessment.pk))
        version = sheet.version("growth")
        both = threading.Barrier(2)

        def save_once(sheet=sheet, version=version):
            try:
                answering.save_answers(
                    sheet=sheet,
                    step="growth",
                    answers={("", "growth"): "doubles"},
                    version=version,
                    in_full=True,
                )
            except (answering.ClosedError, answering.StaleError):
                return "refused"
            return "saved"

        works = [save_once, lambda assessment=assessment: services.submit(assessment=assessment)]

        def next_work(works=works, both=both):
            work = works.pop()
            both.wait(120)
            return work()

        outcomes = at_once(next_work)

        saved = "saved" in outcomes
        report = next(one for one in outcomes if isinstance(one, Report))
        assert (report.data["inputs"]["answers"]["growth"] == "doubles") == saved
