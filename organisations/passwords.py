"""What a password may not lean on: the words of this house, which a guesser would try first."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS: Final = ("sourcefit", "outsourcing", "bpo", "kpo", "ito", "offshore", "nearshore", "consultant", "password")
LEAST_BESIDE: Final = 8  # letters that must remain when those words are taken away


class NoHouseWords:
    """Refuse a password that is little more than words of the house."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django fixes the signature
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if rest != password.lower() and len(rest) < LEAST_BESIDE:
            raise ValidationError(_("This password is built on a word that stands on this site. Choose another one."))

    def get_help_text(self) -> str:
        return _("Your password can’t be built on a word that stands on this site.")
