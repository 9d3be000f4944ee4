"""A report in a real browser without JavaScript: read, acted on, and led back from to the open question."""

import re

import pytest
from django.core.cache import caches
from playwright.sync_api import expect

from assessments.answering.holder import COOKIE, new_token
from assessments.edition import flow
from recommendations.reports import services
from tests.browser import follow
from tests.factories import make_assessment, save, whole
from tests.journeys.owner import open_the_site
from tests.recommendations.reports import LEAVES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 375, "height": 800}


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


@pytest.fixture
def report_and_token():
    """A report on one function of which it is unknown how much there is, and the token of the browser it was begun in."""
    questionnaire = open_the_site()
    token = new_token()
    assessment = make_assessment(questionnaire, token=token, functions=("payroll",))
    answers = whole(assessment) | {("payroll", key): value for key, value in LEAVES.items()}
    save(assessment, answers | {("payroll", "volume"): flow.DONT_KNOW})
    return services.submit(assessment=assessment), token


def holding(context, live_server, token):
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    return context.new_page()


def test_the_owner_reads_sets_an_action_and_follows_an_open_question_back(open_context, live_server, report_and_token):
    report, token = report_and_token
    page = holding(open_context(java_script_enabled=False, viewport=NARROW), live_server, token)

    page.goto(f"/reports/{report.pk}/")
    expect(page.locator("h1")).to_have_text(report.data["page"]["outcome"])
    follow(page.get_by_role("link", name="What to do first", exact=True))
    first = page.locator("#action-1")
    first.get_by_text("Say who does it, and by when").click()
    first.get_by_label("Who does it").fill("Ines")
    first.get_by_label("By when").fill("2027-03-31")
    first.get_by_label("How far it is").select_option("doing")
    follow(first.get_by_role("button", name="Save"))
    expect(page.locator("#action-1")).to_contain_text("In progress · Ines · due")

    follow(page.get_by_role("link", name="What would change it"))
    question = page.locator("li", has_text="How much of this work is there")
    follow(question.get_by_role("link", name="Answer this question"))
    follow(page.get_by_role("button", name="Start with these answers"))

    expect(page).to_have_url(re.compile("/steps/growth/"))
    expect(page.locator('[name="payroll--volume"][value="dont_know"]')).to_be_checked()


def test_a_stranger_is_shown_nothing_of_it(open_context, live_server, report_and_token):
    report, _its_own = report_and_token
    page = holding(open_context(java_script_enabled=False), live_server, new_token())

    response = page.goto(f"/reports/{report.pk}/")

    assert response.status == 404
    assert report.data["page"]["outcome"] not in page.content()
