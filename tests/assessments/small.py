"""A small edition that nothing is wrong with, and ways to change one thing about it."""

from dataclasses import replace

from assessments.edition import flow

SETTLE = flow.Advice("condition", "any", "Settle the limits", "Write down what may leave.", 1, 2, "guide")


def choice(key, *evidence, **fields):
    spoken = {"reason": f"Because of {key}.", "source": "guide"} if any(evidence) else {}
    return flow.Choice(key, f"Answer {key}", evidence=evidence or (0, 0, 0, 0), **(spoken | fields))


def question(key, *choices, step="core-problem", scope=flow.Scope.ORGANISATION, weight=2, **fields):
    return flow.Question(
        key=key,
        step=step,
        scope=scope,
        weight=weight,
        text=f"What about {key}?",
        short=key.capitalize(),
        choices=choices,
        **fields,
    )


SMALL = flow.Edition(
    slug="small",
    edition=1,
    language="en",
    title="A small guide",
    introduction="Two steps.",
    sources=(flow.Source("guide", "The guide", "An article"),),
    steps=(
        flow.Step("core-problem", "Your core problem", "What hurts."),
        flow.Step("technology", "Technology", ""),
    ),
    departments=(flow.Department("hr", "Human resources"), flow.Department("it", "Technology")),
    questions=(
        question("load", choice("much", 2, -1, 0, 1), choice("little", -1, 2, 0, 0), weight=3, hint="Think of a week."),
        question(
            "method",
            choice("same_steps", 2, -2, 1, 1, short="Same steps"),
            choice("each_new", -2, 2, -1, -1),
            scope=flow.Scope.FUNCTION,
            weight=4,
        ),
        question(
            "output",
            choice("records", 2, -1, -1, 0),
            choice("opinions", -1, 2, -1, 0),
            choice("systems", -1, -1, 2, 0),
            scope=flow.Scope.FUNCTION,
            weight=5,
            own_functions_only=True,
        ),
        question("tools", choice("failing", 0, 0, 2, 1), choice("modern", 0, 0, -2, 0), step="technology"),
        question(
            "facts",
            *(choice(signal, signal=signal, advice=(SETTLE,)) for signal in flow.SIGNALS),
            step="technology",
            weight=0,
            fixed=True,
        ),
        question(
            "relief",
            choice("soon", advice=(SETTLE,)),
            choice("later"),
            step="technology",
            weight=0,
            condition=flow.Condition("load", ("much",)),
        ),
    ),
    functions=(
        flow.CatalogueFunction(
            "payroll",
            "Payroll",
            "hr",
            "back",
            (2, 0, 0),
            "Rules, every month.",
            "guide",
            subject="process",
            hand_over=1,
            hand_over_why="Many do.",
            hand_over_source="guide",
            in_sentence="the pay run",
            synonyms="wages, salaries",
            typical=(("method", "same_steps"),),
            skips=("output",),
        ),
        flow.CatalogueFunction(
            "help_desk",
            "Help desk",
            "it",
            "front",
            (0, 0, 2),
            "Systems.",
            "guide",
            "Split.",
            "Hint",
            subject="technology",
            one_off=True,
        ),
    ),
)


def changed(key, **fields):
    """SMALL with one question changed."""
    return replace(SMALL, questions=tuple(replace(q, **fields) if q.key == key else q for q in SMALL.questions))


def choice_changed(key, which, **fields):
    """SMALL with one choice changed."""
    choices = SMALL.question_by_key[key].choices
    return changed(key, choices=tuple(replace(c, **fields) if c.key == which else c for c in choices))


def extended(*questions):
    """SMALL with more questions at its end, which is the second step."""
    return replace(SMALL, questions=(*SMALL.questions, *questions))


def _exchanged(numbers):
    bpo, kpo, *others = numbers
    return (kpo, bpo, *others)


# SMALL with all that speaks for BPO speaking for KPO, and the other way round.
TURNED = replace(
    SMALL,
    questions=tuple(
        replace(q, choices=tuple(replace(c, evidence=_exchanged(c.evidence)) for c in q.choices))
        for q in SMALL.questions
    ),
    functions=tuple(replace(f, prior=_exchanged(f.prior)) for f in SMALL.functions),
)
