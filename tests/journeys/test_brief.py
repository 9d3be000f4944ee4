"""A brief for providers in a real browser: written in place, its gaps filled, and taken away as Word file and PDF."""

import io
import re

import pytest
from django.core.cache import caches
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.answering.holder import COOKIE, new_token
from recommendations.reports import services
from tests.browser import faults, follow
from tests.factories import make_assessment, save, whole
from tests.journeys.owner import open_the_site
from tests.recommendations.reports import LEAVES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FUNCTIONS = ("payroll", "bookkeeping")
LONG = "W" * 120


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


@pytest.fixture
def report_and_token():
    questionnaire = open_the_site()
    token = new_token()
    assessment = make_assessment(questionnaire, token=token, functions=FUNCTIONS)
    assessment.company = "Hollin & Reed"
    assessment.save()
    answers = whole(assessment)
    answers |= {(function, key): value for function in FUNCTIONS for key, value in LEAVES.items()}
    save(assessment, answers)
    return services.submit(assessment=assessment), token


def opened(context, live_server, report, token):
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/reports/{report.pk}/brief/")
    return page


def downloaded(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_bytes(), download.value.suggested_filename


def test_an_owner_writes_fills_leaves_out_and_takes_the_files(open_context, live_server, report_and_token):
    report, token = report_and_token
    phone = open_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = opened(phone, live_server, report, token)
    expect(page.locator("h1")).to_have_text("Payroll and the daily books: what we need, and what we ask you")

    follow(page.get_by_role("link", name=re.compile("Edit.*Who we are")))
    box = page.get_by_role("textbox", name="Who we are")
    box.fill(box.input_value() + "\n\nWe build schools, and we pay on time.")
    follow(page.get_by_role("button", name=re.compile("Save.*Who we are")))
    expect(page.locator("article")).to_contain_text("We build schools, and we pay on time.")

    # From the gap to its field.
    gap = page.locator("a.fill", has_text="name and e-mail of whoever answers questions")
    gap.click()
    page.get_by_label("Name and e-mail of whoever answers questions").fill("Jo Hollin, jo@example.com")
    page.get_by_label("Day by which answers are due").fill("2027-01-22")
    page.get_by_label("Leave out who we are").check()
    follow(page.get_by_role("button", name="Save these choices"))
    expect(gap).to_have_count(0)
    expect(page.locator("article")).to_contain_text("by 22 January 2027, to Jo Hollin, jo@example.com")
    # Their own words still name them, and they are told so.
    expect(page.locator("aside")).to_contain_text("“Who we are” still names you")
    follow(page.get_by_role("link", name=re.compile("Edit.*Who we are")))
    box = page.get_by_role("textbox", name="Who we are")
    box.fill("We build schools, and we pay on time.")
    follow(page.get_by_role("button", name=re.compile("Save.*Who we are")))

    content, name = downloaded(page, "Word file")
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    assert "We build schools, and we pay on time." in said
    assert "by 22 January 2027, to Jo Hollin, jo@example.com" in said
    assert "Hollin &" not in said + name
    content, name = downloaded(page, "PDF")
    pages = PdfReader(io.BytesIO(content)).pages
    printed = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in pages))
    assert len(pages) == 2
    assert "We build schools, and we pay on time." in printed
    assert "Hollin &" not in printed + name


def test_of_two_tabs_the_second_sees_what_the_first_wrote(open_context, live_server, report_and_token):
    report, token = report_and_token
    context = open_context(java_script_enabled=False)
    first, second = (opened(context, live_server, report, token) for _each in range(2))
    for page in (first, second):
        follow(page.get_by_role("link", name=re.compile("Edit.*Systems and data")))
    first.get_by_role("textbox", name="Systems and data").fill("The first was here")
    follow(first.get_by_role("button", name=re.compile("Save.*Systems")))

    second.get_by_role("textbox", name="Systems and data").fill("The second was here")
    follow(second.get_by_role("button", name=re.compile("Save.*Systems")))

    expect(second.get_by_role("alert")).to_contain_text("The first was here")
    expect(second.get_by_role("textbox", name="Systems and data")).to_have_value("The second was here")
    follow(second.get_by_role("button", name=re.compile("Save.*Systems")))
    expect(second.locator("article")).to_contain_text("The second was here")
    follow(second.get_by_role("link", name=re.compile("Edit.*Systems and data")))
    follow(second.get_by_role("button", name="Back to our words"))
    expect(second.locator("article")).to_contain_text("The work runs on")


def test_nothing_is_wrong_with_it_and_it_prints_on_two_pages(open_context, live_server, report_and_token, watch):
    report, token = report_and_token
    page = opened(open_context(viewport={"width": 1280, "height": 800}), live_server, report, token)
    found = faults(page, watch)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    words = [re.sub(r"\s+", " ", one.extract_text()) for one in printed]
    brief = page.url

    page.goto(f"{brief}parts/work/")
    found += faults(page, watch)
    page.locator("textarea").fill(f"{LONG}\n\n- {LONG}\n\n[{LONG}]\n\n{LONG}\nYou do: {LONG}\nWe keep: {LONG}")
    follow(page.get_by_role("button", name=re.compile("Save.*The work")))
    page.get_by_label("Names of the programs").fill(LONG)
    follow(page.get_by_role("button", name="Save these choices"))
    found += faults(page, watch)

    assert found == []
    assert len(words) == 2
    assert "Before you send it" not in "".join(words)
    assert words[1].startswith("G What we ask you to answer")
