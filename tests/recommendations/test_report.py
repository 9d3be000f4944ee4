"""The page of a report: for whom it opens, what stands on it, and what people may say beside it."""

import re
from datetime import date

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.answering.holder import digest
from recommendations.models import ActionStatus, Report
from recommendations.reports import services
from tests.factories import (
    hold,
    make_assessment,
    make_edition,
    make_organisation,
    make_user,
    save,
    shipped_edition,
    whole,
)
from tests.recommendations.reports import make_answered, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_written_pages():
    yield

    caches["template_fragments"].clear()


@pytest.fixture
def shipped(db):
    return make_edition(shipped_edition())


def address(report, name="report"):
    return reverse(f"recommendations:{name}", args=(report.pk,))


def signed_in(client, *, organisation):
    user = organisation.members.get()
    client.force_login(user)
    return user


def test_whoever_holds_the_token_reads_the_report(client, shipped):
    report = make_report(shipped, token=hold(client))

    response = client.get(address(report))

    assert response.status_code == 200
    assert report.data["page"]["outcome"].split(".")[0] in re.sub(r"<[^>]+>", "", response.content.decode())


def test_a_member_of_the_organisation_reads_the_report(client, shipped):
    organisation = make_organisation(make_user())
    report = make_report(shipped, organisation=organisation)
    signed_in(client, organisation=organisation)

    assert client.get(address(report)).status_code == 200


@pytest.mark.parametrize("name", ["report", "again"])
def test_a_stranger_finds_nothing_and_the_answer_is_that_of_a_missing_report(client, shipped, name):
    report = make_report(shipped, organisation=make_organisation(make_user()))
    client.force_login(make_user("stranger@example.com"))

    foreign = client.get(address(report, name))
    missing = client.get(address(Report(), name))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_a_claimed_report_no_longer_opens_by_the_token_it_was_begun_with(client, shipped):
    token = hold(client)
    report = make_report(shipped, token=token)
    report.assessment.organisation = make_organisation(make_user())
    report.assessment.save()

    assert client.get(address(report)).status_code == 404


def test_what_one_reader_made_ready_is_not_shown_to_a_stranger(client, shipped):
    report = make_report(shipped, token=hold(client))
    client.get(address(report))
    client.cookies.clear()

    assert client.get(address(report)).status_code == 404


def test_a_report_is_private_and_kept_nowhere(client, shipped):
    report = make_report(shipped, token=hold(client))

    assert client.get(address(report))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "functions", [("payroll",), ("payroll", "bookkeeping", "tax_planning", "servers_cloud", "claims")]
)
@pytest.mark.parametrize("times", [1, 2])
def test_a_report_takes_at_most_four_queries_however_much_it_says(client, shipped, functions, times):
    organisation = make_organisation(make_user())
    report = make_report(shipped, *functions, organisation=organisation)
    signed_in(client, organisation=organisation)
    for _again in range(times - 1):
        client.get(address(report))

    with CaptureQueriesContext(connection) as queries:
        client.get(address(report))

    assert len(queries) == 4


def test_a_second_look_shows_the_same_page(client, shipped):
    report = make_report(shipped, token=hold(client))

    first, second = (client.get(address(report)).content for _look in range(2))

    assert strip_tokens(second) == strip_tokens(first)


def strip_tokens(content):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", content)


def test_every_section_stands_in_the_list_of_contents(client, shipped):
    report = make_report(shipped, "payroll", "tax_planning", token=hold(client))

    page = client.get(address(report)).content.decode()

    links = re.findall(r'<li(?: class="no-print")?><a href="\?open=([a-z]+)#([a-z]+)">', page)
    headings = re.findall(r'<summary><h2 id="([a-z]+)">', page)
    assert [place for _opened, place in links] == [opened for opened, _place in links] == headings


