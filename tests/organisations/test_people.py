"""The people of an organisation: inviting, joining, changing roles, leaving."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Event, Invitation, Membership
from tests.factories import join, make_organisation, make_user
from tests.organisations.signing import PASSWORD, path_in, signed_in

pytestmark = pytest.mark.django_db

Role = Membership.Role


@pytest.fixture
def owner():
    return make_user("owner@example.com", name="Olive")


@pytest.fixture
def acme(owner):
    return make_organisation(owner, name="Acme")


@pytest.fixture
def page(acme):
    return f"/account/organisations/{acme.pk}/"


@pytest.fixture
def invited(mailoutbox, django_capture_on_commit_callbacks, acme, owner, page):
    """Invite somebody as the page does, and give the address that was mailed."""

    def invite(email="new@example.com", role="member"):
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(owner).post(f"{page}invite/", {"email": email, "role": role})
        return path_in(mailoutbox[-1])

    return invite


def roles(organisation):
    return dict(organisation.memberships.values_list("user__email", "role"))


def acts(organisation):
    return list(Event.objects.filter(organisation=organisation.pk).order_by("at").values_list("act", flat=True))


def followed(client, address):
    """Follow a mailed address to the page it leads to."""
    return client.get(address)["Location"]


def test_whoever_accepts_an_invitation_belongs_to_the_organisation(acme, invited, mailoutbox):
    new = signed_in(make_user("new@example.com"))
    here = followed(new, invited())

    asked = new.get(here)
    answer = new.post(here, {"answer": "accept"})

    assert ("Join Acme" in asked.text, answer["Location"]) == (True, f"/account/organisations/{acme.pk}/")
    assert roles(acme) == {"owner@example.com": "owner", "new@example.com": "member"}
    assert acts(acme) == ["invitation_sent", "member_joined"]


def test_an_invitation_waits_while_its_reader_signs_up(
    acme, invited, client, mailoutbox, django_capture_on_commit_callbacks
):
    here = followed(client, invited())
    asked = client.get(here).text

    client.post(f"/accounts/signup/?next={here}", {"email": "new@example.com", "password1": PASSWORD, "next": here})
    code = mailoutbox[-1].body.split("\n\n")
    code = next(line for line in code if len(line) in (7, 8, 9) and line.isupper())
    confirmed = client.post("/accounts/confirm-email/", {"code": code})
    client.post(confirmed["Location"], {"answer": "accept"})

    assert f"/accounts/signup/?next={here}" in asked
    assert (confirmed["Location"], roles(acme)["new@example.com"]) == (here, "member")


def test_looking_at_an_invitation_joins_nobody(acme, invited):
    new = signed_in(make_user("new@example.com"))
    here = followed(new, invited())

    new.get(here)
    new.post(here, {})

    assert roles(acme) == {"owner@example.com": "owner"}


def test_an_invitation_is_answered_once(acme, invited):
    address = invited()
    first, second = signed_in(make_user("new@example.com")), signed_in(make_user("other@example.com"))
    here = followed(first, address)
    followed(second, address)
    first.post(here, {"answer": "accept"})

    again = second.post(here, {"answer": "accept"})

    assert (again.status_code, "other@example.com" in roles(acme)) == (410, False)


def test_an_invitation_can_be_declined_without_an_account(acme, invited, client):
    here = followed(client, invited())

    client.post(here, {"answer": "decline"})

    assert (client.get(here).status_code, Invitation.objects.get().accepted) == (410, False)
    assert acts(acme) == ["invitation_sent", "invitation_declined"]


def test_nobody_joins_without_an_account(acme, invited, client):
    here = followed(client, invited())

    client.post(here, {"answer": "accept"})

    assert roles(acme) == {"owner@example.com": "owner"}


def test_an_invitation_sent_again_ends_the_one_before(acme, owner, invited, page, client, mailoutbox):
    first = invited()
    row = Invitation.objects.get()
    signed_in(owner).post(f"{page}invitations/{row.pk}/again/")

    old = client.get(first).status_code
    count = Invitation.objects.count()

    assert (old, count) == (404, 1)


def test_an_invitation_taken_back_opens_nothing(owner, invited, page, client):
    address = invited()
    signed_in(owner).post(f"{page}invitations/{Invitation.objects.get().pk}/revoke/")

    assert client.get(address).status_code == 410


def test_an_invitation_runs_out(invited, client):
    address = invited()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Sent, works until"),
        ({"last_opened_at": timezone.now()}, "no answer yet"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "Ran out on"),
    ],
)
def test_the_list_says_how_far_an_invitation_is(owner, invited, page, change, words):
    invited()
    Invitation.objects.update(**change)

    assert words in signed_in(owner).get(page).text


def test_whoever_belongs_or_is_invited_already_is_not_invited(owner, invited, page):
    invited()

    told = [
        signed_in(owner).post(f"{page}invite/", {"email": email, "role": "member"}).text
        for email in ("OWNER@example.com", "new@example.com")
    ]

    assert "belongs to the organisation already" in told[0]
    assert ("has an invitation already" in told[1], Invitation.objects.count()) == (True, 1)


def test_the_sixth_invitation_to_an_address_in_a_day_has_to_wait(owner, invited, page):
    invited()
    row, client = Invitation.objects.get(), signed_in(owner)
    again = [client.post(f"{page}invitations/{row.pk}/again/").status_code for _time in range(5)]

    assert again == [302, 302, 302, 302, 429]


def test_a_mail_of_invitation_holds_no_word_that_somebody_typed(owner, acme, invited, mailoutbox):
    acme.name = "Win a prize at evil.example"
    acme.save()
    invited()

    assert "evil.example" not in mailoutbox[-1].message().as_string()


def test_those_it_concerns_are_told_by_mail(owner, acme, page, mailoutbox, django_capture_on_commit_callbacks, invited):
    ada, bea = make_user("ada@example.com"), make_user("bea@example.com")
    join(acme, bea)
    hers = signed_in(ada)
    here = followed(hers, invited())

    with django_capture_on_commit_callbacks(execute=True):
        hers.post(here, {"answer": "accept"})
        signed_in(owner).post(f"{page}members/{bea.pk}/remove/")
        signed_in(owner).post(f"{page}members/{ada.pk}/hand-over/")

    assert [(letter.to, letter.subject) for letter in mailoutbox[1:]] == [
        (["owner@example.com"], "ada@example.com joined Acme"),
        (["bea@example.com"], "You no longer belong to Acme"),
        (["ada@example.com"], "Acme has a new owner"),
        (["owner@example.com"], "Acme has a new owner"),
    ]


def test_an_owner_makes_another_one(owner, acme, page):
    ada = make_user("ada@example.com")
    join(acme, ada)

    signed_in(owner).post(f"{page}members/{ada.pk}/role/", {"role": "owner"})

    assert roles(acme) == {"owner@example.com": "owner", "ada@example.com": "owner"}


def test_whoever_is_removed_finds_nothing_at_the_next_click(owner, acme, page, mailoutbox):
    ada = make_user("ada@example.com")
    join(acme, ada)
    hers = signed_in(ada)
    before = hers.get(page).status_code

    signed_in(owner).post(f"{page}members/{ada.pk}/remove/")

    assert (before, hers.get(page).status_code, hers.get("/account/").status_code) == (200, 404, 200)
    assert acts(acme) == ["member_removed"]


@pytest.mark.parametrize("act", ["remove/", "hand-over/"])
def test_a_dangerous_act_asks_for_the_password_and_then_goes_on(owner, acme, page, act):
    ada = make_user("ada@example.com")
    join(acme, ada)
    client = signed_in(owner, sure=False)

    asked = client.post(f"{page}members/{ada.pk}/{act}")
    untouched = roles(acme)
    client.post(asked["Location"], {"password": PASSWORD, "next": f"{page}members/{ada.pk}/{act}"})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert untouched == {"owner@example.com": "owner", "ada@example.com": "member"}
    assert roles(acme) != untouched


def test_ownership_is_handed_over(owner, acme, page):
    ada = make_user("ada@example.com")
    join(acme, ada)

    signed_in(owner).post(f"{page}members/{ada.pk}/hand-over/")

    assert roles(acme) == {"owner@example.com": "member", "ada@example.com": "owner"}


@pytest.mark.parametrize("way", ["leave/", "members/{me}/remove/", "members/{me}/role/"])
def test_the_last_owner_stays(owner, acme, page, way):
    join(acme, make_user("ada@example.com"))

    answer = signed_in(owner).post(page + way.format(me=owner.pk), {"role": "member"}, follow=True)

    assert "That is the last owner" in answer.text
    assert roles(acme)["owner@example.com"] == "owner"


def test_a_member_leaves(acme, page):
    ada = make_user("ada@example.com")
    join(acme, ada)

    signed_in(ada).post(f"{page}leave/")

    assert (roles(acme), acts(acme)) == ({"owner@example.com": "owner"}, ["member_left"])


def test_a_member_sees_who_belongs_and_no_button(acme, page):
    ada = make_user("ada@example.com")
    join(acme, ada)

    text = signed_in(ada).get(page).text

    assert ("Olive" in text, "Invite somebody" in text, "Activity" in text) == (True, False, False)


def test_an_organisation_advises_others_until_it_says_it_does_not(owner, acme, page):
    client = signed_in(owner)
    client.post(f"{page}advising/", {})
    acme.refresh_from_db()
    before = acme.advises

    client.post(f"{page}advising/", {"stop": "1"})

    acme.refresh_from_db()
    assert (before, acme.advises) == (True, False)
    assert acts(acme) == ["advising_begun", "advising_ended"]


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_of_members_asks_as_much_however_many_there_are(
    owner, acme, page, invited, django_assert_num_queries, number
):
    for one in range(number):
        join(acme, make_user(f"m{one}@example.com"))
        Invitation.make(days=14, organisation=acme, purpose="member", role="member", email=f"i{one}@example.com")
    client = signed_in(owner)

    with django_assert_num_queries(5):
        client.get(page)


@pytest.mark.parametrize("number", [1, 60])
def test_the_list_of_activity_asks_as_much_however_long_it_is(owner, acme, page, django_assert_num_queries, number):
    for _one in range(number):
        Event.objects.create(act="role_changed", actor=owner.pk, organisation=acme.pk)
    client = signed_in(owner)

    with django_assert_num_queries(6):
        text = client.get(f"{page}activity/").text

    assert ("Changed a member’s role" in text, "Olive" in text, "Page 1 of 2" in text) == (True, True, number == 60)


def test_what_was_done_elsewhere_is_not_listed(owner, acme, page):
    other = make_organisation(make_user("other@example.com"), name="Other")
    Event.objects.create(act="role_changed", organisation=other.pk)

    assert "Nothing yet" in signed_in(owner).get(f"{page}activity/").text
