"""The plan: its stages and gates in the report, and the names, days and figures that people keep beside it."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from recommendations.beside.plan import calendar_file, kept, views
from recommendations.beside.plan.rules import Facts, fitting_rules
from recommendations.models import Plan, Report
from recommendations.reports import services
from recommendations.reports.addition import read_additions
from recommendations.reports.views.copies import EXPORTS
from tests.factories import hold, make_edition, make_organisation, make_user, shipped_edition
from tests.recommendations.reports import make_report

pytestmark = pytest.mark.django_db

HOSTILE = "Zoë <b>&\u202egnirb\u202c; O’Brien, =1+1"


@pytest.fixture
def shipped(db):
    call_command("load_profiles", verbosity=0)
    return make_edition(shipped_edition())


def address(report, name="plan"):
    return reverse(f"recommendations:{name}", args=(report.pk,))


def sent(report, **changed):
    """Give a post of the plan's page as it was opened now, with something changed on it."""
    stored = kept.stored(kept.plan_of(report))
    measures = [f"measure-{row['key']}" for row in report.page["plan"]["measures"]]
    names = ("starts_on", "country", "accountable", "does", "asked", "told", *measures)
    shown = {name: str(stored.get(name) or "") for name in names}
    return {f"initial-{name}": value for name, value in shown.items()} | shown | changed


def test_names_days_and_figures_are_kept_beside_the_report(client, shipped):
    report = make_report(shipped, token=hold(client))
    measure = report.page["plan"]["measures"][0]["key"]

    response = client.post(
        address(report),
        sent(report, starts_on="2027-01-04", accountable="Ines", **{f"measure-{measure}": "6 of 100"}),
    )

    assert response["Location"] == address(report)
    plan = Plan.objects.get()
    assert (plan.report, plan.starts_on, plan.accountable, plan.by) == (report, date(2027, 1, 4), "Ines", None)
    page = client.get(address(report)).content.decode()
    assert '<span class="sub">4 January 2027</span>' in page
    assert 'value="6 of 100"' in page
    assert Report.objects.get().is_intact


