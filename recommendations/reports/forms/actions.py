"""Who does an action, until when and how far it is."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.days import is_sound
from recommendations.models import ActionStatus

LONGEST_OWNER: Final = 120
FIELDS: Final = ("owner", "due", "status")


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

    def __init__(
        self, *args: Any, known: Collection[str] = (), stored: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """Take the keys of the report's actions, and what is stored of the one that was sent."""
        super().__init__(*args, **kwargs)
        self._known = known
        self._stored = stored or {}
        self.seen = {name: self.data.get(f"initial-{name}", there) for name, there in self._stored.items()}

    @property
    def changes(self) -> dict[str, Any]:
        """Give what this page changed; a page that does not say what it had shown changed all."""
        return {
            name: self.cleaned_data[name]
            for name in FIELDS
            if self.data.get(f"initial-{name}") != str(self.cleaned_data[name] or "")
        }

    def clean_due(self) -> date | None:
        day: date | None = self.cleaned_data["due"]
        if day and not is_sound(day):
            raise forms.ValidationError(_("Give a day between the years 2000 and 2200, or leave it empty"))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask about each field that both this page and somebody else changed to different things."""
        cleaned = super().clean() or self.cleaned_data
        for name, there in self._stored.items():
            shown = self.data.get(f"initial-{name}")
            if name not in cleaned or shown is None:
                continue
            wanted = str(cleaned[name] or "")
            if wanted != shown and there not in (shown, wanted):
                told = dict(ActionStatus.Status.choices).get(there, there) if name == "status" else there
                text = _("Somebody saved “%(there)s” since you opened this page. Save again to put yours in its place.")
                self.add_error(name, text % {"there": told})
                self.seen[name] = there
        return cleaned

    def clean_action(self) -> str:
        """Refuse what is no action of this report."""
        action: str = self.cleaned_data["action"]
        if action not in self._known:
            raise forms.ValidationError(_("This report has no such action: open it again and choose one of its own"))
        return action
