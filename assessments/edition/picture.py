"""An edition as a drawing: its steps, questions and weights from top to bottom, and who is asked only after whom.

Pure: places in whole units of the drawing, no markup. The same lines make the table beside it.
"""

from typing import Any, Final

from assessments.edition import flow

WIDTH: Final = 440
LEFT: Final = 16
LINE: Final = 34
HEAD: Final = 44
BAR: Final = 14  # for one point of weight
ARC: Final = 12  # how far one more line of conditions stands out
SPINE: Final = 384
LONGEST: Final = 34  # characters of a name that fit


def picture(edition: flow.Edition) -> dict[str, Any]:
    """Give the steps with their questions, and the arrows of the conditions, with their places in the drawing.

    `path` and `head` of an arrow are in SVG's own words.
    """
    steps: list[dict[str, Any]] = []
    middles: dict[str, int] = {}  # of each question's line
    top = 0
    for step in edition.steps:
        lines: list[dict[str, Any]] = []
        for question in edition.questions:
            if question.step != step.slug:
                continue
            y = top + HEAD + LINE * len(lines)
            middles[question.key] = y + LINE // 2
            is_long = len(question.short) > LONGEST
            condition = question.condition
            other = edition.question_by_key[condition.question] if condition else None
            lines.append(
                {
                    "question": question,
                    "shown": f"{question.short[: LONGEST - 1]}…" if is_long else question.short,
                    "after": other,
                    "after_choices": [other.label_of(key) for key in condition.choices] if condition and other else [],
                    "x": LEFT,
                    "y": y,
                    "bar": BAR * question.weight,
                }
            )
        height = HEAD + LINE * len(lines) + 12
        steps.append({"step": step, "y": top, "baseline": top + HEAD - 16, "height": height, "lines": lines})
        top += height + 8
    # Each condition goes down the right side, every one a little further out than the one before.
    arrows: list[dict[str, str]] = []
    for question in edition.questions:
        if question.condition is None:
            continue
        start, end = middles[question.condition.question], middles[question.key]
        out, tip = min(SPINE + 18 + ARC * len(arrows), WIDTH - 8), SPINE + 6
        arrows.append(
            {
                "path": f"M{SPINE} {start} H{out} V{end} H{tip}",
                "head": f"M{tip} {end - 4} L{SPINE - 2} {end} L{tip} {end + 4} Z",
            }
        )
    return {"width": WIDTH, "height": top, "steps": steps, "arrows": arrows, "longest_bar": BAR * 5}