def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(client, shipped):
    report = make_report(shipped, "payroll", "tax_planning", "servers_cloud", token=hold(client))

    page = client.get(address(report)).content.decode()

    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    hrefs = re.findall(r'href="(?:\?open=[^"#]+)?#([^"]+)"', page)
    assert len(hrefs) > 20
    assert {href for href in hrefs if href not in ids} == set()
    assert {
        ref
        for refs in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)
        for ref in refs.split()
        if ref not in ids
    } == set()


def test_nothing_on_the_page_carries_its_own_style_or_script(client, shipped):
    page = client.get(address(make_report(shipped, token=hold(client)))).content.decode()

    assert re.findall(r"\sstyle=|<style|<script(?! src=)", page) == []


def test_the_full_version_opens_every_fold(client, shipped):
    report = make_report(shipped, token=hold(client))

    short, full = (client.get(address(report) + query).content.decode() for query in ("", "?print=all"))

    assert " open>" not in re.sub(r'<details class="drawer" id="fn-payroll" open>', "", short)
    assert re.findall(r'<details class="(?:part|drawer|disclosure)(?: mt-\d)?"(?: id="[^"]+")?>', full) == []


def test_the_short_version_to_print_has_page_one_what_to_do_and_the_plan(client, shipped):
    report = make_report(shipped, token=hold(client))

    page = client.get(address(report) + "?print=one").content.decode()

    assert re.findall(r'<summary><h2 id="([a-z]+)">', page) == ["actions", "plan", "copy"]
    assert page.count('<details class="part" open>') == 2


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("change", ["change"]),
        ("actions", ["actions"]),
        ("copy", ["copy"]),
        ("fn-bookkeeping", ["why", "fn-bookkeeping"]),
        ("fn-nothing", []),
        ('"><b>', []),
        ("", []),
    ],
)
def test_a_link_into_a_drawer_has_it_open_without_a_script(client, shipped, asked, opened):
    report = make_report(shipped, "payroll", "bookkeeping", token=hold(client))
    client.get(address(report))  # so that its parts are written already

    page = client.get(address(report), {"open": asked}).content.decode()

    parts = re.findall(r'<details class="part[^"]*" open>\s*<summary><h2 id="([a-z]+)"', page)
    drawers = re.findall(r'<details class="drawer" id="([^"]+)" open>', page)
    assert parts + drawers == opened
    assert "open>" not in client.get(address(report)).content.decode()


def test_the_owner_is_asked_who_and_sees_who_it_is_on_monday(client, shipped):
    report = make_report(shipped, token=hold(client))
    key = report.page["one"]["monday"][0]["key"]
    number = [action["key"] for action in report.page["actions"]].index(key) + 1

    before = client.get(address(report)).content.decode()
    said = {"action": key, "owner": "Dana", "due": "2027-03-31", "status": "doing"}
    client.post(address(report, "action"), said)
    after = client.get(address(report)).content.decode()

    assert f'<a href="?open=actions&amp;action={number}#action-{number}">Say who<' in before
    assert "<b><bdi>Dana</bdi></b> by 31 March 2027 · In progress" in after
    assert f'<a href="?open=actions&amp;action={number}#action-{number}">Say who<' not in after


def test_hostile_text_stays_text(client, shipped):
    assessment = make_assessment(shipped, token=hold(client), functions=("own_1",))
    assessment.company = '<b>"Acme" & {{ 7|add:7 }}</b>'
    assessment.save()
    assessment.selected_functions.update(name="<script>alert(1)</script>")
    save(assessment, whole(assessment), notes={"repetitive_load": "<i>{% now 'Y' %}</i>"})
    report = services.submit(assessment=assessment)

    page = client.get(address(report)).content.decode()

    assert "<script>" not in page
    assert "&lt;b&gt;&quot;Acme&quot; &amp; {{ 7|add:7 }}&lt;/b&gt;" in page
    assert "&lt;i&gt;{% now" in page


