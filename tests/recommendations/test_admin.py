import pytest
from django.core.management import call_command
from django.urls import reverse

from organisations.models import User
from recommendations.models import ModelProfile
from tests.factories import protect

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    call_command("load_profiles", verbosity=0)
    client.force_login(protect(User.objects.create_superuser("author@example.com", "a long password")))
    return client


def sent(page, **changes):
    formset = page.context["inline_admin_formsets"][0].formset
    forms = (page.context["adminform"].form, formset.management_form, *formset.forms)
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in values.items() if value not in {None, False}} | changes


def test_a_profile_is_changed_with_its_lines(author):
    profile = ModelProfile.objects.get(key="kpo")
    address = reverse("admin:recommendations_modelprofile_change", args=[profile.pk])
    page = author.get(address)
    first = page.context["inline_admin_formsets"][0].formset.forms[0].instance

    response = author.post(address, sent(page, motto="Think with us.", **{"points-0-text": "Another line"}))

    profile.refresh_from_db()
    first.refresh_from_db()
    assert response.status_code == 302
    assert (profile.motto, first.text) == ("Think with us.", "Another line")


def test_the_three_profiles_stay(author):
    profile = ModelProfile.objects.get(key="kpo")

    refused = author.post(reverse("admin:recommendations_modelprofile_delete", args=[profile.pk]), {"post": "yes"})

    assert refused.status_code == 403
    assert ModelProfile.objects.count() == 3


def test_the_list_names_each_model_with_its_lines(author, django_assert_num_queries):
    with django_assert_num_queries(4):
        response = author.get(reverse("admin:recommendations_modelprofile_changelist"))

    listed = {row.key: row.line_count for row in response.context["cl"].result_list}
    assert listed == {profile.key: profile.points.count() for profile in ModelProfile.objects.all()}
