"""What each stored field says about a person is written down, and what is written down is stored."""

from django.apps import apps

from tests import personal


def test_every_field_of_ours_has_a_class():
    assert sorted({found for found in personal.fields() if personal.class_of(*found) is None}) == []


def test_every_class_is_given_to_a_field_that_is_there_and_once():
    written = [
        (label, name) for label, kinds in personal.FIELDS.items() for names in kinds.values() for name in names.split()
    ]

    assert sorted(written) == sorted(personal.fields())


def test_every_class_says_what_it_needs():
    assert {kind for kinds in personal.FIELDS.values() for kind in kinds} == set(personal.NEEDS)


def test_every_table_of_a_library_is_told_field_by_field_or_holds_nothing_about_people():
    theirs = {
        model._meta.label: sorted(field.name for field in model._meta.concrete_fields)
        for config in apps.get_app_configs()
        if config.label not in personal.APPS
        for model in config.get_models()
    }
    told = {
        label: sorted(name for names in kinds.values() for name in names.split())
        for label, kinds in personal.OF_LIBRARIES.items()
    }

    assert {label: names for label, names in theirs.items() if label not in personal.IMPERSONAL} == told
    assert theirs.keys() >= personal.IMPERSONAL
