"""Whatever is typed into a form of the site is there again, however the way to saving it was cut off."""

import re
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from assessments.models import reading
from consulting.models import Review
from organisations import unsaved
from organisations.limits import Limit, TooOftenError
from organisations.models import Unsaved, User
from tests.organisations.signing import PASSWORD, code_of
from tests.posts import POSTS
from tests.sent_forms import forms_of
from tests.test_access import ADDRESSES, SIGNED_OUT
from tests.test_mass_assignment import snapshot
from tests.world import MISSING, World, address, filled

HERE = "http://testserver"
NOT_SAVED = "Not saved yet: please press the button once more"
NOT_HERE = "What was typed before is not here"
OURS, REVIEW = "account/organisations/<uuid:pk>/", "clients/<uuid:client>/reports/<uuid:pk>/"
ITSELF = ""

# Every form of the site, and the page it stands on.
FORMS = {
    "language/": ITSELF,
    "assessments/": ITSELF,
    "assessments/<uuid:pk>/": ITSELF,
    "assessments/<uuid:pk>/functions/": ITSELF,
    "assessments/<uuid:pk>/steps/<slug:slug>/": ITSELF,
    "assessments/<uuid:pk>/check/": ITSELF,
    "assessments/<uuid:pk>/delete/": ITSELF,
    "assessments/<uuid:pk>/together/": ITSELF,
    "assessments/<uuid:pk>/second/": ITSELF,
    "assessments/<uuid:pk>/ready/": "assessments/<uuid:pk>/check/",
    "assessments/<uuid:pk>/move/": ITSELF,
    "assessments/<uuid:pk>/claim/": ITSELF,
    "assessments/<uuid:pk>/submit/": "assessments/<uuid:pk>/check/",
    "assessments/<uuid:pk>/resume/": ITSELF,
    "assessments/<uuid:pk>/resume/<uuid:link>/stop/": "assessments/<uuid:pk>/resume/",
    "resume/answers/<uuid:pk>/": ITSELF,
    "reports/<uuid:pk>/actions/": "reports/<uuid:pk>/",
    "reports/<uuid:pk>/plan/": ITSELF,
    "reports/<uuid:pk>/brief/<slug:model>/choices/": "reports/<uuid:pk>/brief/<slug:model>/",
    "reports/<uuid:pk>/brief/<slug:model>/parts/<slug:part>/": ITSELF,
    "reports/<uuid:pk>/comments/<uuid:comment>/": "reports/<uuid:pk>/",
    "reports/<uuid:pk>/again/": ITSELF,
    "reports/<uuid:pk>/costs/": ITSELF,
    "reports/<uuid:pk>/scorecard/<slug:model>/": ITSELF,
    "reports/<uuid:pk>/share/": ITSELF,
    "reports/<uuid:pk>/share/preview/": "reports/<uuid:pk>/share/",
    "reports/<uuid:pk>/share/<uuid:link>/stop/": "reports/<uuid:pk>/share/",
    "shared/report/<uuid:pk>/": ITSELF,
    "clients/filters/new/": ITSELF,
    "clients/filters/<uuid:pk>/": ITSELF,
    "clients/filters/<uuid:pk>/delete/": "clients/filters/<uuid:pk>/",
    "clients/invite/": ITSELF,
    "clients/invitations/<uuid:pk>/again/": "clients/invitations/",
    "clients/invitations/<uuid:pk>/withdraw/": "clients/invitations/",
    "clients/<uuid:client>/review-day/": "clients/<uuid:client>/",
    "clients/<uuid:client>/end/": ITSELF,
    f"{REVIEW}adjust/": REVIEW,
    f"{REVIEW}comments/": REVIEW,
    f"{REVIEW}comments/<uuid:comment>/": REVIEW,
    f"{REVIEW}notes/": REVIEW,
    f"{REVIEW}notes/<uuid:note>/remove/": REVIEW,
    f"{REVIEW}reviewer/": REVIEW,
    f"{REVIEW}state/": REVIEW,
    "account/name/": ITSELF,
    "account/organisations/new/": ITSELF,
    f"{OURS}name/": ITSELF,
    f"{OURS}invite/": ITSELF,
    f"{OURS}invitations/<uuid:invitation>/again/": OURS,
    f"{OURS}invitations/<uuid:invitation>/revoke/": OURS,
    f"{OURS}members/<uuid:person>/role/": f"{OURS}members/<uuid:person>/",
    f"{OURS}members/<uuid:person>/remove/": f"{OURS}members/<uuid:person>/",
    f"{OURS}members/<uuid:person>/hand-over/": f"{OURS}members/<uuid:person>/",
    f"{OURS}leave/": ITSELF,
    f"{OURS}advising/": ITSELF,
    f"{OURS}consultants/invite/": ITSELF,
    f"{OURS}consultants/<uuid:engagement>/scope/": f"{OURS}consultants/",
    f"{OURS}consultants/<uuid:engagement>/end/": ITSELF,
    f"{OURS}consultants/asked/<uuid:invitation>/again/": f"{OURS}consultants/",
    f"{OURS}consultants/asked/<uuid:invitation>/take-back/": f"{OURS}consultants/",
    f"{OURS}benchmark/": ITSELF,
    f"{OURS}archive/": f"{OURS}data/",
    f"{OURS}erase/": ITSELF,
    f"{OURS}erase/take-back/": f"{OURS}data/",
    "account/close/": ITSELF,
    "account/close/keep/": "account/close/",
    "invitations/<uuid:pk>/": ITSELF,
}
# The choice of a language holds nothing that somebody wrote, and the reader of a link no account to come back with.
CASES = [(route, post) for route, posts in POSTS.items() for post in posts if route != "language/"]
# Whoever is signed out begins an assessment all the same, in the browser, and answers an invitation by its link.
WITHOUT_ACCOUNT = {"assessments/", "invitations/<uuid:pk>/"}
SIGNED_IN = [(route, post) for route, post in CASES if post.role not in SIGNED_OUT and route not in WITHOUT_ACCOUNT]


