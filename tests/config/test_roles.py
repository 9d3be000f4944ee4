"""The account that serves pages reads and writes rows, and can change no table, no trigger and no right."""

import re

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from assessments.models import Assessment
from tests.factories import make_edition, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    """Let this test's transaction go on with the rights of that account, which is gone when it ends."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no accounts; the run on PostgreSQL looks at them")
    make_edition()
    owner = make_user()
    make_organisation(owner)
    sql = (settings.BASE_DIR / "deploy" / "roles.sql").read_text()
    sql = re.sub(r"^\\.*$", "", sql, flags=re.MULTILINE).replace(":'password'", "'a word'")
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("CREATE TABLE made_by_a_later_migration (id bigserial)")
        cursor.execute("SET LOCAL ROLE sourcefit_web")
    return owner


def test_answers_are_begun_and_saved_with_it(web):
    client = Client()
    client.force_login(web)

    begun = client.post("/assessments/", {"company": "Acme"}, follow=True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO made_by_a_later_migration DEFAULT VALUES")

    assert (begun.status_code, Assessment.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE assessments_question DISABLE TRIGGER ALL",
        "DROP TABLE assessments_answer",
        "TRUNCATE assessments_answer CASCADE",
        "CREATE TABLE another (id int)",
        "ALTER TABLE assessments_answer OWNER TO sourcefit_web",
        "CREATE ROLE another",
        "ALTER ROLE sourcefit_web SUPERUSER",
        "COPY assessments_answer TO PROGRAM 'cat'",
    ],
)
def test_nothing_but_rows_can_be_changed_with_it(web, sql):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(sql)
