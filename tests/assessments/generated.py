"""Editions made up by Hypothesis: any that the file format and the tables can hold, sensible or not."""

from dataclasses import replace

from hypothesis import strategies as st

from assessments.edition import flow

LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda key: key not in flow.RESERVED)
SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
HALF_STEPS = st.integers(-2, 2)
ONE_TO_THREE = st.integers(1, 3)


def line(limit, least=0):
    """A text of one line: a few characters of any kind, or as many as there may be."""
    few = st.text(LETTERS, min_size=least, max_size=6).map(str.strip)
    return st.one_of(few.filter(bool) if least else few, st.just("ü" * limit))


def paragraph(limit):
    return st.text(st.one_of(LETTERS, st.just("\n")), max_size=6).map(str.strip) | st.just("a\n" * (limit // 3) + "b")


def keys(least, most, of=KEYS):
    return st.lists(of, min_size=least, max_size=most, unique=True)


@st.composite
def editions(draw):
    sources = draw(keys(0, 3))
    steps = draw(keys(1, 3, SLUGS))
    departments = draw(keys(1, 3))
    named = st.sampled_from(["", *sources])
    questions = [draw(_question(key, steps, named)) for key in draw(keys(1, 4))]
    return flow.in_page_order(
        flow.Edition(
            slug=draw(SLUGS),
            edition=draw(st.integers(1, 9999)),
            language=draw(st.sampled_from(["en", "pt-BR", "ar"])),
            title=draw(line(120, 1)),
            introduction=draw(paragraph(1000)),
            sources=tuple(flow.Source(key, draw(line(200, 1)), draw(line(300))) for key in sources),
            steps=tuple(flow.Step(slug, draw(line(80, 1)), draw(paragraph(400))) for slug in steps),
            departments=tuple(flow.Department(key, draw(line(80, 1))) for key in departments),
            questions=tuple(draw(_conditions(questions))),
            functions=tuple(draw(_function(key, departments, named, questions)) for key in draw(keys(0, 3))),
        )
    )


@st.composite
def _question(draw, key, steps, named):
    return flow.Question(
        key=key,
        step=draw(st.sampled_from(steps)),
        scope=draw(st.sampled_from(flow.Scope)),
        weight=draw(st.integers(0, 5)),
        text=draw(line(200, 1)),
        short=draw(line(60, 1)),
        choices=tuple(draw(_choice(choice, named)) for choice in draw(keys(1, 3))),
        hint=draw(line(300)),
        why=draw(paragraph(600)),
        subject=draw(st.sampled_from(["", *flow.SUBJECTS])),
        own_functions_only=draw(st.booleans()),
        fixed=draw(st.booleans()),
        exempt=draw(line(200)),
    )


@st.composite
def _choice(draw, key, named):
    return flow.Choice(
        key=key,
        text=draw(line(160, 1)),
        short=draw(line(40)),
        evidence=draw(st.tuples(HALF_STEPS, HALF_STEPS, HALF_STEPS, HALF_STEPS)),
        reason=draw(paragraph(400)),
        source=draw(named),
        signal=draw(st.sampled_from(["", *flow.SIGNALS])),
        advice=tuple(draw(st.lists(_advice(named), max_size=1))),
    )


@st.composite
def _advice(draw, named):
    return flow.Advice(
        kind=draw(st.sampled_from(["requirement", "condition", "risk", "action"])),
        model=draw(st.sampled_from(["any", "bpo", "kpo", "ito"])),
        title=draw(line(100, 1)),
        text=draw(paragraph(600).filter(bool)),
        effort=draw(ONE_TO_THREE),
        impact=draw(ONE_TO_THREE),
        source=draw(named),
    )


@st.composite
def _conditions(draw, questions):
    """Some of the questions, each asked only after choices of another."""
    done = []
    for question in questions:
        others = [other for other in questions if other.key != question.key]
        if others and draw(st.booleans()):
            other = draw(st.sampled_from(others))
            chosen = draw(st.lists(st.sampled_from(list(other.choice_by_key)), min_size=1, unique=True))
            done.append(replace(question, condition=flow.Condition(other.key, tuple(chosen))))
        else:
            done.append(question)
    return done


@st.composite
def _function(draw, key, departments, named, questions):
    asked = [question for question in questions if question.scope is flow.Scope.FUNCTION]
    some = st.lists(st.sampled_from(asked), unique_by=lambda question: question.key) if asked else st.just([])
    return flow.CatalogueFunction(
        key=key,
        name=draw(line(80, 1)),
        department=draw(st.sampled_from(departments)),
        office=draw(st.sampled_from(["front", "back"])),
        prior=draw(st.tuples(HALF_STEPS, HALF_STEPS, HALF_STEPS)),
        says=draw(paragraph(1000)),
        source=draw(named),
        split=draw(paragraph(1000)),
        hint=draw(line(160)),
        subject=draw(st.sampled_from(["", *flow.SUBJECTS])),
        hand_over=draw(HALF_STEPS),
        hand_over_why=draw(line(300)),
        hand_over_source=draw(named),
        one_off=draw(st.booleans()),
        common=draw(st.booleans()),
        in_sentence=draw(line(80)),
        synonyms=draw(line(200)),
        typical=tuple((one.key, draw(st.sampled_from(list(one.choice_by_key)))) for one in draw(some)),
        skips=tuple(one.key for one in draw(some)),
    )
