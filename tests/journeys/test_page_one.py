"""Page one in a real browser: one sheet of paper, two screens of a phone, drawers that open, and long words everywhere."""

import io
import re

import pytest
from django.core.cache import caches
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.answering.holder import COOKIE, new_token
from recommendations.reports import services
from tests.browser import faults, follow
from tests.factories import engage, make_assessment, make_consultant, make_organisation, make_user, save, whole
from tests.journeys.owner import open_the_site
from tests.journeys.test_review import opened_by
from tests.recommendations.reports import LEAVES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 375, "height": 812}
LONG_NAME = "Rechtsschutzversicherungsabwicklungsnachbearbeitungskoordinierungsstellenamt"
LONG_ADDRESS = "https://intranet.firm.example/abteilung/verwaltung/" + "unterlagen" * 3 + "0123"
EIGHT = (
    *("payroll", "bookkeeping", "tax_planning", "servers_cloud"),
    *("customer_service", "key_accounts", "contract_review", "security_tests"),
)
BARRED = {"legal_limit": "law_forbids"}
WIDTHS = (320, 375, 768, 1280)


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


def given(questionnaire, *functions, note="", **fields):
    """A report with every answer given: the first function must stay, the others leave."""
    assessment = make_assessment(questionnaire, functions=functions, **fields)
    assessment.selected_functions.filter(key__startswith="own_").update(name=LONG_NAME)
    answers = whole(assessment) | {(key, ask): answer for key in functions for ask, answer in LEAVES.items()}
    answers |= {(functions[0], ask): answer for ask, answer in BARRED.items()}
    save(assessment, answers, notes={"repetitive_load": note} if note else {})
    return services.submit(assessment=assessment)


@pytest.fixture
def token():
    return new_token()


def holding(open_context, live_server, token, **options):
    context = open_context(**options)
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    return context.new_page()


def test_page_one_of_eight_functions_is_one_sheet_of_paper_and_of_three_two_screens_of_a_phone(
    open_context, live_server, token
):
    edition = open_the_site()
    eight, three = given(edition, *EIGHT, token=token), given(edition, *EIGHT[:3], token=token)
    page = holding(open_context, live_server, token, viewport=PHONE)

    page.goto(f"/reports/{three.pk}/")
    bottom = page.evaluate("document.querySelector('.one__more').getBoundingClientRect().bottom + scrollY")
    page.goto(f"/reports/{eight.pk}/?print=one")
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]

    assert bottom <= 2 * PHONE["height"]
    assert "Firm, fair or open" in sheets[0]
    assert sheets[1].strip().startswith("What to do first")


def test_a_drawer_opens_when_a_link_leads_into_it_with_a_script_and_without(open_context, live_server, token):
    report = given(open_the_site(), "payroll", "tax_planning", token=token)

    for script in (True, False):
        page = holding(open_context, live_server, token, java_script_enabled=script)
        page.goto(f"/reports/{report.pk}/")
        assert page.locator("details[open]").count() == 0
        page.get_by_role("link", name="What would change it").click()
        expect(page.locator("details:has(#change)")).to_have_attribute("open", "")
        page.goto(f"/reports/{report.pk}/")
        page.locator(".calls").get_by_role("link", name="Tax planning").click()
        expect(page.locator("#fn-tax_planning")).to_have_attribute("open", "")
        expect(page.locator("#fn-tax_planning .drawer__body")).to_be_visible()
        page.goto(f"/reports/{report.pk}/#plan")
        if script:
            expect(page.locator("details:has(> summary #plan)")).to_have_attribute("open", "")
        page.goto(f"/reports/{report.pk}/")
        page.locator(".monday").get_by_role("link", name=re.compile("Say who")).first.click()
        expect(page.locator("[id^=action-]").first).to_be_visible()


def test_long_names_and_addresses_widen_no_page_and_nothing_is_wrong_with_page_one(open_context, live_server, watch):
    owner, consultant = make_user("client@example.com"), make_consultant("ana@firm.example.com")
    client = make_organisation(owner, name=LONG_NAME)
    engage(consultant.organisations.get(), client)
    edition = open_the_site()
    functions = ("own_1", "payroll", "tax_planning")
    old = given(edition, *functions, organisation=client, note=LONG_ADDRESS)
    report = given(edition, *functions, organisation=client, note=LONG_ADDRESS)
    services.set_action(
        report=report, action=report.page["one"]["monday"][0]["key"], owner=LONG_NAME, due=None, status="doing"
    )
    draft = make_assessment(edition, functions=functions, organisation=client)
    draft.selected_functions.filter(key="own_1").update(name=LONG_NAME)
    save(draft, {}, notes={"repetitive_load": LONG_ADDRESS})
    page = opened_by(owner, open_context, live_server, viewport={"width": 1280, "height": 900})
    desk = opened_by(consultant, open_context, live_server, viewport={"width": 1280, "height": 900})
    page.goto(f"/reports/{report.pk}/share/")
    follow(page.get_by_role("button", name=re.compile("Make (a|the) link")))
    shared = page.locator("main").get_by_text(re.compile(r"/shared/")).first
    link = shared.input_value() if shared.evaluate("one => one.tagName") == "INPUT" else shared.inner_text()
    addresses = {
        page: (
            f"/reports/{report.pk}/",
            f"/reports/{report.pk}/?print=all",
            reverse("assessments:hub", args=(draft.pk,)),
            reverse("assessments:check", args=(draft.pk,)),
            reverse("recommendations:workspace"),
            reverse("recommendations:history", args=(client.pk,)),
            reverse("recommendations:compare", args=(old.pk, report.pk)),
            link.strip(),
        ),
        desk: (f"/clients/{client.pk}/reports/{report.pk}/",),
    }
    found, wide = [], []

    for window, paths in addresses.items():
        for path in paths:
            window.goto(path)
            window.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            for media in ("screen", "print"):
                window.emulate_media(media=media)
                for width in WIDTHS if media == "screen" else (680,):
                    window.set_viewport_size({"width": width, "height": 900})
                    broad = window.evaluate("document.documentElement.scrollWidth")
                    if broad > width:
                        wide.append((path, media, width, broad))
            window.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/reports/{report.pk}/")
    found += faults(page, watch)

    assert wide == []
    assert found == []


def test_the_front_page_in_spanish_is_no_wider_than_a_narrow_phone(open_context, live_server):
    open_the_site()
    page = open_context(locale="es-ES").new_page()

    for width in (320, 345):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto("/")
        assert page.evaluate("document.documentElement.lang") == "es"
        assert page.evaluate("document.documentElement.scrollWidth") == width
