import pytest

from assessments.authoring.editions import copy_to_draft, publish, retire
from assessments.models import (
    Question,
    Questionnaire,
    Source,
)
from assessments.models.reading import read
from tests.assessments import admin_pages
from tests.assessments.admin_pages import (
    PARTS,
    add_address,
    address,
    filled,
    list_address,
    page_of,
    problems,
)
from tests.assessments.small import SMALL

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft
published = admin_pages.published


@pytest.fixture(params=["published", "retired"])
def frozen(request, published):
    if request.param == "retired":
        retire(questionnaire=published)
    return published


@pytest.mark.parametrize("model", [Questionnaire, *PARTS])
def test_a_frozen_part_can_be_read_and_nothing_else(author, frozen, model):
    row = model.objects.first()
    before = read(frozen.pk)

    page = author.get(address(row))

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert not any(sign in page.content for sign in (b'name="_save"', b"<textarea", b"<select", b'type="number"'))
    for refused in (author.post(address(row), {"text": "Other", "title": "Other"}), author.get(address(row, "delete"))):
        assert refused.status_code == 403
    assert author.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    assert read(frozen.pk) == before


@pytest.mark.parametrize("model", PARTS[:-1])
def test_nothing_is_added_to_a_frozen_edition(author, frozen, model):
    there = add_address(model, frozen)
    count = model.objects.count()

    listed = author.get(list_address(model, frozen))
    refused = author.get(there), author.post(there, {"key": "new", "questionnaire": frozen.pk})

    assert listed.context["has_add_permission"] is False
    assert [response.status_code for response in refused] == [403, 403]
    assert model.objects.count() == count


def test_a_form_can_not_smuggle_a_part_into_a_frozen_edition(author, published):
    draft = copy_to_draft(questionnaire=published)
    there = add_address(Source, draft)

    response = author.post(there, filled(author.get(there), key="new", title="New", questionnaire=published.pk))

    assert list(problems(response)) == ["questionnaire"]
    assert Source.objects.filter(key="new").count() == 0


def test_a_draft_published_while_its_page_was_open_is_not_changed(author, draft):
    row = Question.objects.get(key="load")
    sent = filled(author.get(address(row)), text="Too late")
    publish(questionnaire=draft)

    response = author.post(address(row), sent)

    assert response.status_code == 403
    assert read(draft.pk) == SMALL


def test_the_page_of_a_frozen_edition_offers_a_copy(author, frozen):
    content = author.get(address(frozen)).content.decode()

    assert page_of("copy", frozen) in content
    assert page_of("publish", frozen) not in content
