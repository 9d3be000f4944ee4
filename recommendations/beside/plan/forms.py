"""What people fill in beside a plan, merged with what somebody else saved since the page was opened."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.days import is_sound
from recommendations.models import Plan

ROLES: Final = {
    "accountable": gettext_lazy("Who answers for it"),
    "does": gettext_lazy("Who does it"),
    "asked": gettext_lazy("Who is asked"),
    "told": gettext_lazy("Who is told"),
}
LONGEST_NAME: Final = 120
LONGEST_TODAY: Final = 80
MEASURE: Final = "measure-"


class PlanForm(forms.Form):
    """A plan's own fields, and one for each of its measures.

    Every field carries what the page showed as stored: a page changes only what differs from that, and where somebody
    else changed the very same field since, the form asks once more and shows both.
    """

    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        show_hidden_initial=True,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"}),
        error_messages={"invalid": gettext_lazy("First day: give a date such as 2027-03-31, or leave it empty")},
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country you are in"),
        required=False,
        show_hidden_initial=True,
        choices=(("", gettext_lazy("Not said")), *Plan.Country.choices),
        widget=forms.Select(attrs={"class": "form-control select"}),
        error_messages={"invalid_choice": gettext_lazy("Country you are in: choose one from the list")},
    )

    def __init__(
        self, data: QueryDict | None, *, stored: Mapping[str, Any], measures: Iterable[Mapping[str, str]]
    ) -> None:
        super().__init__(data, initial=dict(stored))
        self.stored = stored
        for role, label in ROLES.items():
            self.fields[role] = self._line(str(label), LONGEST_NAME)
        for measure in measures:
            self.fields[f"{MEASURE}{measure['key']}"] = self._line(measure["text"], LONGEST_TODAY)

    def _line(self, label: str, longest: int) -> forms.CharField:
        too_long = _("%(label)s: use at most %(longest)s characters") % {"label": label, "longest": longest}
        return forms.CharField(
            label=label,
            required=False,
            max_length=longest,
            show_hidden_initial=True,
            widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
            error_messages={"max_length": too_long},
        )

    def clean_starts_on(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        if day and not is_sound(day):
            raise forms.ValidationError(_("First day: give one of this century or the next"))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask about each field that both this page and somebody else changed to different things."""
        cleaned = super().clean() or self.cleaned_data
        both = [name for name in self.changed_data if name in cleaned and self._was_changed(name, cleaned[name])]
        for name in both:
            text = _(
                "%(label)s: somebody saved “%(there)s” since you opened this page. Save again to put yours in its place."
            )
            self.add_error(name, text % {"label": self.fields[name].label, "there": self._shown(name)})
        if both:
            seen = {self.add_initial_prefix(name): str(self.stored.get(name) or "") for name in both}
            self.data = {**{name: self.data[name] for name in self.data}, **seen}
        return cleaned

    def _was_changed(self, name: str, wanted: Any) -> bool:
        """Whether what is stored is neither what this page had shown nor what it wants."""
        there = self.stored.get(name) or ""
        shown = self.data.get(self.add_initial_prefix(name), "")
        return str(there) not in (shown, str(wanted or ""))

    def _shown(self, name: str) -> str:
        there = str(self.stored.get(name) or "")
        return str(dict(Plan.Country.choices).get(there, there)) if name == "country" else there
