import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessments.answering import resume, services
from assessments.answering.holder import COOKIE, digest, new_token
from assessments.models import Assessment, Holding, ResumeLink
from organisations.models import Organisation
from recommendations.reports.services import submit
from tests.factories import hold, make_assessment, make_organisation, make_user

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"http://testserver(/resume/[A-Za-z0-9_-]{43}/)")


@pytest.fixture
def assessment(client):
    return make_assessment(token=hold(client))


def page(assessment):
    return reverse("assessments:resume", args=(assessment.pk,))


def hub(assessment):
    return reverse("assessments:hub", args=(assessment.pk,))


def shown(client, assessment):
    """Have a link shown and give its path."""
    answer = client.post(page(assessment), {"link": str(uuid4())})
    return ADDRESS.search(answer.content.decode())[1]


def let_in(path, client=None):
    """Open a link in another browser and say yes there."""
    other = client or Client()
    answer = other.get(path, follow=True)
    other.post(answer.redirect_chain[-1][0])
    return other


def bodies(path, clients):
    answers = [client.get(path) for client in clients]
    return {(answer.status_code, answer.content) for answer in answers}


def test_a_link_opens_the_answers_in_another_browser_and_they_stay_open_in_the_first(client, assessment):
    other = let_in(shown(client, assessment))

    assert [browser.get(hub(assessment)).status_code for browser in (client, other)] == [200, 200]


def test_a_browser_without_the_link_stays_out(client, assessment):
    shown(client, assessment)

    assert Client().get(hub(assessment)).status_code == 404


def test_a_link_lets_nobody_in_before_they_said_yes(client, assessment):
    other = Client()

    other.get(shown(client, assessment), follow=True)

    assert (other.get(hub(assessment)).status_code, Holding.objects.count()) == (404, 0)


def test_two_assessments_of_a_browser_are_not_mixed_up(client, assessment):
    other = Client()
    own = make_assessment(assessment.questionnaire, token=hold(other))

    let_in(shown(client, assessment), other)

    assert [[browser.get(hub(one)).status_code for one in (assessment, own)] for browser in (client, other)] == [
        [200, 404],
        [200, 200],
    ]


def test_a_browser_keeps_the_token_it_was_given(client, assessment):
    other = Client()
    token = hold(other)
    make_assessment(assessment.questionnaire, token=token)

    let_in(shown(client, assessment), other)

    assert other.cookies[COOKIE].value == token


def test_a_made_up_token_is_not_taken_over(client, assessment):
    other = Client()
    planted = hold(other)

    let_in(shown(client, assessment), other)

    assert (other.cookies[COOKIE].value == planted, Assessment.objects.held_by(digest(planted)).exists()) == (
        False,
        False,
    )


def test_the_token_leaves_the_address_and_is_nowhere_stored(client, assessment):
    path = shown(client, assessment)
    token = path.split("/")[2]

    answer = Client().get(path)

    link = ResumeLink.objects.get()
    cookie = answer.cookies["link"]
    assert (answer.status_code, answer["Location"]) == (302, reverse("assessments:resume_here", args=(link.pk,)))
    assert (cookie.value, cookie["path"], cookie["httponly"]) == (token, answer["Location"], True)
    assert (link.token_hash, answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == (
        digest(token),
        "no-referrer",
        True,
    )


def test_wrong_and_halved_links_are_as_good_as_none_and_one_that_ended_says_so(client, assessment):
    paths = [shown(client, assessment) for _each in range(3)]
    stopped, expired, _good = (ResumeLink.objects.get(token_hash=digest(path.split("/")[2])) for path in paths)
    resume.stop(link=stopped)
    ResumeLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    odd = [f"/resume/{odd}/" for odd in (new_token(), paths[2].split("/")[2][:21], "%00", "..", "x" * 3000)]

    answers, ended = [Client().get(path) for path in odd], [Client().get(path) for path in paths[:2]]

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, Client().get("/no/such/page/").content)
    }
    assert {answer.status_code for answer in ended} == {410}
    assert all("Ask whoever sent it to you" in answer.content.decode() for answer in ended)
    assert Client().get(paths[2]).status_code == 302


def test_a_link_stopped_after_it_was_opened_lets_nobody_in(client, assessment):
    path = shown(client, assessment)
    other = Client()
    here = other.get(path)["Location"]
    resume.stop(link=ResumeLink.objects.get())

    assert (other.post(here).status_code, Holding.objects.count()) == (410, 0)


