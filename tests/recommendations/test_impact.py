"""What a draft would change is counted slice by slice, and no saved report moves."""

from dataclasses import replace

import pytest

from assessments.authoring.editions import copy_to_draft, load
from assessments.models import Assessment
from assessments.models.reading import read
from recommendations.engine import recommend
from recommendations.models import ImpactRun, Report
from recommendations.reports.services import submit
from recommendations.trials import impact
from tests.assessments.small import SMALL, TURNED, changed, choice_changed
from tests.factories import make_assessment, make_edition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


def given(edition, *, count=1, method="same_steps"):
    answers = {("payroll", "method"): method, ("", "load"): "much"}
    for _number in range(count):
        submit(assessment=make_assessment(edition, functions=("payroll",), answers=answers))


def draft_of(content):
    return load(replace(content, edition=2))


def count(draft, seconds=60.0):
    run = impact.begin(questionnaire=draft, by=make_user("publisher@example.com"))
    return impact.go_on(run=run, seconds=seconds)


def test_a_copy_would_change_nothing(edition):
    given(edition, count=3)
    given(edition, method="dont_know")

    run = count(copy_to_draft(questionnaire=edition))

    assert (run.total, run.done, run.counts, run.moves, run.examples) == (4, 4, {"any": 0}, {}, [])
    assert run.finished_at is not None


def test_answers_that_speak_otherwise_are_counted_with_where_they_lead(edition):
    given(edition, count=2)

    run = count(draft_of(TURNED))

    assert (run.counts["leader"], run.counts["headline"], run.counts["any"]) == (2, 2, 2)
    assert run.moves == {"bpo>kpo": 2}
    assert [(one["before"], one["after"]) for one in run.examples] == [("bpo", "kpo"), ("bpo", "kpo")]
    assert all("method" in one["because"] and "tools" not in one["because"] for one in run.examples)


def test_of_many_the_strength_is_drawn_for_some(edition, monkeypatch):
    monkeypatch.setattr(impact, "MOST_DRAWN", 2)
    drawn = []

    def counting(case, **how):
        drawn.append(case.parameters.draws)
        return recommend(case, **how)

    monkeypatch.setattr(impact, "recommend", counting)
    given(edition, count=4, method="dont_know")

    run = count(draft_of(changed("load", weight=1)))

    assert impact.every(run) == 2
    assert drawn == 2 * [0, 0, 200, 200, 0, 0]  # both sides of two of the four


def test_where_no_score_moves_nothing_is_drawn(edition, monkeypatch):
    monkeypatch.setattr(impact, "_strength", lambda _case: pytest.fail("drawn"))
    given(edition, count=2)

    assert count(copy_to_draft(questionnaire=edition)).done == 2


def test_another_strength_is_counted_though_the_same_model_leads(edition):
    given(edition)
    more = [replace(SMALL.question_by_key["method"], key=key, weight=4) for key in ("pace", "care")]

    run = count(draft_of(replace(SMALL, questions=(*SMALL.questions, *more))))  # and none of these is answered

    assert run.counts["strength"] == 1
    assert "leader" not in run.counts


def test_another_verdict_is_counted_though_the_same_model_leads(edition):
    given(edition)
    keeps = choice_changed("method", "same_steps", signal="barred_by_law")

    run = count(draft_of(keeps))

    assert run.counts == {"verdict": 1, "headline": 1, "any": 1}
    assert run.moves == {"bpo>in_house": 1}


def test_a_function_the_draft_no_longer_has_is_counted_as_lost(edition):
    given(edition)

    run = count(draft_of(replace(SMALL, functions=SMALL.functions[1:])))

    assert run.counts == {"lost": 1, "any": 1}


def test_no_saved_report_and_no_assessment_is_touched(edition):
    given(edition, count=2)
    before = [(one.content, one.checksum) for one in Report.objects.order_by("pk")], list(Assessment.objects.values())

    count(draft_of(changed("load", weight=1)))

    assert (
        [(one.content, one.checksum) for one in Report.objects.order_by("pk")],
        list(Assessment.objects.values()),
    ) == before


def test_it_goes_on_where_it_stopped(edition, monkeypatch):
    monkeypatch.setattr(impact, "AT_ONCE", 2)
    given(edition, count=5)
    draft = draft_of(changed("load", weight=5))
    run = impact.begin(questionnaire=draft, by=make_user("publisher@example.com"))

    steps = []
    while run.finished_at is None:
        run = impact.go_on(run=ImpactRun.objects.get(), seconds=0)
        steps.append(run.done)

    assert steps == [2, 4, 5]


def test_of_two_who_go_on_at_once_the_second_adds_nothing(edition, monkeypatch):
    monkeypatch.setattr(impact, "AT_ONCE", 2)
    given(edition, count=4)
    run = impact.begin(questionnaire=draft_of(changed("load", weight=5)), by=make_user("publisher@example.com"))
    twin = ImpactRun.objects.get()

    first, second = (impact.go_on(run=one, seconds=0).done for one in (run, twin))

    assert (first, second) == (2, 2)


def test_a_slice_asks_as_much_for_many_as_for_few(edition, django_assert_num_queries):
    def slice_of(draft):
        run = impact.begin(questionnaire=draft, by=make_user(f"{draft.edition}@example.com"))
        run.questionnaire = draft
        read(edition.pk)
        with django_assert_num_queries(13):  # the draft, a slice, its functions, its answers, and what is kept
            impact.go_on(run=run, seconds=60)

    given(edition)
    slice_of(load(replace(SMALL, edition=2)))
    given(edition, count=5)
    slice_of(load(replace(SMALL, edition=3)))
