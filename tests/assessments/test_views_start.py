from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessments.answering import services
from assessments.answering.holder import COOKIE, digest
from assessments.answering.views import start
from assessments.authoring.editions import retire
from assessments.models import Assessment
from organisations.models import Membership, Organisation
from recommendations.reports.services import submit
from tests.assessments.asking import page_of, title_of
from tests.factories import choose, hold, make_assessment, make_edition, make_organisation, make_user, save, whole

pytestmark = pytest.mark.django_db
START = "/assessments/"


@pytest.fixture
def edition():
    return make_edition()


def functions(assessment):
    return reverse("assessments:functions", args=(assessment.pk,))


def hub(assessment):
    return reverse("assessments:hub", args=(assessment.pk,))


def test_anybody_can_start_and_gets_a_token_of_their_own(client, edition):
    response = client.post(START, {"company": "  Harbour   Bakery "})

    assessment = Assessment.objects.get()
    assert response.headers["Location"] == functions(assessment)
    assert (assessment.company, assessment.questionnaire, assessment.organisation) == ("Harbour Bakery", edition, None)
    assert assessment.holder_hash == digest(client.cookies[COOKIE].value)
    assert client.cookies[COOKIE].value not in assessment.holder_hash


def test_a_name_is_not_required(client, edition):
    assert client.post(START).status_code == 302
    assert Assessment.objects.get().company == ""


def test_one_browser_keeps_one_token(client, edition):
    client.post(START)
    first = client.cookies[COOKIE].value
    choose(Assessment.objects.get(), "payroll")
    client.post(START)

    assert client.cookies[COOKIE].value == first
    assert Assessment.objects.held_by(digest(first)).count() == 2


def test_a_second_press_means_what_the_first_one_began(client, edition):
    answers = [client.post(START) for _press in range(3)]

    assert {answer["Location"] for answer in answers} == {functions(Assessment.objects.get())}


def test_a_second_press_in_an_account_means_what_the_first_one_began(client, edition):
    user = make_user()
    make_organisation(user)
    client.force_login(user)

    answers = [client.post(START) for _press in range(2)]

    assert {answer["Location"] for answer in answers} == {functions(Assessment.objects.get())}


@pytest.mark.parametrize("by", ["functions", "answer", "name", "time", "submission", "another browser"])
def test_what_was_begun_and_used_is_not_begun_again(client, edition, by):
    client.post(START)
    begun = Assessment.objects.get()
    match by:
        case "functions":
            choose(begun, "payroll")
        case "answer":
            save(begun, {("", "load"): "much"})
        case "name":
            services.rename(assessment=begun, company="Harbour Bakery")
        case "time":
            Assessment.objects.update(started_at=timezone.now() - timedelta(minutes=11))
        case "submission":
            submit(assessment=make_assessment(edition, token=client.cookies[COOKIE].value, functions=("payroll",)))
            begun.delete()
        case "another browser":
            client.cookies.clear()

    answer = client.post(START)

    fresh = Assessment.objects.latest("started_at")
    assert (fresh.pk != begun.pk, answer["Location"]) == (True, functions(fresh))


def test_of_two_presses_at_once_one_counts_where_starts_are_limited(client, edition, monkeypatch):
    monkeypatch.setattr(start, "STARTS", replace(start.STARTS, times=1))

    codes = [client.post(START).status_code for _press in range(3)]

    assert codes == [302, 302, 302]


def test_who_begins_too_many_from_one_address_is_asked_to_wait(client, edition, monkeypatch):
    monkeypatch.setattr(start, "STARTS", replace(start.STARTS, times=2))
    codes = [Client().post(START, REMOTE_ADDR="198.51.100.7").status_code for _number in range(3)]

    response = client.post(START, REMOTE_ADDR="198.51.100.7", headers={"X-Forwarded-For": "203.0.113.9"})

    assert codes == [302, 302, 429]
    assert (response.status_code, int(response.headers["Retry-After"]) > 0) == (429, True)
    assert "Please wait a little" in page_of(response)
    assert client.post(START, REMOTE_ADDR="198.51.100.8").status_code == 302


def test_a_token_we_never_gave_out_is_not_taken_up(client, edition):
    planted = hold(client)

    client.post(START)

    assert client.cookies[COOKIE].value != planted
    assert not Assessment.objects.held_by(digest(planted)).exists()


