"""The pages on which an edition is worked on as a whole: lint, weights, catalogue, search, preview."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.authoring.admin.fields import suggest
from assessments.authoring.editions import load, publish
from assessments.edition import flow
from assessments.edition.texts import texts
from assessments.models import Answer, Assessment, BusinessFunction, Choice, Question, SelectedFunction, Step
from assessments.models.reading import read
from tests.assessments import admin_pages
from tests.assessments.admin_pages import PARTS, add_address, address, list_address
from tests.assessments.small import SMALL, choice_changed, extended, question
from tests.factories import make_user, protect

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft
published = admin_pages.published
BENCHES = ("weights", "catalogue", "search", "preview")


@pytest.fixture
def reader(client):
    """Somebody who may look at editions and change none."""
    person = protect(make_user("reader@example.com", is_staff=True))
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="assessments", codename__startswith="view_")
    )
    client.force_login(person)
    return client


def bench(name, edition):
    return reverse(f"admin:assessments_questionnaire_{name}", args=[edition.pk])


def boxes(response):
    """What the boxes of a page of rows hold, as they would be sent."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def stored():
    return [model.objects.count() for model in (Assessment, Answer, SelectedFunction, Question, Choice)]


def test_the_lint_stands_on_every_page_of_a_draft(author):
    edition = load(choice_changed("load", "much", reason=""))
    pages = [
        address(edition),
        address(edition, "delete"),
        address(edition, "history"),
        *(tab["url"] for tab in author.get(address(edition)).context["desk"]["tabs"]),
        *(
            page
            for model in PARTS
            for page in (address(model.objects.first()), address(model.objects.first(), "delete"))
        ),
        *(list_address(model, edition) for model in PARTS[:-1]),
        add_address(Question, edition),
        bench("publish", edition),
    ]

    silent = [page for page in pages if b"1 to mend before publishing" not in author.get(page, follow=True).content]

    assert silent == []


def test_a_page_says_which_findings_are_its_own(author):
    edition = load(choice_changed("load", "much", reason=""))

    here, elsewhere = (author.get(address(Question.objects.get(key=key))).context["desk"] for key in ("load", "tools"))

    assert [(one["is_here"], one["message"]) for one in here["findings"]] == [
        (True, "moves a score without a reason: write the sentence the report will say")
    ]
    assert (here["is_about_this"], elsewhere["is_about_this"]) == (True, False)
    assert edition.is_draft


def test_what_is_published_has_no_findings(author, published):
    desk = author.get(address(published)).context["desk"]

    assert desk["findings"] is None


def test_the_lint_asks_as_much_for_many_findings_as_for_none(author):
    def queries(edition):
        with CaptureQueriesContext(connection) as seen:
            author.get(bench("search", edition))
        return len(seen)

    sound = load(SMALL)
    idle = (question(f"idle_{number}", flow.Choice("a", "A"), weight=0, step="technology") for number in range(20))
    unsound = load(replace(extended(*idle), edition=2))

    assert queries(sound) == queries(unsound)


def test_all_weights_are_changed_at_once(author, draft):
    page = author.get(bench("weights", draft))
    load_, tools = (Question.objects.get(key=key) for key in ("load", "tools"))

    response = author.post(
        page.request["PATH_INFO"], boxes(page) | {f"weight-{load_.pk}": "1", f"weight-{tools.pk}": "3"}
    )

    assert response.url == bench("weights", draft)
    changed = read(draft.pk)
    assert {q.key: q.weight for q in changed.questions if q.weight != SMALL.question_by_key[q.key].weight} == {
        "load": 1,
        "tools": 3,
    }


def test_a_wrong_weight_changes_none(author, draft):
    page = author.get(bench("weights", draft))
    load_, tools = (Question.objects.get(key=key) for key in ("load", "tools"))

    response = author.post(
        page.request["PATH_INFO"], boxes(page) | {f"weight-{load_.pk}": "1", f"weight-{tools.pk}": "9"}
    )

    assert list(response.context["form"].errors) == [f"weight-{tools.pk}"]
    assert read(draft.pk) == SMALL


def test_questions_are_put_in_another_order(author, draft):
    page = author.get(bench("weights", draft))
    relief, tools = (Question.objects.get(key=key) for key in ("relief", "tools"))

    author.post(page.request["PATH_INFO"], boxes(page) | {f"position-{relief.pk}": "1", f"position-{tools.pk}": "999"})

    keys = [q.key for q in read(draft.pk).questions if q.step == "technology"]
    assert keys == ["relief", "facts", "tools"]


def test_the_priors_of_the_catalogue_are_changed_at_once(author, draft):
    page = author.get(bench("catalogue", draft))
    payroll = BusinessFunction.objects.get(key="payroll")

    author.post(page.request["PATH_INFO"], boxes(page) | {f"kpo-{payroll.pk}": "-1"})

    assert [section["title"] for section in page.context["sections"]] == ["Human resources", "Technology"]
    assert read(draft.pk).function_by_key["payroll"].prior == (2, -1, 0)


