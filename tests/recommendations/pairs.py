"""Pairs of reports for tests: of one edition or of two, with what was changed in between."""

from dataclasses import replace

from django.urls import reverse

from recommendations.reports import services
from tests.factories import make_assessment, save, shipped_edition, whole

CHANGES = [
    {},
    {("", "repetitive_load"): "light"},
    {
        ("", "repetitive_load"): "dont_know",
        ("payroll", "method"): "each_case_new",
        ("payroll", "volume"): "not_applicable",
    },
    {("payroll", "method"): "professional_judgement", ("payroll", "judged_by"): "depth", ("", "expert_need"): "rarely"},
]


def report(questionnaire, *functions, changed=None, **whose):
    """Give a report on the first choice of everything, but for what is changed."""
    assessment = make_assessment(questionnaire, functions=functions or ("payroll",), **whose)
    save(assessment, whole(assessment) | (changed or {}))
    return services.submit(assessment=assessment)


def url(before, after, name="compare"):
    return reverse(f"recommendations:{name}", args=(before.pk, after.pk))


def newer(edition=None):
    """Another edition of what is shipped: one question gone, one reworded, one choice gone, one question added."""
    shipped = edition or shipped_edition()
    first = shipped.question_by_key["repetitive_load"]
    questions = tuple(
        replace(one, text="How much of the work repeats itself?") if one.key == "expert_need" else one
        for one in shipped.questions
        if one.key != "industry"
    )
    lesser = replace(first, choices=first.choices[1:])
    questions = tuple(lesser if one.key == first.key else one for one in questions)
    added = replace(first, key="paper_load", text="How much of it is paper?", short="Paper")
    return replace(shipped, edition=3, questions=(*questions, added))
