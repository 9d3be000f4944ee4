"""One assessment's answers as finished text, step by step, each with the way back to where it was given."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.answering.forms.step import words
from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.edition import flow
from assessments.models import SelectedFunction


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; `kind` is given, blank (don't know, doesn't apply), open, or gone (it does not count)."""

    label: str
    text: str
    kind: str
    url: str
    note: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One function's answers; None where a question is not put about it."""

    name: str
    cells: tuple[tuple[str, Said | None], ...]
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    number: str
    title: str
    url: str
    pairs: tuple[Said, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers there are of each kind."""

    answered: str
    unknown: str
    not_applicable: str
    is_open: bool
    confirm: str
    steps: tuple[tuple[str, str, str], ...]  # of the steps that are not done: address, title, how far


def sections(sheet: Sheet) -> Iterator[Section]:
    asked = frozenset(flow.asked(sheet.edition, sheet.functions, sheet.answers))
    for number, step in enumerate(sheet.edition.steps, start=1):
        columns = _columns(sheet, step.slug)
        yield Section(
            number=str(number),
            title=step.title,
            url=pages.change_url(sheet, slug=step.slug),
            pairs=tuple(_pairs(sheet, step.slug, asked)),
            columns=(*(column.short for column in columns), *([_("Time it takes")] if number == 1 else [])),
            rows=tuple(_row(sheet, function, columns, asked, is_first=number == 1) for function in sheet.functions),
            notes=tuple(_column_notes(sheet, columns)),
        )


def tally(sheet: Sheet) -> Tally:
    given = tuple(sheet.counted.values())
    left = sum(state.asked for state in sheet.progress) - len(given)
    confirm = ngettext(
        "%(count)d answer is open: count it as “I don’t know”",
        "%(count)d answers are open: count them as “I don’t know”",
        left,
    )
    return Tally(
        answered=str(sum(answer not in flow.BLANKS for answer in given)),
        unknown=str(given.count(flow.DONT_KNOW)),
        not_applicable=str(given.count(flow.NOT_APPLICABLE)),
        is_open=left > 0,
        confirm=confirm % {"count": left},
        steps=tuple(
            (pages.change_url(sheet, slug=step.slug), step.title, pages.answered(state))
            for step, state in zip(sheet.edition.steps, sheet.progress, strict=True)
            if state.answered < state.asked
        ),
    )


def laid_aside(sheet: Sheet) -> list[str]:
    """Name the functions that are no longer chosen and have answers, which do not count."""
    answered = {function for function, _question in sheet.answers}
    return [row.name for row in sheet.rows.values() if not row.chosen and row.key in answered]


def _columns(sheet: Sheet, slug: str) -> tuple[flow.Question, ...]:
    with_own = any(function.is_own for function in sheet.functions)
    questions = sheet.edition.questions_of(slug, flow.Scope.FUNCTION)
    return tuple(question for question in questions if with_own or not question.own_functions_only)


def _pairs(sheet: Sheet, slug: str, asked: frozenset[flow.Place]) -> Iterator[Said]:
    for question in sheet.edition.questions_of(slug, flow.Scope.ORGANISATION):
        said = _said(sheet, (flow.ORGANISATION, question.key), asked)
        if said is not None:
            yield said


def _row(
    sheet: Sheet,
    function: flow.Selected,
    columns: tuple[flow.Question, ...],
    asked: frozenset[flow.Place],
    *,
    is_first: bool,
) -> Row:
    cells: list[tuple[str, Said | None]] = [
        (column.short, _said(sheet, (function.key, column.key), asked)) for column in columns
    ]
    slug = columns[0].step if columns else sheet.edition.steps[0].slug
    url = pages.change_url(sheet, (function.key, columns[0].key)) if columns else pages.change_url(sheet, slug=slug)
    if is_first:
        share = str(SelectedFunction.Share(function.share).label)
        cells.append((_("Time it takes"), Said(_("Time it takes"), share, "given", url)))
    return Row(function.name, tuple(cells), url)


def _said(sheet: Sheet, place: flow.Place, asked: frozenset[flow.Place]) -> Said | None:
    """Give one answer, or None where nothing is asked and nothing was said."""
    question = sheet.edition.question_by_key[place[1]]
    answer = sheet.answers.get(place, "")
    if place not in asked and not answer:
        return None
    return Said(
        label=question.short,
        text=words(question, answer),
        kind=_kind(answer, is_asked=place in asked),
        url=pages.change_url(sheet, place),
        note=sheet.notes.get(question.key, "") if place[0] == flow.ORGANISATION else "",
        why=_why_not(sheet.edition, question) if place not in asked else "",
    )


def _kind(answer: str, *, is_asked: bool) -> str:
    if not is_asked:
        return "gone"
    match answer:
        case "":
            return "open"
        case flow.DONT_KNOW | flow.NOT_APPLICABLE:
            return "blank"
        case _:
            return "given"


def _why_not(edition: flow.Edition, question: flow.Question) -> str:
    if question.condition is None:
        return _("Does not count")
    other = edition.question_by_key[question.condition.question].short
    return _("Does not count: depends on “%(question)s”") % {"question": other}


def _column_notes(sheet: Sheet, columns: tuple[flow.Question, ...]) -> Iterator[Said]:
    for column in columns:
        note = sheet.notes.get(column.key)
        if note:
            yield Said(column.short, note, "given", pages.change_url(sheet, slug=column.step))
