"""Markup that is the same for every respondent, rendered once for each edition and language.

A template leaves marked gaps where one respondent's own words, ticks and errors go; a page is the pieces joined with
the gaps filled. Rendering a step anew from templates costs several times as much as all its questions to the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.models import BusinessFunction, SelectedFunction

# No text can hold it: the database of a service refuses it, and so do our forms and files.
MARK: Final = "\0"
LONG: Final = 28  # characters that stand on two lines of a narrow tile
MOST_BESIDE: Final = 4  # columns that fit beside the functions' names


class Block:
    """One piece of markup with its gaps."""

    def __init__(self, template: str, context: Mapping[str, object]) -> None:
        pieces = render_to_string(template, {**context, "gap": Gaps()}).split(MARK)
        self._pieces = pieces
        self._gaps = tuple((place, pieces[place]) for place in range(1, len(pieces), 2))

    def filled(self, values: Mapping[str, str]) -> str:
        """Join the pieces; `values` are markup already, and a gap that is not named stays empty."""
        pieces = self._pieces.copy()
        for place, name in self._gaps:
            pieces[place] = values.get(name, "")
        return "".join(pieces)


class Gaps(dict[str, SafeString]):
    """What a template sees: `{{ gap.error }}` leaves a gap called “error”."""

    def __missing__(self, name: str) -> SafeString:
        return mark_safe(f"{MARK}{name}{MARK}")  # noqa: S308 - names come from our templates


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: SafeString


@dataclass(frozen=True, slots=True)
class StepBlocks:
    """The markup of one step's page."""

    questions: Mapping[str, Block]  # about the organisation
    cells: Mapping[str, Block]  # one function's answer in one column
    share: Block
    empty: Block
    row: Block
    matrix: Mapping[bool, Block]  # with the columns for own functions, and without
    asks_share: bool


Made = TypeVar("Made")
_kept: Final[dict[tuple[str, ...], tuple[flow.Edition, Any]]] = {}


def step_blocks(edition: flow.Edition, slug: str) -> StepBlocks:
    return _once(edition, f"step {slug}", lambda: _step_blocks(edition, slug))


def step_row(edition: flow.Edition) -> Block:
    """Give the row of steps that stands above each page."""
    return _once(edition, "steps", lambda: Block("assessments/blocks/steps.html", {"steps": _linked(edition)}))


def _linked(edition: flow.Edition) -> list[dict[str, str]]:
    gaps = Gaps()
    return [
        {"number": str(number), "name": step.title}
        | {part: gaps[f"{part} {step.slug}"] for part in ("url", "mark", "done", "state")}
        for number, step in enumerate(edition.steps, start=1)
    ]


def catalogue(edition: flow.Edition) -> Block:
    """Give the list of functions to choose from."""
    return _once(edition, "catalogue", lambda: Block("assessments/blocks/catalogue.html", _departments(edition)))


def all_questions(edition: flow.Edition) -> Block:
    """Give everything the edition asks, to read and to print."""
    return _once(edition, "questions", lambda: Block("assessments/blocks/questions.html", _whole(edition)))


def _once(edition: flow.Edition, what: str, make: Callable[[], Made]) -> Made:
    key = edition.label, get_language() or "", what
    kept = _kept.get(key)
    # A draft is read anew each time, and so is its markup.
    if kept is None or kept[0] is not edition:
        kept = _kept[key] = edition, make()
    made: Made = kept[1]
    return made


@dataclass(frozen=True, slots=True)
class Group:
    """One department with its functions; the office is said once where it is the same for all."""

    name: str
    office: str
    functions: tuple["Listed", ...]


@dataclass(frozen=True, slots=True)
class Listed:
    key: str
    name: str
    hint: str
    office: str
    chosen: SafeString


def _departments(edition: flow.Edition) -> dict[str, object]:
    return {"groups": [_group(edition, department) for department in edition.departments]}


def _group(edition: flow.Edition, department: flow.Department) -> Group:
    functions = [function for function in edition.functions if function.department == department.key]
    offices = {function.office for function in functions}
    shared = len(offices) == 1
    return Group(
        name=department.name,
        office=_office(functions[0]) if shared else "",
        functions=tuple(
            Listed(
                function.key,
                function.name,
                function.hint,
                "" if shared else _office(function),
                Gaps()[f"chosen {function.key}"],
            )
            for function in functions
        ),
    )


