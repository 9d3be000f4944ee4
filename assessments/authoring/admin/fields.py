"""Fields that an author meets on many pages: keys that make themselves, evidence that shows what it says."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from assessments.models.rows import STRIDE

LONGEST_KEY: Final = 40
MOST_WORDS: Final = 5
COLUMNS: Final = (*LABELS.values(), _("Outsource"))  # what the numbers of an answer's evidence are about
TONES: Final = {-2: "against-2", -1: "against-1", 0: "none", 1: "for-1", 2: "for-2"}
SUGGESTED: Final = _("Leave it empty to have one made from the text. It stays as it is from then on.")
STAYS: Final = _("Answers are compared by it, so it never changes.")


def tone(value: object) -> str:
    """Name the colour of one number of evidence; what is no such number has none."""
    text = str(value)
    return TONES.get(int(text), "none") if re.fullmatch(r"-?[0-9]{1,3}", text) else "none"


def signed(number: int) -> str:
    return f"{number:+d}".replace("-", "−") if number else "0"


class EvidenceInput(forms.NumberInput):
    """One of the four small numbers, coloured by what it says."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"min": -2, "max": 2, "class": f"evidence evidence--{tone(value)}"}
        return context


def suggest(text: str, taken: Collection[str], *, between: str = "_") -> str:
    """Make a key of a text: its first words, and a number where another one is called so already."""
    words = [word for word in slugify(text).split("-") if word][:MOST_WORDS]
    key = between.join(words)[: LONGEST_KEY - 4].strip(between) or "part"
    if not key[0].isalpha():
        key = f"n{between}{key}"
    numbered = (key, *(f"{key}{between}{number}" for number in range(2, len(taken) + len(flow.RESERVED) + 3)))
    return next(free for free in numbered if free not in taken and free not in flow.RESERVED)


@dataclass
class Neighbours:
    """The keys that are taken beside something new, and the highest number in their order."""

    keys: set[str] = field(default_factory=set)
    last: int = 0


class KeyedForm(forms.ModelForm[Any]):
    """A form for something with a key: made from its text once, when it is added, and never changed."""

    key_field = "key"
    named_by: tuple[str, ...] = ("text",)
    between = "_"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.neighbours = Neighbours()
        key, position = self.fields.get(self.key_field), self.fields.get("position")
        if self.instance.pk:
            if key is not None:
                key.disabled = True
                key.help_text = STAYS
            return
        if key is not None:
            key.required, key.help_text = False, SUGGESTED
        if position is not None:
            position.required = False
            self.initial["position"] = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk:
            return cleaned
        if cleaned.get(self.key_field) in flow.RESERVED:
            self.add_error(self.key_field, ValidationError(_("This word has a meaning of its own: choose another one")))
        named = next((cleaned[name] for name in self.named_by if cleaned.get(name)), "")
        if self.key_field in cleaned and not cleaned[self.key_field] and named:
            cleaned[self.key_field] = suggest(named, self.neighbours.keys, between=self.between)
        if cleaned.get(self.key_field):
            self.neighbours.keys.add(cleaned[self.key_field])
        if "position" in cleaned and cleaned["position"] is None:
            self.neighbours.last += STRIDE
            cleaned["position"] = self.neighbours.last
        return cleaned
