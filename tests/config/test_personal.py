"""What each stored field says about a person is written down, and what is written down is stored."""

from config import personal


def test_every_field_of_ours_has_a_class():
    assert sorted({found for found in personal.fields() if personal.class_of(*found) is None}) == []


def test_every_class_is_given_to_a_field_that_is_there_and_once():
    written = [
        (label, name) for label, kinds in personal.FIELDS.items() for names in kinds.values() for name in names.split()
    ]

    assert sorted(written) == sorted({found for found in personal.fields() if not found[1].startswith("history_")})


def test_every_class_says_what_it_needs():
    assert {kind for kinds in personal.FIELDS.values() for kind in kinds} == set(personal.NEEDS)
