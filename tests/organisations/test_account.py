"""Signing up, signing in, and a person's own account."""

import re

import pytest
from allauth.account.models import EmailAddress

from organisations.models import Membership, Organisation, User
from tests.factories import make_organisation, make_user

PASSWORD = "a long enough password"
BACKEND = "organisations.backend.Backend"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def me(client, owner):
    client.force_login(owner, backend=BACKEND)
    return owner


def code_in(mail):
    return re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)$", mail.body, re.MULTILINE)[1]


def test_signing_up_with_the_code_from_the_mail_leads_on(client, mailoutbox):
    client.post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD})

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})

    assert (answer.status_code, answer["Location"]) == (302, "/arrive/")
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["new@example.com"], "Your code for SourceFit")
    assert EmailAddress.objects.get().verified is True


def test_signing_up_keeps_where_one_wanted_to_go(client, mailoutbox):
    client.post(
        "/accounts/signup/?next=/models/", {"email": "new@example.com", "password1": PASSWORD, "next": "/models/"}
    )

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})

    assert answer["Location"] == "/models/"


def test_a_wrong_code_is_told_in_our_words(client, mailoutbox):
    client.post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD})

    answer = client.post("/accounts/confirm-email/", {"code": "WRONG-CODE"})

    assert "That is not the code we sent" in answer.text
    assert "<title>Error: Enter the code from the e-mail – SourceFit</title>" in answer.text


def test_an_address_that_has_an_account_gives_the_same_answer_as_a_new_one(client, owner, mailoutbox):
    fresh = client.post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD})
    client.cookies.clear()

    known = client.post("/accounts/signup/", {"email": owner.email, "password1": PASSWORD})

    assert (fresh.status_code, fresh["Location"]) == (known.status_code, known["Location"])
    assert [mail.subject for mail in mailoutbox] == [
        "Your code for SourceFit",
        "You already have an account at SourceFit",
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ["Enter your e-mail address", "Choose a password"]),
        ({"email": "someone", "password1": PASSWORD}, ["Enter an e-mail address like name@company.example"]),
        ({"email": "new@example.com", "password1": "short"}, ["at least 10 characters"]),
    ],
)
def test_a_sign_up_that_cannot_be_read_says_what_to_do(client, said, words):
    answer = client.post("/accounts/signup/", said)

    assert [word in answer.text for word in words] == [True] * len(words)
    assert ("There is a problem" in answer.text, User.objects.count()) == (True, 0)


def test_signing_in_keeps_where_one_wanted_to_go(client, owner):
    page = client.get("/accounts/login/?next=/account/")

    answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD, "next": "/account/"})

    assert 'name="next" value="/account/"' in page.text
    assert answer["Location"] == "/account/"


def test_signing_in_goes_nowhere_else_than_here(client, owner):
    answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD, "next": "//evil.example/"})

    assert answer["Location"] == "/arrive/"


@pytest.mark.parametrize("address", ["owner@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(client, owner, address):
    answer = client.post("/accounts/login/", {"login": address, "password": "not the right one"})

    assert "We know no account with this address and password" in answer.text


def test_no_field_hides_its_words_in_itself(client):
    assert "placeholder" not in client.get("/accounts/signup/").text


def test_a_forgotten_password_is_replaced_through_the_mail(client, owner, mailoutbox):
    client.post("/accounts/password/reset/", {"email": owner.email})
    address = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another long password", "password2": "another long password"})

    owner.refresh_from_db()

    assert owner.check_password("another long password")
    assert [mail.subject for mail in mailoutbox] == [
        "Choose a new password for SourceFit",
        "Your password was changed",
    ]


def test_changing_the_address_takes_the_code_sent_to_the_new_one(client, me, mailoutbox):
    client.post("/accounts/email/", {"email": "moved@example.com", "action_add": ""})
    before = User.objects.get().email

    client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})

    assert (mailoutbox[0].to, before, User.objects.get().email) == (
        ["moved@example.com"],
        "owner@example.com",
        "moved@example.com",
    )


def test_a_person_can_be_called_by_name_and_by_none(client, me):
    client.post("/account/name/", {"name": "  Ada  "})
    named = User.objects.get().name
    client.post("/account/name/", {"name": ""})

    assert (named, User.objects.get().name) == ("Ada", "")


@pytest.mark.parametrize("name", ["x" * 121, "a\0b"])
def test_a_name_that_does_not_fit_changes_nothing(client, me, name):
    answer = client.post("/account/name/", {"name": name})

    assert (answer.status_code, "There is a problem" in answer.text, User.objects.get().name) == (200, True, "")


def test_an_organisation_is_founded_with_its_owner(client, me):
    client.post("/account/organisations/new/", {"name": "Acme"})

    assert list(Membership.objects.values_list("user", "organisation__name", "role")) == [(me.pk, "Acme", "owner")]


def test_an_owner_may_rename_an_organisation(client, me):
    acme = make_organisation(me)

    answer = client.post(f"/account/organisations/{acme.pk}/name/", {"name": "Apex"})

    assert (answer.status_code, Organisation.objects.get().name) == (302, "Apex")


def test_a_member_and_a_stranger_find_nothing_to_rename(client, me):
    hers = make_organisation(make_user("other@example.com"))
    ours = make_organisation(make_user("third@example.com"))
    Membership.objects.create(user=me, organisation=ours, role=Membership.Role.MEMBER)

    answers = [client.post(f"/account/organisations/{one.pk}/name/", {"name": "Taken"}) for one in (hers, ours)]
    missing = client.post("/account/organisations/00000000-0000-4000-8000-000000000000/name/", {"name": "Taken"})

    assert [answer.status_code for answer in (*answers, missing)] == [404, 404, 404]
    assert {answer.text for answer in answers} == {missing.text}
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Acme"}


def test_an_account_lists_ones_own_organisations_alone(client, me):
    make_organisation(me, name="Mine")
    make_organisation(make_user("other@example.com"), name="Theirs")

    page = client.get("/account/").text

    assert ("Mine" in page, "Theirs" in page) == (True, False)


@pytest.mark.parametrize("number", [1, 12])
def test_an_account_asks_three_questions_however_many_organisations(client, me, django_assert_num_queries, number):
    for one in range(number):
        make_organisation(me, name=f"Organisation {one}")

    with django_assert_num_queries(3):
        client.get("/account/")
