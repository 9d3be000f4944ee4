"""The numbers of the method ready to print, and one example worked out by the engine."""

from dataclasses import asdict
from typing import Any, Final

from django.utils.translation import gettext as _

from assessments.edition import flow
from recommendations.engine import COLUMNS, MODELS, PARAMETERS, Case, Column, Parameters
from recommendations.engine.blocks import AnswerBlock, company_place, read
from recommendations.engine.fit import BlockScore, fit, function_targets, score_blocks
from recommendations.engine.points import figure, signed
from recommendations.reports import wording
from recommendations.trials.examples import Example

LOWEST: Final = 0
HUNDRED: Final = 100


def figures(parameters: Parameters = PARAMETERS) -> dict[str, str]:
    """Give every number of the method: by its name, and as a percentage under its name with _percent."""
    numbers = asdict(parameters)
    percentages = {f"{name}_percent": figure(value * HUNDRED) for name, value in numbers.items()}
    ends = {"one": figure(1), "lowest": figure(LOWEST), "highest": figure(2 * parameters.neutral)}
    return {name: figure(value) for name, value in numbers.items()} | percentages | ends


def work_out(example: Example, edition: flow.Edition) -> dict[str, Any] | None:
    """Score the first function of an example as the engine does: for the model that fits it best, and for handing over.

    Returns:
        The example's `title` and `summary`, the `function`, the `model`, its `score` and how it is `printed`, made of
        the sum `own`; and the `case` for handing over with its `printed`, made of `case_own` and `case_company`. A sum
        has `rows`, their `total`, the `reach` it is divided by and the `score`. None where the edition lists none of
        the example's functions.
    """
    functions = example.selected(edition)
    if not functions:
        return None
    case = Case(edition, functions, flow.counted(edition, functions, dict(example.places)))
    blocks = read(case)
    scores = score_blocks(blocks)
    target, company = function_targets(case, blocks)[0], company_place(blocks, 1)
    best = max((fit(target, scores, model) for model in MODELS), key=lambda model_fit: model_fit.score)
    handing_over = fit(target, scores, Column.OUTSOURCE)

    def block(place: int, column: Column) -> dict[str, Any]:
        at = COLUMNS.index(column)
        return _block(edition, blocks[place], scores[place][at], at)

    return {
        "title": example.title,
        "summary": example.summary,
        "function": functions[0].name,
        "model": best.column,
        "own": block(1, best.column),
        "score": figure(best.score),
        "printed": best.printed,
        "case_own": block(1, Column.OUTSOURCE),
        "case_company": block(company, Column.OUTSOURCE),
        "case": figure(handing_over.score),
        "case_printed": handing_over.printed,
    }


def _block(edition: flow.Edition, block: AnswerBlock, score: BlockScore, column: int) -> dict[str, Any]:
    points = {question: points for question, _answer, points in score.points}
    rows = []
    for row in block.rows:
        if not row.weight or row.low[column] >= row.high[column] or (row.open and not row.is_assumed):
            continue  # it says nothing about this model
        question = edition.question_by_key.get(row.question)
        evidence = row.evidence[column]
        answer = question.choice_by_key[row.answer].label if question else ""
        rows.append(
            {
                "question": question.short if question else _("What the list of functions says"),
                "answer": wording.assumed(answer) if row.is_assumed else answer,
                "weight": figure(row.weight),
                "evidence": signed(evidence),
                "product": signed(row.weight * evidence),
                "points": signed(points.get(row.question, 0.0)),
            }
        )
    sums = score.sums
    return {
        "rows": rows,
        "total": figure(sums.total),
        "reach": figure(sums.positive if sums.total >= 0 else sums.negative),
        "score": figure(score.score),
    }
