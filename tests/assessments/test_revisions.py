"""Who changed what of an edition, with what stood there before, the way back, and two authors at one page."""

from dataclasses import replace

import pytest
from django.urls import reverse

from assessments.authoring.admin import changes
from assessments.authoring.editions import Decision, copy_to_draft, load, publish, retire
from assessments.authoring.gates import check
from assessments.authoring.revisions import changing, restore
from assessments.authoring.rewording import reword
from assessments.models import Advice, Choice, FrozenEditionError, Question, Revision, Source, Step
from assessments.models.reading import read
from tests.assessments import admin_pages
from tests.assessments.admin_pages import add_address, address, filled, page_of, problems, said
from tests.assessments.small import SMALL
from tests.factories import make_user

pytestmark = pytest.mark.django_db

author = admin_pages.author
draft = admin_pages.draft
published = admin_pages.published


def history(client, edition, **query):
    """What the page of the history says: who, the note, and the changed fields before and after."""
    page = client.get(page_of("changes", edition), query)
    return [
        (
            str(entry["revision"].by or ""),
            entry["revision"].note,
            [(*line["about"], line["field"], line["before"], line["after"]) for line in entry["lines"]],
        )
        for entry in page.context["entries"]
    ]


def test_a_change_in_the_admin_keeps_a_revision_with_its_author_before_and_after(author, draft):
    row = Question.objects.get(key="load")

    author.post(address(row), filled(author.get(address(row)), text="How much?", weight=5))

    assert history(author, draft) == [
        (
            "author@example.com",
            "",
            [("Question “Load”", "Weight", "3", "5"), ("Question “Load”", "Text", "What about load?", "How much?")],
        ),
        ("", "", []),
    ]


def test_a_save_that_changes_nothing_keeps_no_revision(author, draft):
    for part in (draft, Question.objects.get(key="load"), Choice.objects.get(key="soon"), Source.objects.get()):
        author.post(address(part), filled(author.get(address(part))))

    assert draft.revisions.count() == 1


def test_every_way_to_change_a_draft_keeps_a_revision(author, draft):
    there = add_address(Step, draft)
    author.post(there, filled(author.get(there), title="Growth"))
    author.post(address(Step.objects.get(slug="growth"), "delete"), {"post": "yes"})
    author.post(address(draft), filled(author.get(address(draft)), title="Better"))
    weights = reverse("admin:assessments_questionnaire_weights", args=[draft.pk])
    form = author.get(weights).context["form"]
    boxes = {name: form[name].value() for name in form.fields}
    author.post(weights, boxes | {f"weight-{Question.objects.get(key='load').pk}": "1"})
    soon = Choice.objects.get(key="soon")
    author.post(address(soon), filled(author.get(address(soon)), **{"advice-0-title": "Start small"}))

    found = history(author, draft)

    assert {who for who, _note, _lines in found[:-1]} == {"author@example.com"}
    assert [lines[0] if lines else () for _who, _note, lines in found] == [
        (
            "Question “Relief”",
            "Answer “Answer soon”",
            "Advice “Settle the limits”",
            "",
            "Write down what may leave.",
            "–",
        ),
        ("Question “Load”", "Weight", "3", "1"),
        ("The whole edition", "Title", "A small guide", "Better"),
        ("Step “Growth”", "", "Growth", "–"),
        ("Step “Growth”", "", "–", "Growth"),
        (),
    ]


def test_an_edition_that_is_begun_in_the_admin_has_its_first_revision(author):
    page = author.get(reverse("admin:assessments_questionnaire_add"))

    author.post(page.request["PATH_INFO"], filled(page, slug="new", title="New"))

    revision = Revision.objects.get()
    assert (revision.number, revision.by.email, revision.questionnaire.revision) == (1, "author@example.com", 1)


def test_what_is_decided_is_told_with_who_did(author, draft):
    user = make_user("publisher@example.com", name="Pat")
    publish(questionnaire=draft, decision=Decision(user, check(draft), {}))
    following = copy_to_draft(questionnaire=draft)
    publish(questionnaire=following)
    retire(questionnaire=following, by=user)

    assert history(author, draft) == [("", "retired by small-2", []), ("Pat", "published", []), ("", "", [])]
    assert history(author, following) == [
        ("Pat", "retired", []),
        ("", "published", []),
        ("", "copied from small-1", []),
    ]


