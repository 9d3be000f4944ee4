"""On what terms a report is shared, and the word that opens it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.reports.addition import kinds
from recommendations.reports.sharing import DAYS, LONGEST_DAYS, Terms

SHORTEST_PASSCODE: Final = 6
LONGEST_PASSCODE: Final = 64


class ShareForm(forms.Form):
    """A new link; `link` is the id it will have, so that sending the form twice makes one link."""

    link = forms.UUIDField(widget=forms.HiddenInput)
    label = forms.CharField(
        label=_("Who is it for?"),
        help_text=_("For your own list. Readers never see it."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Use at most 80 characters to say who it is for")},
    )
    days = forms.IntegerField(
        label=_("For how many days should it work?"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Say for how many days the link should work"),
            "invalid": _("Write the number of days in figures, for example 30"),
            "min_value": _("Give the link at least 1 day"),
            "max_value": _("Give the link at most 365 days"),
        },
    )
    passcode = forms.CharField(
        label=_("Passcode (optional)"),
        help_text=_("6 to 64 characters. Readers must type it too: tell it to them another way than the link."),
        min_length=SHORTEST_PASSCODE,
        max_length=LONGEST_PASSCODE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={
            "min_length": _("Choose a passcode of 6 characters or more, or leave it empty"),
            "max_length": _("Choose a passcode of at most 64 characters"),
        },
    )
    email = forms.EmailField(
        label=_("Send the link to (optional)"),
        help_text=_("One mail, in your name and with your e-mail address. We do not keep where it went."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Enter an e-mail address like name@company.example, or leave it empty")},
    )
    without_notes = forms.BooleanField(label=_("Leave out the notes beside the answers"), required=False)
    without_names = forms.BooleanField(
        label=_("Leave out names: of the organisation, and of who does an action"), required=False
    )
    without_answers = forms.BooleanField(label=_("Leave out the list of all answers"), required=False)

    with_beside = forms.MultipleChoiceField(
        label=_("What goes along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose what goes along from the list")},
    )

    def __init__(self, *args: Any, may_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = self.fields["with_beside"]
        assert isinstance(beside, forms.MultipleChoiceField)  # noqa: S101 - tells the types what the class above says
        beside.choices = [(kind.key, kind.label) for kind in kinds()]
        if not may_mail:
            # A mail to somebody else goes out in the name of somebody we know, or not at all.
            del self.fields["email"]

    def clean_passcode(self) -> str:
        """Refuse nothing but blanks: the link would be open to whoever has it, and its owner would think it is not."""
        passcode: str = self.cleaned_data["passcode"]
        if self.data.get(self.add_prefix("passcode")) and not passcode:
            raise forms.ValidationError(self.fields["passcode"].error_messages["min_length"])
        return passcode

    @property
    def terms(self) -> Terms:
        """What is left out; also of a form that is wrong elsewhere, for the preview."""
        beside = tuple(self.cleaned_data.get("with_beside") or ())
        return Terms(**{name: bool(self.cleaned_data.get(name)) for name in TICKS}, with_beside=beside)

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in TICKS]


TICKS: Final = ("without_notes", "without_names", "without_answers")


class PasscodeForm(forms.Form):
    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=LONGEST_PASSCODE,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the passcode"),
            "max_length": _("That is not the passcode: check it with whoever shared the report"),
        },
    )