def test_an_action_s_owner_date_and_status_are_kept_beside_the_report(client, shipped):
    report = make_report(shipped, token=hold(client))
    key = report.data["page"]["actions"][0]["key"]
    said = {"action": key, "owner": "Ines", "due": "2027-03-31", "status": "doing"}

    response = client.post(address(report, "action"), said)

    assert response["Location"] == f"{address(report)}?open=actions#action-1"
    kept = ActionStatus.objects.get()
    assert (kept.report, kept.action, kept.owner, kept.due, kept.status) == (
        report,
        key,
        "Ines",
        date(2027, 3, 31),
        "doing",
    )
    assert "In progress</strong> · <bdi>Ines</bdi> · due 31 March 2027" in client.get(address(report)).content.decode()
    assert Report.objects.get().is_intact


def test_an_action_can_be_set_again(client, shipped):
    report = make_report(shipped, token=hold(client))
    key = report.data["page"]["actions"][0]["key"]

    for status in ("doing", "done"):
        client.post(address(report, "action"), {"action": key, "owner": "", "due": "", "status": status})

    assert ActionStatus.objects.get().status == "done"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due": "soon"}, "Give a date such as 2027-03-31, or leave it empty"),
        ({"due": "9999-12-31"}, "Give a day between the years 2000 and 2200"),
        ({"status": "asleep"}, "Choose how far it is from the list"),
        ({"owner": "x" * 121}, "Use at most 120 characters for the name"),
        ({"owner": "a\0b"}, "Null characters are not allowed."),
        ({"action": "no_such_action"}, "This report has no such action"),
    ],
)
def test_what_an_action_can_t_be_is_said_and_nothing_is_kept(client, shipped, wrong, sentence):
    report = make_report(shipped, token=hold(client))
    key = report.data["page"]["actions"][0]["key"]

    response = client.post(address(report, "action"), {"action": key, "owner": "", "due": "", "status": "open"} | wrong)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "<title>Error:" in response.content.decode()
    assert not ActionStatus.objects.exists()


def test_a_page_of_before_changes_only_its_own_field_and_asks_where_both_did(client, shipped):
    report = make_report(shipped, token=hold(client))
    shown = {"owner": "", "due": "", "status": "open"}
    sent = {
        "action": report.data["page"]["actions"][0]["key"],
        **{f"initial-{name}": value for name, value in shown.items()},
        **shown,
    }

    client.post(address(report, "action"), sent | {"owner": "Ines", "status": "done"})
    client.post(address(report, "action"), sent | {"due": "2027-03-31"})
    refused = client.post(address(report, "action"), sent | {"owner": "Otto"})

    kept = ActionStatus.objects.get()
    assert (kept.owner, kept.due, kept.status) == ("Ines", date(2027, 3, 31), "done")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Somebody saved “Ines” since you opened this page" in page
    assert 'value="Otto"' in page
    assert 'name="initial-owner" value="Ines"' in page
    client.post(address(report, "action"), sent | {"owner": "Otto", "initial-owner": "Ines"})
    kept.refresh_from_db()
    assert (kept.owner, kept.status) == ("Otto", "done")


def test_a_stranger_sets_no_action(client, shipped):
    report = make_report(shipped, organisation=make_organisation(make_user()))
    key = report.data["page"]["actions"][0]["key"]
    client.force_login(make_user("stranger@example.com"))

    response = client.post(address(report, "action"), {"action": key, "status": "done"})

    assert response.status_code == 404
    assert not ActionStatus.objects.exists()


def test_submitting_leads_to_the_report_and_so_does_submitting_again(client, shipped):
    assessment = make_answered(shipped, token=hold(client))
    submit = reverse("recommendations:submit", args=(assessment.pk,))

    first, second = client.post(submit), client.post(submit)

    assert first["Location"] == second["Location"] == address(Report.objects.get())


def test_an_assessment_without_functions_goes_back_to_the_check(client, shipped):
    assessment = make_assessment(shipped, token=hold(client))

    response = client.post(reverse("recommendations:submit", args=(assessment.pk,)), {"confirm_unanswered": "yes"})

    assert response["Location"] == reverse("assessments:check", args=(assessment.pk,)) + "?error=functions"
    assert not Report.objects.exists()


