"""The pages on which editions are decided on, compared, translated and taken in: nothing wrong on a desk or a phone."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.authoring.editions import load
from assessments.edition import written
from assessments.models import Questionnaire
from recommendations.reports.services import submit
from tests.assessments.small import TURNED
from tests.browser import faults, follow
from tests.factories import make_assessment, make_edition
from tests.journeys import desk as desks

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

author = desks.author
WIDTHS = (1280, 375)
# What Django's own pages are known for: the link beside the count of a filter is told apart by its colour alone.
STOCK = ('link-in-text-block <a href="?">Show all</a>',)


def of(edition, name, *more):
    return reverse(f"admin:assessments_questionnaire_{name}", args=[edition.pk, *more])


def pages_of(in_use, draft):
    return [
        reverse("admin:assessments_questionnaire_changelist"),
        of(in_use, "change"),
        of(in_use, "retire"),
        of(in_use, "reword", "question.load"),
        of(draft, "publish"),
        of(draft, "compare"),
        of(draft, "changes"),
        of(in_use, "changes"),
        of(draft, "restore", 1),
        of(draft, "picture"),
        of(draft, "translations"),
        of(draft, "language", "es"),
        of(draft, "texts", "es", "question.load"),
        reverse("admin:recommendations_modelprofile_translations"),
        reverse("admin:recommendations_modelprofile_texts", args=["es", "kpo"]),
        reverse("admin:recommendations_impactrun_impact", args=[draft.pk]),
    ]


def found_on(page, watch):
    """Look at the page that is open at every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield from (one for one in faults(page, watch) if not one.endswith(STOCK))


def test_nothing_is_wrong_with_the_pages_that_decide_compare_and_translate(author, watch, tmp_path):
    call_command("load_profiles", verbosity=0)
    in_use = make_edition()
    answers = {("payroll", "method"): "same_steps", ("", "load"): "much"}
    submit(assessment=make_assessment(in_use, functions=("payroll",), answers=answers))
    wordy = tuple(replace(q, short="Load " * 8 + "upon load") if q.key == "load" else q for q in TURNED.questions)
    draft = load(replace(TURNED, edition=2, questions=wordy))
    file = tmp_path / "small.toml"
    file.write_bytes(written.as_toml(written.values(replace(TURNED, edition=2))))
    page, found = author, []

    for address in pages_of(in_use, draft):
        assert page.goto(address).status == 200
        found += found_on(page, watch)
    follow(page.get_by_role("button", name="Count"))
    page.get_by_text("All counted.").wait_for()
    found += found_on(page, watch)
    page.goto(reverse("admin:assessments_questionnaire_import"))
    found += found_on(page, watch)
    page.locator("[type=file]").set_input_files(file)
    follow(page.locator("#content [type=submit]"))
    page.get_by_role("heading", name="Lint").wait_for()
    found += found_on(page, watch)

    assert found == []
    assert Questionnaire.objects.count() == 2
