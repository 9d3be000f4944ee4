import pytest
from django.urls import reverse

from assessments.answering.holder import COOKIE, digest
from assessments.models import Assessment
from organisations.models import Organisation
from tests.assessments.asking import page_of, title_of
from tests.factories import hold, make_assessment, make_edition, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("a@example.com")


@pytest.fixture
def assessment(client):
    return make_assessment(make_edition(), token=hold(client))


def url(assessment):
    return reverse("assessments:claim", args=(assessment.pk,))


def test_a_claim_asks_for_an_account_first(client, assessment):
    response = client.get(url(assessment))

    assert response.headers["Location"] == f"{reverse('account_login')}?next={url(assessment)}"


def test_the_page_names_the_account(client, assessment, user):
    client.force_login(user)

    page = page_of(client.get(url(assessment)))

    assert "Keep this assessment in the account a@example.com?" in page
    assert Assessment.objects.get().organisation is None


def test_a_claim_keeps_it_in_a_new_organisation(client, assessment, user):
    Assessment.objects.update(company="Harbour Bakery")
    client.force_login(user)
    before = client.cookies[COOKIE].value, client.session.session_key

    offered = page_of(client.get(url(assessment)))
    response = client.post(url(assessment), {"name": "Harbour Bakery"})

    kept = Assessment.objects.get()
    assert 'value="Harbour Bakery"' in offered
    assert response.headers["Location"] == reverse("assessments:hub", args=(kept.pk,))
    assert (kept.organisation.name, kept.holder_hash, list(kept.organisation.members.all())) == (
        "Harbour Bakery",
        "",
        [user],
    )
    assert client.cookies[COOKIE].value != before[0]
    assert client.session.session_key != before[1]
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_claim_keeps_it_in_one_of_my_organisations(client, assessment, user):
    mine, foreign = make_organisation(user), make_organisation(name="Canary")
    client.force_login(user)

    strangers = client.post(url(assessment), {"organisation": str(foreign.pk)})
    unchosen = client.post(url(assessment), {})
    nameless = client.post(url(assessment), {"organisation": "new"})
    client.post(url(assessment), {"organisation": str(mine.pk)})

    assert {title_of(refused) for refused in (strangers, unchosen, nameless)} == {"Error: Keep this assessment"}
    assert "Canary" not in page_of(strangers)
    assert Assessment.objects.get().organisation == mine
    assert Organisation.objects.count() == 2


def test_the_browsers_other_assessments_stay_open_in_it(client, assessment, user):
    other = make_assessment(assessment.questionnaire, token=client.cookies[COOKIE].value)
    client.force_login(user)

    client.post(url(assessment), {"name": "Acme"})

    assert list(Assessment.objects.held_by(digest(client.cookies[COOKIE].value))) == [other]


def test_the_session_alone_claims_nothing(client, assessment, user):
    client.cookies.clear()
    client.force_login(user)

    assert client.get(url(assessment)).status_code == 404
    assert client.post(url(assessment), {"name": "Acme"}).status_code == 404
    assert not Organisation.objects.exists()


def test_what_is_mine_already_leads_to_the_hub(client, user):
    assessment = make_assessment(organisation=make_organisation(user))
    client.force_login(user)

    assert client.get(url(assessment)).headers["Location"] == reverse("assessments:hub", args=(assessment.pk,))


def test_a_claimed_assessment_no_longer_opens_by_the_token(client, assessment, user):
    token = client.cookies[COOKIE].value
    client.force_login(user)
    client.post(url(assessment), {"name": "Acme"})
    client.logout()
    client.cookies[COOKIE] = token

    assert client.get(reverse("assessments:hub", args=(assessment.pk,))).status_code == 404
