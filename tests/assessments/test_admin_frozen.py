import pytest
from django.utils.html import escape

from assessments.authoring.editions import copy_to_draft, publish, retire
from assessments.edition.texts import texts
from assessments.models import Choice, Question, Source
from assessments.models.reading import forget, read
from tests.assessments import admin_pages
from tests.assessments.admin_pages import (
    PARTS,
    add_address,
    address,
    filled,
    list_address,
    page_of,
    problems,
    said,
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


def test_a_frozen_edition_can_be_read_whole_and_nothing_else(author, frozen):
    before = read(frozen.pk)

    page = author.get(address(frozen))
    content = page.content.decode()

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert [text.original for text in texts(SMALL) if escape(text.original) not in content] == []
    assert not any(sign in content for sign in ('name="_save"', "<textarea", "<select", 'type="number"'))
    for refused in (author.post(address(frozen), {"title": "Other"}), author.get(address(frozen, "delete"))):
        assert refused.status_code == 403
    assert author.post(address(frozen, "delete"), {"post": "yes"}).status_code == 403
    forget()
    assert read(frozen.pk) == before


def test_every_hit_and_every_question_leads_to_a_place_on_the_page_of_a_frozen_edition(author, frozen):
    content = author.get(address(frozen)).content.decode()

    hits = [
        *author.get(page_of("search", frozen), {"q": "a"}).context["hits"],
        *author.get(page_of("weights", frozen)).context["sections"][0]["lines"],
    ]

    places = [place.partition("#") for place in sorted({hit["url"] for hit in hits})]
    assert {page for page, _mark, _place in places} == {address(frozen)}
    assert [place for _page, _mark, place in places if place[:3] != "id_" and f'id="{place}"' not in content] == []


def test_a_list_of_parts_leads_to_the_page_of_a_frozen_edition(author, frozen):
    copy_to_draft(questionnaire=frozen)

    assert {author.get(list_address(model, frozen)).url for model in PARTS[:-1]} == {address(frozen)}


@pytest.mark.parametrize("model", PARTS[:-1])
def test_nothing_is_added_to_a_frozen_edition(author, frozen, model):
    there = add_address(model, frozen)
    count = model.objects.count()

    refused = author.get(there), author.post(there, {"key": "new", "questionnaire": frozen.pk})

    assert [response.status_code for response in refused] == [403, 403]
    assert model.objects.count() == count


def test_a_form_can_not_smuggle_a_part_into_a_frozen_edition(author, published):
    draft = copy_to_draft(questionnaire=published)
    there = add_address(Source, draft)

    response = author.post(there, filled(author.get(there), key="new", title="New", questionnaire=published.pk))

    assert list(problems(response)) == ["questionnaire"]
    assert Source.objects.filter(key="new").count() == 0


@pytest.mark.parametrize("model", [Question, Choice])
def test_a_draft_published_while_its_page_was_open_is_not_changed(author, draft, model):
    row = model.objects.get(key="load" if model is Question else "soon")
    sent = filled(author.get(address(row)), text="Too late")
    publish(questionnaire=draft)

    response = author.post(address(row), sent)

    assert response.status_code == 302
    (told,) = said(response)
    assert ("stays as it is: copy it to a draft and change the copy") in told
    assert read(draft.pk) == SMALL


def test_the_page_of_a_frozen_edition_offers_a_copy(author, frozen):
    content = author.get(address(frozen)).content.decode()

    assert page_of("copy", frozen) in content
    assert page_of("publish", frozen) not in content
