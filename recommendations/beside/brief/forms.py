"""The forms of a brief: what is told and what fills the gaps, and the text of one part."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.beside.brief.marked import tidy
from recommendations.beside.brief.questions import Work
from recommendations.beside.brief.writing import TITLES, Gap
from recommendations.days import is_sound
from recommendations.models.brief import LONGEST_TEXT

LONGEST_FILL: Final = 300
FLAGS: Final = ("without_names", "with_notes", "with_secrets")
FILL_FIELD, PART_VALUE, WORK_VALUE = "fill-", "part-", "work-"


class ChoicesForm(forms.Form):
    """What a brief tells: parts, functions, and what only the owner knows.

    `seen` is what the page showed as stored, so that of two people who save at once only what both changed is asked about.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    parts = forms.MultipleChoiceField(required=False, choices=tuple(TITLES.items()))
    works = forms.MultipleChoiceField(required=False)
    without_names = forms.BooleanField(label=gettext_lazy("Leave out who we are"), required=False)
    with_notes = forms.BooleanField(label=gettext_lazy("Add the notes beside our answers"), required=False)
    with_secrets = forms.BooleanField(label=gettext_lazy("Say where our own secrets are touched"), required=False)

    def __init__(self, *args: Any, works: Iterable[Work] = (), gaps: Iterable[Gap] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._works = {work.key: work.title for work in works}
        chosen = self.fields["works"]
        if isinstance(chosen, forms.MultipleChoiceField):
            chosen.choices = list(self._works.items())
        for gap in gaps:
            self.fields[FILL_FIELD + gap.key] = _date_field(gap) if gap.is_date else _text_field(gap)

    def clean_seen(self) -> dict[str, str]:
        """Read what the page showed; what can't be read was nothing."""
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except (ValueError, RecursionError):
            return {}
        if not isinstance(seen, dict):
            return {}
        return {key: value for key, value in seen.items() if isinstance(value, str)}

    @property
    def values(self) -> dict[str, str]:
        """Give each thing that was sent as a text: ticks as “1” or nothing, and of the gaps those that were sent."""
        sent = self.cleaned_data
        return {
            **{PART_VALUE + key: _tick(key in sent["parts"]) for key in TITLES},
            **{WORK_VALUE + key: _tick(key in sent["works"]) for key in self._works},
            **{name: _tick(sent[name]) for name in FLAGS},
            **{
                name: _written(sent[name])
                for name in self.fields
                if name.startswith(FILL_FIELD) and name in self.data and name in sent
            },
        }

    @property
    def fills(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(FILL_FIELD)]


class BriefPartForm(forms.Form):
    """The text of one part in its owner's words; `seen` is the text that the page showed as stored."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "form-control"}),
        error_messages={"max_length": gettext_lazy("Use at most 6000 characters for one part")},
    )

    def clean_seen(self) -> str:
        return tidy(self.cleaned_data["seen"])

    def clean_text(self) -> str:
        return tidy(self.cleaned_data["text"])


def seen_now(values: Mapping[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _text_field(gap: Gap) -> forms.CharField:
    return forms.CharField(
        label=gap.name,
        required=False,
        max_length=LONGEST_FILL,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"max_length": _("Use at most 300 characters for “%(name)s”") % {"name": gap.name}},
    )


def _date_field(gap: Gap) -> forms.DateField:
    return forms.DateField(
        label=gap.name,
        required=False,
        validators=[_sound_day],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"}),
        error_messages={"invalid": _("Give a date such as 2027-03-31, or leave it empty")},
    )


def _sound_day(day: date) -> None:
    if not is_sound(day):
        raise forms.ValidationError(_("Give a day between the years 2000 and 2200, or leave it empty"))


def _tick(is_ticked: object) -> str:
    return "1" if is_ticked else ""


def _written(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else " ".join(str(value or "").split())
