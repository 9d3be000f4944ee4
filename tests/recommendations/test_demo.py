"""The demonstration: alive, marked as made up, and gone without a trace."""

import tomllib
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from assessments.edition import flow
from consulting.demo import SHIPPED
from consulting.models import Adjustment, ClientLine, Comment, Note
from consulting.models.clients import Status
from organisations.models import Event, Organisation, User
from recommendations.models import Report
from recommendations.trials.examples import read_examples
from tests.factories import make_edition, make_organisation, make_user, shipped_edition


@pytest.fixture
def edition(db):
    make_edition(shipped_edition())
    call_command("load_profiles", stdout=StringIO())


def counted():
    """Count the rows of every table but the audit trail, which keeps that something was done."""
    models = [model for model in apps.get_models() if model is not Event]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_the_demonstration_shows_every_kind_of_client_and_leaves_nothing_behind(edition):
    make_organisation(make_user(), name="Real Ltd")
    before = counted()

    call_command("demo", stdout=StringIO())

    states = set(ClientLine.objects.exclude(consultancy=None).values_list("status", flat=True))
    assert states == set(Status)
    assert (Report.objects.count(), Adjustment.objects.count()) == (9, 1)
    assert (Comment.objects.count(), Note.objects.count()) == (2, 2)
    assert set(Organisation.objects.filter(is_demo=False).values_list("name", flat=True)) == {"Real Ltd"}

    call_command("demo", remove=True, stdout=StringIO())

    assert counted() == before


def test_what_somebody_is_unsure_of_is_asked_in_that_situation():
    edition, examples = shipped_edition(), {example.key: example for example in read_examples()}
    told = tomllib.loads(SHIPPED.read_text("utf-8"))
    reports = [report for client in told["clients"] for report in client["reports"]]

    for report in reports:
        functions = examples[report["example"]].selected(edition)
        asked = {key for about, key in flow.asked(edition, functions, {}) if about}
        assert set(report.get("unsure", ())) <= asked


def test_the_demonstration_is_added_once(edition):
    call_command("demo", stdout=StringIO())

    with pytest.raises(CommandError, match="stands already: remove it with --remove"):
        call_command("demo", stdout=StringIO())

    assert User.objects.filter(email="consultant@demo.example").count() == 1


def test_a_site_that_others_rely_on_takes_no_made_up_people(edition, settings):
    settings.ENVIRONMENT = "production"

    with pytest.raises(CommandError, match="made-up people do not belong"):
        call_command("demo", stdout=StringIO())
