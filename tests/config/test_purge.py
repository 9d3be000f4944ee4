"""What is kept as long as it may be goes, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, ResumeLink
from config.retention import RULES, purge
from organisations.models import Allowance
from organisations.tokens import new_token
from recommendations.reports.services import submit
from tests.factories import make_assessment, make_edition, make_organisation, make_user

RULE = {rule.name: rule for rule in RULES}
DAY = timedelta(days=1)


@pytest.fixture
def edition(db):
    return make_edition()


def aged(assessment, days):
    Assessment.objects.filter(pk=assessment.pk).update(updated_at=timezone.now() - days * DAY)
    return assessment.pk


def left():
    return set(Assessment.objects.values_list("pk", flat=True))


def test_an_empty_visit_goes_after_a_week_and_one_with_an_answer_after_thirty_days(edition):
    begun = [make_assessment(edition, token=new_token()) for _ in range(2)]
    answers = {("", "load"): "steady"}
    said = [make_assessment(edition, token=new_token(), answers=answers) for _ in range(2)]
    young = {aged(begun[0], 6), aged(said[0], 29)}
    aged(begun[1], 8)
    aged(said[1], 31)

    call_command("purge", stdout=StringIO())

    assert left() == young


@pytest.mark.parametrize("answers", [{}, {("", "load"): "steady"}])
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_what_is_printed_is_what_is_kept_to_the_end_of_that_day_and_no_longer(edition, answers, hour):
    assessment = make_assessment(edition, token=new_token(), answers=answers)
    Assessment.objects.update(updated_at=timezone.now().replace(hour=hour, minute=59))
    until = Assessment.objects.get().kept_until()
    assert until

    counts = [
        sum(RULE[name].overdue(at).filter(pk=assessment.pk).exists() for name in ("empty", "unclaimed"))
        for at in (until, until + timedelta(seconds=1))
    ]

    assert counts == [0, 1]


def test_a_report_without_an_answer_is_kept_as_long_as_one_with_answers(edition):
    assessment = make_assessment(edition, token=new_token(), functions=("payroll",))
    submit(assessment=assessment)
    fresh = Assessment.objects.get()
    until = fresh.kept_until()

    assert until
    assert (until - fresh.updated_at).days == 30
    assert not RULE["empty"].overdue(until).exists()


def test_what_an_organisation_keeps_stays_however_old_it_is(edition):
    kept = make_assessment(edition, organisation=make_organisation(make_user()))
    aged(kept, 10_000)

    call_command("purge", stdout=StringIO())

    assert left() == {kept.pk}


def test_an_unclaimed_report_goes_with_its_assessment(edition):
    assessment = make_assessment(edition, token=new_token(), functions=("payroll",))
    submit(assessment=assessment)
    aged(assessment, 31)

    call_command("purge", stdout=StringIO())

    assert left() == set()


def test_a_dry_run_counts_and_deletes_nothing(edition):
    aged(make_assessment(edition, token=new_token()), 8)
    told = StringIO()

    call_command("purge", dry_run=True, stdout=told)

    assert len(left()) == 1
    assert told.getvalue().splitlines()[0].startswith("empty: 1 row would go (kept 7 days after ")


def test_a_small_batch_ends_at_the_same_place_and_a_second_run_finds_nothing(edition):
    for _ in range(5):
        aged(make_assessment(edition, token=new_token()), 8)

    first = purge(RULE["empty"], timezone.now(), batch=2)
    second = purge(RULE["empty"], timezone.now(), batch=2)

    assert (first, second, left()) == (5, 0, set())


def test_a_link_that_ended_long_ago_goes_unless_a_browser_still_stands_on_it(edition):
    assessment = make_assessment(edition, token=new_token())
    ResumeLink.make(days=1, assessment=assessment)
    used, _token = ResumeLink.make(days=1, assessment=assessment)
    used.holdings.create(assessment=assessment, holder_hash="a" * 64)
    ResumeLink.objects.update(expires_at=timezone.now() - 31 * DAY)

    purge(RULE["resume_links"], timezone.now())

    assert list(ResumeLink.objects.values_list("pk", flat=True)) == [used.pk]


def test_full_allowances_are_swept(db):
    now = timezone.now()
    Allowance.objects.create(key="old", full_at=(now - 2 * DAY).timestamp())
    Allowance.objects.create(key="in use", full_at=(now + DAY).timestamp())

    purge(RULE["allowances"], now)

    assert list(Allowance.objects.values_list("key", flat=True)) == ["in use"]


def test_every_rule_can_be_asked_on_an_empty_database(db):
    assert {rule.name: purge(rule, timezone.now()) for rule in RULES} == dict.fromkeys(RULE, 0)


def test_a_batch_of_nothing_is_refused_with_what_to_do(db):
    with pytest.raises(CommandError, match="give a whole number from 1 up"):
        call_command("purge", batch=0)


def test_what_is_saved_between_counting_and_deleting_stays(edition, monkeypatch):
    """The rule is asked again under the lock; without that the save would be lost."""
    pk = aged(make_assessment(edition, token=new_token()), 8)
    atomic = transaction.atomic

    def saved_meanwhile(*args, **options):
        Assessment.objects.filter(pk=pk).update(updated_at=timezone.now())
        return atomic(*args, **options)

    monkeypatch.setattr("config.retention.transaction.atomic", saved_meanwhile)

    done = purge(RULE["empty"], timezone.now())

    assert (done, left()) == (0, {pk})


def test_the_sample_report_stays(edition):
    call_command("load_profiles", stdout=StringIO())
    report = make_assessment(edition, token=new_token(), functions=("payroll",))
    given = submit(assessment=report)
    type(given).objects.filter(pk=given.pk).update(is_sample=True)
    aged(report, 100)

    call_command("purge", stdout=StringIO())

    assert left() == {report.pk}
