"""What the linter says of each migration: whether processes of the version before can go on serving beside it."""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django_migration_linter import MigrationLinter

ROOMS: Final = ("assessments", "organisations", "recommendations")
NEW: Final = "NOT NULL constraint on columns"
UNIQUE: Final = "ADDING unique constraint"
CALLED: Final = "By convention, RunPython names the two arguments"
NAMED: Final = "Model variable name"
# Made before the first release: no version before them serves anybody. Nothing is added to this list.
UNRELEASED: Final[dict[str, tuple[str, ...]]] = {
    "assessments/0002_initial": (NEW,),
    "assessments/0003_conditions_and_deletion": (NEW,),
    "assessments/0004_functions_version": (NEW,),
    "assessments/0007_history_and_clearances": (NEW, UNIQUE),
    "assessments/0008_frozen_editions": (CALLED,),
    "assessments/0009_translations_and_moving_on": (NEW,),
    "assessments/0010_oldest_version": (NEW,),
    "assessments/0013_second_opinions": (NEW,),
    "organisations/0001_initial": (NEW,),
    "organisations/0003_consent": (NEW,),
    "recommendations/0002_sample_report": (NEW, UNIQUE),
    "recommendations/0006_languages_of_reports_and_profiles": (NEW, UNIQUE),
    "recommendations/0009_kept_copies": (NEW,),
    "recommendations/0011_editor_publisher_support": (CALLED, NAMED),
    "recommendations/0012_reviews": (NEW,),
    "recommendations/0013_examples_left_out": (NEW,),
}


class Told(MigrationLinter):
    """Keeps what it finds, migration by migration, in place of printing it."""

    def __init__(self, **words: Any) -> None:
        super().__init__(include_apps=ROOMS, no_cache=True, no_output=True, all_warnings_as_errors=True, **words)
        self.found: dict[str, list[str]] = {}
        self._at = ""

    def print_linting_msg(self, app_label: str, migration_name: str, _msg: str, _result: object) -> None:
        self._at = f"{app_label}/{migration_name}"
        if app_label in ROOMS:
            self.found[self._at] = []

    def print_errors(self, errors: list[Any]) -> None:
        self.found[self._at] += [str(error.message) for error in errors]


def main() -> None:
    """Print one line of JSON: how many migrations, what is not explained, and how much there would be to explain."""
    wrong = list(findings(DEFAULT_DB_ALIAS))
    linter = Told(database=DEFAULT_DB_ALIAS)
    linter.lint_all_migrations()
    print(json.dumps({"cases": len(linter.found), "wrong": wrong, "control": sum(map(len, linter.found.values()))}))


def findings(database: str, *, new_alone: bool = False) -> Iterator[str]:
    """Give what is found beyond what is explained, and what is explained and not found; or look at new ones alone."""
    linter = Told(database=database, ignore_name=[name.split("/")[1] for name in UNRELEASED] if new_alone else [])
    linter.lint_all_migrations()
    for name, found in linter.found.items():
        explained = UNRELEASED.get(name, ())
        yield from (f"{name}: {text}" for text in found if not any(words in text for words in explained))
        if not new_alone:
            yield from (f"{name}: {words} is explained and not found" for words in explained if words not in str(found))
