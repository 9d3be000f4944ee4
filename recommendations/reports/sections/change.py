"""What would change the result: other answers, another weight, and the questions that are still open."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.engine import AnswerChange, Counterfactual, FunctionResult, OpenQuestion, VerdictKind
from recommendations.engine.points import whole
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, kind_of

MOST_FLIPS: Final = 4
MOST_OPEN: Final = 4
EACH_OPEN: Final = 2
MOST_NAMED: Final = 3
WORTHWHILE: Final = 2.0


def section(inputs: ReportInputs) -> Content:
    kinds = {kind_of(function) for function in inputs.result.functions}
    turns = []
    if inputs.is_decided:
        turns = [_overall(inputs)] if len(inputs.functions) > 1 and inputs.agrees else []
        turns += [*_for_functions(inputs), *_critical(inputs)]
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
        summary = _("What keeps the work with you is named at each function. If that changes, answer again.")
    questions = open_questions(inputs)
    return {
        "change": {
            "summary": summary,
            "turns": turns,
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
    kinds = {function.key: kind_of(function) for function in inputs.result.functions}
    if all(kind is VerdictKind.KEEP_IN_HOUSE for kind in kinds.values()):
        return []
    unclear = [function for function in inputs.result.functions if kinds[function.key] is VerdictKind.CANNOT_TELL]
    settling = [open_ for function in unclear for open_ in function.standing.open_questions[:EACH_OPEN]]
    if not unclear:
        # A question about work that stays anyway settles nothing.
        stays = {key for key, result in inputs.results.items() if result.verdict.kind is VerdictKind.KEEP_IN_HOUSE}
        settling += [
            open_ for open_ in inputs.overall.open_questions if open_.points >= WORTHWHILE and open_.scope not in stays
        ]
    same: dict[str, list[OpenQuestion]] = {}
    for open_ in settling:
        same.setdefault(open_.question, []).append(open_)
    ranked = sorted(same.values(), key=lambda places: -sum(open_.points for open_ in places))
    questions = []
    for places in ranked[:MOST_OPEN]:
        question = inputs.edition.question_by_key[places[0].question]
        scopes = tuple(dict.fromkeys(open_.scope for open_ in places if open_.scope))
        gained = max(1, whole(max(open_.points for open_ in places)))
        is_unknown = all(inputs.answers.get((open_.scope, open_.question)) == flow.DONT_KNOW for open_ in places)
        narrows = ngettext(
            "An answer could narrow the range of the leading score by up to %(points)s point.",
            "An answer could narrow the range of the leading score by up to %(points)s points.",
            gained,
        )
        questions.append(
            {
                "question": question.key,
                "function": scopes[0] if len(scopes) == 1 else "",
                "step": question.step,
                "about": wording.listed(wording.in_sentence(inputs.selected[scope]) for scope in scopes),
                "text": question.text,
                "because": _("Because you answered “I don’t know”.") if is_unknown else _("Because it was left open."),
                "why": narrows % {"points": gained},
            }
        )
    return questions


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
            "title": _("%(model)s holds overall") % {"model": wording.SHORT[standing.ranking[0]]},
            "text": _("No change of one or two answers would put another model first overall."),
        }
    changes = standing.counterfactual.changes
    asked = [inputs.edition.question_by_key[change.question] for change in changes]
    questions = wording.listed(wording.quoted(question.short or question.text) for question in asked)
    return {
        "title": _("One answer could turn the order: %(question)s") % {"question": questions}
        if len(changes) == 1
        else _("Two answers together could turn the order: %(questions)s") % {"questions": questions},
        "text": _flip(inputs, standing.counterfactual, where=_("overall")),
    }


def _for_functions(inputs: ReportInputs) -> list[Content]:
    """List the functions that a single answer turns, then those that hold."""
    single: list[tuple[FunctionResult, Counterfactual]] = []
    firm = []
    for function in inputs.leaving:
        flip = function.standing.counterfactual
        if function.verdict.tie:
            continue
        if flip and len(flip.changes) == 1:
            single.append((function, flip))
        else:
            firm.append(function)
    turns = [
        {
            "title": _("%(function)s hangs on one answer")
            % {"function": wording.opened_text(wording.in_sentence(inputs.selected[function.key]))},
            "text": _flip(inputs, flip, where=_("for this function"), about=function.key),
        }
        for function, flip in single[:MOST_FLIPS]
    ]
    if also := [function for function, _flip_ in single[MOST_FLIPS:]]:
        title = ngettext("One more hangs on one answer", "%(number)s more hang on one answer", len(also))
        text = _("A single other answer would put another model first for %(functions)s too.")
        turns.append(
            {
                "title": title % {"number": wording.opened_text(wording.number(len(also)))},
                "text": text % {"functions": _names(inputs, also)},
            }
        )
    if firm:
        few = len(firm) <= MOST_NAMED
        names, number = _names(inputs, firm), wording.opened_text(wording.number(len(firm)))
        title = (
            ngettext("%(functions)s: this holds", "%(functions)s: these hold", len(firm))
            % {"functions": wording.opened_text(names)}
            if few
            else _("%(number)s functions hold") % {"number": number}
        )
        text = (
            _("No single other answer would put another model first%(there)s.")
            if any(function.standing.counterfactual for function in firm)
            else _("No change of one or two answers would put another model first%(there)s.")
        )
        there = "" if few else _(" for %(functions)s") % {"functions": names}
        turns.append({"title": title, "text": text % {"there": there}})
    return turns


def _names(inputs: ReportInputs, functions: Sequence[FunctionResult]) -> str:
    return wording.listed(wording.in_sentence(inputs.selected[function.key]) for function in functions)


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
    if before is None:
        text = _("%(after)s under %(question)s, which is open") % parts
    else:
        parts["before"] = wording.quoted(before.label)
        text = _("%(after)s instead of %(before)s under %(question)s") % parts
    if change.scope and change.scope != about:
        function = wording.in_sentence(inputs.selected[change.scope])
        text = _("%(change)s for %(function)s") % {"change": text, "function": function}
    return text


def _critical(inputs: ReportInputs) -> list[Content]:
    """Name the question whose weight matters most, if there is one; one function alone is judged by its own standing."""
    several = len(inputs.functions) > 1
    critical = (inputs.overall if several else inputs.leaving[0].standing).critical
    if critical is None or (several and not inputs.agrees) or not whole(abs(critical.change) * wording.ALL):
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
                "how": how % {"share": wording.percent(abs(critical.change))},
                "model": wording.SHORT[critical.after],
            },
        }
    ]
