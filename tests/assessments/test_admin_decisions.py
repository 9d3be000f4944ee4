"""The admin's pages about a whole edition: compare, impact, words put right."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from assessments.authoring import gates
from assessments.authoring.admin.desk import desk
from assessments.authoring.editions import copy_to_draft, load
from assessments.models import Assessment, Question
from assessments.models.reading import forget, read
from organisations.models import User
from recommendations.models import ImpactRun
from recommendations.reports.services import submit
from tests.assessments import admin_pages
from tests.assessments.admin_pages import address, page_of, said
from tests.assessments.small import SMALL, TURNED, changed
from tests.factories import make_assessment, make_organisation

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft
published = admin_pages.published


def impact_of(row):
    return reverse("admin:recommendations_impactrun_impact", args=[row.pk])


def reword_of(edition, part):
    return reverse("admin:assessments_questionnaire_reword", args=[edition.pk, part])


def test_two_editions_stand_side_by_side_in_words(author, published):
    weighed = tuple(replace(q, weight=5) if q.key == "load" else q for q in TURNED.questions)
    new = load(replace(TURNED, edition=2, questions=weighed))

    page = author.get(page_of("compare", new))

    lines = page.context["lines"]
    assert (page.context["old"], page.context["new"], page.context["counts"][:14]) == (published, new, "8 differences:")
    heavier = [line for line in lines if line["kind"] == "weighed"]
    assert [(line["about"], line["field"], line["before"], line["after"]) for line in heavier] == [
        (["Question “Load”"], "Weight", "3", "5")
    ]
    scored = next(line for line in lines if line["kind"] == "scored")
    assert (scored["about"], [one["shown"] for one in scored["before_numbers"]]) == (
        ["Question “Load”", "Answer “Answer much”"],
        ["+2", "−1", "0", "+1"],
    )
    assert [one["shown"] for one in scored["after_numbers"]] == ["−1", "+2", "0", "+1"]


def test_words_are_shown_as_they_stand(author, published):
    new = load(replace(changed("load", text="what is done by hand?"), edition=2))

    content = author.get(page_of("compare", new)).content.decode()

    assert '<td lang="en">What about load?</td>' in content
    assert '<td lang="en">what is done by hand?</td>' in content


def test_an_edition_is_compared_with_the_one_asked_for_and_only_of_its_family(author, published):
    second = copy_to_draft(questionnaire=published)
    third = copy_to_draft(questionnaire=published)
    stranger = load(replace(SMALL, slug="other"))

    page = author.get(page_of("compare", third), {"with": second.pk})

    assert (page.context["old"], page.context["counts"]) == (second, "Nothing: both say the same.")
    assert author.get(page_of("compare", third), {"with": stranger.pk}).status_code == 404
    assert author.get(page_of("compare", stranger)).context["other"] is None


def test_the_impact_is_counted_with_the_button_alone(author, published):
    answers = {("", "load"): "much", ("payroll", "method"): "same_steps"}
    for _number in range(3):
        submit(assessment=make_assessment(published, functions=("payroll",), answers=answers))
    new = load(replace(TURNED, edition=2))

    before = author.get(impact_of(new))
    gone = author.post(impact_of(new))
    page = author.get(impact_of(new))

    assert (before.context["run"], gone.status_code, gone.url) == (None, 302, impact_of(new))
    assert (page.context["any"], page.context["moves"]) == (3, [("BPO", "KPO", 3)])
    assert [(one["before"], one["after"], one["report"]) for one in page.context["examples"]] == [
        ("BPO", "KPO", None)
    ] * 3


def test_an_example_names_nobody_and_links_only_a_report_that_opens(author, published, client):
    assessment = make_assessment(published, functions=("payroll", "own_1"), answers={("", "load"): "much"})
    assessment.selected_functions.filter(key="own_1").update(name="Secret recipes")
    report = submit(assessment=assessment)
    new = load(replace(TURNED, edition=2))
    author.post(impact_of(new))
    there = reverse("recommendations:report", args=[report.pk])

    hidden = author.get(impact_of(new)).content.decode()
    Assessment.every.update(organisation=make_organisation(User.objects.get()))
    shown = author.get(impact_of(new)).content.decode()

    assert ("Secret" in hidden, there in hidden, report.reference in hidden) == (False, False, False)
    assert (there in shown, author.get(there).status_code) == (True, 200)


def test_only_who_writes_or_publishes_is_shown_single_assessments(author, published, client):
    submit(assessment=make_assessment(published, functions=("payroll",), answers={("", "load"): "much"}))
    new = load(replace(TURNED, edition=2))
    author.post(impact_of(new))
    User.objects.update(is_superuser=False)
    User.objects.get().user_permissions.set(_rights("view_questionnaire"))

    page = client.get(impact_of(new))

    assert (page.context["examples"], page.context["any"]) == ([], 1)
    assert b"SF-" not in page.content
    assert client.post(impact_of(new)).status_code == 403


def test_a_draft_changed_since_is_counted_again(author, draft):
    author.post(impact_of(draft))
    Question.objects.filter(key="load").update(weight=1)

    stale = author.get(impact_of(draft)).context["is_stale"]
    author.post(impact_of(draft))

    assert (stale, author.get(impact_of(draft)).context["is_stale"]) == (True, False)
    assert ImpactRun.objects.count() == 1


def test_words_are_put_right_with_a_note(author, published):
    there = reword_of(published, "question.load")
    words = {"text": "How much?", "short": "Load", "hint": "Think of a week.", "why": ""}

    bare = author.post(there, words)
    done = author.post(there, words | {"note": "A slip"})

    assert (bare.status_code, bare.context["form"].errors) == (422, {"note": ["This field is required."]})
    assert (done.url, said(done)) == (f"{address(published)}#question.load", ["The words are put right."])
    forget()
    assert read(published.pk).question_by_key["load"].text == "How much?"
    assert there.encode() in author.get(address(published)).content


@pytest.mark.parametrize(
    ("part", "words", "below"),
    [
        ("edition", {"title": "Another", "introduction": ""}, []),
        ("question.relief", {"text": "Soon?", "short": "Soon", "hint": "", "why": ""}, ["Answer soon", "Answer later"]),
        ("question.relief.choice.soon", {"text": "At once", "short": "", "reason": ""}, ["Settle the limits"]),
        ("question.relief.choice.soon.advice.1", {"title": "Settle it", "text": "Write it down."}, []),
        (
            "function.payroll",
            {"name": "Pay run", "hint": "", "says": "Rules.", "split": ""}
            | {"hand_over_why": "Most do.", "in_sentence": "pay", "synonyms": "wages"},
            [],
        ),
    ],
)
def test_every_part_has_a_page_for_its_words_and_leads_to_those_under_it(author, published, part, words, below):
    page = author.get(reword_of(published, part))

    done = author.post(reword_of(published, part), words | {"note": "Shorter"})

    assert set(page.context["form"].fields) == {*words, "note"}
    assert [name for name, _url in page.context["below"]] == below
    assert {author.get(url).status_code for _name, url in page.context["below"]} <= {200}
    assert said(done) == ["The words are put right."]


def test_only_parts_of_the_edition_are_found_and_a_draft_is_changed_on_its_own_pages(author, published):
    draft = copy_to_draft(questionnaire=published)

    for part in ("question.gone", "question", "question.load.choice", "question.load.text", "user.1", "load"):
        assert author.get(reword_of(published, part)).status_code == 404
    assert author.get(reword_of(draft, "question.load")).url == address(draft)


def _rights(*names):
    return Permission.objects.filter(codename__in=names)


def test_what_wants_a_reason_before_publishing_is_named_as_the_desk_names_it():
    row = load(changed("load", short="Load " * 8 + "upon load", weight=0))

    result = gates.warnings(row)

    doubts = [one for one in desk(row)["findings"] if not one["is_error"]]
    assert len(doubts) == 2
    assert list(result.rows) == [{"place": one["place"], "message": one["message"]} for one in doubts]
