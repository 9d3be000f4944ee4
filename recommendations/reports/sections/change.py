"""What would change the result: other answers, another weight, and the questions that are still open."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.engine import AnswerChange, Counterfactual, FunctionResult, StrengthWord, VerdictKind
from recommendations.engine.points import whole
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.once import Once
from recommendations.reports.sections.reasons import settling
from recommendations.reports.verdicts import VERDICTS, words_of

MOST_FLIPS: Final = 4
MOST_OPEN: Final = 4
MOST_NAMED: Final = 3
WORTHWHILE: Final = 2.0


def section(inputs: ReportInputs) -> Content:
    turns = _for_functions(inputs)
    if inputs.front and not inputs.is_mix:  # no order is advised among the parts of a mix
        turns = [*([_overall(inputs)] if len(inputs.functions) > 1 else []), *turns, *_critical(inputs)]
    kinds = {function.verdict.kind for function in inputs.result.functions}
    if turns:
        summary = _(
            "We tried every answer you could give differently, alone and in pairs. These are the smallest changes that turn something around."
        )
    elif VerdictKind.CANNOT_TELL in kinds:
        summary = _("Answers will change it. Nothing is settled yet, so there is nothing to turn around.")
    elif VerdictKind.LOOK_AGAIN in kinds:
        summary = _(
            "A change in the work itself would change it: more volume, clearer steps, or a need for skill you don’t have."
        )
    else:
        summary = _("What decides it is named at each function. If that changes, answer again.")
    questions = open_questions(inputs)
    return {
        "change": {
            "summary": summary,
            "turns": Once().texts(turns),
            "open_summary": _("These open questions are worth an answer, the one that would settle most first.")
            if questions
            else "",
            "open": questions,
        }
    }


def open_questions(inputs: ReportInputs) -> list[Content]:
    """List the open questions worth answering: about functions that are not clear first, then overall.

    `step`, `question` and, where it is open for one alone, `function` lead back to it.
    """
    places = _settling(inputs) or _narrowing(inputs)
    same: dict[str, list[flow.Place]] = {}
    for scope, question in places:
        same.setdefault(question, []).append((scope, question))
    return [
        _open(inputs, inputs.edition.question_by_key[key], about, places)
        for key, about in list(same.items())[:MOST_OPEN]
    ]


def _settling(inputs: ReportInputs) -> dict[flow.Place, float]:
    """Give the questions that would settle most about functions of which nothing can be said yet, the first ones first."""
    unclear = [function for function in inputs.result.functions if function.verdict.kind is VerdictKind.CANNOT_TELL]
    asked = [(function, settling(inputs, function)) for function in unclear]
    firsts = zip_longest(*([(function, question) for question in questions] for function, questions in asked))
    settled: dict[flow.Place, float] = {}
    for function, question in (pair for turn in firsts for pair in turn if pair):
        is_whole = inputs.edition.question_by_key[question].scope is flow.Scope.ORGANISATION
        settled.setdefault((flow.ORGANISATION if is_whole else function.key, question), 0.0)
    return settled


def _narrowing(inputs: ReportInputs) -> dict[flow.Place, float]:
    """Give the questions whose answers would narrow the range of the leading score, by their points, most first."""
    if not inputs.is_decided:
        return {}
    outside = {flow.ORGANISATION, *(function.key for function in inputs.outside)}
    by_question: dict[str, dict[flow.Place, float]] = {}
    for open_ in inputs.overall.open_questions:
        if open_.points >= WORTHWHILE and open_.scope in outside:  # about other work it settles nothing
            by_question.setdefault(open_.question, {})[open_.scope, open_.question] = open_.points
    ranked = sorted(by_question.values(), key=lambda places: -sum(places.values()))
    return {place: points for places in ranked for place, points in places.items()}


def _open(
    inputs: ReportInputs, question: flow.Question, about: Sequence[flow.Place], points: Mapping[flow.Place, float]
) -> Content:
    scopes = tuple(dict.fromkeys(scope for scope, _question in about if scope))
    is_unknown = all(inputs.answers.get(place) == flow.DONT_KNOW for place in about)
    is_assumed = all(place in inputs.assumed for place in about)
    because = _("Left open")
    if is_unknown:
        because = _("You answered “I don’t know”")
    elif is_assumed:
        because = _("A typical answer is assumed that nobody confirmed")
    gained = whole(max(points[place] for place in about))
    narrows = ngettext(
        "It could narrow the range of the leading score by up to %(points)s point",
        "It could narrow the range of the leading score by up to %(points)s points",
        gained,
    ) % {"points": gained}
    return {
        "question": question.key,
        "function": scopes[0] if len(scopes) == 1 else "",
        "step": question.step,
        "about": wording.listed(inputs.name_in_sentence(scope) for scope in scopes),
        "text": question.text,
        "because": because,
        "why": narrows if gained else _("It would settle much about whether this work should leave"),
    }


def _overall(inputs: ReportInputs) -> Content:
    standing = inputs.overall
    if standing.tie:
        models = wording.listed(str(wording.SHORT[model]) for model in standing.leaders)
        return {
            "title": _("A tie overall"),
            "text": _(
                "%(models)s have the same score overall, so any answer you change or add may decide between them."
            )
            % {"models": models},
        }
    if standing.counterfactual is None:
        return {
            "title": _("%(model)s stays first overall") % {"model": wording.SHORT[standing.ranking[0]]},
            "text": _("No change of one or two answers would put another model first overall."),
        }
    changes = standing.counterfactual.changes
    asked = [inputs.edition.question_by_key[change.question] for change in changes]
    questions = wording.listed(dict.fromkeys(wording.quoted(question.short or question.text) for question in asked))
    return {
        "title": _("One answer could turn the order: %(question)s") % {"question": questions}
        if len(changes) == 1
        else _("Two answers together could turn the order: %(questions)s") % {"questions": questions},
        "text": _flip(inputs, standing.counterfactual, where=_("overall")),
    }


def _for_functions(inputs: ReportInputs) -> list[Content]:
    """List the functions that a single answer turns, then those that hold."""
    single = [(function, text) for function in inputs.result.functions if (text := _turned(inputs, function))]
    turned = {function.key for function, _text in single}
    firm = [function for function in inputs.leaving if function.key not in turned and not function.verdict.tie]
    turns = []
    for function, text in single[:MOST_FLIPS]:
        name = wording.opened_text(inputs.name_in_sentence(function.key))
        # What no answer of its own can turn is firm all the same.
        title = (
            _("%(function)s: what could change it")
            if function.strength is StrengthWord.FIRM
            else _("%(function)s: this hangs on one answer")
        )
        turns.append({"title": title % {"function": name}, "text": text})
    if also := [function for function, _text in single[MOST_FLIPS:]]:
        title = ngettext(
            "One more could be turned by one answer", "%(number)s more could be turned by one answer", len(also)
        )
        text = _("A single other answer would turn the advice for %(functions)s too.")
        turns.append(
            {
                "title": title % {"number": wording.opened_text(wording.number(len(also)))},
                "text": text % {"functions": inputs.names_in_sentence(also)},
            }
        )
    if held := [function for function in firm if function.verdict.caps]:
        turns.append(_held(inputs, held))
    if free := [function for function in firm if not function.verdict.caps]:
        turns.append(_holding(inputs, free))
    return turns


def _turned(inputs: ReportInputs, function: FunctionResult) -> str:
    """Say which single answer would turn a function's verdict, and which its model; empty where none would."""
    sentences = []
    if turn := function.turn:
        text = _("If you answered %(answer)s, this would become “%(after)s” instead of “%(before)s”.")
        sentences.append(
            text
            % {
                "answer": _changed_answer(inputs, turn.change, function.key),
                "after": VERDICTS[turn.after].label,
                "before": words_of(function.verdict).label,
            }
        )
    flip = function.standing.counterfactual
    if function in inputs.leaving and not function.verdict.tie and flip and len(flip.changes) == 1:
        sentences.append(_flip(inputs, flip, where=_("for this function"), about=function.key))
    return " ".join(sentences)