def test_a_frozen_edition_keeps_its_weights(author, published):
    page = author.get(bench("weights", published))

    response = author.post(page.request["PATH_INFO"], boxes(page) | {"weight-1": "5"})

    assert response.status_code == 403
    assert [line["weight"] for section in page.context["sections"] for line in section["lines"]] == [
        question.weight for question in SMALL.questions
    ]
    assert read(published.pk) == SMALL


@pytest.mark.parametrize("name", ["weights", "catalogue"])
def test_who_may_look_sees_every_page_and_saves_none(reader, draft, name):
    seen = [reader.get(bench(one, draft)).status_code for one in BENCHES]

    page = reader.get(bench(name, draft))
    refused = reader.post(bench(name, draft), dict.fromkeys(boxes(page), "1"))

    assert seen == [200] * len(BENCHES)
    assert b"Save all" not in page.content
    assert refused.status_code == 403
    assert read(draft.pk) == SMALL


def test_who_may_not_look_sees_no_page(client, draft):
    client.force_login(protect(make_user("staff@example.com", is_staff=True)))

    assert [client.get(bench(name, draft)).status_code for name in BENCHES] == [403] * len(BENCHES)


def test_a_word_is_found_in_every_text_and_each_hit_leads_to_its_field(author, draft):
    told = [text.original.casefold() for text in texts(read(draft.pk))]

    found = {
        word: author.get(bench("search", draft), {"q": word}).context
        for word in ("PAYROLL", "settle the", "because of much")
    }

    assert {word: page["count"] for word, page in found.items()} == {
        word: sum(word.casefold() in text for text in told) for word in found
    }
    hits = [hit for page in found.values() for hit in page["hits"]]
    assert {author.get(hit["url"]).status_code for hit in hits} == {200}
    assert [hit["url"] for hit in found["because of much"]["hits"]] == [
        f"{address(Question.objects.get(key='load'))}#id_choices-0-reason"
    ]
    assert found["PAYROLL"]["hits"][0]["match"] == "Payroll"


def test_what_is_looked_for_is_data(author, draft):
    page = author.get(bench("search", draft), {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_preview_goes_from_page_to_page_and_stores_nothing(author, draft):
    before, there = stored(), bench("preview", draft)

    first = author.get(there)
    chosen = author.post(there, {"own-at": "functions", "functions": "payroll", "own_1": "Doing odd jobs"})
    wanting = author.post(there, _carried(chosen) | {"load": "much"})
    later = author.post(
        there,
        _carried(chosen)
        | {"load": "much", "payroll--method": "same_steps", "own_1--method": "dont_know"}
        | {"own_1--output": "records"},
    )
    end = author.post(there, _carried(later) | {"tools": "failing", "facts": "anywhere", "relief": "soon"})

    assert "Which work is it about?" in first.content.decode()
    assert (chosen.context["at"], chosen.context["errors"]) == ("core-problem", [])
    assert (wanting.context["at"], wanting.context["errors"]) == ("technology", [])  # nothing is compulsory
    assert later.context["at"] == "technology"
    assert "What about relief?" in later.content.decode()  # asked only after an answer that travelled along
    assert (end.context["at"], ("load", "much") in end.context["carried"]) == ("own-end", True)
    checked = end.content.decode()
    assert [text in checked for text in ("Check your answers", "Answer much", "Doing odd jobs", "See my report")] == [
        *[True] * 3,
        False,  # it is asked for nowhere here
    ]
    assert end.context["tally"]["answered"] == "6"
    assert stored() == before


def test_a_preview_leads_to_any_page_at_once(author, draft):
    page = author.post(bench("preview", draft), {"own-at": "functions", "own-go": "technology"})

    assert (page.context["at"], page.context["step"].slug) == ("technology", "technology")
    assert "What about relief?" not in page.content.decode()


def test_a_preview_refuses_what_it_did_not_give_out(author, draft):
    response = author.post(bench("preview", draft), {"own-at": "functions", "colour": "red"})

    assert response.status_code == 400


def test_a_draft_changes_in_its_preview_at_once(author, draft):
    Question.objects.filter(key="load").update(text="Which burden?")

    page = author.post(bench("preview", draft), {"own-go": "core-problem"})

    assert "Which burden?" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "taken", "key"),
    [
        ("How heavily does repeating work weigh on your team?", (), "how_heavily_does_repeating_work"),
        ("Über Größe", (), "uber_groe"),
        ("24 hours", (), "n_24_hours"),
        ("Version", (), "version_2"),
        ("Load", ("load", "load_2"), "load_3"),
        ("…", (), "part"),
    ],
)
def test_a_key_is_suggested_that_is_free(text, taken, key):
    assert suggest(text, taken) == key


def test_the_address_of_a_step_is_made_of_its_title(author, draft):
    there = add_address(Step, draft)
    page = author.get(there)

    author.post(there, admin_pages.filled(page, title="Growth & scale", minutes="2"))

    step = read(draft.pk).steps[-1]
    assert (step.slug, step.title) == ("growth-scale", "Growth & scale")


def test_publishing_meanwhile_is_told(author, draft):
    page = author.get(bench("catalogue", draft))
    publish(questionnaire=draft)

    response = author.post(bench("catalogue", draft), boxes(page))

    assert response.status_code == 403


def _carried(response):
    """What the hidden fields of a preview's page would send."""
    return {"own-at": response.context["at"], **dict(response.context["carried"])}
