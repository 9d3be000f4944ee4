"""An author at a browser: an edit, what the lint says of it, a test drive, and the example that flips."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from assessments.authoring.editions import copy_to_draft
from assessments.models import Question
from assessments.models.reading import read
from recommendations.models import ExampleClient
from recommendations.trials.examples import load_examples
from tests.assessments.small import SMALL
from tests.browser import faults, follow
from tests.factories import make_edition, shipped_edition
from tests.journeys import desk as desks

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


author = desks.author


def evidence_of(edition, question, choice):
    return read(edition.pk).question_by_key[question].choice_by_key[choice].evidence


def test_an_author_edits_tests_and_sees_which_example_flips(author):
    call_command("load_profiles", verbosity=0)
    edition = make_edition(shipped_edition())
    load_examples(edition)
    ExampleClient.objects.exclude(key__in=("S04", "S11", "S18")).delete()
    draft = copy_to_draft(questionnaire=edition)
    page = author

    # An edit: the number takes the colour of what it says, and leaving it unsaved is asked about.
    page.goto(reverse("admin:assessments_questionnaire_change", args=[draft.pk]))
    follow(page.get_by_role("link", name="How is this work done?"))
    bpo = page.locator("#id_choices-0-bpo")
    page.locator("#id_weight").fill("5")  # with its usual weight the list of functions would outweigh it
    for column, number in {"bpo": "-2", "kpo": "-2", "ito": "2", "outsource": "-2"}.items():
        page.locator(f"#id_choices-0-{column}").fill(number)
    expect(bpo).to_have_class(re.compile("evidence--against-2"))
    page.locator("#id_choices-0-reason").fill("")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.evaluate("location.reload()")
    assert asked.value.type == "beforeunload"
    follow(page.get_by_role("button", name="Save", exact=True))

    # What the lint says of it leads to the very field.
    page.get_by_text("to mend before publishing").click()
    follow(page.get_by_role("link", name="Question “How it is done”, answer “Same steps every time”"))
    reason = page.locator("#id_choices-0-reason")
    expect(reason).to_be_focused()
    reason.fill("In this trial, fixed steps speak for systems.")
    follow(page.get_by_role("button", name="Save", exact=True))
    page.get_by_text("Nothing stands in the way of publishing.").wait_for()
    assert evidence_of(draft, "method", "same_steps") == (-2, -2, 2, -2)

    # A test drive: the scores follow each answer, and a step shows the functions as they are chosen.
    desks.desk(page, "Test drive")
    page.locator('[name="functions"][value="payroll"]').check()
    page.locator('[id="q_payroll--method"]').wait_for()
    page.locator('[id="q_payroll--method"] summary').click()
    page.locator('[name="payroll--method"][value="each_case_new"]').check()
    expect(page.locator("#result")).to_contain_text("Payroll: How it is done, Each case is new")
    before = page.locator("#result").inner_text()
    page.locator('[name="payroll--method"][value="same_steps"]').check()
    page.wait_for_function("before => document.querySelector('#result').innerText !== before", arg=before)
    expect(page.locator("#result")).to_contain_text("Payroll: How it is done, Same steps every time")

    # The example that flips.
    follow(page.get_by_role("link", name="Example clients"))
    follow(page.get_by_role("button", name="Run now"))
    page.get_by_text("3 examples were run; 1 flips.").wait_for()
    expect(page.get_by_role("row", name="S18 Manufacturer's payables and receivables")).to_contain_text("flips")
    assert evidence_of(edition, "method", "same_steps")[0] == 2


@pytest.mark.slow
def test_nothing_is_wrong_with_the_pages_of_an_author(author, watch):
    call_command("load_profiles", verbosity=0)
    draft = copy_to_draft(questionnaire=make_edition(SMALL))
    method = Question.objects.get(questionnaire=draft, key="method")
    Question.objects.filter(pk=method.pk).update(weight=0)
    payroll = {"function": "payroll", "share": 2, "answers": {"method": "same_steps"}}
    example = ExampleClient.objects.create(
        questionnaire=draft,
        key="E01",
        title="A pay run",
        summary="Each month.",
        source="guide",
        expected="bpo",
        acceptable=["bpo"],
        answers={"answers": {}, "functions": [payroll]},
    )
    benches = ("change", "weights", "catalogue", "preview", "compare", "changes", "publish", "copy")
    pages = [
        *(reverse(f"admin:assessments_questionnaire_{name}", args=[draft.pk]) for name in benches),
        f"{reverse('admin:assessments_questionnaire_search', args=[draft.pk])}?q=payroll",
        reverse("admin:assessments_question_change", args=[method.pk]),
        reverse("admin:recommendations_impactrun_impact", args=[draft.pk]),
        reverse("admin:recommendations_exampleclient_results", args=[draft.pk]),
        reverse("admin:recommendations_exampleclient_drive", args=[draft.pk]),
        reverse("admin:recommendations_exampleclient_change", args=[example.pk]),
    ]
    found = []

    for address in pages:
        author.goto(address)
        found += faults(author, watch)

    assert found == []