def _held(inputs: ReportInputs, functions: Sequence[FunctionResult]) -> Content:
    title = ngettext(
        "%(functions)s: what holds it back decides", "%(functions)s: what holds them back decides", len(functions)
    )
    return {
        "title": title % {"functions": wording.opened_text(inputs.names_in_sentence(functions))},
        "text": _(
            "Settle that, as “What to do first” says, and answer again. No other single answer would put another model "
            "first, or turn the advice by its points."
        ),
    }


def _holding(inputs: ReportInputs, firm: Sequence[FunctionResult]) -> Content:
    few, names = len(firm) <= MOST_NAMED, inputs.names_in_sentence(firm)
    title = (
        ngettext("%(functions)s: this holds", "%(functions)s: these hold", len(firm))
        % {"functions": wording.opened_text(names)}
        if few
        else _("%(number)s functions hold") % {"number": wording.opened_text(wording.number(len(firm)))}
    )
    there = "" if few else _(" for %(functions)s") % {"functions": names}
    text = _("No single other answer would put another model first%(there)s, or turn the advice by its points.")
    return {"title": title, "text": text % {"there": there}}


def _flip(inputs: ReportInputs, flip: Counterfactual, *, where: str, about: str = "") -> str:
    return _("If you answered %(answers)s, %(after)s would come first %(where)s instead of %(before)s.") % {
        "answers": wording.listed(_changed_answer(inputs, change, about) for change in flip.changes),
        "after": wording.SHORT[flip.after],
        "before": wording.SHORT[flip.before],
        "where": where,
    }


def _changed_answer(inputs: ReportInputs, change: AnswerChange, about: str) -> str:
    """Write “Same steps every time” instead of “Each case is new” under “How it is done” for payroll."""
    question = inputs.edition.question_by_key[change.question]
    after = question.choice_by_key[change.after].label
    before = question.choice_by_key.get(change.before)
    parts = {"question": wording.quoted(question.short or question.text), "after": wording.quoted(after)}
    if change.before == change.after:
        text = _("%(after)s under %(question)s, as it is only assumed now") % parts
    elif before is None:
        text = _("%(after)s under %(question)s, which is open") % parts
    else:
        before_said = wording.quoted(before.label)
        is_assumed = (change.scope, change.question) in inputs.assumed
        parts["before"] = wording.assumed(before_said) if is_assumed else before_said
        text = _("%(after)s instead of %(before)s under %(question)s") % parts
    if change.scope and change.scope != about:
        text = _("%(change)s for %(function)s") % {"change": text, "function": inputs.name_in_sentence(change.scope)}
    return text


def _critical(inputs: ReportInputs) -> list[Content]:
    """Name the question whose weight matters most, if there is one."""
    critical = inputs.overall.critical
    if critical is None or not (percent := whole(abs(critical.change) * wording.ALL)):
        return []
    asked = inputs.edition.question_by_key.get(critical.question)
    how = _("%(share)s more") if critical.change > 0 else _("%(share)s less")
    return [
        {
            "title": _("The weight that matters most"),
            "text": _("If %(question)s counted %(how)s than we let it, %(model)s would come first.")
            % {
                "question": wording.quoted(asked.short or asked.text)
                if asked
                else _("what our list says about each function"),
                "how": how % {"share": wording.percent(percent)},
                "model": wording.SHORT[critical.after],
            },
        }
    ]
