"""Consent: asked for by either side, given no further than asked, changed by the client, ended at once by either."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from consulting.models import ClientLine
from organisations import engagements
from organisations.models import Engagement, Event, Invitation, Organisation
from organisations.models.invitations import InvitationOverError
from organisations.tokens import digest, new_token
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    join,
    make_assessment,
    make_consultancy,
    make_consultant,
    make_edition,
    make_organisation,
    make_user,
    protect,
)

pytestmark = pytest.mark.django_db
READ, ANSWER = Engagement.Scope.READ, Engagement.Scope.ANSWER


@pytest.fixture
def consultant(db):
    return make_consultant()


@pytest.fixture
def firm(consultant):
    return Organisation.objects.get(advises=True)


@pytest.fixture
def owner(db):
    return make_user("owner@example.com")


@pytest.fixture
def organisation(owner):
    return make_organisation(owner, name="Kestrel & Vale")


def asked_as_client(firm, consultant, scope=ANSWER):
    asked = Invitation(organisation=firm, purpose="client", email="k@example.com", scope=scope, name="Kestrel")
    return engagements.invite(invitation=asked, by=consultant, addressed=lambda token: f"http://testserver/{token}")


def visiting(person):
    client = Client()
    client.force_login(person)
    return client


def address_in(mail):
    return re.search(r"http://testserver(/invitations/\S+)", mail.body)[1]


def test_a_client_is_asked_in_by_mail_and_lets_the_consultancy_in(
    consultant, firm, owner, organisation, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fields = {"name": "Kestrel", "email": "owner@example.com", "scope": "answer"}
        visiting(consultant).post("/clients/invite/", fields)
    visitor = visiting(owner)
    page = visitor.get(address_in(mailoutbox[0]), follow=True)
    path = page.request["PATH_INFO"]

    visitor.post(path, {"answer": "accept", "organisation": str(organisation.pk), "scope": "read"})

    engagement = Engagement.objects.get()
    assert (engagement.consultancy, engagement.client, engagement.scope) == (firm, organisation, READ)
    line = ClientLine.objects.get(consultancy=firm)
    assert (line.name, line.invitation) == ("Kestrel & Vale", None)
    assert visitor.get(path).status_code == 410
    assert list(Event.objects.filter(act__startswith="consent").values_list("act", flat=True).order_by("at")) == [
        "consent_asked",
        "consent_given",
    ]


def test_a_consultancy_is_asked_in_by_a_client_and_accepts(
    consultant, firm, owner, organisation, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("organisations:let_in", args=(organisation.pk,))
        visiting(owner).post(address, {"email": "c@example.com", "scope": "read"})
    visitor = visiting(consultant)
    path = visitor.get(address_in(mailoutbox[0]), follow=True).request["PATH_INFO"]

    visitor.post(path, {"answer": "accept", "consultancy": str(firm.pk)})

    engagement = Engagement.objects.get()
    assert (engagement.consultancy, engagement.client, engagement.scope) == (firm, organisation, READ)
    assert visitor.get(f"/clients/{organisation.pk}/").status_code == 200


def test_a_client_without_an_organisation_founds_one_with_the_name_offered(consultant, firm, owner):
    asked = asked_as_client(firm, consultant)

    engagement = engagements.accept_as_client(invitation=asked, client="Kestrel", scope=READ, by=owner)

    assert (engagement.client.name, list(engagement.client.members.all())) == ("Kestrel", [owner])


def test_no_more_is_given_than_was_asked_for(consultant, firm, owner, organisation):
    asked = asked_as_client(firm, consultant, scope=READ)

    with pytest.raises(engagements.WiderError):
        engagements.accept_as_client(invitation=asked, client=organisation, scope=ANSWER, by=owner)

    asked.refresh_from_db()
    assert (asked.answered_at, Engagement.objects.count()) == (None, 0)


def test_somebody_else_s_organisation_can_t_be_chosen(consultant, firm, owner, organisation, mailoutbox):
    foreign = make_organisation(make_user("foreign@example.com"), name="Foreign Canary")
    asked = asked_as_client(firm, consultant)
    visitor = visiting(owner)
    token = new_token()
    Invitation.objects.filter(pk=asked.pk).update(token_hash=digest(token))
    path = visitor.get(f"/invitations/{token}/")["Location"]

    answer = visitor.post(path, {"answer": "accept", "organisation": str(foreign.pk), "scope": "read"})

    assert (answer.status_code, Engagement.objects.count(), "Canary" in answer.content.decode()) == (422, 0, False)


def test_an_invitation_is_answered_once(consultant, firm, owner, organisation):
    asked = asked_as_client(firm, consultant)
    engagements.decline(invitation=asked, by=None)

    with pytest.raises(InvitationOverError):
        engagements.accept_as_client(invitation=asked, client=organisation, scope=READ, by=owner)

    assert Engagement.objects.count() == 0


def test_one_taken_back_or_sent_again_opens_nothing_by_its_old_address(consultant, firm):
    asked = asked_as_client(firm, consultant)
    first = asked.token_hash
    engagements.send_again(invitation=asked, by=consultant, addressed=str)
    second = Invitation.objects.get().token_hash
    engagements.withdraw(invitation=asked, by=consultant)

    assert first != second
    assert (Invitation.objects.live().count(), ClientLine.objects.filter(consultancy=firm).count()) == (0, 0)


def test_two_who_are_together_already_are_not_brought_together_again(consultant, firm, owner, organisation):
    engage(firm, organisation)
    asked = asked_as_client(firm, consultant)

    with pytest.raises(engagements.TogetherError):
        engagements.accept_as_client(invitation=asked, client=organisation, scope=READ, by=owner)

    asked.refresh_from_db()
    assert asked.answered_at is None


class Opened:
    """Everything a consultant can open of a client that lets them answer."""

    def __init__(self, organisation):
        edition = make_edition()
        one, other, draft = (
            make_assessment(edition, organisation=organisation, functions=("payroll",)) for _each in range(3)
        )
        before, report = submit(assessment=one), submit(assessment=other)
        kinds = ("report", "pdf", "csv", "json", "xlsx")
        self.addresses = [reverse(f"recommendations:{name}", args=(report.pk,)) for name in kinds]
        self.addresses += [
            reverse("recommendations:compare", args=(before.pk, report.pk)),
            reverse("recommendations:history", args=(organisation.pk,)),
            reverse("consulting:client", args=(organisation.pk,)),
            reverse("consulting:end_engagement", args=(organisation.pk,)),
            reverse("consulting:review", args=(organisation.pk, report.pk)),
        ]
        self.answers = [reverse(f"assessments:{name}", args=(draft.pk,)) for name in ("hub", "functions", "check")]


@pytest.mark.parametrize("side", ["client", "consultancy"])
def test_either_side_ends_it_and_the_consultant_s_very_next_click_finds_nothing(
    consultant, firm, owner, organisation, side
):
    engagement = engage(firm, organisation, scope=ANSWER)
    opened = Opened(organisation)
    visitor = visiting(consultant)
    every = (*opened.addresses, *opened.answers)
    before = {visitor.get(address).status_code for address in every}

    if side == "client":
        visiting(owner).post(reverse("organisations:end_consent", args=(organisation.pk, engagement.pk)))
    else:
        visitor.post(reverse("consulting:end_engagement", args=(organisation.pk,)))

    assert before == {200}
    assert {visitor.get(address).status_code for address in every} == {404}
    visitor.get("/clients/")  # says once whose access was given up
    assert "Kestrel" not in visitor.get("/clients/").content.decode()
    assert Assessment.objects.visible_to(consultant).count() == 0


def test_a_client_that_gives_less_closes_the_answers_and_keeps_the_reports_open(consultant, firm, owner, organisation):
    engagement = engage(firm, organisation, scope=ANSWER)
    opened = Opened(organisation)
    visitor = visiting(consultant)

    address = reverse("organisations:scope", args=(organisation.pk, engagement.pk))
    visiting(owner).post(address, {f"{engagement.pk.hex}-scope": "read"})

    assert {visitor.get(address).status_code for address in opened.answers} == {404}
    assert {visitor.get(address).status_code for address in opened.addresses} == {200}


def test_a_member_reads_who_is_let_in_and_an_owner_alone_decides(owner, organisation, firm):
    engagement = engage(firm, organisation)
    member = make_user("member@example.com")
    join(organisation, member)
    visitor = visiting(member)

    page = visitor.get(reverse("organisations:consultants", args=(organisation.pk,)))
    ended = visitor.post(reverse("organisations:end_consent", args=(organisation.pk, engagement.pk)))

    assert (page.status_code, "Advice Ltd" in page.content.decode(), ended.status_code) == (200, True, 404)
    assert Engagement.objects.current().count() == 1


def test_what_was_opened_is_listed_for_the_client_page_by_page(consultant, firm, owner, organisation):
    engagement = engage(firm, organisation)
    for _number in range(30):
        engagement.openings.create(user=consultant, what="report", subject=organisation.pk)
    visitor = visiting(owner)
    address = reverse("organisations:consultants", args=(organisation.pk,))

    rows = [visitor.get(address, {"page": page}).content.decode().count("consultant@example.com") for page in (1, 2)]

    assert rows == [25, 5]


def test_both_sides_are_told_by_mail_when_it_begins_and_when_it_ends(
    consultant, firm, owner, organisation, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked = asked_as_client(firm, consultant)
        engagement = engagements.accept_as_client(invitation=asked, client=organisation, scope=READ, by=owner)
        engagements.end(engagement=engagement, by=owner)
        engagements.end(engagement=engagement, by=owner)

    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        ("k@example.com", "consultant@example.com asks to read your SourceFit reports"),
        ("consultant@example.com", "Kestrel & Vale lets you in"),
        ("owner@example.com", "Advice Ltd may read your reports"),
        ("owner@example.com", "Kestrel & Vale and Advice Ltd: access has ended"),
        ("consultant@example.com", "Kestrel & Vale and Advice Ltd: access has ended"),
    ]


def test_the_mail_that_asks_names_no_word_that_somebody_typed(
    consultant, firm, mailoutbox, django_capture_on_commit_callbacks
):
    firm.name = "Canary: click here"
    firm.save()

    with django_capture_on_commit_callbacks(execute=True):
        asked_as_client(firm, consultant)

    assert "Canary" not in mailoutbox[0].subject + mailoutbox[0].body + str(mailoutbox[0].alternatives)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_wins():
    consultant, owner = make_consultant(), make_user("owner@example.com")
    firm, rival = Organisation.objects.get(advises=True), make_user("rival@example.com")
    sides = (make_organisation(owner, name="One"), make_organisation(rival, name="Two"))
    asked = asked_as_client(firm, consultant)

    def accept(side, by):
        try:
            engagements.accept_as_client(invitation=asked, client=side, scope=READ, by=by)
        except InvitationOverError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        won = list(threads.map(accept, sides, (owner, rival)))

    assert (sorted(won), Engagement.objects.count()) == ([False, True], 1)


def test_a_consultancy_no_client_let_in_sees_none(consultant, firm, organisation):
    other = make_consultancy(protect(make_user("other@example.com")), name="Other")
    engage(other, organisation)

    visitor = visiting(consultant)

    assert visitor.get(f"/clients/{organisation.pk}/").status_code == 404
    assert "Kestrel" not in visitor.get("/clients/").content.decode()