def _office(function: flow.CatalogueFunction) -> str:
    return str(BusinessFunction.Office(function.office).label)


def _whole(edition: flow.Edition) -> dict[str, object]:
    steps = [
        {
            "number": str(number),
            "step": step,
            "organisation": [_asked(edition, q) for q in edition.questions_of(step.slug, flow.Scope.ORGANISATION)],
            "function": [_asked(edition, q) for q in edition.questions_of(step.slug, flow.Scope.FUNCTION)],
        }
        for number, step in enumerate(edition.steps, start=1)
    ]
    return {"edition": edition, "steps": steps, **_departments(edition)}


def _step_blocks(edition: flow.Edition, slug: str) -> StepBlocks:
    columns = edition.questions_of(slug, flow.Scope.FUNCTION)
    asks_share = slug == edition.steps[0].slug
    usual = tuple(column for column in columns if not column.own_functions_only)
    return StepBlocks(
        questions={q.key: _question(edition, q) for q in edition.questions_of(slug, flow.Scope.ORGANISATION)},
        cells={column.key: Block("assessments/blocks/cell.html", _asked(edition, column)) for column in columns},
        share=Block("assessments/blocks/share.html", {"options": _shares()}),
        empty=Block("assessments/blocks/empty_cell.html", {}),
        row=Block("assessments/blocks/row.html", {}),
        matrix={
            with_own: Block(
                "assessments/blocks/matrix.html",
                {
                    "columns": [_asked(edition, column) for column in (columns if with_own else usual)],
                    "asks_share": asks_share,
                    "is_many": len(columns if with_own else usual) + asks_share > MOST_BESIDE,
                    "is_few": len(columns if with_own else usual) + asks_share < MOST_BESIDE,
                },
            )
            for with_own in (False, True)
        },
        asks_share=asks_share,
    )


def _question(edition: flow.Edition, question: flow.Question) -> Block:
    return Block("assessments/blocks/question.html", _asked(edition, question))


def _asked(edition: flow.Edition, question: flow.Question) -> dict[str, object]:
    gaps = Gaps()
    is_column = question.scope is flow.Scope.FUNCTION
    choices = [(c.key, c.label if is_column else c.text) for c in question.choices]
    return {
        "question": question,
        "choices": [Option(value, text, gaps[f"chosen {value}"]) for value, text in choices],
        "outs": [Option(value, text, gaps[f"chosen {value}"]) for value, text in _outs()],
        "is_long": max(len(text) for _value, text in choices) > LONG,
        "only_if": _only_if(edition, question),
        "decides": _decides(edition, question),
        "note": gaps[f"note {question.key}"],
        "note_error": gaps[f"note error {question.key}"],
        "note_describe": gaps[f"note describe {question.key}"],
    }


def _outs() -> tuple[tuple[str, str], ...]:
    return (flow.DONT_KNOW, _("I don’t know")), (flow.NOT_APPLICABLE, _("Doesn’t apply"))


def _shares() -> list[Option]:
    labels = SelectedFunction.Share
    return [Option(str(share), str(labels(share).label), Gaps()[f"chosen {share}"]) for share in flow.SHARES]


def _only_if(edition: flow.Edition, question: flow.Question) -> str:
    """Say when a question counts that depends on another one on the same page."""
    condition = question.condition
    if condition is None:
        return ""
    other = edition.question_by_key[condition.question]
    if other.step != question.step:
        return ""  # it is shown only when it is asked
    return _("Answer this only if you chose %(choices)s for “%(question)s”.") % {
        "choices": _alternatives([f"“{other.choice_by_key[key].label}”" for key in condition.choices]),
        "question": other.short,
    }


def _decides(edition: flow.Edition, question: flow.Question) -> str:
    """Warn that what is answered here opens or closes a question in another step."""
    slugs = [step.slug for step in edition.steps]
    names = [
        _("“%(question)s” in step %(number)d") % {"question": other.short, "number": slugs.index(other.step) + 1}
        for other in edition.questions
        if other.condition and other.condition.question == question.key and other.step != question.step
    ]
    if not names:
        return ""
    return _("Your answer decides whether we ask you about %(questions)s.") % {"questions": ", ".join(names)}


def _alternatives(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
