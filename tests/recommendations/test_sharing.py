"""Links that show a report to whoever has them: what is shown, to whom, for how long."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessments.answering.holder import new_token
from assessments.models import Assessment, Questionnaire
from organisations.models import Membership
from recommendations.beside.plan import kept as keeping
from recommendations.models import ShareLink
from recommendations.reports import services, sharing
from recommendations.reports.sharing import Terms
from tests.factories import hold, make_assessment, make_organisation, make_user, save, whole
from tests.recommendations.shared import (
    ADDRESS,
    CANARY,
    MAIN,
    NAMES,
    NOTES,
    NOTICE,
    PASSCODE,
    canaries,
    form,
    link_of,
    made,
    make_report,
    missing,
    page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client):
    return make_report(token=hold(client))


def test_a_link_shows_the_report_to_whoever_has_it(client, report):
    answer = Client().get(made(client, report), follow=True)

    assert (answer.status_code, canaries(answer)) == (200, NOTES | NAMES)
    assert all(words in answer.content.decode() for words in (report.reference, "anyone who has the link"))


@pytest.mark.parametrize(
    ("left_out", "kept"),
    [
        ({"without_notes"}, NAMES),
        ({"without_names"}, NOTES),
        ({"without_answers"}, NAMES),
        ({"without_notes", "without_names"}, set()),
        ({"without_names", "without_answers"}, set()),
    ],
)
def test_what_is_left_out_is_really_gone(client, report, left_out, kept):
    path = made(client, report, **dict.fromkeys(left_out, "on"))

    for query in ("", "?print=all"):
        reader = Client()
        answer = reader.get(reader.get(path)["Location"] + query)
        assert (answer.status_code, canaries(answer)) == (200, kept)


def test_without_the_answers_there_is_no_list_of_them(client, report):
    whole_page, less = (
        Client().get(made(client, report, **terms), follow=True) for terms in ({}, {"without_answers": "on"})
    )

    asked = "What about facts?"
    assert [asked in answer.content.decode() for answer in (whole_page, less)] == [True, False]
    assert ['href="?open=answers#answers"' in answer.content.decode() for answer in (whole_page, less)] == [True, False]


def test_a_reader_is_led_nowhere_into_the_owners_pages(client, report):
    reader = Client()

    answer = reader.get(made(client, report), follow=True)

    body = answer.content.decode()
    assert re.findall(r"/(?:assessments|reports|accounts?|workspace)/", body) == []
    assert re.findall(r"<(?:form|button|input)", body) == []


def test_a_reader_gets_nothing_but_the_report(client, report):
    reader = Client()
    reader.get(made(client, report), follow=True)

    answers = [reader.get(page(report, name)) for name in ("report", "share")]

    assert {(answer.status_code, answer.content) for answer in answers} == {missing()}


def test_the_token_leaves_the_address_and_is_nowhere_stored(client, report):
    path = made(client, report)
    token = path.split("/")[2]

    answer = Client().get(path)

    cookie = answer.cookies["link"]
    link = ShareLink.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/shared/report/{link.pk}/")
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        token,
        answer["Location"],
        True,
        "Lax",
    )
    assert token not in str(vars(link))


def test_shared_pages_stay_out_of_caches_logs_and_search_engines(client, report):
    reader = Client()
    led = reader.get(made(client, report))
    read = reader.get(led["Location"])

    for answer in (led, read):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]


def test_wrong_and_halved_links_are_as_good_as_none_and_one_that_ended_says_so(client, report):
    good, stopped, expired = (made(client, report) for _each in range(3))
    sharing.stop(link=link_of(stopped))
    ShareLink.objects.filter(pk=link_of(expired).pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    token = good.split("/")[2]
    odd = (new_token(), token[:21], token[:-1], token + "A", token.swapcase(), "%00", "report", "x" * 3000)

    answers = [Client().get(f"/shared/{text}/") for text in odd]
    ended = [Client().get(path) for path in (stopped, expired)]

    assert {(answer.status_code, answer.content) for answer in answers} == {missing()}
    assert {answer.status_code for answer in ended} == {410}
    assert all("This link no longer works" in answer.content.decode() for answer in ended)
    assert ended[0].content == ended[1].content
    assert Client().get(good).status_code == 302


def test_a_link_is_stopped_at_once_for_those_who_read(client, report):
    path = made(client, report)
    reader = Client()
    here = reader.get(path, follow=True).redirect_chain[-1][0]

    client.post(reverse("recommendations:share_stop", args=(report.pk, link_of(path).pk)))

    answer = reader.get(here)
    assert (answer.status_code, "This link no longer works" in answer.content.decode()) == (410, True)


def test_a_link_stopped_while_it_was_being_opened_is_not_opened(report):
    link, _token = sharing.share(report=report, terms=Terms())
    sharing.stop(link=link)

    assert (link.is_live, link.count_opening()) == (True, False)  # what was read before is a moment old
    link.refresh_from_db()
    assert (link.is_live, link.opened) == (False, 0)


def test_the_clean_address_opens_nothing_by_itself(client, report):
    path = made(client, report)

    answer = Client().get(f"/shared/report/{link_of(path).pk}/")

    assert (answer.status_code, answer.content) == missing()


def test_the_token_of_one_link_opens_no_other(client, report):
    first, second = made(client, report), made(client, report)
    reader = Client()
    reader.cookies["link"] = first.split("/")[2]

    answer = reader.get(f"/shared/report/{link_of(second).pk}/")

    assert (answer.status_code, answer.content) == missing()


def test_an_erased_organisation_takes_its_links_along(client):
    organisation = make_organisation(owner := make_user())
    report = make_report(organisation=organisation)
    client.force_login(owner)
    path = made(client, report)

    organisation.delete()

    answer = Client().get(path)
    assert (answer.status_code, answer.content, ShareLink.objects.count()) == (*missing(), 0)


def test_readings_are_counted_and_previews_are_not(client, report):
    path = made(client, report)
    reader = Client()

    here = reader.get(path)["Location"]
    reader.get(here)
    reader.get(here)
    reader.head(here)
    client.post(page(report, "share_preview"), form())

    link = link_of(path)
    assert (link.opened, timezone.now() - link.last_opened_at < timedelta(minutes=1)) == (2, True)


@pytest.mark.parametrize("ticks", [{}, {"without_notes": "on"}, {"without_names": "on", "without_answers": "on"}])
def test_the_preview_is_what_the_reader_sees(client, report, ticks):
    preview = client.post(page(report, "share_preview"), form(**ticks))
    count = ShareLink.objects.count()

    answer = Client().get(made(client, report, **ticks), follow=True)

    seen = [MAIN.search(one.content)[0] for one in (preview, answer)]
    assert (NOTICE.sub(b"", seen[0]).split(), len(NOTICE.findall(seen[0])), count) == (seen[1].split(), 1, 0)


def test_a_preview_of_a_half_filled_form_is_shown_too(client, report):
    answer = client.post(page(report, "share_preview"), form(days="", passcode="x", without_names="on"))

    assert (answer.status_code, canaries(answer)) == (200, NOTES)


def test_the_address_is_shown_once(client, report):
    said = form()
    first = client.post(page(report), said)

    again = client.post(page(report), said, follow=True)

    found = [bool(ADDRESS.search(answer.content.decode())) for answer in (first, again, client.get(page(report)))]
    assert (found, ShareLink.objects.count()) == ([True, False, False], 1)


def test_the_list_says_what_each_link_is_and_does(client, report):
    path = made(client, report, passcode=PASSCODE, without_notes="on")
    reader = Client()
    reader.post(reader.get(path)["Location"], {"passcode": PASSCODE}, follow=True)

    text = " ".join(re.sub("<[^>]+>", " ", client.get(page(report)).content.decode()).split())

    assert all(words in text for words in ("CanaryLabel", "Without notes", "With a passcode", "Opened once"))


def test_the_label_is_for_the_makers_alone(client, report):
    assert "CanaryLabel" not in canaries(Client().get(made(client, report), follow=True))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"days": "0"}, "at least 1 day"),
        ({"days": "366"}, "at most 365 days"),
        ({"days": "-5"}, "at least 1 day"),
        ({"days": "soon"}, "number of days in figures"),
        ({"days": ""}, "for how many days"),
        ({"days": "9" * 400}, "at most 365 days"),
        ({"label": "x" * 81}, "at most 80 characters"),
        ({"label": "a\x00b"}, "ull characters"),
        ({"passcode": "short"}, "6 characters or more"),
        ({"passcode": "x" * 65}, "at most 64 characters"),
        ({"link": "no-uuid"}, "UUID"),
        ({"link": ""}, "required"),
    ],
)
def test_a_form_that_is_wrong_makes_nothing(client, report, said, words):
    answer = client.post(page(report), form(**said))

    assert (answer.status_code, words in answer.content.decode(), ShareLink.objects.count()) == (200, True, 0)


@pytest.mark.parametrize("days", [1, 365])
def test_a_link_lasts_as_many_days_as_were_asked_for(client, days):
    organisation = make_organisation(name="Acme")
    member = _member_of(organisation)
    link = link_of(made(member, make_report(organisation=organisation), days=str(days)))

    assert link.expires_at - link.made_at < timedelta(days=days, seconds=1)
    assert link.expires_at - link.made_at > timedelta(days=days, seconds=-1)


@pytest.mark.parametrize(("age", "days", "works"), [(0, 365, 30), (10, 365, 20), (10, 5, 5)])
def test_a_link_to_a_report_that_no_account_keeps_never_works_longer_than_it_is_kept(client, report, age, days, works):
    Assessment.objects.update(updated_at=timezone.now() - timedelta(days=age))
    until = date_format(timezone.localtime() + timedelta(days=works), "DATE_FORMAT")
    kept = date_format(timezone.localtime() + timedelta(days=30 - age), "DATE_FORMAT")

    answer = client.post(page(report), form(days=str(days)))
    preview = client.post(page(report, "share_preview"), form(days=str(days)))

    link = ShareLink.objects.get()
    assert link.expires_at <= (Assessment.objects.get().kept_until() or link.made_at)
    assert date_format(timezone.localtime(link.expires_at), "DATE_FORMAT") == until
    assert (f"Kept until {kept}." in answer.text, until in answer.text, until in preview.text) == (True, True, True)


def test_the_report_says_until_when_it_is_kept_unless_an_account_keeps_it(client, report):
    organisation = make_organisation(name="Acme")
    member = _member_of(organisation)
    address = reverse("recommendations:report", args=(report.pk,))
    until = date_format(timezone.localtime() + timedelta(days=30), "DATE_FORMAT")

    held = client.get(address).text
    Assessment.objects.update(organisation=organisation)
    owned = member.get(address).text

    assert f"Kept until {until}." in held
    assert [f'href="/assessments/{report.assessment_id}/{name}/"' in held for name in ("claim", "delete")] == [True] * 2
    assert ("Kept until" in owned, "/delete/" in owned) == (False, False)


def test_only_those_who_may_open_the_report_may_share_it(report):
    path = made_by_other = made(_member_of(make_organisation(name="Other")), _other_report())
    other_link = link_of(made_by_other)
    stranger = Client()
    calls = (
        stranger.get(page(report)),
        stranger.post(page(report), form()),
        stranger.post(page(report, "share_preview"), form()),
        stranger.post(reverse("recommendations:share_stop", args=(report.pk, other_link.pk))),
    )

    assert {(answer.status_code, answer.content) for answer in calls} == {missing()}
    assert (report.share_links.count(), Client().get(path).status_code) == (0, 302)


def _member_of(organisation):
    member = make_user("member@other.example")
    Membership.objects.create(user=member, organisation=organisation)
    client = Client()
    client.force_login(member)
    return client


def _other_report():
    organisation = Membership.objects.get(user__email="member@other.example").organisation
    assessment = make_assessment(Questionnaire.objects.get(), organisation=organisation, functions=("payroll",))
    save(assessment, whole(assessment))
    assessment.refresh_from_db()
    return services.submit(assessment=assessment)


def test_nobody_stops_a_link_through_another_report(client, report):
    member = _member_of(make_organisation(name="Other"))
    own = _other_report()
    path = made(client, report)

    answer = member.post(reverse("recommendations:share_stop", args=(own.pk, link_of(path).pk)))

    assert (answer.status_code, link_of(path).stopped_at) == (404, None)


def test_making_and_stopping_need_the_forms_token(report, client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert [strict.post(page(report, name), form()).status_code for name in ("share", "share_preview")] == [403, 403]


def test_links_are_not_made_without_end(client, report):
    answers = [client.post(page(report), form()).status_code for _each in range(21)]

    assert (answers, ShareLink.objects.count()) == ([200] * 20 + [429], 20)


def test_what_readers_get_holds_no_copy_of_the_answers(report):
    told = sharing.content_for_readers(report, Terms(without_notes=True, without_names=True, without_answers=True))

    assert set(CANARY.findall(str(told))) == set()


def test_leaving_out_changes_nothing_that_is_stored(report):
    before = report.content

    sharing.content_for_readers(report, Terms(without_notes=True, without_names=True, without_answers=True))

    assert (str(report.data).count("CanaryNote") > 0, report.content == before, report.is_intact) == (True, True, True)


def test_what_stands_beside_a_report_goes_along_only_where_it_was_ticked(client, report):
    plan = {"accountable": "CanaryAccountable", "starts_on": date(2027, 1, 4)}
    keeping.keep(report=report, changes=plan, by=None)

    without = Client().get(made(client, report), follow=True).content.decode()
    along = Client().get(made(client, report, with_beside=["plan"]), follow=True).content.decode()
    nameless = made(client, report, with_beside=["plan"], without_names="on")
    hidden = Client().get(nameless, follow=True).content.decode()

    assert "CanaryAccountable" not in without
    assert "CanaryAccountable" in along
    assert "Put beside the report, last on" in along
    assert "CanaryAccountable" not in hidden
    assert "With: Plan" in client.get(page(report)).content.decode()


def test_nothing_goes_along_that_there_is_not(client, report):
    answer = client.post(page(report), form(with_beside=["secrets"]))

    assert answer.status_code == 200
    assert "Choose what goes along from the list" in answer.content.decode()
    assert not report.share_links.exists()
