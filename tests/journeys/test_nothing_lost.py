"""A person whose sign-in ends while they type signs in again and finds every word; and leaving one's words is asked about."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from assessments.answering.sheet import Sheet
from consulting.models import Comment
from tests.browser import faults, follow
from tests.factories import (
    engage,
    make_assessment,
    make_consultant,
    make_edition,
    make_organisation,
    make_user,
    shipped_edition,
)
from tests.organisations.signing import PASSWORD, code_of
from tests.recommendations.reports import make_report

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOTE = "Month ends cost us two days <each>\nand nobody knows why"
COMMENT = "Is payroll really yearly?"


def opened_by(person, open_context, live_server):
    """Open the site as somebody who signed in."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    visitor = Client()
    visitor.force_login(person)
    context = open_context(viewport={"width": 1280, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": visitor.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def sign_in(page, person, *, with_app=False):
    follow(page.get_by_role("link", name="Sign in and come back here"))
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    if with_app:
        page.get_by_label("Code").fill(code_of("JBSWY3DPEHPK3PXP"))
        follow(page.get_by_role("button", name="Sign in", exact=True))


@pytest.mark.everywhere
def test_a_note_on_a_step_outlives_the_session(open_context, live_server, watch):
    owner = make_user("owner@example.com")
    assessment = make_assessment(make_edition(), organisation=make_organisation(owner), functions=("payroll",))
    page = opened_by(owner, open_context, live_server)
    page.goto(f"/assessments/{assessment.pk}/steps/core-problem/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    note = page.locator("[id='id_note--load']")
    Session.objects.all().delete()

    note.fill(NOTE)
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.locator("main")).to_contain_text("Nothing was saved")
    # The open page may have tried to save by itself first, and said in the console that it was refused.
    watch.errors[:] = [error for error in watch.errors if "404" not in error]
    found = faults(page, watch)
    sign_in(page, owner)

    expect(page.locator("main")).to_contain_text("Not saved yet")
    expect(note).to_be_visible()
    expect(note).to_have_value(NOTE)
    assert Sheet(assessment).notes == {}
    found += faults(page, watch)
    follow(page.get_by_role("button", name="Save and continue"))

    assert Sheet(assessment).notes["load"].split() == NOTE.split()
    assert found == []


def test_what_was_brought_back_to_a_step_is_saved_by_leaving_it_and_brought_back_only_once(
    open_context, live_server, watch
):
    owner = make_user("owner@example.com")
    assessment = make_assessment(make_edition(), organisation=make_organisation(owner), functions=("payroll",))
    page = opened_by(owner, open_context, live_server)
    page.goto(f"/assessments/{assessment.pk}/steps/core-problem/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    note = page.locator("[id='id_note--load']")
    Session.objects.all().delete()
    with watch.looking_away():  # the open page says in the console that it was refused
        note.fill(NOTE)
        follow(page.get_by_role("button", name="Save and continue"))
    sign_in(page, owner)
    expect(note).to_have_value(NOTE)
    there = page.url

    page.get_by_role("link", name="Overview of your assessment").click()
    expect(page).to_have_url(re.compile(rf"/assessments/{assessment.pk}/$"))

    assert Sheet(assessment).notes["load"].split() == NOTE.split()
    page.goto(there)
    expect(page.locator("main")).to_contain_text("What was typed before is not here")


@pytest.mark.everywhere
def test_a_comment_on_a_review_outlives_the_session_and_is_not_left_unasked(open_context, live_server, watch):
    owner, consultant = make_user("client@example.com"), make_consultant("ana@firm.example.com")
    client = make_organisation(owner, name="Kestrel Ltd")
    engage(consultant.organisations.get(), client)
    report = make_report(make_edition(shipped_edition()), "payroll", organisation=client)
    page = opened_by(consultant, open_context, live_server)
    page.goto(f"/clients/{client.pk}/reports/{report.pk}/")
    comment = page.get_by_label("Comment", exact=True)
    comment.press_sequentially(COMMENT)

    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("New note").fill("Another form")
    page.get_by_role("button", name="Save the reviewer").click()
    page.get_by_role("link", name="The whole report").click()
    expect(comment).to_have_value(COMMENT)
    assert asked == ["beforeunload", "beforeunload"]

    page.get_by_label("New note").fill("x" * 2100)
    expect(page.locator("main")).to_contain_text("2,100 of 2,000 characters: shorten it")
    found = faults(page, watch)

    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())
    Session.objects.all().delete()
    follow(page.get_by_role("button", name="Add the comment"))
    expect(page.locator("main")).to_contain_text("Nothing was saved")
    sign_in(page, consultant, with_app=True)

    expect(page).to_have_url(re.compile(f"/clients/{client.pk}/reports/{report.pk}/"))
    expect(comment).to_have_value(COMMENT)
    assert Comment.objects.count() == 0
    found += faults(page, watch)
    follow(page.get_by_role("button", name="Add the comment"))

    assert Comment.objects.get().text == COMMENT
    assert found == []
