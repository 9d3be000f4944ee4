"""From a copy to a publication and beyond: what an author decides, a respondent answers, and an old report keeps."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from playwright.sync_api import expect

from assessments.answering.holder import COOKIE, new_token
from assessments.models import Questionnaire
from recommendations.models import ExampleClient, Report
from recommendations.trials.examples import load_examples
from tests.browser import follow
from tests.journeys import desk as desks
from tests.journeys.owner import STEPS, Owner, open_the_site
from tests.recommendations.reports import make_report

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

author = desks.author
NEW_TEXT, NEW_SHORT = "How is this work done today?", "How this particular piece of work is done"
REASONS = {"warnings": "The name is shortened next month.", "examples": "S18 was about fixed steps alone."}
# What is on the page but for the tokens of its forms, which are new each time.
KEPT = """
() => {
  const main = document.querySelector('main').cloneNode(true);
  main.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => one.remove());
  return main.innerHTML;
}
"""


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


@pytest.fixture
def old_report(open_context, live_server):
    """A report under the first edition, on work that is done by fixed steps, and its owner's open page."""
    edition, token = open_the_site(), new_token()
    report = make_report(edition, token=token)
    context = open_context()
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    return report, context.new_page()


def seen(report, page):
    """The report as the database keeps it, and as its owner's browser shows it."""
    page.goto(f"/reports/{report.pk}/")
    return Report.objects.values("content", "checksum", "edition").get(pk=report.pk), page.evaluate(KEPT)


def copied(page):
    """From the list of editions to a draft of its own."""
    page.goto(reverse("admin:assessments_questionnaire_changelist"))
    follow(page.get_by_role("link", name="sourcing-2: Copy to a new draft"))
    follow(page.get_by_role("button", name="Copy to a new draft"))
    page.get_by_text("sourcing-3 is a draft with the content of sourcing-2.").wait_for()


def edited(page):
    """One question is asked in other words, and its first answer speaks for systems alone."""
    follow(page.get_by_role("link", name="How is this work done?"))
    page.locator("#id_text").fill(NEW_TEXT)
    page.locator("#id_short").fill(NEW_SHORT)
    page.locator("#id_weight").fill("5")  # with its usual weight the list of functions would outweigh it
    for column, number in {"bpo": "-2", "kpo": "-2", "ito": "2", "outsource": "-2"}.items():
        page.locator(f"#id_choices-0-{column}").fill(number)
    follow(page.get_by_role("button", name="Save", exact=True))
    page.get_by_text("1 worth a look").wait_for()


def published(page):
    """Publishing wants a word on the doubt of the lint, and one on the example that flips."""
    follow(page.get_by_role("link", name="sourcing-3", exact=True).first)
    follow(page.get_by_role("link", name="Publish", exact=True))
    follow(page.get_by_role("button", name="Publish", exact=True))
    page.get_by_text("Not published: something below still wants your word.").wait_for()
    for gate, reason in REASONS.items():
        page.locator(f"[name={gate}-tick]").check()
        page.locator(f"[name={gate}-reason]").fill(reason)
    follow(page.get_by_role("button", name="Publish", exact=True))
    page.get_by_text("sourcing-3 is published.", exact=False).first.wait_for()


@pytest.mark.everywhere
def test_a_draft_goes_from_its_copy_to_respondents_and_an_old_report_stays_as_it_is(author, open_context, old_report):
    load_examples(Questionnaire.objects.get())
    ExampleClient.objects.exclude(key__in=("S04", "S18")).delete()
    before = seen(*old_report)
    page = author

    copied(page)
    edited(page)

    # A test drive shows what the answer says now.
    desks.desk(page, "Test drive")
    page.locator('[name="functions"][value="payroll"]').check()
    page.locator('[id="q_payroll--method"] summary').click()
    page.locator('[name="payroll--method"][value="same_steps"]').check()
    page.get_by_text(f"Payroll: {NEW_SHORT}, Same steps every time").first.wait_for()

    # What it would change for the assessment that was submitted.
    desks.desk(page, "Impact")
    follow(page.get_by_role("button", name="Count"))
    page.get_by_text("All counted.").wait_for()
    expect(page.locator("#content")).to_contain_text("1 assessment would get other advice.")

    published(page)
    desks.desk(page, "History")
    for reason in REASONS.values():
        expect(page.locator("#content")).to_contain_text(reason)

    # A respondent is asked the new question and gets a report of the new edition.
    owner = Owner(open_context().new_page())
    owner.start()
    owner.choose("bookkeeping")
    asked = []
    for _step in STEPS:
        asked.append(owner.main.text_content())
        owner.answer()
        owner.go_on()
    assert [NEW_SHORT in step for step in asked].count(True) == 1
    owner.report()
    newest = Report.objects.exclude(pk=old_report[0].pk).get()
    assert newest.edition == "sourcing-3"

    assert seen(*old_report) == before
