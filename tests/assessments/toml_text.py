"""An edition written as a TOML file, so that tests can go from values to a file and back."""

import json

from assessments.edition.sourcing_models import COLUMNS


def written(edition):
    return "\n".join(_lines(edition))


def _text(value):
    # A JSON string is a TOML string but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _lines(edition):
    for name in ("slug", "language", "title", "introduction"):
        yield f"{name} = {_text(getattr(edition, name))}"
    yield f"edition = {edition.edition}"
    for source in edition.sources:
        yield from _table("sources", key=source.key, title=source.title, note=source.note)
    for step in edition.steps:
        yield from _table("steps", slug=step.slug, title=step.title, lead=step.lead)
    for department in edition.departments:
        yield from _table("departments", key=department.key, name=department.name)
    for question in edition.questions:
        yield from _question(question)
    for function in edition.functions:
        prior = dict(zip(COLUMNS, function.prior, strict=False))
        yield from _table(
            "functions",
            prior=prior,
            typical=dict(function.typical),
            **{name: getattr(function, name) for name in function.__slots__ if name not in ("prior", "typical")},
        )


def _question(question):
    fields = (
        *("key", "step", "weight", "text", "short", "hint", "why"),
        *("subject", "own_functions_only", "fixed", "exempt"),
    )
    yield from _table("questions", scope=question.scope.value, **{field: getattr(question, field) for field in fields})
    if question.condition:
        yield f"show_if = {_value({'question': question.condition.question, 'choices': question.condition.choices})}"
    for choice in question.choices:
        yield from _table(
            "questions.choices",
            evidence=dict(zip(COLUMNS, choice.evidence, strict=True)),
            advice=[{name: getattr(advice, name) for name in advice.__slots__} for advice in choice.advice],
            **{field: getattr(choice, field) for field in ("key", "text", "short", "reason", "source", "signal")},
        )


def _table(name, /, **fields):
    yield f"\n[[{name}]]"
    yield from (f"{field} = {_value(value)}" for field, value in fields.items())


def _value(value):
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case dict():
            return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return str(value)