def names(cases):
    return [f"{route}-{post.role}-{number}" for number, (route, post) in enumerate(cases)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
    reading.forget()


class Sending:
    """One form, the browser that sends it, and what is in it."""

    def __init__(self, world, route, post):
        self.world, self.route, self.post = world, route, post
        things = post.things(world)
        self.path = address(route, filled(route, things))
        page = FORMS[route] or route
        self.page = address(page, filled(page, things))
        data = post.data(world)
        self.pairs = [
            (name, str(value))
            for name, values in data.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        self.is_typed = any(value.strip() for _name, value in self.pairs)
        self.browser = post.ready(world)
        # A browser that was signed in here has seen a page, and what that page gave it.
        self.browser.get(self.page)
        self.before = self.rows()

    def rows(self):
        return {key: row for key, row in snapshot().items() if key[0] != "organisations.Unsaved"}

    def send(self, browser=None, pairs=None, **more):
        data: dict[str, list[str]] = {}
        for name, value in pairs or self.pairs:
            data.setdefault(name, []).append(value)
        headers = {"Origin": HERE, "Referer": HERE + self.page}
        return (browser or self.browser).post(self.path, data, headers=headers, **more)

    def holds(self, text):
        """Find the form of a page that sends what was sent here."""
        forms = [form for form in forms_of(text, self.page) if self.path in form.actions and form.method == "post"]
        return next((form for form in forms if form.holds([pair for pair in self.pairs if pair[1]])), None)

    def sign_in(self, role=""):
        person = User.objects.get(pk=self.world.people[role or self.post.role].pk)
        self.browser.force_login(person, "organisations.backend.Backend")


@contextmanager
def sending(world, route, post):
    """Undo afterwards all that was done to the rows and to the browser."""
    with transaction.atomic():
        client = world.clients[post.role]
        cookies = client.cookies.output()
        yield Sending(world, route, post)
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
        transaction.set_rollback(True)
    reading.forget()


def way_in(answer):
    """Give the address to which the page's offer to sign in leads back."""
    [href] = map(unescape, re.findall(r'class="btn [^"]*" href="([^"]*)"', answer.text))
    if href.startswith("?"):
        href = answer.client.get(answer.wsgi_request.path + href)["Location"]
    assert href.startswith(("/accounts/login/?next=/", "/accounts/logout/?next=/"))
    return parse_qs(urlsplit(href).query)["next"][0]


def test_every_form_has_a_row_and_a_page():
    assert set(FORMS) == set(POSTS)
    assert {page for page in FORMS.values() if page} <= set(ADDRESSES)


@pytest.mark.parametrize(("route", "post"), SIGNED_IN, ids=names(SIGNED_IN))
def test_after_an_ended_session_one_signs_in_and_has_the_page_as_typed(db, world, route, post):
    with sending(world, route, post) as form:
        Session.objects.all().delete()
        refused = form.send()

        if not form.is_typed:
            assert refused.status_code in {302, 404}
            assert way_back(refused) == form.page
            return
        assert refused.status_code in {403, 404}
        assert "Nothing was saved" in refused.text
        form.before = form.rows()
        form.sign_in()
        back = form.browser.get(way_in(refused))
        sent = form.holds(back.text)

        assert (back.status_code, NOT_SAVED in back.text, sent is not None) == (200, True, True)
        assert f"You are signed in as {world.people[post.role].email}" in back.text
        assert what_was_saved(form.rows()) == what_was_saved(form.before)
        assert form.send(pairs=merged(sent, form.pairs)).status_code < 400


def merged(sent, pairs):
    """Give what a browser sends when one presses the button that was pressed before."""
    return [pair for pair in sent.fields if pair[0] != unsaved.TOKEN] + [
        pair for pair in pairs if pair in sent.buttons and pair not in sent.fields
    ]


def what_was_saved(rows):
    """Leave out what counts requests, and that a page was looked at."""
    aside = {"sessions.Session", "usersessions.UserSession", "organisations.Allowance", "organisations.Opening"}
    looked = {"last_login": "", "opened": 0, "last_opened_at": ""}
    return {key: {**row, **looked} for key, row in rows.items() if key[0] not in aside}


def way_back(answer):
    if answer.status_code == 302:
        return parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    return way_in(answer)


@pytest.mark.once
@pytest.mark.parametrize(("route", "post"), CASES, ids=names(CASES))
def test_after_signing_in_elsewhere_the_page_is_there_as_typed(db, world, route, post):
    with sending(world, route, post) as form:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies.load(form.browser.cookies.output().replace("Set-Cookie: ", ""))
        strict.cookies["csrftoken"] = "n" * 32
        form.before = form.rows()
        refused = form.send(strict)

        if not form.is_typed:
            assert (refused.status_code, "Please send that once more" in refused.text) == (403, True)
            return
        assert refused.status_code == 302
        back = strict.get(refused["Location"])
        assert (back.status_code, NOT_SAVED in back.text) == (200, True)
        assert form.holds(back.text)
        assert what_was_saved(form.rows()) == what_was_saved(form.before)


@pytest.mark.once
@pytest.mark.parametrize(("route", "post"), SIGNED_IN, ids=names(SIGNED_IN))
def test_whoever_signs_in_next_reads_nothing_of_what_somebody_else_typed(db, world, route, post):
    with sending(world, route, post) as form:
        form.pairs = [(name, "Confided" if name in WRITTEN else value) for name, value in form.pairs]
        Session.objects.all().delete()
        refused = form.send()
        if not form.is_typed:
            return
        form.sign_in("member" if post.role == "owner" else "owner")

        back = form.browser.get(way_in(refused))

        assert back.status_code in {200, 302, 404}
        assert "Confided" not in back.text
        assert NOT_SAVED not in back.text


WRITTEN = {"owner", "name", "text", "reason", "comment-text", "note-text", "label", "company", "note--load"}


@pytest.mark.once
@pytest.mark.parametrize(("route", "post"), CASES, ids=names(CASES))
def test_with_the_database_away_the_page_sends_it_once_more(db, world, route, post):
    with sending(world, route, post) as form:
        form.browser.raise_request_exception = False
        with connection.execute_wrapper(away):
            refused = form.send()
        form.browser.raise_request_exception = True

        assert (refused.status_code, refused["Retry-After"]) == (503, "10")
        if form.is_typed:
            sent = form.holds(refused.text)
            assert sent is not None
            assert form.send(pairs=merged(sent, [])).status_code < 400


def away(execute, sql, params, many, context):
    if "SAVEPOINT" in sql:  # of the test, which undoes what it did
        return execute(sql, params, many, context)
    raise OperationalError("away")


@pytest.mark.once
@pytest.mark.parametrize(("route", "post"), CASES, ids=names(CASES))
def test_what_is_sent_too_often_can_be_sent_once_more(db, world, route, post, monkeypatch):
    with sending(world, route, post) as form:
        monkeypatch.setattr(Limit, "spend", too_often)
        refused = form.send()

        # Most forms have no limit; those that mail or begin something do.
        assert refused.status_code < 400 or refused.status_code == 429
        if refused.status_code == 429 and form.is_typed:
            assert form.holds(refused.text) or route in MAILS_AGAIN or names_of(form) == {"link"}


def names_of(form):
    return {name for name, _value in form.pairs}


def too_often(_limit, _who):
    raise TooOftenError(60)


# These show a page of their own, on which the very address stands that was to be mailed to.
MAILS_AGAIN = {f"{OURS}invitations/<uuid:invitation>/again/"}
ADDED = f"{REVIEW}comments/"


@contextmanager
def ended(world, text="Confided"):
    """Send a comment on a review without a session, by whoever wrote it; give the form and what it was answered."""
    with sending(world, ADDED, POSTS[ADDED][0]) as form:
        form.pairs = [("comment-place", ""), ("comment-text", text)]
        Session.objects.all().delete()
        yield form, form.send()


def test_what_is_kept_stands_unreadable_in_the_database_and_opens_in_one_browser(db, world):
    with ended(world) as (form, refused):
        kept = Unsaved.objects.get()
        other = Client()
        other.force_login(world.people["reading"], "organisations.backend.Backend")

        elsewhere = other.get(way_in(refused))

        assert "Confided" not in kept.content + kept.key
        assert (elsewhere.status_code, NOT_HERE in elsewhere.text) == (200, True)
        assert "Confided" not in elsewhere.text
        assert form.browser.cookies[unsaved.COOKIE]["httponly"]


def sign_out_elsewhere(form):
    form.browser.get(form.page)
    Session.objects.all().delete()
    form.browser.cookies.pop("sessionid")


def change_the_password_elsewhere(form):
    person = User.objects.get(pk=form.world.people[form.post.role].pk)
    person.set_password("another long enough password")
    person.save()


@pytest.mark.parametrize("end", [sign_out_elsewhere, change_the_password_elsewhere])
def test_it_is_the_same_however_the_sign_in_ended(db, world, end):
    with sending(world, ADDED, POSTS[ADDED][0]) as form:
        end(form)
        refused = form.send()
        form.sign_in()

        assert refused.status_code == 403
        assert form.holds(form.browser.get(way_in(refused)).text)


def test_whoever_signed_in_elsewhere_as_somebody_else_signs_in_once_more_as_before(db, world):
    """A page of one account is sent under another, which may not see it: nothing is said of it, and nothing is lost."""
    route = "assessments/<uuid:pk>/steps/<slug:slug>/"
    with sending(world, route, POSTS[route][0]) as form:
        form.pairs = [("note--load", "Confided"), ("version", "0")]
        form.sign_in("stranger")
        form.browser.get("/workspace/")
        refused = form.send()
        back = way_in(refused)
        as_another = form.browser.get(back)
        form.browser.post("/accounts/logout/")
        form.sign_in()

        assert (refused.status_code, as_another.status_code) == (404, 404)
        assert "You are signed in as stranger@example.com" in refused.text
        assert "Confided" not in refused.text + as_another.text
        assert form.holds(form.browser.get(back).text)


def test_what_was_typed_while_somebody_submitted_can_be_copied(db, world):
    path = f"/assessments/{world.ours['done']}/steps/core-problem/"
    sent = {"note--load": "Month ends", "version": "0"}

    closed = world.clients["member"].post(path, sent, headers={"Origin": HERE, "Referer": HERE + path})

    assert (closed.status_code, "Month ends" in closed.text) == (409, True)


def test_what_was_typed_while_a_colleague_closed_the_review_can_be_copied(db, world):
    with sending(world, ADDED, POSTS[ADDED][0]) as form:
        Review.objects.update(state=Review.State.FINAL)

        locked = form.send()

        assert (locked.status_code, "Well" in locked.text) == (409, True)


def test_a_mistake_of_ours_loses_nothing_either(db, world, monkeypatch):
    with sending(world, ADDED, POSTS[ADDED][0]) as form:
        monkeypatch.setattr("consulting.reviews.services.add_comment", mistaken)
        form.browser.raise_request_exception = False
        broken = form.send()
        form.browser.raise_request_exception = True

        assert broken.status_code == 500
        assert form.holds(broken.text)


def mistaken(**_said):
    raise ZeroDivisionError


def test_what_is_kept_is_gone_after_a_day(db, world):
    with ended(world) as (form, refused):
        Unsaved.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
        form.sign_in()

        assert NOT_HERE in form.browser.get(way_in(refused)).text


def test_what_was_saved_at_last_is_no_longer_kept(db, world):
    with ended(world) as (form, refused):
        form.sign_in()
        form.page = way_in(refused)
        assert form.send().status_code == 302

        assert Unsaved.objects.count() == 0


def test_too_much_to_be_kept_stays_in_the_page_that_refused_it(db, world):
    with ended(world, "x" * (unsaved.LONGEST + 1)) as (form, refused):
        assert (refused.status_code, Unsaved.objects.count()) == (403, 0)
        assert "sign in in another tab" in refused.text
        assert form.holds(refused.text)


def test_an_address_that_sends_very_many_keeps_no_more_of_them_and_loses_nothing(db, world):
    with ended(world) as (form, _refused):
        many = [form.send() for _each in range(unsaved.KEPT.times)]

        assert Unsaved.objects.count() == unsaved.KEPT.times
        assert form.holds(many[-1].text)


@pytest.mark.parametrize(
    "came_from", ["https://evil.example/", "//evil.example/", f"{HERE}//evil.example/", "http://["]
)
def test_nobody_is_led_to_another_site(db, world, came_from):
    with sending(world, ADDED, POSTS[ADDED][0]) as form:
        Session.objects.all().delete()
        refused = form.browser.post(form.path, {"comment-text": "Well"}, headers={"Origin": HERE, "Referer": came_from})

        assert way_in(refused).startswith(f"{form.path}?unsaved=")


def test_what_another_site_sent_is_kept_nowhere(db, world):
    with sending(world, ADDED, POSTS[ADDED][0]) as form:
        Session.objects.all().delete()
        elsewhere = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
        form.browser.post(form.path, {"comment-text": "Bought"}, headers=elsewhere)

        assert Unsaved.objects.count() == 0


def test_passcodes_are_asked_for_again_and_never_kept(db, world):
    route = "reports/<uuid:pk>/share/"
    with sending(world, route, POSTS[route][0]) as form:
        form.pairs = [(name, "tell-nobody" if name == "passcode" else value) for name, value in form.pairs]
        Session.objects.all().delete()
        refused = form.send()
        form.sign_in()
        back = form.browser.get(way_in(refused))
        form.browser.raise_request_exception = False
        with connection.execute_wrapper(away):
            again = form.send()

        assert "Passcodes are not kept" in back.text
        assert "tell-nobody" not in back.text + again.text
        assert re.search(r'type="password" name="passcode"[^>]* required', again.text)


def test_an_address_that_opens_nothing_keeps_the_same_whether_something_is_there_or_not(db, world):
    said = set()
    for pk in (world.foreign["draft"], world.ours["draft"], MISSING):
        path = f"/assessments/{pk}/steps/core-problem/"
        answer = Client().post(path, {"note--load": "Well"}, headers={"Origin": HERE, "Referer": HERE + path})
        key = way_in(answer).partition("unsaved=")[2]
        said.add((answer.status_code, answer.text.replace(key, "").replace(str(pk), "")))

    assert len(said) == 1


@pytest.mark.parametrize("key", ["nonsense", "x" * 43, "\0", "%ff", ""])
def test_a_made_up_key_brings_nothing(db, world, key):
    for path in ("/", "/reports/", "/assessments/"):
        answer = Client().get(path, {"unsaved": key})

        assert (answer.status_code, NOT_HERE in answer.text) == (200, bool(key))


def test_an_answer_that_is_too_long_is_brought_back(db, world):
    route = "reports/<uuid:pk>/comments/<uuid:comment>/"
    with sending(world, route, POSTS[route][0]) as form:
        form.pairs = [("text", "a long word " * 200), ("do", "answer")]
        back = form.browser.get(form.send()["Location"])

        assert "Use at most 2000 characters" in back.text
        assert form.holds(back.text)


@pytest.mark.parametrize("kind", ["draft", "report", "second"])
def test_no_note_and_no_comment_is_cut_by_the_browser(db, world, kind):
    pages = {
        "draft": ("member", f"/assessments/{world.ours['draft']}/steps/core-problem/"),
        "report": ("member", f"/reports/{world.ours['report']}/"),
        "second": ("reading", f"/clients/{world.organisation.pk}/reports/{world.ours['report']}/"),
    }
    role, path = pages[kind]

    text = world.clients[role].get(path).text

    assert re.findall(r"<textarea[^>]* maxlength", text) == []
    assert re.search(r"At most \d+ characters", text)


@pytest.mark.parametrize("query", ["", "?return=check", "?a=1&b=%C3%A9", "?a=?&b"])
def test_the_way_to_sign_in_leads_back_to_the_whole_address(db, query):
    shown = Client().get(f"/assessments/{MISSING}/{query}")

    assert way_in(shown) == f"/assessments/{MISSING}/{query}"


def test_very_many_names_in_an_address_are_refused_and_no_mistake_of_ours(db, world):
    many = "&".join(f"n{number}=1" for number in range(2000))

    assert Client().get(f"/nowhere/?{many}").status_code in {400, 404}
    assert Client().get(f"/?{many}&sign-in").status_code == 400
    assert Client().get(f"/nowhere/?{many}&sign-in").status_code in {302, 400}


MAILED = {
    "report": ("owner", "reports/<uuid:pk>/"),
    "report of an assessment": ("owner", "assessments/<uuid:pk>/report/"),
    "answers that are ready": ("owner", "assessments/<uuid:pk>/check/"),
    "step handed over": ("member", "assessments/<uuid:pk>/steps/<slug:slug>/"),
    "second opinion": ("member", "assessments/<uuid:pk>/"),
    "review": ("reading", REVIEW),
    "workspace": ("owner", "workspace/"),
    "data": ("owner", f"{OURS}data/"),
}


def confirmed(person):
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    return person.email


@pytest.mark.parametrize("what", MAILED)
def test_an_address_from_a_mail_opens_after_signing_in(db, world, what):
    role, route = MAILED[what]
    path, browser = address(route, filled(route, world.ours)), Client()
    with transaction.atomic():
        shown = browser.get(path)
        to = way_in(shown) if shown.status_code == 404 else parse_qs(urlsplit(shown["Location"]).query)["next"][0]
        login = {"login": confirmed(world.people[role]), "password": PASSWORD, "next": to}
        led = browser.post("/accounts/login/", login)
        if role == "reading":
            code = code_of("JBSWY3DPEHPK3PXP")
            led = browser.post(led["Location"], {"code": code, "next": to})
        opened = browser.get(led["Location"], follow=True)
        transaction.set_rollback(True)

    assert (to, led["Location"]) == (path, path)
    assert opened.status_code == 200


def test_every_sign_in_page_carries_the_way_back(db, world):
    """Password, second factor, a new account, a forgotten password: none of them drops where one was going."""
    to = "/reports/?unsaved=x"
    browser = Client()

    confirmed(world.people["reading"])
    login = browser.get("/accounts/login/", {"next": to})
    asked = browser.post("/accounts/login/", {"login": "reading@example.com", "password": PASSWORD, "next": to})
    second = browser.get(asked["Location"])
    led = browser.post(asked["Location"], {"code": code_of("JBSWY3DPEHPK3PXP")})

    assert 'name="next" value="/reports/?unsaved=x"' in login.text
    assert "/accounts/signup/?next=" in login.text
    assert second.status_code == 200
    assert led["Location"] == to
