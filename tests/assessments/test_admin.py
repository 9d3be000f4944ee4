from dataclasses import replace

import pytest
from django.urls import reverse

from assessments.authoring.editions import copy_to_draft, load
from assessments.edition import flow
from assessments.models import (
    Advice,
    Assessment,
    BusinessFunction,
    Choice,
    Clearance,
    Department,
    Question,
    Questionnaire,
    ShownBy,
    Source,
    Step,
)
from assessments.models.reading import read
from organisations.models import User
from tests.assessments import admin_pages
from tests.assessments.admin_pages import (
    LIST,
    PARTS,
    act,
    add_address,
    address,
    filled,
    list_address,
    page_of,
    problems,
    said,
    statuses,
)
from tests.assessments.small import SMALL, choice_changed, extended, question
from tests.browser import follow
from tests.factories import protect

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft
published = admin_pages.published


@pytest.mark.parametrize("staff", [None, False])
def test_only_staff_may_come_in(client, draft, staff):
    if staff is not None:
        client.force_login(protect(User.objects.create_user("someone@example.com", is_staff=staff)))

    for page in (LIST, address(draft)):
        assert client.get(page).status_code == 302


def test_staff_without_the_permission_sees_and_does_nothing(client, draft):
    client.force_login(protect(User.objects.create_user("support@example.com", is_staff=True)))

    assert client.get(LIST).status_code == 403
    assert client.get(address(draft)).status_code == 403
    for part in PARTS:
        for page in ("changelist", "add"):
            assert client.get(reverse(f"admin:assessments_{part._meta.model_name}_{page}")).status_code == 403
    assert act(client, "publish", draft).status_code == 403
    assert statuses() == {"small-1": "draft"}


def test_the_list_shows_every_edition_with_its_figures(author, published):
    Assessment.objects.create(questionnaire=published)
    Assessment.objects.create(questionnaire=published)
    Assessment.objects.create(
        questionnaire=published,
        status="submitted",
        submitted_at=Assessment.objects.first().started_at.replace(year=2099),
    )
    copy_to_draft(questionnaire=published)

    response = author.get(LIST)

    shown = [
        (row.label, row.status, row.question_count, row.function_count, row.begun_count, row.submitted_count)
        for row in response.context["cl"].result_list
    ]
    assert shown == [("small-2", "draft", 6, 2, 0, 0), ("small-1", "published", 6, 2, 2, 1)]


def test_the_list_asks_as_much_for_many_editions_as_for_few(author, draft, django_assert_num_queries):
    def count():
        with django_assert_num_queries(4):  # session, user, how many, the rows
            author.get(LIST)

    count()
    for number in range(2, 12):
        load(replace(SMALL, edition=number))
    count()


def test_a_copy_opens_as_a_draft(author, published):
    response = act(author, "copy", published)

    draft = Questionnaire.objects.get(edition=2)
    assert response.url == address(draft)
    assert said(response) == ["small-2 is a draft with the content of small-1. Change it, then publish it."]
    assert read(draft.pk) == replace(SMALL, edition=2)


def test_publishing_asks_first_and_says_what_follows(author, published):
    draft = copy_to_draft(questionnaire=published)

    page = author.get(page_of("publish", draft))

    assert page.context["consequences"] == [
        "From then on it can’t be changed; the next change needs a new edition.",
        "small-1 is retired.",
        "Every report that was given stays as it is.",
    ]
    assert statuses() == {"small-1": "published", "small-2": "draft"}


def test_a_draft_is_published_by_somebody(author, published):
    draft = copy_to_draft(questionnaire=published)

    response = act(author, "publish", draft)

    draft.refresh_from_db()
    assert (response.url, said(response)) == (address(draft), ["small-2 is published."])
    assert statuses() == {"small-1": "retired", "small-2": "published"}
    assert draft.published_by.email == "author@example.com"


def test_what_the_lint_finds_stands_on_the_draft_with_the_way_there(author):
    edition = choice_changed("load", "much", reason="")
    draft = load(replace(edition, departments=(*edition.departments, flow.Department("law", "Law"))))

    publishing = author.get(page_of("publish", draft))
    act(author, "publish", draft, **{"warnings-tick": "on", "warnings-reason": "Known"})
    page = author.get(address(draft))

    assert [str(finding) for finding in publishing.context["errors"]] == [
        "question “load”, choice “much”: moves a score without a reason: write the sentence the report will say"
    ]
    assert b'type="submit" value="Publish"' not in publishing.content
    assert [(told["is_error"], told["place"], told["url"]) for told in page.context["desk"]["findings"]] == [
        (
            True,
            "Question “Load”, answer “Answer much”",
            f"{address(Question.objects.get(key='load'))}#id_choices-0-reason",
        ),
        (False, "Department “Law”", f"{address(Department.objects.get(key='law'))}#id_name"),
    ]
    assert statuses() == {"small-1": "draft"}


def test_every_kind_of_finding_leads_somewhere(author):
    broken = replace(
        SMALL,
        steps=(*SMALL.steps, flow.Step("growth", "Growth", "")),
        sources=(*SMALL.sources, flow.Source("other", "Other")),
        functions=(replace(SMALL.functions[0], says=""), *SMALL.functions[1:]),
        questions=tuple(replace(q, weight=5) if q.weight else q for q in SMALL.questions),
    )
    draft = load(broken)

    found = author.get(address(draft)).context["desk"]["findings"]

    assert [(told["place"], told["url"]) for told in found] == [
        ("The whole edition", reverse("admin:assessments_questionnaire_weights", args=[draft.pk])),
        ("Step “Growth”", f"{address(Step.objects.get(slug='growth'))}#id_title"),
        ("Function “Payroll”", f"{address(BusinessFunction.objects.get(key='payroll'))}#id_says"),
        ("Source “Other”", f"{address(Source.objects.get(key='other'))}#id_title"),
    ]
    assert {author.get(told["url"]).status_code for told in found} == {200}


