import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from organisations.models import Membership, Organisation, User
from tests.factories import protect

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def boss(client):
    client.force_login(protect(User.objects.create_superuser("boss@example.com", PASSWORD)))
    return client


@pytest.fixture
def clerk(client):
    """Somebody who may change accounts but does not hold every right."""
    user = protect(User.objects.create_user("clerk@example.com", PASSWORD, is_staff=True))
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="organisations"))
    client.force_login(user)
    return client


def change(user):
    return reverse("admin:organisations_user_change", args=[user.pk])


def test_an_account_is_made_with_an_address_and_a_password(boss):
    response = boss.post(
        reverse("admin:organisations_user_add"),
        {
            "email": "new@example.com",
            "name": "New",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    made = User.objects.get(email="new@example.com")
    assert response.status_code == 302
    assert (made.name, made.is_staff, made.check_password(PASSWORD)) == ("New", False, True)


def test_one_address_has_one_account_whatever_its_letters(boss):
    User.objects.create_user("new@example.com", PASSWORD)

    response = boss.post(
        reverse("admin:organisations_user_add"),
        {"email": "NEW@example.com", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert response.status_code == 200
    assert User.objects.filter(email__iexact="new@example.com").count() == 1


def test_rights_are_given_only_by_somebody_who_holds_them_all(clerk):
    other = User.objects.create_user("other@example.com", PASSWORD)

    response = clerk.post(
        change(other),
        {"email": other.email, "name": "Other", "is_active": "on", "is_superuser": "on", "is_staff": "on"},
    )

    other.refresh_from_db()
    assert response.status_code == 302
    assert (other.name, other.is_superuser, other.is_staff) == ("Other", False, False)


def test_an_account_with_all_rights_is_changed_only_by_its_like(clerk):
    boss = protect(User.objects.create_superuser("boss@example.com", PASSWORD))
    password = reverse("admin:auth_user_password_change", args=[boss.pk])

    refused = (
        clerk.post(change(boss), {"email": "mine@example.com"}),
        clerk.post(password, {"usable_password": "true", "password1": "another one 7", "password2": "another one 7"}),
        clerk.post(reverse("admin:organisations_user_delete", args=[boss.pk]), {"post": "yes"}),
    )

    boss.refresh_from_db()
    assert [response.status_code for response in refused] == [403, 403, 403]
    assert (boss.email, boss.check_password(PASSWORD)) == ("boss@example.com", True)


def test_an_organisation_shows_its_members_and_is_not_deleted(boss):
    organisation = Organisation.objects.create(name="Acme")
    Membership.objects.create(organisation=organisation, user=User.objects.get())

    listed = boss.get(reverse("admin:organisations_organisation_changelist"))
    refused = boss.post(reverse("admin:organisations_organisation_delete", args=[organisation.pk]), {"post": "yes"})

    assert [(row.name, row.member_count) for row in listed.context["cl"].result_list] == [("Acme", 1)]
    assert refused.status_code == 403
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("page", ["organisations_organisation", "organisations_user"])
def test_a_list_asks_as_much_for_many_as_for_few(boss, django_assert_num_queries, page):
    def count():
        with django_assert_num_queries(4):
            boss.get(reverse(f"admin:{page}_changelist"))

    count()
    for number in range(15):
        User.objects.create_user(f"u{number}@example.com")
        Organisation.objects.create(name=f"Company {number}")
    count()


def test_every_list_with_a_search_box_can_be_searched(boss):
    searchable = [model._meta for model, page in admin.site._registry.items() if page.search_fields]
    lists = [reverse(f"admin:{found.app_label}_{found.model_name}_changelist") for found in searchable]

    answers = {address: boss.get(address, {"q": "boss"}).status_code for address in lists}

    assert reverse("admin:usersessions_usersession_changelist") in answers
    assert max(answers.values()) < 400, answers  # the parts of an edition lead to their edition instead