def test_a_stopped_link_shuts_out_who_came_in_by_it_and_nobody_else(client, assessment):
    by_first, by_second = (let_in(shown(client, assessment)) for _each in range(2))
    first = ResumeLink.objects.order_by("made_at").first()

    client.post(reverse("assessments:resume_stop", args=(assessment.pk, first.pk)))

    assert [browser.get(hub(assessment)).status_code for browser in (client, by_first, by_second)] == [200, 404, 200]


def test_nobody_stops_a_link_through_another_assessment(client, assessment):
    other = Client()
    own = make_assessment(assessment.questionnaire, token=hold(other))
    shown(client, assessment)

    answer = other.post(reverse("assessments:resume_stop", args=(own.pk, ResumeLink.objects.get().pk)))

    assert (answer.status_code, ResumeLink.objects.count()) == (404, 1)


def test_what_is_kept_in_an_account_opens_by_no_link_any_more(client, assessment):
    path = shown(client, assessment)
    other = let_in(path)
    owner = make_user()

    client.force_login(owner)
    client.post(reverse("assessments:claim", args=(assessment.pk,)), {"organisation": "new", "name": "Acme"})

    assert (client.get(hub(assessment)).status_code, other.get(hub(assessment)).status_code) == (200, 404)
    assert (Client().get(path).status_code, ResumeLink.objects.count(), Holding.objects.count()) == (404, 0, 0)


def test_who_was_let_in_may_keep_it_and_the_first_browser_keeps_its_other_answers(client, assessment):
    rest = make_assessment(assessment.questionnaire, token=client.cookies[COOKIE].value)
    other = let_in(shown(client, assessment))

    other.force_login(make_user())
    other.post(reverse("assessments:claim", args=(assessment.pk,)), {"organisation": "new", "name": "Acme"})

    assert [client.get(hub(one)).status_code for one in (assessment, rest)] == [404, 200]
    assert other.get(hub(assessment)).status_code == 200


def test_claiming_one_leaves_the_other_let_in(client, assessment):
    more = make_assessment(assessment.questionnaire, token=client.cookies[COOKIE].value)
    other = Client()
    for one in (assessment, more):
        let_in(shown(client, one), other)

    other.force_login(make_user())
    other.post(reverse("assessments:claim", args=(assessment.pk,)), {"organisation": "new", "name": "Acme"})

    assert (other.get(hub(more)).status_code, client.get(hub(more)).status_code) == (200, 200)


def test_an_assessment_in_an_account_has_no_links(client):
    owner = make_user()
    kept = make_assessment(organisation=make_organisation(owner))
    client.force_login(owner)

    answer = client.post(page(kept), {"link": str(uuid4())})

    assert (answer.status_code, answer["Location"], ResumeLink.objects.count()) == (302, hub(kept), 0)


def test_somebody_elses_page_is_as_good_as_missing(assessment):
    missing = reverse("assessments:resume", args=(uuid4(),))

    assert bodies(page(assessment), [Client()]) == bodies(missing, [Client()])


def test_the_address_is_shown_once(client, assessment):
    form = {"link": str(uuid4())}
    first = client.post(page(assessment), form)

    again = client.post(page(assessment), form, follow=True)

    found = [bool(ADDRESS.search(answer.content.decode())) for answer in (first, again, client.get(page(assessment)))]
    assert (found, ResumeLink.objects.count()) == ([True, False, False], 1)


def test_a_mail_brings_a_link_that_works(client, assessment, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(assessment), {"email": "me@company.example"})

    [letter] = mail.outbox
    other = let_in(ADDRESS.search(str(letter.body))[1])
    assert (letter.to, other.get(hub(assessment)).status_code) == (["me@company.example"], 200)


def test_a_mail_says_nothing_that_a_stranger_wrote(client, assessment, django_capture_on_commit_callbacks):
    services.rename(assessment=assessment, company="Win a prize at x.example")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(assessment), {"email": "me@company.example"})

    [letter] = mail.outbox
    assert "prize" not in f"{letter.subject}{letter.body}{letter.alternatives[0].content}"


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "a@x.example\r\nBcc: b@x.example", "\x00@x.example"])
def test_an_address_that_is_none_is_told_and_makes_nothing(client, assessment, email):
    answer = client.post(page(assessment), {"email": email})

    assert (answer.status_code, b"error-summary" in answer.content, ResumeLink.objects.count(), mail.outbox) == (
        200,
        True,
        0,
        [],
    )


