"""An unfinished assessment goes over to the edition that took the place of its own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connections
from django.urls import reverse

from assessments.answering import moving, services
from assessments.answering.services import ClosedError, StaleError
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment, LeftBehind
from recommendations.reports.services import MovedError, submit
from tests.assessments.asking import page_of
from tests.assessments.small import SMALL, choice, question
from tests.factories import hold, make_assessment, make_edition, save

LOAD, TOOLS, METHOD = (flow.ORGANISATION, "load"), (flow.ORGANISATION, "tools"), ("payroll", "method")
# Reworded: load. No longer offered: method's “same_steps”. Dropped: tools, and the help desk. New: budget.
SECOND = replace(
    SMALL,
    edition=2,
    questions=(
        *(
            replace(one, text="How heavy is the load?")
            if one.key == "load"
            else replace(
                one, choices=tuple(replace(c, key="by_script") if c.key == "same_steps" else c for c in one.choices)
            )
            if one.key == "method"
            else one
            for one in SMALL.questions
            if one.key != "tools"
        ),
        question("budget", choice("small", 1, 0, -1, 0), choice("large", -1, 0, 1, 0), step="technology"),
    ),
    functions=(replace(SMALL.functions[0], typical=()),),
)
SAID = {LOAD: "much", TOOLS: "failing", METHOD: "same_steps", ("help_desk", "method"): "each_new"}


def begun(token=""):
    assessment = make_assessment(make_edition(), token=token, functions=("payroll", "help_desk"))
    save(assessment, SAID)
    return assessment


@pytest.fixture
def moved(db):
    assessment = begun()
    moving.move(assessment=assessment, to=make_edition(SECOND))
    return Assessment.objects.get(pk=assessment.pk)


def test_answers_go_along_where_the_question_is_still_asked(moved):
    sheet = Sheet(moved)

    assert (sheet.edition.label, sheet.answers, [f.key for f in sheet.functions]) == (
        "small-2",
        {LOAD: "much"},
        ["payroll"],
    )


def test_what_has_no_place_any_more_is_kept_in_the_words_of_then(moved):
    kept = list(LeftBehind.objects.values_list("edition", "function", "question", "answer"))

    assert sorted(kept) == [
        ("small-1", "", "What about tools?", "Answer failing"),
        ("small-1", "Help desk", "", ""),
        ("small-1", "Help desk", "What about method?", "Answer each_new"),
        ("small-1", "Payroll", "What about method?", "Same steps"),
    ]


def test_a_reworded_question_asks_for_another_look_until_its_page_is_saved(moved):
    before = Sheet(moved)

    services.save_answers(
        sheet=before,
        step="core-problem",
        answers={LOAD: "much", METHOD: "by_script"},
        version=before.version("core-problem"),
        in_full=True,
    )

    states = [sheet.progress[0].state for sheet in (before, Sheet(moved))]
    assert (before.look_again, states) == ((LOAD,), [flow.StepState.ANOTHER_LOOK, flow.StepState.COMPLETE])


def test_twice_is_once(moved):
    kept = LeftBehind.objects.count()

    moving.move(assessment=moved, to=moved.questionnaire)
    moving.move(assessment=Assessment(pk=moved.pk, questionnaire_id=1), to=moved.questionnaire)

    assert LeftBehind.objects.count() == kept


def test_a_submitted_assessment_stays_where_it_is(db):
    assessment = begun()
    submit(assessment=assessment)

    with pytest.raises(ClosedError):
        moving.move(assessment=assessment, to=make_edition(SECOND))


def test_the_owner_is_asked_once_and_may_stay(client, db):
    assessment = begun(hold(client))
    make_edition(SECOND)
    hub, move = (reverse(f"assessments:{name}", args=(assessment.pk,)) for name in ("hub", "move"))

    asked = client.get(hub)
    page = page_of(client.get(move))
    client.post(move, {"action": "stay"})
    stayed = client.get(hub)

    told = ("What about budget?", "How heavy is the load?", "What about tools?", "Before, you said: Answer failing")
    assert (asked.url, [text in page for text in told], stayed.status_code) == (move, [True] * 4, 200)
    assert "see what changed" in page_of(stayed)
    assert submit(assessment=assessment).edition == "small-1"


def test_the_hub_shows_what_changed_after_moving(client, db):
    assessment = begun(hold(client))
    make_edition(SECOND)

    page = page_of(client.post(reverse("assessments:move", args=(assessment.pk,)), {"action": "move"}, follow=True))

    assert [text in page for text in ("Moved to the new edition", "How heavy is the load?", "Answer failing")] == [
        True
    ] * 3


def test_a_tab_opened_before_is_told_and_nothing_is_saved(client, db):
    assessment = begun(hold(client))
    step = reverse("assessments:step", args=(assessment.pk, "technology"))
    moving.move(assessment=assessment, to=make_edition(SECOND))
    before = list(Answer.objects.order_by("pk").values())

    answer = client.post(step, {"version": "1", "tools": "modern", "facts": "own_secrets", "action": "later"})

    assert (answer.status_code, "Answer own_secrets" in page_of(answer)) == (409, True)
    assert list(Answer.objects.order_by("pk").values()) == before


def test_a_report_is_not_told_of_an_assessment_that_has_just_moved(db):
    assessment = begun()
    stale = Assessment.objects.get(pk=assessment.pk)
    moving.move(assessment=assessment, to=make_edition(SECOND))

    with pytest.raises(MovedError):
        submit(assessment=stale)


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_at_the_moment_of_moving_goes_along_or_is_refused():
    first, second = make_edition(), make_edition(replace(SECOND, slug="small"))
    outcomes = []
    for _round in range(10):
        assessment = make_assessment(first, functions=("payroll",))
        sheet = Sheet(assessment)
        assert sheet.edition.label == "small-1"

        def keep(sheet=sheet):
            answers = {LOAD: "much", METHOD: "same_steps"}
            services.save_answers(sheet=sheet, step="core-problem", answers=answers, version=1, in_full=False)
            return "saved"

        saved, _moved = at_once(keep, lambda assessment=assessment: moving.move(assessment=assessment, to=second))

        after = Sheet(Assessment.objects.get(pk=assessment.pk))
        outcomes.append((after.edition.label, (LOAD in after.answers) == (saved == "saved"), all_offered(after)))

    assert outcomes == [("small-2", True, True)] * 10


@pytest.mark.django_db(transaction=True)
def test_without_the_new_versions_a_save_would_land_in_the_old_edition():
    first, second = make_edition(), make_edition(SECOND)
    assessment = make_assessment(first, functions=("payroll",))
    sheet = Sheet(assessment)
    version, answers = sheet.version("core-problem"), {METHOD: "same_steps"}

    Assessment.objects.filter(pk=assessment.pk).update(questionnaire=second)  # moved, and nothing else
    services.save_answers(sheet=sheet, step="core-problem", answers=answers, version=version, in_full=False)

    assert not all_offered(Sheet(Assessment.objects.get(pk=assessment.pk)))


def all_offered(sheet):
    return all(answer in sheet.edition.question_by_key[key].allowed for (_about, key), answer in sheet.answers.items())


def at_once(*tasks):
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait(timeout=120)
            return task()
        except (ClosedError, StaleError) as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))
