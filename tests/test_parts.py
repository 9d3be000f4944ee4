"""A part is overdue when its newer version has been out for longer than a quarter."""

from datetime import UTC, datetime, timedelta

import pytest

from trust.parts import QUARTER, overdue

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("newer", "age", "late"),
    [("2", QUARTER + timedelta(days=1), 1), ("2", QUARTER, 0), ("1", QUARTER + timedelta(days=1), 0)],
)
def test_a_part_is_overdue_a_quarter_after_its_next_version(newer, age, late):
    found = list(overdue({"a part": ("1", NOW - 3 * QUARTER)}, {"a part": (newer, NOW - age)}, NOW))

    assert len(found) == late


def test_a_part_that_is_no_longer_needed_is_not_overdue():
    assert list(overdue({"a part": ("1", NOW - 3 * QUARTER)}, {}, NOW)) == []
