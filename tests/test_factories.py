"""What a factory makes by a shorter way is what the site would have made."""

import pytest

from assessments.authoring.editions import load, publish
from assessments.models import Questionnaire
from tests.assessments.small import SMALL
from tests.factories import make_edition

OWN = ("id", "created_at", "published_at")


def everything(row):
    facts = Questionnaire.objects.filter(pk=row.pk).values().get()
    revisions = [*row.revisions.values("number", "content", "note", "by")]
    parts = [related.get_accessor_name() for related in Questionnaire._meta.related_objects if related.one_to_many]
    counts = {name: getattr(row, name).count() for name in parts if name and name != "+"}
    return {name: value for name, value in facts.items() if name not in OWN}, revisions, counts


@pytest.mark.django_db
def test_an_edition_is_as_if_it_was_loaded_and_published():
    made = make_edition(SMALL)
    short = everything(made)
    Questionnaire._base_manager.filter(pk=made.pk).delete()

    row = load(SMALL)
    publish(questionnaire=row)

    assert short == everything(row)