def test_retiring_asks_first(author, published):
    asked = author.get(page_of("retire", published))
    assert (asked.status_code, statuses()) == (200, {"small-1": "published"})

    done = act(author, "retire", published)

    assert said(done) == ["small-1 is retired."]
    assert statuses() == {"small-1": "retired"}


def test_what_can_not_be_done_is_said(author, published):
    draft = copy_to_draft(questionnaire=published)

    assert said(act(author, "publish", published))[-1] == "small-1 is no draft any more"
    assert said(act(author, "retire", draft))[-1] == "small-2 is not published, so there is nothing to retire"


def test_a_warning_wants_a_tick_and_a_reason_which_are_kept(author):
    draft = load(replace(SMALL, departments=(*SMALL.departments, flow.Department("law", "Law"))))

    bare = act(author, "publish", draft)
    done = act(author, "publish", draft, **{"warnings-tick": "on", "warnings-reason": "Law follows in May"})

    assert bare.status_code == 422
    assert bare.context["form"].errors == {
        "warnings-tick": ["Tick that you have read it, or mend it first"],
        "warnings-reason": ["Give a reason"],
    }
    assert said(done)[-1] == "small-1 is published."
    history = author.get(f"{LIST}{draft.pk}/changes/").content.decode()
    assert "“Law follows in May”" in history
    assert ("Department “Law”" in history, "has no function: add one or remove it" in history) == (True, True)
    kept = Clearance.objects.get(gate="warnings")
    assert (kept.reason, kept.by.email, [one["place"] for one in kept.rows]) == (
        "Law follows in May",
        "author@example.com",
        ["Department “Law”"],
    )


def test_what_was_not_seen_is_not_published(author, draft):
    mark = author.get(page_of("publish", draft)).context["form"].initial["mark"]
    Question.objects.filter(key="load").update(weight=1)

    response = act(author, "publish", draft, mark=mark)

    assert (response.url, said(response)) == (
        page_of("publish", draft),
        ["small-1 was changed since you looked: look again"],
    )
    assert statuses() == {"small-1": "draft"}


def test_an_edition_is_begun_from_nothing(author):
    page = author.get(reverse("admin:assessments_questionnaire_add"))

    response = author.post(page.request["PATH_INFO"], filled(page, slug="new", title="New", introduction="a\r\nb"))

    assert response.status_code == 302
    assert Questionnaire.objects.get().introduction == "a\nb"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"language": "English"}, {"language": ["Use a language code such as “en” or “pt-BR”"]}),
        ({"edition": "0"}, {"edition": ["Ensure this value is greater than or equal to 1."]}),
        ({"title": "a\0b"}, {"title": ["Null characters are not allowed."]}),
        ({"edition": "2"}, {"__all__": ["Questionnaire with this Short name and Edition already exists."]}),
    ],
)
def test_a_wrong_edition_is_told(author, draft, fields, expected):
    load(replace(SMALL, edition=2))

    response = author.post(address(draft), filled(author.get(address(draft)), **fields))

    assert problems(response) == expected


def test_the_page_of_an_edition_asks_as_much_for_a_large_one(author, draft, django_assert_num_queries):
    more = [
        question(f"more_{n}", *SMALL.question_by_key["facts"].choices, step="technology", weight=0) for n in range(9)
    ]
    large = load(replace(extended(*more), edition=2))

    def count(row):
        with django_assert_num_queries(12):
            author.get(address(row))

    count(draft)
    count(large)


def test_a_draft_is_deleted_with_all_its_parts(author, draft):
    page = author.get(address(draft, "delete"))
    assert list(page.context["model_count"]) == [
        ("steps", 2),
        ("questions", 6),
        ("business functions", 2),
        ("departments", 2),
        ("sources", 1),
    ]

    author.post(address(draft, "delete"), {"post": "yes"})

    assert [model.objects.count() for model in (Questionnaire, *PARTS, Advice, ShownBy)] == [0] * 9


def test_an_edition_with_answers_is_not_deleted(author, draft):
    Assessment.objects.create(questionnaire=draft, company="Acme")

    page = author.get(address(draft, "delete"))
    author.post(address(draft, "delete"), {"post": "yes"})

    assert page.context["protected"] == ["Acme · small-1"]
    assert (Questionnaire.objects.count(), Assessment.objects.count()) == (1, 1)


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_the_admin_keeps_to_the_strict_policy(page, live_server, client):
    draft = load(SMALL)
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    cookie = next(iter(client.cookies.values()))
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    for there in (
        reverse("admin:index"),
        LIST,
        address(draft),
        list_address(Question, draft),
        address(Question.objects.get(key="load")),
        address(Choice.objects.get(key="soon")),
        add_address(BusinessFunction, draft),
        address(draft, "delete"),
    ):
        assert page.goto(there).status == 200

    page.goto(address(Question.objects.get(key="load")))
    page.get_by_text("Add another Answer").click()
    page.locator("#id_choices-2-text").fill("A third answer")
    follow(page.get_by_role("button", name="Save", exact=True))
    page.wait_for_url(f"**{address(draft)}")

    assert list(read(draft.pk).question_by_key["load"].choice_by_key) == ["much", "little", "a_third_answer"]
