from dataclasses import replace

from hypothesis import given, settings

from assessments.edition import flow
from assessments.edition.diff import ChangeKind, diff, name_of, sentence
from tests.assessments.generated import editions
from tests.assessments.small import SETTLE, SMALL, changed, choice_changed, extended, question


def sentences(old, new):
    return tuple(sentence(change) for change in diff(old, new))


def told(new):
    return [
        (change.kind, [name_of(part) for part in change.parts], change.field, change.before, change.after)
        for change in diff(SMALL, replace(new, edition=2))
    ]


def test_the_same_content_under_another_number_differs_in_nothing():
    assert told(SMALL) == []


def test_words_weights_and_scores_are_told_apart():
    assert told(changed("load", text="How much?")) == [
        (ChangeKind.REWORDED, ["Load"], "text", "What about load?", "How much?")
    ]
    assert told(changed("load", weight=5)) == [(ChangeKind.WEIGHED, ["Load"], "weight", 3, 5)]
    assert told(choice_changed("load", "much", evidence=(0, 0, 1, 0))) == [
        (ChangeKind.SCORED, ["Load", "Answer much"], "evidence", (2, -1, 0, 1), (0, 0, 1, 0))
    ]
    assert told(changed("load", fixed=True)) == [(ChangeKind.OTHERWISE, ["Load"], "fixed", False, True)]


def test_what_the_list_says_of_a_function_is_told_field_by_field():
    def payroll(**fields):
        return replace(SMALL, functions=(replace(SMALL.functions[0], **fields), SMALL.functions[1]))

    assert told(payroll(hand_over=-1)) == [(ChangeKind.WEIGHED, ["Payroll"], "hand_over", 1, -1)]
    assert told(payroll(in_sentence="pay")) == [(ChangeKind.REWORDED, ["Payroll"], "in_sentence", "the pay run", "pay")]
    assert told(payroll(subject="knowledge")) == [
        (ChangeKind.OTHERWISE, ["Payroll"], "subject", "process", "knowledge")
    ]
    assert sentences(SMALL, payroll(typical=(("method", "each_new"),), skips=())) == (
        "function “payroll”, typical is method = each_new, it was method = same_steps",
        "function “payroll”, skips is empty, it was output",
    )
    assert sentences(SMALL, payroll(common=True)) == ("function “payroll”, common is yes, it was no",)
    assert sentences(SMALL, payroll(one_off=True)) == ("function “payroll”, one off is yes, it was no",)


def test_what_is_added_and_left_out_is_told_whole():
    more = question("more", flow.Choice("yes", "Yes"))

    assert told(extended(more)) == [(ChangeKind.ADDED, ["More"], "", None, more)]
    assert told(replace(SMALL, functions=SMALL.functions[1:])) == [
        (ChangeKind.LEFT_OUT, ["Payroll"], "", SMALL.functions[0], None)
    ]


def test_another_order_is_told_with_both():
    turned = replace(SMALL, steps=SMALL.steps[::-1])

    assert told(turned) == [(ChangeKind.MOVED, [], "step", SMALL.steps, SMALL.steps[::-1])]


def test_the_same_content_gives_no_sentence():
    assert sentences(SMALL, replace(SMALL, edition=7)) == ()


def test_every_kind_of_change_is_one_sentence():
    relief = replace(SMALL.question_by_key["relief"], condition=None)
    new = replace(
        choice_changed("load", "much", evidence=(1, -1, 0, 1)),
        title="A guide",
        functions=(*SMALL.functions[1:], replace(SMALL.functions[0], key="invoices")),
    )
    new = replace(new, questions=(new.questions[1], new.questions[0], *new.questions[2:5], relief))

    assert sentences(SMALL, new) == (
        "title is “A guide”, it was “A small guide”",
        "question “load”, choice “much”, evidence is 1/-1/0/1, it was 2/-1/0/1",
        "question “relief”, condition is empty, it was “load” answered with much",
        "the order changed, from question “load” on",
        "function “payroll” is left out",
        "function “invoices” is new",
    )


def test_advice_with_the_same_title_is_told_apart():
    twice = choice_changed("relief", "soon", advice=(SETTLE, replace(SETTLE, effort=3)))
    other = choice_changed("relief", "soon", advice=(SETTLE, replace(SETTLE, effort=2)))

    assert sentences(twice, other) == (
        "question “relief”, choice “soon”, advice “Settle the limits” (another), effort is 2, it was 3",
    )


def test_a_flag_and_the_first_advice_are_told():
    assert sentences(SMALL, changed("load", fixed=True)) == ("question “load”, fixed is yes, it was no",)
    assert sentences(SMALL, choice_changed("relief", "later", advice=(SETTLE,))) == (
        "question “relief”, choice “later”, advice “Settle the limits” is new",
    )


@settings(max_examples=30, deadline=None)
@given(editions(), editions())
def test_two_editions_differ_when_there_is_a_difference_to_tell(one, other):
    assert bool(sentences(one, other)) == (replace(one, edition=1) != replace(other, edition=1))
    assert sentences(one, one) == ()
