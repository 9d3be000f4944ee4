"""What to do next about each function, in the words of an action."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition import flow
from recommendations.engine import ActionKind, FunctionResult, NextAction, VerdictKind
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections.demands import because
from recommendations.reports.verdicts import words_of

SIZES: Final = {1: gettext_lazy("small"), 2: gettext_lazy("medium"), 3: gettext_lazy("large")}


class ActionWords(NamedTuple):
    """`title` with a gap for the functions; `effort` and `impact` from 1 to 3."""

    title: Any
    text: Any
    effort: int
    impact: int


ACTIONS: Final[Mapping[ActionKind, ActionWords]] = {
    ActionKind.ANSWER: ActionWords(
        gettext_lazy("Find out for %(functions)s: %(question)s"),
        gettext_lazy("Few answers would settle more about whether this work should leave. Then answer again."),
        1,
        3,
    ),
    ActionKind.FIND_OUT: ActionWords(
        gettext_lazy("Find out for %(functions)s: %(question)s"),
        gettext_lazy("Until you know, we count on the least favourable answer. Then answer again."),
        1,
        3,
    ),
    ActionKind.WRITE_DOWN: ActionWords(
        gettext_lazy("Write down how this is done: %(functions)s"),
        gettext_lazy(
            "Let whoever does it talk it through while somebody else writes, exceptions included. "
            "It is done when a newcomer gets through a day with the pages alone."
        ),
        2,
        3,
    ),
    ActionKind.MEND_SYSTEM: ActionWords(
        gettext_lazy("Settle who mends the system under %(functions)s"),
        gettext_lazy(
            "You, its maker, or a partner as the first piece of work: with a date, a price and a way to see that it "
            "holds. Whoever inherits a failing system is blamed for it as well."
        ),
        3,
        3,
    ),
    ActionKind.PROTECT_DATA: ActionWords(
        gettext_lazy("Protect the information in %(functions)s"),
        gettext_lazy(
            "An account of their own for each person, a second proof at sign-in, a backup that was restored once, and "
            "a list of who may see what. It is done before anybody outside gets access."
        ),
        2,
        3,
    ),
    ActionKind.KEEP_CONTROL: ActionWords(
        gettext_lazy("Write down what you keep control of in %(functions)s"),
        gettext_lazy(
            "What customers choose you for, who of your people decides about it, and what a partner may never change "
            "alone. It fits on one page and goes into the contract."
        ),
        1,
        3,
    ),
    ActionKind.BUILD_SKILL: ActionWords(
        gettext_lazy("Decide how you get the skill for %(functions)s"),
        gettext_lazy(
            "Train one of your people, hire somebody, or take a partner under close control from whom you learn. "
            "Reckon each for two years, and let one person decide."
        ),
        2,
        3,
    ),
    ActionKind.COMPARE_PRICE: ActionWords(
        gettext_lazy("Compare an offer for %(functions)s with your own full cost"),
        gettext_lazy(
            "Hours, mistakes, tools and supervision on your side; fee, start and your own time for steering on theirs. "
            "Hand it over only if the difference is worth the trouble, and keep it otherwise."
        ),
        2,
        3,
    ),
    ActionKind.TRY_BOTH: ActionWords(
        gettext_lazy("Give both kinds of partner a small piece of this: %(functions)s"),
        gettext_lazy(
            "The same ten cases, or the same question. Choose whoever asked the better questions and needed less mending."
        ),
        2,
        2,
    ),
    ActionKind.ASK_OFFER: ActionWords(
        gettext_lazy("Ask two firms for an offer for %(functions)s"),
        gettext_lazy(
            "Send both the same page: what it is, how much, how often and with which information. "
            "Ask for everything counted: the start, extra work and leaving."
        ),
        1,
        3,
    ),
    ActionKind.BEGIN: ActionWords(
        gettext_lazy("Name who looks after the start with %(functions)s"),
        gettext_lazy(
            "One of your people, with a few hours a week, a page that says what belongs to it, and the figures of today."
        ),
        1,
        3,
    ),
    ActionKind.CHECK_LAW: ActionWords(
        gettext_lazy("Have it checked what exactly is forbidden: %(functions)s"),
        gettext_lazy(
            "All of it or a part, everybody outside or only without consent? Get the answer in writing; "
            "what is allowed can be looked at again."
        ),
        1,
        2,
    ),
    ActionKind.SECURE_SKILL: ActionWords(
        gettext_lazy("See that this does not hang on one person: %(functions)s"),
        gettext_lazy(
            "Name a second one and let them do the work for a week every three months. "
            "It is done when nobody notices who did it."
        ),
        2,
        2,
    ),
    ActionKind.RELIEVE: ActionWords(
        gettext_lazy("Relieve those who do this: %(functions)s"),
        gettext_lazy(
            "See what else they do in the weeks in which it slips, and move that, drop it, or get help for the peak."
        ),
        2,
        2,
    ),
    ActionKind.AUTOMATE: ActionWords(
        gettext_lazy("Try whether a program can do this: %(functions)s"),
        gettext_lazy(
            "Take twenty real cases to two programs you could buy. If most go through, that spares both the work and "
            "the partner."
        ),
        2,
        3,
    ),
    ActionKind.LOOK_AGAIN: ActionWords(
        gettext_lazy("Set a day for looking again at %(functions)s"),
        gettext_lazy(
            "In a year, or sooner when the volume, the team or the system changes. Then compare the new report with this one."
        ),
        1,
        1,
    ),
    ActionKind.RENEW: ActionWords(
        gettext_lazy("See what you get before the contract is renewed: %(functions)s"),
        gettext_lazy(
            "Note the end and the notice period, ask for a year’s figures, and have one other firm name a price, so that "
            "you know what staying is worth."
        ),
        1,
        2,
    ),
    ActionKind.BRIEF_NEXT: ActionWords(
        gettext_lazy("Write down what the next firm must do better: %(functions)s"),
        gettext_lazy(
            "Each case of trouble, what it cost and how you would notice it early. Ask every candidate what they would "
            "do differently, and how they take the work over from the firm that has it."
        ),
        1,
        3,
    ),
    ActionKind.TAKE_BACK: ActionWords(
        gettext_lazy("Plan how this comes back: %(functions)s"),
        gettext_lazy(
            "Notice period, data, accounts, written steps and who will do it, with a month in which both sides work. "
            "Have everything back before the last invoice is paid."
        ),
        3,
        3,
    ),
    ActionKind.DIVIDE: ActionWords(
        gettext_lazy("Draw the line through %(functions)s"),
        gettext_lazy(
            "List which parts must be yours and which a partner does, and who is answerable where both touch the work. "
            "Move the line until little has to cross it."
        ),
        2,
        3,
    ),
}


def action_of(inputs: ReportInputs, action: NextAction, functions: Sequence[FunctionResult]) -> Content:
    """Word one action for the functions it is about, as “what to do first” lists it."""
    words, question = ACTIONS[action.kind], inputs.edition.question_by_key.get(action.question)
    names = inputs.names_in_sentence(functions)
    title = str(words.title) % {"functions": names, "question": question.text if question else ""}
    if question and question.scope is flow.Scope.ORGANISATION and is_question(action):
        title = _("Find out: %(question)s") % {"question": question.text}
    return {
        "key": key_of(action, functions),
        "title": wording.opened_text(title),
        "text": str(words.text),
        "because": _because(inputs, question, functions),
        "effort": str(SIZES[words.effort]),
        "impact": str(SIZES[words.impact]),
    }


def steps_of(inputs: ReportInputs, function: FunctionResult) -> list[Content]:
    """Word everything that is next for one function."""
    worded = (action_of(inputs, action, (function,)) for action in to_do(function))
    return [{"title": action["title"], "text": action["text"]} for action in worded]


def to_do(function: FunctionResult) -> tuple[NextAction, ...]:
    """List what is next; where questions would settle most, looking again some day is no action beside them."""
    questions = tuple(filter(is_question, function.actions))
    return questions if questions and function.verdict.kind is VerdictKind.CANNOT_TELL else function.actions


def is_question(action: NextAction) -> bool:
    return action.kind in (ActionKind.ANSWER, ActionKind.FIND_OUT)


def key_of(action: NextAction, functions: Sequence[FunctionResult]) -> str:
    """Give what its status is kept under."""
    kind = ActionKind.FIND_OUT if is_question(action) else action.kind
    return ".".join(part for part in (kind, action.question, functions[0].key) if part)


def _because(inputs: ReportInputs, question: flow.Question | None, functions: Sequence[FunctionResult]) -> str:
    """Name the answer an action comes from or, where none stands behind it, what is advised."""
    if question is None:
        advice = dict.fromkeys(str(words_of(function.verdict).label) for function in functions)
        return _("Because the advice is %(advice)s") % {"advice": wording.listed(map(wording.quoted, advice))}
    is_whole = question.scope is flow.Scope.ORGANISATION
    abouts = (flow.ORGANISATION,) if is_whole else tuple(function.key for function in functions)
    values = {inputs.answers.get((about, question.key), "") for about in abouts}
    if values & set(question.choice_by_key):
        return because(inputs, [(about, question.key) for about in abouts])
    if flow.DONT_KNOW in values:
        return _("You answered “I don’t know”")
    return _("Left open")
