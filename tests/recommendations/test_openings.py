"""What a consultant opens is written down for the client, once an hour; what the client's own people open is not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations import openings
from organisations.models import Allowance, Engagement, Opening
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    join,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    protect,
)

pytestmark = pytest.mark.django_db


class Case:
    def __init__(self):
        edition = make_edition()
        self.owner, self.consultant = make_user(), make_user("consultant@example.com")
        protect(self.consultant)
        self.organisation = make_organisation(self.owner)
        self.engagement = engage(make_consultancy(self.consultant), self.organisation, scope=Engagement.Scope.ANSWER)
        one, other, self.draft = (
            make_assessment(edition, organisation=self.organisation, functions=("payroll",)) for _each in range(3)
        )
        self.before, self.report = submit(assessment=one), submit(assessment=other)

    def addresses(self):
        report, draft = self.report.pk, self.draft.pk
        yield "report", report, reverse("recommendations:report", args=(report,))
        for kind in ("pdf", "csv", "json", "xlsx"):
            yield "copy", report, reverse(f"recommendations:{kind}", args=(report,))
        yield "comparison", report, reverse("recommendations:compare", args=(self.before.pk, report))
        yield "overview", self.organisation.pk, reverse("recommendations:history", args=(self.organisation.pk,))
        yield "overview", self.organisation.pk, reverse("consulting:client", args=(self.organisation.pk,))
        for name in ("hub", "functions", "check"):
            yield "answers", draft, reverse(f"assessments:{name}", args=(draft,))
        yield "answers", draft, reverse("assessments:step", args=(draft, "core-problem"))


@pytest.fixture
def case(db):
    return Case()


def noted():
    return [(one.what, one.subject, one.user_id) for one in Opening.objects.all()]


def test_every_page_and_copy_of_a_client_s_that_a_consultant_opens_is_written_down(client, case):
    client.force_login(case.consultant)

    for what, subject, address in case.addresses():
        Opening.objects.all().delete()
        Allowance.objects.all().delete()
        assert client.get(address).status_code == 200
        assert noted() == [(what, subject, case.consultant.pk)], address


def test_what_the_client_s_own_people_open_is_nobody_s_business(client, case):
    join(case.organisation, case.consultant)

    for person in (case.owner, case.consultant):
        client.force_login(person)
        for _what, _subject, address in case.addresses():
            client.get(address)

    assert noted() == []


def test_a_second_look_within_the_hour_is_the_same_look(client, case):
    client.force_login(case.consultant)
    address = reverse("recommendations:report", args=(case.report.pk,))

    client.get(address)
    client.get(address)
    within = Opening.objects.count()
    Opening.objects.update(at=timezone.now() - timedelta(hours=2))
    openings.ONCE.give_back(f"{case.engagement.pk} {case.consultant.pk} report {case.report.pk}")
    client.get(address)

    assert (within, Opening.objects.count()) == (1, 2)
