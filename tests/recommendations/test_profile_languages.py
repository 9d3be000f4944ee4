"""The texts of the profiles in other languages, written in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from organisations.models import User
from recommendations.models import ModelProfile, ProfileTranslation
from tests.factories import make_user, protect

pytestmark = pytest.mark.django_db
ALL = reverse("admin:recommendations_modelprofile_translations")
SPANISH = reverse("admin:recommendations_modelprofile_texts", args=["es", "kpo"])


@pytest.fixture
def author(client):
    call_command("load_profiles", verbosity=0)
    ProfileTranslation.objects.all().delete()
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    return client


def cell_of(page, profile):
    return next(cell for _name, cells in page.context["languages"] for cell in cells if str(cell["profile"]) == profile)


def test_how_much_is_told_is_counted_as_it_is_written(author):
    whole = len(list(ModelProfile.objects.get(key="kpo").texts()))

    author.post(SPANISH, {"motto": "Piensa con nosotros.", "summary": "", "nonsense": "x"})
    page = author.get(ALL)
    ModelProfile.objects.filter(key="kpo").update(motto="Think.")
    stale = author.get(ALL)

    assert list(ProfileTranslation.objects.values_list("key", "text")) == [("motto", "Piensa con nosotros.")]
    assert [cell_of(page, one)["coverage"] for one in ("BPO", "KPO")] == [
        cell_of(page, "BPO")["coverage"],
        f"1 of {whole} texts",
    ]
    assert cell_of(stale, "KPO")["coverage"] == f"0 of {whole} texts, and 1 whose original changed since"


def test_what_was_written_stands_in_its_field_and_an_empty_one_takes_it_back(author):
    author.post(SPANISH, {"motto": "Piensa con nosotros."})
    shown = author.get(SPANISH)
    author.post(SPANISH, {"motto": ""})

    assert 'value="Piensa con nosotros."' in shown.content.decode()
    assert "csrfmiddlewaretoken" in shown.content.decode()
    assert not ProfileTranslation.objects.exists()


def test_a_text_too_long_is_refused_with_all_that_was_written(author):
    refused = author.post(SPANISH, {"motto": "m" * 3001, "summary": "Corto"})

    assert (refused.status_code, ProfileTranslation.objects.count()) == (422, 0)
    assert list(refused.context["wrong"]) == ["motto"]


@pytest.mark.parametrize(("language", "key"), [("en", "kpo"), ("no such", "kpo"), ("es", "xyz"), ("es", "k\0")])
def test_what_is_no_other_language_or_no_profile_is_not_found(author, language, key):
    assert author.get(reverse("admin:recommendations_modelprofile_texts", args=[language, key])).status_code == 404


def test_who_may_look_may_not_write_and_who_may_not_look_sees_nothing(author, client):
    user = protect(make_user("staff@example.com", is_staff=True))
    client.force_login(user)
    closed = [client.get(one).status_code for one in (ALL, SPANISH)]
    user.user_permissions.add(Permission.objects.get(codename="view_modelprofile"))

    opened = [client.get(one).status_code for one in (ALL, SPANISH)]

    assert (closed, opened, client.post(SPANISH, {"motto": "x"}).status_code) == ([403, 403], [200, 200], 403)
