"""Going for good: an organisation or an account is erased after days of grace, and again after a restore."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.models import Assessment
from organisations import leaving, replay
from organisations.models import Erasure, Event, Invitation, Membership, Organisation, User
from recommendations.models import Report
from recommendations.reports.services import submit
from recommendations.reports.sharing import Terms, share
from tests.factories import engage, join, make_assessment, make_consultancy, make_edition, make_organisation, make_user
from tests.organisations.signing import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

YESTERDAY = timedelta(days=-1)


@pytest.fixture(autouse=True)
def own_list(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def owner():
    return make_user("owner@example.com", name="Olive Canary")


@pytest.fixture
def acme(owner):
    return make_organisation(owner, name="Acme Canary")


@pytest.fixture
def full(acme):
    """An organisation with answers, a report, a link to it, and a consultancy that reads it."""
    edition = make_edition()
    done = make_assessment(edition, organisation=acme, functions=("payroll",))
    make_assessment(edition, organisation=acme)
    share(report=submit(assessment=done), terms=Terms())
    engage(make_consultancy(make_user("advice@example.com")), acme)
    Invitation.make(days=14, organisation=acme, purpose="member", role="member", email="i@example.com")
    return acme


@pytest.fixture
def page(acme):
    return f"/account/organisations/{acme.pk}/"


def make_due(row):
    type(row).objects.filter(pk=row.pk).update(erase_at=timezone.now() + YESTERDAY)


def told(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_the_preview_counts_what_goes(owner, full, page):
    goes = {one.what: one.count for one in leaving.goes_with(full)}

    text = signed_in(owner).get(f"{page}erase/").text

    wanted = {"assessments": 2, "reports": 1, "share links": 1, "memberships": 1, "invitations": 1, "engagements": 1}
    assert {name: goes[name] for name in wanted} == wanted
    assert [name for name in goes if name.capitalize() not in text.replace("’", "’")] == []


def test_the_preview_counts_nobody_elses(full):
    other = make_organisation(make_user("other@example.com"), name="Other")

    assert [(one.what, one.count) for one in leaving.goes_with(other)] == [("memberships", 1)]


@pytest.mark.parametrize(("typed", "begun"), [("Acme Canary", True), ("acme canary", False), ("", False)])
def test_the_name_has_to_be_typed(owner, acme, page, typed, begun):
    signed_in(owner).post(f"{page}erase/", {"name": typed})

    acme.refresh_from_db()
    assert (acme.erase_at is not None) == begun


def test_erasing_asks_for_the_password_and_then_goes_on(owner, acme, page):
    client = signed_in(owner, sure=False)
    asked = client.post(f"{page}erase/", {"name": "Acme Canary"})
    acme.refresh_from_db()
    untouched = acme.erase_at

    client.post(asked["Location"], {"password": PASSWORD, "next": f"{page}erase/"})

    acme.refresh_from_db()
    assert (untouched, acme.erase_at is not None) == (None, True)


def test_any_owner_takes_an_erasure_back_and_all_are_told(
    owner, acme, page, mailoutbox, django_capture_on_commit_callbacks
):
    ada = make_user("ada@example.com")
    join(acme, ada, Membership.Role.OWNER)

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(owner).post(f"{page}erase/", {"name": "Acme Canary"})
        signed_in(ada).post(f"{page}erase/take-back/")

    acme.refresh_from_db()
    assert acme.erase_at is None
    assert [(letter.to[0], letter.subject) for letter in mailoutbox] == [
        ("ada@example.com", "Acme Canary will be erased"),
        ("owner@example.com", "Acme Canary will be erased"),
        ("ada@example.com", "Acme Canary stays"),
        ("owner@example.com", "Acme Canary stays"),
    ]


def test_nothing_is_erased_in_its_days_of_grace(owner, full, page):
    signed_in(owner).post(f"{page}erase/", {"name": "Acme Canary"})

    assert told("erase_due") == "0 erased\n"
    assert Organisation.objects.filter(pk=full.pk).exists()


def test_what_is_due_can_not_be_taken_back(acme, owner):
    make_due(acme)

    assert leaving.take_back(organisation=acme, by=owner) is False


def test_an_organisation_that_is_due_goes_with_everything(full, monkeypatch):
    make_due(full)
    other = make_organisation(make_user("other@example.com"), name="Other")
    monkeypatch.setattr(leaving, "BATCH", 1)

    said = told("erase_due")

    assert said == f"organisation {full.pk}: erased\n1 erased\n"
    assert list(Organisation.objects.filter(advises=False)) == [other]
    assert (Assessment.objects.count(), Report.objects.count(), Invitation.objects.count()) == (0, 0, 0)
    assert leaving.goes_with(full) == []


def test_the_trail_keeps_the_act_without_content(full):
    make_due(full)
    told("erase_due")

    [event] = Event.objects.filter(act="erased")
    assert (event.organisation, event.subject) == (full.pk, full.pk)
    assert "Canary" not in str(Event.objects.values()) + str(Erasure.objects.values()) + replay.path().read_text()


def test_erasing_again_changes_nothing(full):
    make_due(full)
    told("erase_due")

    assert told("erase_due") == "0 erased\n"
    assert len(replay.path().read_text().splitlines()) == 1


def test_a_dry_run_deletes_nothing(full):
    make_due(full)

    assert told("erase_due", "--dry-run") == f"organisation {full.pk}: would go\n1 would go\n"
    assert (Organisation.objects.filter(pk=full.pk).exists(), replay.path().exists()) == (True, False)


def test_an_erasure_that_was_interrupted_is_done_to_the_end(full, monkeypatch):
    make_due(full)
    with monkeypatch.context() as patch:
        patch.setattr(Organisation, "delete", lambda _row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("erase_due", stdout=StringIO())

    told("erase_due")

    assert not Organisation.objects.filter(pk=full.pk).exists()
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("lost", ["rows", "file"])
def test_what_was_erased_is_erased_again_after_a_restore(full, lost):
    make_due(full)
    told("erase_due")
    Organisation.objects.create(pk=full.pk, name="Back from a backup")
    if lost == "rows":
        Erasure.objects.all().delete()
    else:
        replay.path().unlink()

    said = told("replay_erasures")

    assert said == "1 erased before, 1 of them erased again\n"
    assert (Organisation.objects.filter(pk=full.pk).exists(), Erasure.objects.count()) == (False, 1)
    assert told("replay_erasures") == "1 erased before, 0 of them erased again\n"


def test_the_list_beside_the_database_holds_bare_ids(acme):
    make_due(acme)
    told("erase_due")

    [line] = replay.path().read_text().splitlines()
    assert set(json.loads(line)) == {"kind", "subject", "at"}


def test_the_last_owner_of_an_organisation_is_told_which_one_before_the_account_closes(owner, acme):
    client = signed_in(owner)

    text = client.get("/account/close/").text
    client.post("/account/close/")

    owner.refresh_from_db()
    assert ("Acme Canary" in text, owner.erase_at) == (True, None)


def test_an_account_closes_after_its_days_of_grace_and_leaves_no_name(acme, full):
    ada = make_user("ada@example.com", name="Ada Canary")
    join(acme, ada)
    Invitation.make(
        days=14, organisation=acme, purpose="member", role="member", email="ADA@example.com", invited_by=ada
    )
    signed_in(ada).post("/account/close/")
    early = told("erase_due")
    make_due(ada)

    late = told("erase_due")

    assert (early, late) == ("0 erased\n", f"account {ada.pk}: erased\n1 erased\n")
    assert not User.objects.filter(pk=ada.pk).exists()
    assert not Invitation.objects.filter(email__iexact="ada@example.com").exists()
    assert Assessment.objects.filter(organisation=acme).count() == 2


def test_an_account_can_be_kept(owner):
    client = signed_in(owner)
    client.post("/account/close/")
    User.objects.get(erase_at__isnull=False)

    client.post("/account/close/keep/")

    owner.refresh_from_db()
    assert owner.erase_at is None


def test_an_account_that_became_the_last_owner_meanwhile_waits(owner):
    signed_in(owner).post("/account/close/")
    make_due(owner)
    make_organisation(owner, name="Founded since")

    assert told("erase_due") == "0 erased\n"


def test_a_session_of_an_erased_account_opens_nothing(owner):
    client = signed_in(owner)
    make_due(owner)
    told("erase_due")

    assert client.get("/account/").status_code == 302