def test_begun_assessments_of_this_browser_are_offered(client, edition):
    client.post(START, {"company": "Harbour Bakery"})

    mine = page_of(client.get(START))
    client.cookies.clear()
    others = page_of(client.get(START))

    assert ("Harbour Bakery" in mine, "Harbour Bakery" in others) == (True, False)


def test_reports_of_this_browser_are_offered_with_the_way_to_all_of_them(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    Assessment.objects.update(company="Harbour Bakery")
    save(assessment, whole(assessment))
    submit(assessment=assessment)

    mine = client.get(START).content.decode()
    report = client.get(reverse("recommendations:of_assessment", args=(assessment.pk,)), follow=True)
    client.cookies.clear()
    others = page_of(client.get(START))

    assert (f'href="/assessments/{assessment.pk}/report/">Harbour Bakery<' in mine, 'href="/reports/"' in mine) == (
        True,
        True,
    )
    assert (report.status_code, "Harbour Bakery" in others, "Reports of this browser" in others) == (200, False, False)


@pytest.mark.parametrize("name", ["x" * 121, "a\0b", "a\x07b"])
def test_an_odd_name_is_a_form_error(client, edition, name):
    response = client.post(START, {"company": name})

    assert (response.status_code, title_of(response)) == (200, "Error: Start")
    assert not Assessment.objects.exists()


def test_without_a_published_edition_there_is_nothing_to_start(client):
    assert "Nothing to answer yet" in page_of(client.get(START))
    assert client.post(START).status_code == 503


def test_the_newest_published_edition_is_asked(client, edition):
    retire(questionnaire=edition)

    assert client.post(START).status_code == 503


def test_a_member_of_one_organisation_starts_for_it_at_once(client, edition):
    user = make_user()
    organisation = make_organisation(user)
    client.force_login(user)

    client.post(START)

    assessment = Assessment.objects.get()
    assert (assessment.organisation, assessment.holder_hash) == (organisation, "")
    assert COOKIE not in client.cookies


def test_a_member_of_several_organisations_chooses(client, edition):
    user = make_user()
    _first, second = make_organisation(user), make_organisation(user, name="Bolt")
    foreign = make_organisation(name="Canary")
    client.force_login(user)

    page = page_of(client.get(START))
    unchosen = client.post(START)
    strangers = client.post(START, {"organisation": str(foreign.pk)})
    client.post(START, {"organisation": str(second.pk)})

    assert ("Acme" in page, "Bolt" in page, "Canary" in page) == (True, True, False)
    assert (title_of(unchosen), title_of(strangers)) == ("Error: Start", "Error: Start")
    assert Assessment.objects.get().organisation == second


def test_an_account_without_an_organisation_names_one(client, edition):
    client.force_login(make_user())

    nameless = client.post(START)
    client.post(START, {"name": "Harbour Bakery"})

    assert "Enter the name of the organisation" in page_of(nameless)
    assert (Assessment.objects.get().organisation.name, Membership.objects.get().role) == ("Harbour Bakery", "owner")
    assert Organisation.objects.count() == 1


def test_the_hub_shows_every_step_and_where_to_begin(client, edition):
    assessment = make_assessment(edition, token=hold(client))

    page = page_of(client.get(hub(assessment)))

    assert page.count("Not started") == 2
    assert "About 2 minutes for three functions." in page
    assert f'href="{functions(assessment)}">Begin with step 1' in page


def test_the_hub_says_how_long_what_is_open_takes_and_nothing_where_nothing_is(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    first = page_of(client.get(hub(assessment)))
    answers = whole(assessment)
    save(assessment, {place: answer for place, answer in answers.items() if place[1] in {"load", "method"}})
    halfway = page_of(client.get(hub(assessment)))
    save(assessment, answers)
    last = page_of(client.get(hub(assessment)))

    assert (
        "0 of 1 answered · 1 typical, not confirmed · about 1 minute<" in first,
        "About 1 minute is left." in first,
    ) == (True, True)
    assert ("1 of 1 answered<" in halfway, "About 1 minute is left." in halfway) == (True, True)
    assert "minute" not in last


@pytest.mark.parametrize(("answers", "days"), [({}, 7), ({("", "load"): "much"}, 30)])
def test_the_hub_says_until_when_it_is_kept_as_the_purge_has_it(client, edition, answers, days):
    assessment = make_assessment(edition, token=hold(client), answers=answers)
    until = timezone.localtime() + timedelta(days=days)

    page = page_of(client.get(hub(assessment)))

    assert f"Kept until {date_format(until, 'DATE_FORMAT')}." in page
    assert f'href="{reverse("assessments:delete", args=(assessment.pk,))}">Delete it now' in page
    assert f'href="{reverse("assessments:claim", args=(assessment.pk,))}"' in page


def test_a_report_without_an_answer_is_said_to_be_kept_as_long_as_the_purge_has_it(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    submit(assessment=assessment)
    until = timezone.localtime() + timedelta(days=30)

    assert f"Kept until {date_format(until, 'DATE_FORMAT')}." in page_of(client.get(hub(assessment)))


def test_what_an_account_keeps_says_no_day(client, edition):
    user = make_user()
    assessment = make_assessment(edition, organisation=make_organisation(user))
    client.force_login(user)

    page = page_of(client.get(hub(assessment)))

    assert ("Kept until" in page, "Delete it now" in page) == (False, False)


def test_continue_leads_to_the_first_page_that_wants_something(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    save(assessment, {place: a for place, a in whole(assessment).items() if place[1] in {"load", "method"}})

    page = page_of(client.get(hub(assessment)))

    assert f'href="{reverse("assessments:step", args=(assessment.pk, "technology"))}">Continue' in page
    assert "Complete" in page


def test_a_whole_assessment_continues_with_the_check(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    save(assessment, whole(assessment))

    page = page_of(client.get(hub(assessment)))

    assert f'href="{reverse("assessments:check", args=(assessment.pk,))}">Check your answers' in page


def test_a_step_that_wants_more_says_so(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    save(assessment, whole(assessment))
    choose(assessment, "payroll", "help_desk")

    assert page_of(client.get(hub(assessment))).count("Needs another look") == 1


def test_the_name_is_changed_on_the_hub(client, edition):
    assessment = make_assessment(edition, token=hold(client))

    response = client.post(hub(assessment), {"company": "Harbour Bakery"})
    odd = client.post(hub(assessment), {"company": "x" * 121})

    assert response.status_code == 302
    assert title_of(odd) == "Error: Harbour Bakery"
    assert Assessment.objects.get().company == "Harbour Bakery"


def test_a_name_that_comes_just_after_the_submission_is_refused(client, edition, monkeypatch):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    rename = services.rename

    def submitted_first(**fields):
        submit(assessment=assessment)
        rename(**fields)

    monkeypatch.setattr(services, "rename", submitted_first)
    response = client.post(hub(assessment), {"company": "Other"})

    assert (response.status_code, Assessment.objects.get().company) == (409, "")


def test_an_organisations_assessment_is_not_renamed_here(client, edition):
    user = make_user()
    assessment = make_assessment(edition, organisation=make_organisation(user))
    client.force_login(user)

    client.post(hub(assessment), {"company": "Other"})

    assert Assessment.objects.get().company == ""


def test_a_submitted_assessment_leads_to_its_report(client, edition):
    assessment = make_assessment(edition, token=hold(client), functions=("payroll",))
    submit(assessment=assessment)

    page = page_of(client.get(hub(assessment)))
    renamed = client.post(hub(assessment), {"company": "Other"})

    assert "Submitted on" in page
    assert reverse("recommendations:of_assessment", args=(assessment.pk,)) in page
    assert "/steps/" not in page
    assert renamed.status_code == 409
    assert Assessment.objects.get().company == ""


def test_all_questions_are_open_to_everybody(client, edition):
    page = page_of(client.get("/questions/"))

    assert ("What about load?" in page, "Answer much" in page, "Payroll · " not in page) == (True, True, True)
    assert "Answering takes about 2 minutes for three functions." in page
    assert '<form method="post" action="/assessments/">' in page


def test_without_a_published_edition_the_page_of_questions_says_so(client):
    answer = client.get("/questions/")

    assert (answer.status_code, "No questionnaire is published" in page_of(answer)) == (200, True)
