"""A password may not lean on a word of the house."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize("password", ["SourceFit2026", "offshorebpo77", "sourcefitsourcefit"])
def test_a_password_with_a_word_of_the_house_is_refused(password):
    with pytest.raises(ValidationError, match="a word that stands on this site"):
        validate_password(password)


@pytest.mark.parametrize("password", ["my sourcefit of nine winds", "seven grey herons"])
def test_a_long_password_may_hold_such_a_word(password):
    validate_password(password)  # raises where it is refused