def test_open_questions_want_a_tick_first(client, shipped):
    assessment = make_assessment(shipped, token=hold(client), functions=("payroll",))
    submit = reverse("recommendations:submit", args=(assessment.pk,))

    unconfirmed, confirmed = client.post(submit), client.post(submit, {"confirm_unanswered": "yes"})

    assert unconfirmed["Location"] == reverse("assessments:check", args=(assessment.pk,)) + "?error=unanswered"
    assert confirmed["Location"] == address(Report.objects.get())


@pytest.mark.parametrize("name", ["submit", "of_assessment"])
def test_a_stranger_s_assessment_is_as_good_as_missing(client, shipped, name):
    report = make_report(shipped, token="somebody else")

    response = client.generic(
        "POST" if name == "submit" else "GET", reverse(f"recommendations:{name}", args=(report.assessment_id,))
    )

    assert response.status_code == 404


def test_submitting_is_only_ever_a_post(client, shipped):
    report = make_report(shipped, token=hold(client))

    assert client.get(reverse("recommendations:submit", args=(report.assessment_id,))).status_code == 405


def test_a_submitted_assessment_leads_to_its_report(client, shipped):
    report = make_report(shipped, token=hold(client))

    response = client.get(reverse("recommendations:of_assessment", args=(report.assessment_id,)))

    assert response["Location"] == address(report)


def test_an_open_question_leads_into_a_new_assessment_with_the_old_answers(client, shipped):
    token = hold(client)
    report = make_report(shipped, token=token)

    response = client.post(address(report, "again") + "?step=growth&question=growth")

    started = report.assessment.__class__.objects.get(status="draft")
    assert started.holder_hash == digest(token)
    there = reverse("assessments:step", args=(started.pk, "growth")) + "?return=report#id_growth"
    assert response["Location"] == there
    assert started.answers.count() == report.assessment.answers.count()


@pytest.mark.parametrize("function", ["bookkeeping", "nothing", ""])
def test_an_open_question_about_a_function_leads_to_that_very_question(client, shipped, function):
    report = make_report(shipped, "payroll", "bookkeeping", token=hold(client))
    query = f"?step=growth&question=volume&function={function}"

    response = client.post(address(report, "again") + query)

    started = report.assessment.__class__.objects.get(status="draft")
    about = function if function == "bookkeeping" else "payroll"
    there = reverse("assessments:step", args=(started.pk, "growth")) + f"?return=report#id_{about}--volume"
    assert response["Location"] == there


def test_answering_again_asks_first(client, shipped):
    report = make_report(shipped, token=hold(client))

    response = client.get(address(report, "again"))

    assert "Start with these answers" in response.content.decode()
    assert report.assessment.__class__.objects.count() == 1


def test_the_sample_is_open_to_everyone_and_marked_as_one(client, shipped):
    call_command("load_sample", verbosity=0)

    page = client.get(reverse("recommendations:sample")).content.decode()

    assert "This is a sample: the company is made up" in page
    assert "Say who does it" not in page
    assert "/again/" not in page
    assert client.get(address(Report.objects.sample())).status_code == 404


def test_without_a_sample_the_address_is_missing(client, db):
    assert client.get(reverse("recommendations:sample")).status_code == 404


def test_say_who_leads_to_the_form_of_its_action_open(client, shipped):
    report = make_report(shipped, token=hold(client))
    path = reverse("recommendations:report", args=(report.pk,))

    page = client.get(path).content.decode()
    assert re.search(r'href="\?open=actions&amp;action=(\d+)#action-\1"', page)
    opened = client.get(path, {"open": "actions", "action": "1"}).content.decode()
    item = opened.partition('id="action-1"')[2].partition("</li>")[0]
    assert '<details class="disclosure no-print" open>' in item
