"""Who does an action, until when and how far it is."""

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import ActionStatus

LONGEST_OWNER: Final = 120


class ActionForm(forms.Form):
    """The state of one action; which one is named by `action`."""

    action = forms.CharField(widget=forms.HiddenInput)
    owner = forms.CharField(
        label=gettext_lazy("Who does it"),
        required=False,
        max_length=LONGEST_OWNER,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("Use at most 120 characters for the name")},
    )
    due = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"}),
        error_messages={"invalid": gettext_lazy("Give a date such as 2027-03-31, or leave it empty")},
    )
    status = forms.ChoiceField(
        label=gettext_lazy("How far it is"),
        choices=ActionStatus.Status.choices,
        widget=forms.Select(attrs={"class": "form-control select"}),
        error_messages={"invalid_choice": gettext_lazy("Choose how far it is from the list")},
    )

    def __init__(self, *args: Any, known: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known

    def clean_action(self) -> str:
        """Refuse what is no action of this report."""
        action: str = self.cleaned_data["action"]
        if action not in self._known:
            raise forms.ValidationError(_("This report has no such action: open it again and choose one of its own"))
        return action
