"""A migration is made whole or not at all."""

import pytest
from django.db import connections

from config.management.commands.migrate import WholeExecutor


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
