"""Publishing hears the example clients: one that flips wants a reason, which is kept with the whole table."""

from dataclasses import replace

import pytest

from assessments.authoring import gates
from assessments.authoring.editions import Decision, UnclearedError, load, publish
from assessments.models import Clearance
from recommendations.models import ExampleClient
from tests.assessments.small import SMALL, TURNED
from tests.factories import make_edition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A draft under which the one example leads elsewhere than in the edition in use."""
    in_use = make_edition()
    ExampleClient.objects.create(
        questionnaire=in_use,
        key="E1",
        title="Pay run",
        summary="The same every month.",
        answers={
            "answers": {"load": "much"},
            "functions": [{"function": "payroll", "answers": {"method": "same_steps"}}],
        },
        expected="bpo",
        acceptable=["bpo"],
        confidence="high",
        source="guide",
    )
    return load(replace(TURNED, edition=2))


def decide(draft, **reasons):
    decision = Decision(make_user("publisher@example.com"), gates.check(draft), reasons)
    publish(questionnaire=draft, decision=decision)


def test_an_example_that_flips_stops_publishing_until_somebody_says_why(draft):
    with pytest.raises(UnclearedError) as refused:
        decide(draft)

    draft.refresh_from_db()
    assert (refused.value.gates, draft.status, Clearance.objects.count()) == (("examples",), "draft", 0)


def test_with_a_reason_it_is_published_and_the_table_is_kept(draft):
    decide(draft, examples="The law changed")

    draft.refresh_from_db()
    kept = draft.clearances.get(gate="examples")
    assert (draft.status, kept.reason, kept.by.email) == ("published", "The law changed", "publisher@example.com")
    assert [(one["key"], one["expected"], one["got"], one["flips"]) for one in kept.rows] == [
        ("E1", "bpo", "kpo", True)
    ]


def test_a_space_is_no_reason(draft):
    with pytest.raises(UnclearedError):
        decide(draft, examples="  ")


def test_an_example_changed_after_the_look_is_looked_at_again(draft):
    before = gates.mark_of(draft)

    ExampleClient.objects.update(expected="kpo")

    assert gates.mark_of(draft) != before


def test_without_examples_nothing_flips():
    draft = load(SMALL)

    decide(draft)

    assert [(one.gate, one.rows, one.reason) for one in draft.clearances.all()] == [
        ("examples", [], ""),
        ("warnings", [], ""),
    ]
