from dataclasses import replace

from hypothesis import given, settings

from assessments.edition.differences import differences
from tests.assessments.generated import editions
from tests.assessments.small import SETTLE, SMALL, changed, choice_changed


def test_the_same_content_does_not_differ_whatever_its_number():
    assert differences(SMALL, replace(SMALL, edition=7)) == ()


def test_every_kind_of_change_is_one_sentence():
    relief = replace(SMALL.question_by_key["relief"], condition=None)
    new = replace(
        choice_changed("load", "much", evidence=(1, -1, 0, 1)),
        title="A guide",
        functions=(*SMALL.functions[1:], replace(SMALL.functions[0], key="invoices")),
    )
    new = replace(new, questions=(new.questions[1], new.questions[0], *new.questions[2:5], relief))

    assert differences(SMALL, new) == (
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

    assert differences(twice, other) == (
        "question “relief”, choice “soon”, advice “Settle the limits” (another), effort is 2, it was 3",
    )


def test_a_flag_and_the_first_advice_are_told():
    assert differences(SMALL, changed("load", fixed=True)) == ("question “load”, fixed is yes, it was no",)
    assert differences(SMALL, choice_changed("relief", "later", advice=(SETTLE,))) == (
        "question “relief”, choice “later”, advice “Settle the limits” is new",
    )


@settings(max_examples=30, deadline=None)
@given(editions(), editions())
def test_two_editions_differ_when_there_is_a_difference_to_tell(one, other):
    assert bool(differences(one, other)) == (replace(one, edition=1) != replace(other, edition=1))
    assert differences(one, one) == ()
