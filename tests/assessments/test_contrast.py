from dataclasses import replace

from assessments.edition import flow
from assessments.edition.contrast import Kind, contrast
from tests.assessments.small import SMALL, changed, choice_changed, extended, question


def told(new):
    return [
        (change.kind, [spot.name for spot in change.trail], change.field, change.before, change.after)
        for change in contrast(SMALL, replace(new, edition=2))
    ]


def test_the_same_content_under_another_number_differs_in_nothing():
    assert told(SMALL) == []


def test_words_weights_and_scores_are_told_apart():
    assert told(changed("load", text="How much?")) == [
        (Kind.REWORDED, ["Load"], "text", "What about load?", "How much?")
    ]
    assert told(changed("load", weight=5)) == [(Kind.WEIGHED, ["Load"], "weight", 3, 5)]
    assert told(choice_changed("load", "much", evidence=(0, 0, 1, 0))) == [
        (Kind.SCORED, ["Load", "Answer much"], "evidence", (2, -1, 0, 1), (0, 0, 1, 0))
    ]
    assert told(changed("load", fixed=True)) == [(Kind.OTHERWISE, ["Load"], "fixed", False, True)]


def test_what_is_added_and_left_out_is_told_whole():
    more = question("more", flow.Choice("yes", "Yes"))

    assert told(extended(more)) == [(Kind.ADDED, ["More"], "", None, more)]
    assert told(replace(SMALL, functions=SMALL.functions[1:])) == [
        (Kind.LEFT_OUT, ["Payroll"], "", SMALL.functions[0], None)
    ]


def test_another_order_is_told_with_both():
    turned = replace(SMALL, steps=SMALL.steps[::-1])

    assert told(turned) == [
        (Kind.MOVED, [], "step", ("Your core problem", "Technology"), ("Technology", "Your core problem"))
    ]
