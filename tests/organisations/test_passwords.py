"""A password may not lean on a word of the house, nor be one that guessers have."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from organisations.passwords import NotStolen


@pytest.mark.parametrize("password", ["SourceFit2026", "offshorebpo77", "sourcefitsourcefit"])
def test_a_password_with_a_word_of_the_house_is_refused(password):
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

    passing = [word for word in common if not refused(word)]

    assert (len(common) > 400, passing) == (True, [])


def refused(password):
    try:
        NotStolen().validate(password)
    except ValidationError:
        return True
    return False
