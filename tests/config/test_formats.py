"""A date reads the same to everybody who reads English."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format, get_format


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("DATE_FORMAT", "3 April 2027"),
        ("DATETIME_FORMAT", "3 April 2027, 16:05"),
        ("SHORT_DATE_FORMAT", "3 Apr 2027"),
        ("TIME_FORMAT", "16:05"),
    ],
)
def test_a_date_names_its_month(kind, said):
    moment = datetime(2027, 4, 3, 16, 5, tzinfo=UTC)

    with translation.override("en"):
        written = date_format(moment, kind)

    assert written == said


def test_what_is_typed_is_read_as_before():
    with translation.override("en"):
        first = get_format("DATE_INPUT_FORMATS")[0]

    assert first == "%Y-%m-%d"
