"""What would change the result: other answers, another weight, and the questions that are still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.engine import AnswerChange, Counterfactual, FunctionResult, OpenQuestion, Standing, VerdictKind
from recommendations.engine.points import whole
from recommendations.reports.telling import words
from recommendations.reports.telling.given import Given, kind_of

MOST_FLIPS: Final = 4
MOST_OPEN: Final = 4
EACH_OPEN: Final = 2
MOST_NAMED: Final = 3
WORTHWHILE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that would turn something around, or the news that nothing small would."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """An open question worth answering; `step` and `question` lead back to it."""

    question: str
    function: str
    step: str
    about: str
    text: str
    why: str
    because: str


@dataclass(frozen=True, slots=True)
class Changes:
    summary: str
    turns: tuple[Turn, ...]
    open_summary: str
    open: tuple[Open, ...]


def changes(given: Given) -> Changes:
    turns = tuple(_turns(given)) if given.is_decided else ()
    open_ = _open(given)
    return Changes(
        summary=_(
            "We tried every answer you could give differently, alone and in pairs. These are the smallest changes that turn something around."
        )
        if turns
        else _nothing_to_turn(given),
        turns=turns,
        open_summary=_("These open questions are worth an answer, the one that would settle most first.")
        if open_
        else "",
        open=open_,
    )


def _nothing_to_turn(given: Given) -> str:
    kinds = {kind_of(function) for function in given.result.functions}
    if VerdictKind.CANNOT_TELL in kinds:
        return _("Answers will change it. Nothing is settled yet, so there is nothing to turn around.")
    if VerdictKind.LOOK_AGAIN in kinds:
        return _(
            "A change in the work itself would change it: more volume, clearer steps, or a need for skill you don’t have."
        )
    return _("What keeps the work with you is named at each function. If that changes, answer again.")


def _turns(given: Given) -> list[Turn]:
    several = len(given.functions) > 1
    turns = [_overall(given)] if several and given.agrees else []
    turns += _each(given)
    turns += _critical(given)
    return turns


def _overall(given: Given) -> Turn:
    standing = given.overall
    if standing.tie:
        return Turn(
            _("A tie overall"),
            _("%(models)s have the same score overall, so any answer you change or add may decide between them.")
            % {"models": words.listed(str(words.SHORT[model]) for model in standing.leaders)},
        )
    if standing.counterfactual is None:
        return Turn(
            _("%(model)s holds overall") % {"model": words.SHORT[standing.ranking[0]]},
            _("No change of one or two answers would put another model first overall."),
        )
    return Turn(
        _title(given, standing.counterfactual),
        _flip(given, standing.counterfactual, where=_("overall")),
    )


def _each(given: Given) -> list[Turn]:
    """List the functions that a single answer turns, then those that hold."""
    apart = [one for one in given.leaving if not one.verdict.tie]
    single = [one for one in apart if one.standing.counterfactual and len(one.standing.counterfactual.changes) == 1]
    firm = [one for one in apart if one not in single]
    turns = [_function(given, one) for one in single[:MOST_FLIPS]]
    if len(single) > MOST_FLIPS:
        turns.append(_also(given, single[MOST_FLIPS:]))
    if firm:
        turns.append(_holding(given, firm))
    return turns


def _function(given: Given, function: FunctionResult) -> Turn:
    found = function.standing.counterfactual
    name = words.opened_text(words.in_sentence(given.selected[function.key]))
    text = _flip(given, found, where=_("for this function"), about=function.key) if found else ""
    return Turn(_("%(function)s hangs on one answer") % {"function": name}, text)


def _also(given: Given, functions: Sequence[FunctionResult]) -> Turn:
    return Turn(
        ngettext("One more hangs on one answer", "%(number)s more hang on one answer", len(functions))
        % {"number": words.opened_text(words.number(len(functions)))},
        _("A single other answer would put another model first for %(functions)s too.")
        % {"functions": _names(given, functions)},
    )


def _holding(given: Given, functions: Sequence[FunctionResult]) -> Turn:
    few = len(functions) <= MOST_NAMED
    title = (
        ngettext("%(functions)s: this holds", "%(functions)s: these hold", len(functions))
        % {"functions": words.opened_text(_names(given, functions))}
        if few
        else _("%(number)s functions hold") % {"number": words.opened_text(words.number(len(functions)))}
    )
    text = (
        _("No single other answer would put another model first%(there)s.")
        if any(one.standing.counterfactual for one in functions)
        else _("No change of one or two answers would put another model first%(there)s.")
    )
    there = "" if few else _(" for %(functions)s") % {"functions": _names(given, functions)}
    return Turn(title, text % {"there": there})


def _names(given: Given, functions: Sequence[FunctionResult]) -> str:
    return words.listed(words.in_sentence(given.selected[one.key]) for one in functions)


def _title(given: Given, found: Counterfactual) -> str:
    asked = [given.edition.question_by_key[one.question] for one in found.changes]
    shorts = words.listed(words.quoted(question.short or question.text) for question in asked)
    if len(found.changes) == 1:
        return _("One answer could turn the order: %(question)s") % {"question": shorts}
    return _("Two answers together could turn the order: %(questions)s") % {"questions": shorts}


def _flip(given: Given, found: Counterfactual, *, where: str, about: str = "") -> str:
    instead = words.listed(_changed(given, change, about) for change in found.changes)
    return _("If you answered %(answers)s, %(after)s would come first %(where)s instead of %(before)s.") % {
        "answers": instead,
        "after": words.SHORT[found.after],
        "before": words.SHORT[found.before],
        "where": where,
    }


def _changed(given: Given, change: AnswerChange, about: str) -> str:
    """Say “Same steps every time” instead of “Each case is new” under “How it is done” for payroll."""
    question = given.edition.question_by_key[change.question]
    after = question.choice_by_key[change.after].label
    before = question.choice_by_key.get(change.before)
    parts = {"question": words.quoted(question.short or question.text), "after": words.quoted(after)}
    if before is None:
        text = _("%(after)s under %(question)s, which is open") % parts
    else:
        text = _("%(after)s instead of %(before)s under %(question)s") % {**parts, "before": words.quoted(before.label)}
    if change.scope and change.scope != about:
        text = _("%(change)s for %(function)s") % {
            "change": text,
            "function": words.in_sentence(given.selected[change.scope]),
        }
    return text


def _critical(given: Given) -> list[Turn]:
    """Find the question whose weight matters most; one function alone is judged by its own standing."""
    standing: Standing = given.overall if len(given.functions) > 1 else given.leaving[0].standing
    found = standing.critical
    if found is None or (len(given.functions) > 1 and not given.agrees):
        return []
    asked = given.edition.question_by_key.get(found.question)
    name = words.quoted(asked.short or asked.text) if asked else _("what our list says about each function")
    if not whole(abs(found.change) * words.ALL):
        return []
    share = words.percent(abs(found.change))
    how = _("%(share)s more") if found.change > 0 else _("%(share)s less")
    return [
        Turn(
            _("The weight that matters most"),
            _("If %(question)s counted %(how)s than we let it, %(model)s would come first.")
            % {"question": name, "how": how % {"share": share}, "model": words.SHORT[found.after]},
        )
    ]


def _open(given: Given) -> tuple[Open, ...]:
    """List the open questions worth answering: about functions that are not clear first, then overall."""
    if all(kind_of(one) is VerdictKind.KEEP_IN_HOUSE for one in given.result.functions):
        return ()
    unclear = [one for one in given.result.functions if kind_of(one) is VerdictKind.CANNOT_TELL]
    settling = [one for function in unclear for one in function.standing.open_questions[:EACH_OPEN]]
    settling += [
        one
        for one in given.overall.open_questions
        if one.points >= WORTHWHILE and _may_leave(given, one.scope) and not unclear
    ]
    questions: dict[str, list[OpenQuestion]] = {}
    for one in settling:
        questions.setdefault(one.question, []).append(one)
    ranked = sorted(questions.values(), key=lambda same: -sum(one.points for one in same))
    return tuple(_worth(given, same) for same in ranked[:MOST_OPEN])


def _may_leave(given: Given, scope: str) -> bool:
    """Leave out work that stays anyway: a question about it settles nothing."""
    return not scope or given.results[scope].verdict.kind is not VerdictKind.KEEP_IN_HOUSE


def _worth(given: Given, same: Sequence[OpenQuestion]) -> Open:
    """Tell what one question could settle, wherever it is open."""
    question = given.edition.question_by_key[same[0].question]
    scopes = tuple(dict.fromkeys(one.scope for one in same if one.scope))
    gained = max(1, whole(max(one.points for one in same)))
    about = words.listed(words.in_sentence(given.selected[scope]) for scope in scopes)
    return Open(
        question=question.key,
        function=scopes[0] if len(scopes) == 1 else "",
        step=question.step,
        about=about,
        text=question.text,
        because=_because(given, same),
        why=ngettext(
            "An answer could narrow the range of the leading score by up to %(points)s point.",
            "An answer could narrow the range of the leading score by up to %(points)s points.",
            gained,
        )
        % {"points": gained},
    )


def _because(given: Given, same: Sequence[OpenQuestion]) -> str:
    if all(given.answers.get((one.scope, one.question)) == flow.DONT_KNOW for one in same):
        return _("Because you answered “I don’t know”.")
    return _("Because it was left open.")