def test_a_condition_is_told_by_its_words(author, draft):
    with changing(draft.pk, by=None):
        Question.objects.get(key="relief").shown_by.set([Choice.objects.get(question__key="load", key="little")])

    assert history(author, draft)[0][2] == [
        ("Question “Relief”", "Asked only after", "“load” answered with much", "“load” answered with little")
    ]


def test_one_part_has_a_history_of_its_own(author, draft):
    row = Question.objects.get(key="load")
    for key in ("load", "tools"):
        with changing(draft.pk, by=None):
            Question.objects.filter(key=key).update(hint="Other")

    there = author.get(f"{address(row)[: -len('change/')]}history/")

    assert there.url == f"{page_of('changes', draft)}?part=question.load"
    assert history(author, draft, part="question.load") == [
        ("", "", [("Question “Load”", "Hint", "Think of a week.", "Other")])
    ]
    assert history(author, draft, part="question.load.choice.much") == []


def test_a_rewording_is_told_with_its_note(author, published):
    user = make_user("publisher@example.com", name="Pat")

    reword(questionnaire=published, words={"question.load.text": "How much?"}, note="A slip", by=user)

    assert history(author, published)[0] == (
        "Pat", "A slip", [("Question “Load”", "Text", "What about load?", "How much?")],
    )  # fmt: skip