def test_nobody_is_flooded_with_mails(client, assessment):
    answers = [client.post(page(assessment), {"email": "me@company.example"}) for _each in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert (answers[-1]["Retry-After"], b"me@company.example" in answers[-1].content, ResumeLink.objects.count()) == (
        "1200",
        True,
        3,
    )


def test_nobody_floods_others_with_mails(client, assessment):
    answers = [client.post(page(assessment), {"email": f"{n}@company.example"}).status_code for n in range(11)]

    assert answers == [302] * 10 + [429]


def test_links_are_not_made_without_end(client, assessment):
    answers = [client.post(page(assessment), {"link": str(uuid4())}).status_code for _each in range(11)]

    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("link", ["", "x", "0", "' or 1=1"])
def test_a_made_up_link_number_is_refused(client, assessment, link):
    assert (client.post(page(assessment), {"link": link}).status_code, ResumeLink.objects.count()) == (404, 0)


@pytest.mark.parametrize(("answers", "age", "works"), [({}, 0, 7), ({}, 3, 4), ({("", "load"): "much"}, 10, 20)])
def test_a_link_never_works_longer_than_what_it_opens_is_kept(client, answers, age, works):
    begun = make_assessment(token=hold(client), answers=answers)
    Assessment.objects.update(updated_at=timezone.now() - timedelta(days=age))
    until = date_format(timezone.localtime() + timedelta(days=works), "DATE_FORMAT")

    before = client.get(page(begun)).content.decode()
    after = client.post(page(begun), {"link": str(uuid4())}).content.decode()

    assert ResumeLink.objects.get().expires_at == Assessment.objects.get().kept_until()
    assert (f"works until {until}" in before, after.count(until)) == (True, 2)


def test_a_mail_names_the_day_on_which_the_link_really_ends(client, assessment, django_capture_on_commit_callbacks):
    Assessment.objects.update(updated_at=timezone.now() - timedelta(days=5))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(assessment), {"email": "me@company.example"})

    [letter] = mail.outbox
    assert date_format(timezone.localtime() + timedelta(days=2), "DATE_FORMAT") in str(letter.body)


def test_what_is_handed_in_is_opened_elsewhere_and_not_gone_on_with(client, django_capture_on_commit_callbacks):
    done = make_assessment(token=hold(client), functions=("payroll",))
    submit(assessment=done)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(done), {"email": "me@company.example"})

    shown_page = client.get(page(done)).content.decode()

    [letter] = mail.outbox
    words = shown_page + str(letter.body) + letter.subject + str(letter.alternatives[0].content)
    assert ("Open the report in another browser" in words, letter.subject) == (
        True,
        "Your link to your answers and their report",
    )
    assert [said for said in ("change", "Change", "carry on", "Carry on", "Go on in") if said in words] == []


def test_openings_are_counted(client, assessment):
    path = shown(client, assessment)

    for _each in range(3):
        let_in(path)

    link = ResumeLink.objects.get()
    assert (link.opened, link.last_opened_at is not None) == (3, True)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_each_is_let_in_once(client, assessment):
    link, _token = resume.make(assessment=assessment)
    holder = digest(new_token())

    def come_in(_number):
        try:
            resume.let_in(link=link, holder=holder)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(come_in, range(24)))

    link.refresh_from_db()
    assert (Holding.objects.count(), link.opened) == (1, 24)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_keep_it_at_once_one_does(client, assessment):
    link, _token = resume.make(assessment=assessment)
    first, second = digest(client.cookies[COOKIE].value), digest(new_token())
    resume.let_in(link=link, holder=second)
    people = [(holder, make_user(f"{name}@example.com")) for name, holder in (("one", first), ("two", second))]

    def keep(person):
        holder, user = person
        try:
            services.claim(assessment=assessment, holder=holder, user=user, keep_in="Acme")
        except services.TakenError:
            return "taken"
        else:
            return "kept"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(keep, people))

    assert (told, Organisation.objects.count(), Holding.objects.count()) == (["kept", "taken"], 1, 0)
