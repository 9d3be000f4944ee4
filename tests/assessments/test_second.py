"""A second opinion: two answer alone, and only what they say otherwise is listed, to be settled."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.answering import moving, second, services
from assessments.answering.services import ClosedError, TakenError
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment
from consulting.models import ClientLine
from organisations.models import Engagement
from recommendations.models import Report
from recommendations.reports import services as advice
from tests.assessments.asking import page_of
from tests.assessments.small import changed
from tests.factories import (
    choose,
    engage,
    join,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    protect,
    save,
    whole,
)

pytestmark = pytest.mark.django_db
LOAD, TOOLS, METHOD = (flow.ORGANISATION, "load"), (flow.ORGANISATION, "tools"), ("payroll", "method")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


class Scene:
    def __init__(self):
        self.owner = make_user("owner@example.com", name="Own Er")
        self.colleague = make_user("colleague@example.com", name="Col League")
        self.organisation = make_organisation(self.owner, name="Kestrel Ltd")
        join(self.organisation, self.colleague)
        self.edition = make_edition()
        self.first = make_assessment(self.edition, organisation=self.organisation, functions=("payroll",))
        self.answers = whole(self.first)
        save(self.first, self.answers, {"load": "Note of the first"})
        self.insider, self.member = signed_in(self.owner), signed_in(self.colleague)
        self.page = f"/assessments/{self.first.pk}/second/"

    def ask(self):
        second.begin(first=self.first, person=self.colleague, by=self.owner, address_of=str)
        return self.given

    @property
    def given(self):
        return Assessment.every.get(second_to=self.first)

    def answered(self, *, notes=None, **otherwise):
        """Have the colleague answer all the same, but for what is named here."""
        given = self.ask()
        save(given, self.answers | {(flow.ORGANISATION, key): said for key, said in otherwise.items()}, notes)
        return given

    def settle(self, **fields):
        page = self.insider.get(self.page)
        return self.insider.post(self.page, {"do": "settle", "mark": page.context["mark"], **fields})


@pytest.fixture
def scene():
    return Scene()


def names_in(response):
    return [row["name"] for row in response.context["rows"]]


def test_a_colleague_is_asked_by_mail_and_begins_with_the_same_functions_and_no_answers(
    scene, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked = scene.insider.post(scene.page, {"person": str(scene.colleague.pk)})

    sheet = Sheet(scene.given)
    assert (asked.status_code, [letter.to for letter in mail.outbox]) == (302, [["colleague@example.com"]])
    assert f"/assessments/{scene.given.pk}/" in mail.outbox[0].body
    assert (sheet.functions, sheet.answers, sheet.notes) == (Sheet(scene.first).functions, {}, {})


def test_only_a_colleague_is_asked_and_only_one(scene):
    stranger = make_user("stranger@example.com")

    refused = [scene.insider.post(scene.page, {"person": str(who.pk)}).status_code for who in (stranger, scene.owner)]
    scene.ask()

    assert refused == [422, 422]
    with pytest.raises(TakenError):
        scene.ask()


def test_nobody_but_the_one_who_was_asked_answers_there(scene):
    given = scene.ask()
    adviser = protect(make_user("adviser@example.com"))
    engage(make_consultancy(adviser), scene.organisation, scope=Engagement.Scope.ANSWER)
    pages = [f"/assessments/{given.pk}/{page}" for page in ("", "check/", "steps/core-problem/")]

    told = {who: [signed_in(who).get(page).status_code for page in pages] for who in (scene.colleague, scene.owner)}

    assert told == {scene.colleague: [200] * 3, scene.owner: [404] * 3}
    assert [signed_in(adviser).get(page).status_code for page in pages] == [404] * 3


def test_one_who_left_the_organisation_answers_no_more(scene):
    given = scene.ask()
    scene.colleague.memberships.all().delete()

    assert scene.member.get(f"/assessments/{given.pk}/").status_code == 404


def test_the_pages_of_the_second_show_nothing_of_the_first(scene):
    save(scene.first, {}, {"load": "Canary of the first"})
    given = scene.ask()
    save(given, {LOAD: "little"})

    pages = [scene.member.get(f"/assessments/{given.pk}/{page}") for page in ("", "check/", "steps/core-problem/")]
    comparison = scene.member.get(scene.page)

    assert ["Canary of the first" in page_of(page) for page in (*pages, comparison)] == [False] * 4
    assert "second opinion" in page_of(pages[0])
    assert (comparison.context["is_blind"], comparison.context["rows"]) == (True, [])


def test_only_the_places_that_differ_are_listed_with_both_names_and_notes(scene):
    scene.answered(load="little", notes={"load": "Note of the second"})

    listed = scene.insider.get(scene.page)

    [row] = listed.context["rows"]
    assert (row["name"], row["first"]["text"], row["first"]["note"]) == ("load", "Answer much", "Note of the first")
    assert row["second"] == {"who": "Col League", "text": "Answer little", "note": "Note of the second"}
    assert names_in(scene.member.get(scene.page)) == ["load"]


def test_a_difference_about_a_function_names_it(scene):
    given = scene.ask()
    save(given, scene.answers | {METHOD: "each_new"})

    [row] = scene.insider.get(scene.page).context["rows"]

    assert (row["name"], row["function"]) == ("payroll--method", "Payroll")


def test_where_both_say_the_same_the_page_says_so(scene):
    scene.answered()

    page = scene.insider.get(scene.page)

    assert (names_in(page), "The two do not differ" in page_of(page)) == ([], True)


@pytest.mark.parametrize("functions", [("payroll",), ("payroll", "help_desk", "own_1", "own_2", "own_3")])
def test_the_page_asks_no_more_for_more_differences(scene, functions):
    choose(scene.first, *functions)
    save(scene.first, whole(scene.first))
    save(scene.ask(), whole(scene.first) | {(key, "method"): "each_new" for key in functions})
    scene.insider.get(scene.page)

    with CaptureQueriesContext(connection) as context:
        listed = scene.insider.get(scene.page)

    assert len(names_in(listed)) == len(functions)
    assert len([each for each in context if "SAVEPOINT" not in each["sql"]]) == 11


def test_what_is_chosen_is_saved_and_the_second_is_closed(scene):
    given = scene.answered(load="little", tools="modern", facts="dont_know", notes={"load": "Why"})

    answer = scene.settle(**{"take--load": "second", "take--tools": "first"})

    sheet = Sheet(scene.first)
    assert answer.status_code == 302
    assert (sheet.answers[LOAD], sheet.notes["load"], sheet.answers[TOOLS]) == ("little", "Why", "failing")
    assert scene.given.status == "settled"
    assert scene.member.post(f"/assessments/{given.pk}/steps/core-problem/", {"version": "1"}).status_code == 409
    assert scene.member.get(f"/assessments/{given.pk}/").status_code == 200


def test_who_settled_is_taken_down_with_the_step(scene):
    scene.answered(load="little")

    scene.settle(**{"take--load": "second"})

    assert scene.first.progress.get(step="core-problem").saved_by == scene.owner


@pytest.mark.parametrize("of_the_first", [True, False])
def test_a_page_that_is_out_of_date_saves_nothing_and_says_what_changed(scene, of_the_first):
    given = scene.answered(load="little", tools="modern")
    mark = scene.insider.get(scene.page).context["mark"]
    save(scene.first if of_the_first else given, {TOOLS: "dont_know"})
    before = set(Answer.objects.values_list())
    sent = {
        "take--load": "second",
        "take--tools": "second",
        "seen--load": "much/little",
        "seen--tools": "failing/modern",
    }

    answer = scene.insider.post(scene.page, {"do": "settle", "mark": mark, **sent})

    assert answer.status_code == 409
    assert set(Answer.objects.values_list()) == before
    assert ([about for about, _now in answer.context["changed"]], scene.given.status) == (
        ["What about tools?"],
        "draft",
    )


def test_nothing_is_half_written_where_a_later_step_fails(scene, monkeypatch):
    scene.answered(load="little", tools="modern")
    scene.first.refresh_from_db()
    pair = second.Pair(scene.first, scene.given)
    saved = services.save_answers
    second_time: list[None] = []

    def fail_at_the_second(**words):
        if second_time:
            raise services.StaleError
        second_time.append(saved(**words))

    monkeypatch.setattr(services, "save_answers", fail_at_the_second)

    with pytest.raises(services.StaleError):
        second.settle(first=scene.first, taken={LOAD, TOOLS}, mark=pair.mark, by=scene.owner)

    answers = Sheet(scene.first).answers
    assert second_time == [None]  # the first step was written, and taken back
    assert (answers[LOAD], answers[TOOLS], scene.given.status) == ("much", "failing", "draft")


def test_whoever_is_to_answer_first_settles_nothing(scene):
    given = scene.ask()
    save(given, {LOAD: "little"})
    mark = second.Pair(scene.first, given).mark

    scene.member.post(scene.page, {"do": "settle", "mark": mark, "take--load": "second"})

    assert (Sheet(scene.first).answers[LOAD], scene.given.status) == ("much", "draft")


def test_it_is_withdrawn_after_a_word(scene):
    scene.answered(load="little")

    asked = scene.insider.post(scene.page, {"do": "withdraw"})
    kept = Assessment.every.filter(second_to=scene.first).count()
    scene.insider.post(scene.page, {"do": "withdraw", "confirm": "yes"})

    assert ("Withdraw the second opinion?" in page_of(asked), kept) == (True, 1)
    assert Assessment.every.filter(second_to=scene.first).count() == 0
    assert Sheet(scene.first).answers[LOAD] == "much"


def test_where_the_functions_changed_only_common_places_are_compared(scene):
    given = scene.ask()
    save(given, scene.answers | {METHOD: "each_new", LOAD: "little"})
    choose(scene.first, "help_desk")

    page = scene.insider.get(scene.page)

    assert (names_in(page), "Only what both are about is compared" in page_of(page)) == (["load"], True)


def test_the_shares_of_the_time_that_differ_are_told_and_stay_as_they_were(scene):
    given = scene.ask()
    given.selected_functions.update(share=4)
    before = page_of(scene.insider.get(scene.page))
    save(given, {LOAD: "much"})

    after = page_of(scene.insider.get(scene.page))

    assert "How much of the time they take" not in before
    assert "Payroll: Some time (first answers), A lot of time (Col League)" in " ".join(
        re.sub("<[^>]+>", "", after).split()
    )


def test_the_functions_that_only_one_is_about_are_named(scene):
    scene.ask()
    choose(scene.first, "payroll", "help_desk")

    assert "Not compared: Help desk." in page_of(scene.insider.get(scene.page))


def test_a_new_one_is_asked_for_in_place_of_one_that_was_settled(scene):
    earlier = scene.answered()
    scene.settle()

    later = scene.ask()

    assert (later.pk != earlier.pk, Assessment.every.filter(second_to=scene.first).count()) == (True, 1)


# What a second opinion must never become


def test_it_is_in_no_list_and_counted_nowhere(scene):
    engage(make_consultancy(protect(make_user("adviser@example.com"))), scene.organisation)
    services.choose_functions(
        sheet=Sheet(Assessment.objects.get()), chosen={"payroll": "Payroll"}, version=scene.first.functions_version + 1
    )
    before = list(ClientLine.objects.values("draft", "steps_done", "steps"))

    given = scene.answered(load="little")

    assert list(ClientLine.objects.values("draft", "steps_done", "steps")) == before
    assert [one.pk for one in Assessment.objects.all()] == [scene.first.pk]
    assert [one.pk for one in scene.organisation.assessments.all()] == [scene.first.pk]
    assert [str(given.pk) in page_of(scene.member.get(url)) for url in ("/reports/", "/assessments/")] == [False] * 2


def test_it_is_never_submitted(scene):
    given = scene.answered()

    by_the_page = scene.member.post(f"/assessments/{given.pk}/submit/", {"confirm_unanswered": "yes"})

    assert by_the_page.status_code == 404
    with pytest.raises(advice.MovedError):
        advice.submit(assessment=given)
    assert (Report.objects.count(), scene.given.status) == (0, "draft")


def test_the_database_refuses_one_that_is_submitted(scene):
    given = scene.ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.every.filter(pk=given.pk).update(status="submitted", submitted_at=given.started_at)


@pytest.mark.parametrize("page", ["together", "ready", "resume", "claim", "move", "second", "submit"])
def test_none_of_the_pages_that_decide_opens_for_it(scene, page):
    given = scene.ask()

    answer = scene.member.post(f"/assessments/{given.pk}/{page}/")

    assert (answer.status_code, answer.headers.get("Location", "")) in {(404, ""), (302, f"/assessments/{given.pk}/")}
    assert (Assessment.every.count(), scene.given.status) == (2, "draft")


def test_its_functions_stay_those_of_the_first(scene):
    given = scene.ask()

    shown = scene.member.get(f"/assessments/{given.pk}/functions/")
    sent = scene.member.post(
        f"/assessments/{given.pk}/functions/", {"functions": "help_desk", "version": "1", "confirm": "yes"}
    )

    assert (shown.status_code, sent.status_code) == (302, 409)
    assert [one.key for one in Sheet(scene.given).functions] == ["payroll"]


def test_it_moves_to_another_edition_with_the_first_and_never_alone(scene):
    given = scene.answered(load="little")
    newer = make_edition(replace(changed("load", text="Other words?"), edition=2))

    with pytest.raises(ClosedError):
        moving.move(assessment=given, to=newer)
    alone = scene.given.questionnaire
    moving.move(assessment=scene.first, to=newer)

    assert (alone, scene.given.questionnaire) == (scene.edition, newer)
    assert [one.place for one in second.Pair(Assessment.objects.get(), scene.given).differing] == [LOAD]


def test_it_closes_with_the_first_that_is_handed_in(scene):
    given = scene.answered(load="little")
    advice.submit(assessment=scene.first)

    assert scene.member.get(f"/assessments/{given.pk}/").status_code == 404
    assert scene.insider.get(scene.page).headers["Location"] == f"/assessments/{scene.first.pk}/"
    with pytest.raises(ClosedError):
        second.settle(first=scene.first, taken={LOAD}, mark="", by=scene.owner)