def test_the_page_asks_as_much_for_many_revisions_as_for_few_and_goes_on(
    author, draft, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(changes, "AT_ONCE", 5)
    asked = []
    for number in range(8):
        with changing(draft.pk, by=None):
            Question.objects.filter(key="load").update(hint=str(number))
        with django_assert_max_num_queries(30) as seen:
            author.get(page_of("changes", draft))
        asked.append(len(seen))

    first = author.get(page_of("changes", draft))
    rest = history(author, draft, before=first.context["more"])
    assert len(set(asked)) == 1
    assert [lines[0][-1] for _who, _note, lines in (*history(author, draft), *rest) if lines] == list("76543210")


@pytest.mark.parametrize("query", ["part=user.x", "part=question", "before=yesterday", "before=99999999999"])
def test_a_wrong_address_is_not_there(author, draft, query):
    assert author.get(f"{page_of('changes', draft)}?{query}").status_code == 404


def test_a_draft_is_taken_back_to_an_earlier_revision_and_forth_again(author, draft):
    with changing(draft.pk, by=None):
        Question.objects.filter(key="load").update(weight=1)
        Choice.objects.get(key="modern").delete()
    there = reverse("admin:assessments_questionnaire_restore", args=[draft.pk, 1])

    asked = author.get(there)
    done = author.post(there)

    assert [(line["field"], line["before"], line["after"]) for line in asked.context["lines"]] == [
        ("Weight", "1", "3"),
        ("", "–", "Answer modern"),
    ]
    assert said(done) == ["The draft says again what it said in revision 1."]
    assert read(draft.pk) == SMALL
    assert history(author, draft)[0][:2] == ("author@example.com", "back to revision 1")
    restore(questionnaire=draft, number=2, by=None)
    assert read(draft.pk).question_by_key["load"].weight == 1


def test_what_is_published_is_not_taken_back(author, published):
    there = reverse("admin:assessments_questionnaire_restore", args=[published.pk, 1])

    response = author.post(there)

    assert said(response) == ["Edition small-1 is published and stays as it is: copy it to a draft and change the copy"]
    with pytest.raises(FrozenEditionError):
        restore(questionnaire=published, number=1, by=None)
    assert published.revisions.count() == 2


def test_a_form_is_refused_where_somebody_else_changed_its_part_and_nothing_that_was_entered_is_lost(author, draft):
    row = Question.objects.get(key="relief")
    sent = filled(author.get(address(row)), text="Mine", asked_after=[Choice.objects.get(key="little").pk])
    with changing(draft.pk, by=make_user("other@example.com", name="Oda")):
        Question.objects.filter(key="relief").update(text="Theirs", weight=1)

    refused = author.post(address(row), sent)
    again = author.post(address(row), filled(refused))

    (told,) = problems(refused)["__all__"]
    assert told.startswith("Oda saved this draft at ")
    assert "Question “Relief”, Weight: 0 → 1; Question “Relief”, Text: What about relief? → Theirs" in told
    assert "what you entered still stands below" in told
    assert again.status_code == 302
    now = read(draft.pk).question_by_key["relief"]
    assert (now.text, now.condition.choices) == ("Mine", ("little",))


def test_the_refusal_names_who_changed_this_part_and_reads_well_after_a_question_mark(author, draft):
    row = Question.objects.get(key="load")
    sent = filled(author.get(address(row)), text="Mine")
    for key, name in (("load", "Oda"), ("tools", "Tom")):
        with changing(draft.pk, by=make_user(f"{key}@example.com", name=name)):
            Question.objects.filter(key=key).update(text="Theirs?")

    (told,) = problems(author.post(address(row), sent))["__all__"]

    assert told.startswith("Oda saved this draft at ")
    assert "changed what stands here (Question “Load”, Text: What about load? → Theirs?). Nothing of yours" in told


def test_going_back_loses_nothing_that_somebody_is_typing(author, draft):
    with changing(draft.pk, by=None):
        Question.objects.filter(key="relief").update(weight=1)
    row = Question.objects.get(key="relief")
    ids = {model: set(model.objects.values_list("pk", flat=True)) for model in (Source, Step, Question, Choice, Advice)}
    sent = filled(author.get(address(row)), text="Mine")

    restore(questionnaire=draft, number=1, by=make_user("other@example.com", name="Oda"))
    refused = author.post(address(row), sent)
    again = author.post(address(row), filled(refused))

    assert {model: set(model.objects.values_list("pk", flat=True)) for model in ids} == ids
    assert "what you entered still stands below" in problems(refused)["__all__"][0]
    assert (again.status_code, read(draft.pk).question_by_key["relief"].text) == (302, "Mine")


def test_what_others_did_to_other_parts_is_in_nobodys_way(author, draft):
    row = Question.objects.get(key="load")
    sent = filled(author.get(address(row)), text="Mine")
    with changing(draft.pk, by=None):
        Question.objects.filter(key="tools").update(text="Theirs")

    assert author.post(address(row), sent).status_code == 302
    assert [read(draft.pk).question_by_key[key].text for key in ("load", "tools")] == ["Mine", "Theirs"]


def test_a_form_that_does_not_say_what_it_was_made_from_is_looked_over(author, draft):
    row = Question.objects.get(key="load")
    sent = filled(author.get(address(row)), text="Mine", revision="")

    refused = author.post(address(row), sent)

    assert "does not say which state of the draft it was made from" in problems(refused)["__all__"][0]
    assert author.post(address(row), filled(refused)).status_code == 302


def test_the_weights_of_somebody_else_are_not_put_back_unseen(author, draft):
    there = reverse("admin:assessments_questionnaire_weights", args=[draft.pk])
    form = author.get(there).context["form"]
    boxes = {name: form[name].value() for name in form.fields}
    load_, tools = (Question.objects.get(key=key) for key in ("load", "tools"))
    with changing(draft.pk, by=None):
        Question.objects.filter(key="load").update(weight=1)

    refused = author.post(there, boxes | {f"weight-{tools.pk}": "4"})
    form = refused.context["form"]
    again = author.post(there, {name: form[name].value() for name in form.fields} | {f"weight-{load_.pk}": "1"})

    assert "Question “Load”, Weight: 3 → 1" in form.non_field_errors()[0]
    assert again.status_code == 302
    assert [read(draft.pk).question_by_key[key].weight for key in ("load", "tools")] == [1, 4]


def test_another_editions_revisions_are_not_shown(author, draft):
    other = load(replace(SMALL, slug="other"))
    with changing(draft.pk, by=None):
        Question.objects.filter(questionnaire=draft).update(hint="Other")

    assert len(history(author, other)) == 1
    assert author.get(reverse("admin:assessments_questionnaire_restore", args=[other.pk, 2])).status_code == 404
