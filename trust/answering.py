"""What a respondent does, over HTTP alone, and what of it is stored."""

import re
from typing import Final

from assessments.edition import document
from benchmarks.visitor import FormReader, Visitor
from trust.site import Site

STEPS: Final = ("core-problem", "technology", "compliance", "growth", "partner")
FUNCTIONS: Final = ["payroll"]
_PK: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def begin(visitor: Visitor, *, everything: bool = False) -> str:
    """Start an assessment about one function, answered throughout where `everything`, and give its id."""
    token = visitor.read_form("/assessments/").chosen["csrfmiddlewaretoken"][0]
    status, _page, where = visitor.post("/assessments/", {"csrfmiddlewaretoken": token, "company": "Trust"})
    match = _PK.search(where)
    if match is None:
        raise RuntimeError(f"starting an assessment answered {status} {where!r}")
    path = f"/assessments/{match[0]}"
    form = visitor.read_form(f"{path}/functions/")
    visitor.post(f"{path}/functions/", {**_hidden(form), "functions": FUNCTIONS, "action": "continue"})
    for step in STEPS if everything else ():
        form = step_form(visitor, f"{path}/steps/{step}/")
        status, _page, _where = visitor.post(f"{path}/steps/{step}/", fill(form, choice=0))
        if status != 302:  # noqa: PLR2004 - on to the next step
            raise RuntimeError(f"saving {step} answered {status}")
    return match[0]


def step_form(visitor: Visitor, path: str) -> FormReader:
    return visitor.read_form(path)


def fill(form: FormReader, *, choice: int) -> dict[str, str | list[str]]:
    """Answer everything a page asks with its first (0) or second (1) choice."""
    answers = {}
    for name, values in form.options.items():
        offered = [value for value in values if value]
        answers[name] = offered[min(choice, len(offered) - 1)]
    return {**_hidden(form), **answers, "action": "later" if choice else "continue"}


def answered(site: Site, assessment: str, step: str) -> tuple[int, set[int]]:
    """Tell how often a step was saved, and which choices (0 first, 1 second) its stored answers are."""
    key = assessment if site.postgres else assessment.replace("-", "")
    version = site.rows(
        "SELECT version FROM assessments_progress WHERE assessment_id = %s AND step = %s",
        key,
        step,
    )[0][0]
    content = site.rows(
        "SELECT q.content FROM assessments_questionnaire q JOIN assessments_assessment m ON m.questionnaire_id = q.id"
        " WHERE m.id = %s",
        key,
    )[0][0]
    choices = {
        question.key: [choice.key for choice in question.choices]
        for question in document.read(content).questions
        if question.step == step
    }
    rows = site.rows("SELECT question_key, choice_key FROM assessments_answer WHERE assessment_id = %s", key)
    # An answer without a choice is one of the blanks, which stand behind every choice and are never filled in here.
    stored = [(question, choice) for question, choice in rows if choice and question in choices]
    return int(version), {int(choices[question].index(choice) > 0) for question, choice in stored}


def _hidden(form: FormReader) -> dict[str, str | list[str]]:
    hidden = ("csrfmiddlewaretoken", "version")
    return {name: form.chosen[name][0] for name in hidden if name in form.chosen}
