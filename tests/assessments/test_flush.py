"""The whole database can be emptied and filled from a dump, and what is published stays guarded afterwards."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from assessments.models import Questionnaire
from assessments.models.reading import forget, read
from tests.assessments.small import SMALL
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def is_guarded():
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE assessments_question SET weight = 5")
    except DatabaseError:
        return True
    return False


def make_settled_edition():
    """Make an edition and have PostgreSQL look at its references now, as at the end of a transaction."""
    make_edition()
    connection.check_constraints()


def test_a_database_with_a_published_edition_can_be_emptied():
    make_settled_edition()

    call_command("flush", interactive=False, verbosity=0)

    assert not Questionnaire.objects.exists()
    make_edition()
    assert is_guarded()


def test_a_published_edition_comes_back_from_a_dump(tmp_path):
    make_settled_edition()
    dump = str(tmp_path / "editions.json")
    call_command("dumpdata", "assessments", output=dump, verbosity=0)
    call_command("flush", interactive=False, verbosity=0)

    call_command("loaddata", dump, verbosity=0)

    forget()
    row = Questionnaire.objects.get()
    assert (row.status, read(row.pk)) == ("published", SMALL)
    assert is_guarded()
