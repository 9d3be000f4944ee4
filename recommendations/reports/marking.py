"""Where what was asked meets the engine: an edition and answers to it become the case that is recommended on."""

from assessments.edition import flow
from recommendations import engine


def scheme_of(edition: flow.Edition) -> engine.Scheme:
    return engine.Scheme(edition.label, tuple(_question(question) for question in edition.questions))


def case_of(
    edition: flow.Edition,
    functions: tuple[flow.Selected, ...],
    answers: flow.Answers,
    *,
    scheme: engine.Scheme | None = None,
) -> engine.Case:
    """Mark what counts: places that are asked now; an answer left behind by another answer does not count.

    Who marks many at a time gives the edition's scheme along.
    """
    counted: dict[str, dict[str, str]] = {flow.ORGANISATION: {}, **{function.key: {} for function in functions}}
    for about, question in flow.asked(edition, functions, answers):
        if (about, question) in answers:
            counted[about][question] = answers[about, question]
    return engine.Case(
        scheme=scheme or scheme_of(edition),
        answers=counted[flow.ORGANISATION],
        functions=tuple(
            engine.Function(
                key=function.key,
                share=function.share,
                prior=_prior(edition, function),
                answers=counted[function.key],
            )
            for function in functions
        ),
    )


def _prior(edition: flow.Edition, function: flow.Selected) -> tuple[int, int, int] | None:
    listed = edition.function_by_key.get(function.key)
    return listed.prior if listed else None


def _question(question: flow.Question) -> engine.Question:
    return engine.Question(
        key=question.key,
        scope=engine.Scope(question.scope),
        weight=question.weight,
        choices=tuple(
            engine.Choice(choice.key, choice.evidence, engine.Signal(choice.signal) if choice.signal else None)
            for choice in question.choices
        ),
        own_functions_only=question.own_functions_only,
        fixed=question.fixed,
        condition=(
            engine.Condition(question.condition.question, question.condition.choices) if question.condition else None
        ),
    )
