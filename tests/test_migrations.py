"""A migration leaves the version before able to serve: while an upgrade runs, both are there."""

import pytest
from django.db import connections

from config.management.commands.migrate import WholeExecutor
from trust.migration_lint import NEW, Told, findings


@pytest.fixture
def database(django_db_blocker):
    """Give an empty database of its own: the linter only asks it how it would write the statements."""
    connections.settings["lint"] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {},
    }
    with django_db_blocker.unblock():
        yield "lint"
        connections["lint"].close()
    del connections["lint"], connections.settings["lint"]


def test_no_migration_since_the_first_release_breaks_the_version_before(database):
    found = list(findings(database, new_alone=True))

    assert found == []


def test_a_column_that_must_be_filled_is_found(database):
    linter = Told(database=database, include_name=["0004_functions_version"])

    linter.lint_all_migrations()

    assert linter.found["assessments/0004_functions_version"] == [NEW]


def test_a_migration_that_cannot_be_noted_down_leaves_nothing_behind(database, monkeypatch):
    executor = WholeExecutor(connections[database])

    def killed(migration):
        if migration.app_label == "auth":
            raise KeyboardInterrupt
        executor.recorder.record_applied(migration.app_label, migration.name)

    monkeypatch.setattr(executor, "record_migration", killed)
    with pytest.raises(KeyboardInterrupt):
        executor.migrate([("auth", "0001_initial")])

    assert connections[database].introspection.table_names() == ["django_content_type", "django_migrations"]