def test_who_saved_it_and_when_goes_with_it_into_copies(client, shipped):
    organisation = make_organisation(make_user(name="Ada"))
    report = make_report(shipped, organisation=organisation)
    client.force_login(organisation.members.get())
    action = report.page["actions"][0]["key"]
    services.set_action(report=report, action=action, owner="Ines", due=date(2027, 3, 31), status="doing")

    client.post(address(report), sent(report, starts_on="2027-01-04", told="Everybody", country="eu"))

    (addition,) = read_additions(report, only=["plan"])
    assert addition.by == "Ada"
    assert "Ada" in addition.signed
    first, *others = addition.tables
    assert first.rows[0][1:3] == ("Ines", date(2027, 3, 31))
    assert ("Who is told", "Everybody") in others[0].rows
    assert any(row[0] == date(2027, 1, 4) for table in others for row in table.rows)
    assert all(len(row) == len(table.heads) for table in addition.tables for row in table.rows)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts_on": "soon"}, "First day: give a date such as 2027-03-31"),
        ({"starts_on": "0001-01-01"}, "First day: give one of this century or the next"),
        ({"country": "atlantis"}, "Country you are in: choose one from the list"),
        ({"accountable": "x" * 121}, "Who answers for it: use at most 120 characters"),
        ({"told": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_a_plan_can_t_be_is_said_and_nothing_typed_is_lost(client, shipped, wrong, sentence):
    report = make_report(shipped, token=hold(client))

    response = client.post(address(report), sent(report, does="The finance team", **wrong))

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert 'value="The finance team"' in page
    assert not Plan.objects.exists()


def test_two_who_fill_in_different_fields_at_once_both_keep_theirs(client, shipped):
    report = make_report(shipped, token=hold(client))
    one, other = sent(report, accountable="Ines"), sent(report, told="Everybody")

    client.post(address(report), one)
    client.post(address(report), other)

    plan = Plan.objects.get()
    assert (plan.accountable, plan.told) == ("Ines", "Everybody")


def test_two_who_fill_in_the_same_field_are_shown_both_and_the_next_press_decides(client, shipped):
    report = make_report(shipped, token=hold(client))
    other = sent(report, accountable="Otto")
    client.post(address(report), sent(report, accountable="Ines"))

    refused = client.post(address(report), other)

    assert refused.status_code == 422
    assert "somebody saved “Ines” since you opened this page" in refused.content.decode()
    assert 'value="Otto"' in refused.content.decode()
    assert Plan.objects.get().accountable == "Ines"
    again = other | {"initial-accountable": "Ines"}
    assert 'name="initial-accountable" value="Ines"' in refused.content.decode()
    assert client.post(address(report), again).status_code == 302
    assert Plan.objects.get().accountable == "Otto"


def test_a_page_does_not_take_back_what_it_did_not_touch(client, shipped):
    report = make_report(shipped, token=hold(client))
    opened = sent(report)
    client.post(address(report), sent(report, accountable="Ines"))

    client.post(address(report), opened)

    assert Plan.objects.get().accountable == "Ines"


def test_the_calendar_holds_every_day_once_and_moves_it_when_opened_again(client, shipped):
    report = make_report(shipped, token=hold(client))
    action = report.page["actions"][0]
    services.set_action(report=report, action=action["key"], owner=HOSTILE, due=date(2027, 3, 31), status="doing")
    client.post(address(report), sent(report, starts_on="2027-01-04", accountable=HOSTILE))

    response = client.get(address(report, "calendar"))
    client.post(address(report), sent(report, starts_on="2027-02-01"))
    moved = client.get(address(report, "calendar"))

    assert response["Content-Type"].startswith("text/calendar")
    before, after = (
        {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
        for answer in (response, moved)
    )
    stages = [stage for entry in kept.with_days(report, Plan.objects.get()) for stage in entry["stages"]]
    assert len(before) == 1 + sum(stage["on"] is not None for stage in stages)
    assert before.keys() == after.keys()
    due = before[f"action-{action['key']}.{report.pk}@sourcefit"]
    assert (due["DTSTART"].dt, due["DTEND"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
    assert str(due["SUMMARY"]) == action["title"]
    assert HOSTILE in str(due["DESCRIPTION"])
    assert min(event["DTSTART"].dt for uid, event in after.items() if uid.startswith("stage")) == date(2027, 2, 1)


def test_without_a_day_the_page_offers_no_calendar_and_the_file_is_empty_but_whole(client, shipped):
    report = make_report(shipped, token=hold(client))

    assert ".ics" not in client.get(address(report)).content.decode()
    assert Calendar.from_ical(client.get(address(report, "calendar")).content).walk("VEVENT") == []


def facts(**said):
    usual = {"country": "eu", "industry": "finance", "models": frozenset({"ito"})}
    return Facts(**usual | {"has_people": True, "has_secrets": False, "is_near": False} | said)


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({}, {"gdpr_28", "gdpr_transfers", "dora_30", "iso_27001"}),
        ({"is_near": True}, {"gdpr_28", "dora_30", "iso_27001"}),
        ({"industry": "trade_transport"}, {"gdpr_28", "gdpr_transfers", "iso_27001"}),
        ({"models": frozenset({"bpo"}), "has_people": False}, set()),
        ({"models": frozenset({"bpo"}), "has_people": False, "has_secrets": True}, {"iso_27001"}),
        ({"country": "uk"}, {"gdpr_28", "gdpr_transfers", "iso_27001"}),
        ({"country": "in"}, {"dpdp_8", "iso_27001"}),
        ({"country": "other"}, {"iso_27001"}),
        ({"country": ""}, set()),
        ({"industry": ""}, set()),
        ({"industry": "dont_know"}, set()),
        ({"models": frozenset()}, set()),
    ],
)
def test_rules_are_named_only_where_country_and_industry_were_said_and_they_fit(said, keys):
    assert {rule.key for rule in fitting_rules(facts(**said))} == keys


def test_a_rule_says_where_it_is_found(client, shipped):
    report = make_report(shipped, token=hold(client))

    client.post(address(report), sent(report, country="eu"))

    page = client.get(address(report)).content.decode()
    assert "never legal advice" in page
    for rule in kept.rules_of(report, Plan.objects.get()):
        assert f'href="{rule.address}"' in page


def test_a_plan_takes_as_many_queries_with_much_beside_it_as_with_nothing(client, shipped):
    functions = ("payroll", "bookkeeping", "tax_planning")
    report = make_report(shipped, *functions, token=hold(client))
    client.post(address(report), sent(report, starts_on="2027-01-04"))
    with CaptureQueriesContext(connection) as few:
        client.get(address(report))
    every = {f"measure-{row['key']}": "6" for row in report.page["plan"]["measures"]}
    client.post(address(report), sent(report, country="eu", **every))
    for action in report.page["actions"]:
        services.set_action(report=report, action=action["key"], owner="Ines", due=date(2027, 3, 31), status="doing")

    with CaptureQueriesContext(connection) as many:
        client.get(address(report))

    assert len(many) == len(few) <= 7


def test_what_stands_beside_a_report_is_printed_with_it(client, shipped):
    report = make_report(shipped, token=hold(client))
    client.post(address(report), sent(report, starts_on="2027-01-04", accountable="Dana Hollin"))

    one, everything = (
        client.get(address(report, "report"), {"print": printed}).content.decode() for printed in ("one", "all")
    )

    for page in (one, everything):
        assert "Dana Hollin" in page
        assert "4 January 2027" in page
    assert "Dana Hollin" not in client.get(address(report, "report")).content.decode()


def test_a_day_at_the_end_of_all_calendars_can_be_written(client, shipped):
    report = make_report(shipped, token=hold(client))

    file = calendar_file.render(report, [kept.Day("a", date.max, "Title", "Text", "")], at=timezone.now())

    assert b"99991231" in file


def test_a_calendar_counts_as_an_export(client, shipped, monkeypatch):
    report = make_report(shipped, token=hold(client))
    monkeypatch.setattr(views, "EXPORTS", replace(EXPORTS, name="calendars of this test", times=1))

    codes = [client.get(address(report, "calendar")).status_code for _each in range(2)]

    assert codes == [200, 429]
