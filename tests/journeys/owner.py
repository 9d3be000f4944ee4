"""An owner at a browser, who answers for the finance department of worked example S05."""

import re

from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import follow
from tests.factories import make_edition, shipped_edition

FINANCE = {
    "bookkeeping": {
        "method": "same_steps", "edge": "pure_support", "own_skill": "adequate", "on_time": "slips_at_peaks",
        "current": "our_people", "ties": "some_handovers", "system_state": "outdated", "documented": "written",
        "program": "partly", "data": "personal", "data_place": "with_conditions", "legal_limit": "none",
        "volume": "daily", "offer": "less",
    },
    "invoice_processing": {
        "method": "same_steps", "edge": "pure_support", "own_skill": "adequate", "on_time": "slips_often",
        "current": "our_people", "ties": "some_handovers", "system_state": "outdated", "documented": "written",
        "program": "partly", "data": "ordinary", "legal_limit": "none", "volume": "very_high", "offer": "never_asked",
    },
    "tax_planning": {
        "method": "professional_judgement", "edge": "needed_no_edge", "own_skill": "none", "on_time": "slips_often",
        "current": "nobody", "ties": "stands_alone", "system_state": "not_applicable", "data": "personal",
        "data_place": "not_abroad", "legal_limit": "none", "volume": "now_and_then", "offer": "same",
    },
    "forecasting": {
        "method": "each_case_new", "edge": "supports_edge", "own_skill": "none", "on_time": "slips_often",
        "current": "nobody", "ties": "some_handovers", "system_state": "patchy", "documented": "partly",
        "data": "own_secrets", "data_place": "anywhere", "legal_limit": "none", "volume": "now_and_then",
        "offer": "never_asked",
    },
    "accounting_system": {
        "method": "dont_know", "edge": "pure_support", "own_skill": "none", "on_time": "slips_often", "current": "both",
        "ties": "woven_in", "system_state": "breaks_down", "documented": "partly", "data": "personal",
        "data_place": "with_conditions", "legal_limit": "none", "way_back": "months", "offer": "same",
        "course": "weeks", "answers_for": "inside",
    },
}  # fmt: skip
BUSINESS = {
    "repetitive_load": "heavy", "expert_need": "pressing", "technology_trouble": "out_of_date",
    "security_worry": "exposed", "industry": "other", "growth": "gradual", "outside_firms": "several_hard",
    "location": "anywhere",
}  # fmt: skip
FIRST_STEP = ("method", "edge", "own_skill", "on_time", "current", "ties")  # asked there about each function
STEPS = ("core-problem", "technology", "compliance", "growth", "partner")


def open_the_site():
    """Publish what is shipped."""
    call_command("load_profiles", verbosity=0)
    return make_edition(shipped_edition())


class Owner:
    """Somebody at a browser who fills the pages in by their field names."""

    def __init__(self, page):
        self.page = page
        self.decisions, self.clicks = 0, 0

    @property
    def main(self):
        return self.page.get_by_role("main")

    def start(self):
        self.page.goto("/")
        follow(self.main.get_by_role("button", name="Start the assessment").first)

    def choose(self, *functions):
        for key in functions:
            box = self.page.locator(f'[name="functions"][value="{key}"]')
            if not box.is_visible():
                self.clicks += 1
                self.page.locator("details.dept", has=box).locator("summary").click()
                expect(box).to_be_visible()
            box.check()
            self.clicks += 1
        self.go_on()

    def answer_as_usual(self):
        """Confirm what is usual, and answer what is open as somebody whose own people do the work with good tools."""
        for card in self.page.locator("details.fcard").all():
            for question in card.locator("fieldset.ask").all():
                if question.is_hidden() or question.locator(":checked").count():
                    continue
                wanted = question.locator('[value="our_people"], [value="modern"]')
                (wanted if wanted.count() else question.locator("input")).first.check()
                self.decisions += 1
                self.clicks += 1
            tick = card.locator(".confirm:visible input:not(:checked)")
            if tick.count():
                tick.check()
                self.decisions += 1
                self.clicks += 1

    def answer(self):
        """Answer everything this page asks, counting what is decided and how often one clicks for it."""
        for key, value in BUSINESS.items():
            self.pick(key, value)
        for function, answers in FINANCE.items():
            for key, value in answers.items():
                self.pick(f"{function}--{key}", value)
            tick = self.page.locator(f'input[name="{function}--confirmed"]:not(:checked)')
            if tick.count():
                tick.check()
                self.decisions += 1
                self.clicks += 1

    def pick(self, name, value):
        """Choose an answer where this page asks for it; a line that says it already is left as it is."""
        found = self.page.locator(f'input[name="{name}"][value="{value}"]')
        if not found.count() or found.is_checked():
            return
        line = self.page.locator(f'details.told__row[id="q_{name}"]:not([open])')
        if line.count():
            if line.is_hidden():
                return
            self.clicks += 1
            line.locator("summary").click()
            expect(line).to_have_count(0)  # of those that are closed
        if found.is_hidden():
            return
        found.check()
        self.decisions += 1
        self.clicks += 1

    def go_on(self):
        follow(self.page.locator(".savebar, form").get_by_role("button", name="Save and continue").last)
        self.clicks += 1

    def report(self):
        """Submit what is answered, and read the report."""
        follow(self.page.get_by_role("button", name="See my report"))
        expect(self.page).to_have_url(re.compile("/reports/"))

    def to_the_check(self):
        self.start()
        self.choose(*FINANCE)
        for _step in STEPS:
            self.answer()
            self.go_on()
