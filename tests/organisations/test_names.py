"""Names: kept in one form, refused where nothing of them can be seen."""

import unicodedata

import pytest

from assessments.answering.forms.base import LineField
from organisations.forms import NameForm, OrganisationForm
from organisations.names import can_be_seen, in_one_form

INVISIBLE = (
    "\u200b",
    "\u2060\ufeff",
    "\u00ad",
    "\u2800",
    "\u3164\u115f",
    "\u202e\u202c",
    "\u0301",
    " \u2003 ",
    "\u200e",
)


@pytest.mark.parametrize("name", INVISIBLE)
def test_a_name_of_which_nothing_can_be_seen_is_refused(name):
    assert not can_be_seen(name)
    assert not OrganisationForm({"name": name}).is_valid()
    if name.strip():
        assert NameForm({"name": name}).errors
        with pytest.raises(Exception, match="Nothing of this name can be seen"):
            LineField(required=False, max_length=80).clean(name)


@pytest.mark.parametrize("name", ["Payroll", "李", "ひらがな", "ا", "7", "👩‍👩‍👧", "Ω", "–"])
def test_a_name_in_any_script_can_be_seen(name):
    assert can_be_seen(name)
    assert OrganisationForm({"name": name}).is_valid()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202etxet lamron 82", "txet lamron 82"),
        ("Acme\u200b Ltd\u00ad", "Acme Ltd"),
        ("  Acme \t Ltd ", "Acme Ltd"),
        (unicodedata.normalize("NFD", "Zoë Ångström"), "Zoë Ångström"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_name_is_kept_composed_and_without_what_turns_or_hides(typed, kept):
    assert in_one_form(typed) == kept
    assert LineField(max_length=80).clean(typed) == kept


def test_the_same_name_in_two_forms_is_one():
    assert in_one_form(unicodedata.normalize("NFD", "Nóminas")) == in_one_form(unicodedata.normalize("NFC", "Nóminas"))
