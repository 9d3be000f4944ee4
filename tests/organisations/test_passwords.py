"""A password may not lean on a word of this site, nor be one that guessers have."""

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from organisations.models import User
from organisations.passwords import NotStolen
from tests.factories import make_user
from tests.organisations.signing import PASSWORD, signed_in


@pytest.mark.parametrize("password", ["SourceFit2026", "offshorebpo77", "sourcefitsourcefit"])
def test_a_password_with_a_word_of_this_site_is_refused(password):
    with pytest.raises(ValidationError, match="a word that stands on this site"):
        validate_password(password)


@pytest.mark.parametrize("password", ["my sourcefit of nine winds", "seven grey herons"])
def test_a_long_password_may_hold_such_a_word(password):
    validate_password(password)  # raises where it is refused


@pytest.mark.parametrize("password", ["1234567890", "Qwertyuiop", "iloveyou123", "princess12345"])
def test_a_password_that_was_stolen_somewhere_is_refused(password):
    with pytest.raises(ValidationError, match="was stolen somewhere before"):
        validate_password(password)


def test_a_short_password_is_told_its_length_alone():
    with pytest.raises(ValidationError) as refused:
        validate_password("qjx7wv")

    assert [error.code for error in refused.value.error_list] == ["password_too_short"]


def test_none_of_the_commonest_passwords_of_our_length_passes():
    common = [word for word in CommonPasswordValidator().passwords if len(word) >= 10]

    passing = [word for word in common[::8] if not refused(word)]

    assert (len(common) > 400, passing) == (True, [])


def refused(password):
    try:
        NotStolen().validate(password)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password", ["sieben graue reiher", "7402918563047", "ÄÖÜ ßßß 你好 🐦🐦🐦", "Aq" * 32, "bird " * 40 + "."]
)
def test_a_password_may_be_of_any_kind_and_long_and_counts_as_it_was_typed(password):
    person = User(email="somebody@example.com")

    validate_password(password, person)
    person.set_password(password)

    others = (password[:-1], f"{password} ", password.swapcase() if password.swapcase() != password else f" {password}")
    assert (person.check_password(password), [person.check_password(other) for other in others]) == (True, [False] * 3)


@pytest.mark.django_db
def test_changing_a_password_asks_for_the_present_one():
    person = make_user()
    client = signed_in(person)
    new = {"password1": "another one of good length", "password2": "another one of good length"}

    client.post("/accounts/password/change/", {"oldpassword": "not the present one", **new})
    before = person.check_password(PASSWORD)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    person.refresh_from_db()

    assert (before, person.check_password(new["password1"])) == (True, True)


def test_every_field_for_a_password_is_masked_and_none_asks_a_secret_question():
    fields = {
        (name, field.widget.input_type == "password")
        for place in settings.ACCOUNT_FORMS.values()
        for name, field in import_string(place).base_fields.items()
    }

    assert {name for name, masked in fields if masked} == {"oldpassword", "password", "password1", "password2"}
    assert {name for name, masked in fields if not masked} <= {"code", "email", "login", "remember", "username"}
