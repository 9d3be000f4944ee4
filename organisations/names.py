"""How a name is brought into one form before it is judged, stored and compared."""

import re
import unicodedata
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What turns the text around it (embeddings, overrides, isolates), and blanks and breaks of no width.
_UNSEEN: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\u00ad\ufeff]")
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that are drawn as nothing
_NOTHING: Final = frozenset(("Cc", "Cf", "Cs", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"))


def in_one_form(name: str) -> str:
    """Write a name as it is kept: composed (NFC), on one line, without marks that nobody sees or that turn the sentence.

    Marks that some scripts and emoji need inside a word (joiners, left-to-right marks) stay.
    """
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", name)).split())


def can_be_seen(name: str) -> bool:
    return any(unicodedata.category(sign) not in _NOTHING and sign not in _BLANK for sign in name)


class PersonalNameField(forms.CharField):
    """The name of a person or an organisation."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        name = in_one_form(typed)
        if typed and not can_be_seen(name):
            raise ValidationError(unseen())
        return name


def unseen() -> str:
    """Say what is wrong with a name of which nothing can be seen."""
    return _("Nothing of this name can be seen: write it with at least one letter or digit")
