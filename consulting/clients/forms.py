"""What a consultant says about a client and about their own list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.answering.forms.plain import NameField
from organisations.models import Engagement

LONGEST_FILTER = 60


class FilterNameForm(forms.Form):
    """What a saved filter is called; another one of the same person may not be called the same."""

    name = forms.CharField(
        label=gettext_lazy("Name of the filter"),
        max_length=LONGEST_FILTER,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Give the filter a name"),
            "max_length": gettext_lazy("Use at most 60 characters for the name"),
        },
    )

    def __init__(self, *args: Any, taken: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = taken

    def clean_name(self) -> str:
        """Bring the name into one line, and refuse one that is taken."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name in self._taken:
            raise ValidationError(_("You have a filter of this name: choose another name"))
        return name


class ClientInvitationForm(forms.Form):
    """Whom a consultancy asks in, and for how much."""

    name = NameField(
        label=gettext_lazy("What you call the client"),
        help_text=gettext_lazy("For your own list, until they have a name of their own here."),
        error_messages={"required": gettext_lazy("Enter a name for the client")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("One mail goes there, in your name. Whoever it reaches decides."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address of the client"),
            "invalid": gettext_lazy("Enter an e-mail address like name@company.example"),
        },
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What you ask for"),
        choices=(
            (Engagement.Scope.READ, gettext_lazy("To read reports and see how far the answers are")),
            (Engagement.Scope.ANSWER, gettext_lazy("To read, and to fill in answers together")),
        ),
        initial=Engagement.Scope.READ,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what you ask for"),
            "invalid_choice": gettext_lazy("Choose what you ask for"),
        },
    )


class ReviewDayForm(forms.Form):
    review_on = forms.DateField(
        label=gettext_lazy("Next review"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"}),
        error_messages={"invalid": gettext_lazy("Give a date such as 2027-03-31, or leave it empty")},
    )
