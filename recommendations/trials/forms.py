"""What is said about an example client beside its answers: the situation, what should come out and who says so."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.answering.forms.whole import OWN
from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS as LABELS_OF_MODELS
from recommendations.engine import MixLabel
from recommendations.models import ExampleClient
from recommendations.trials.examples import AboutFunction, Example

EXPECTS: Final = f"{OWN}expects-"
LABELS: Final[Mapping[str, Promise | str]] = {
    **LABELS_OF_MODELS,
    MixLabel.MIX: _("A mix of models"),
    MixLabel.IN_HOUSE: _("Keep in-house"),
    MixLabel.UNDECIDED: _("Cannot tell yet"),
}
LABEL_CHOICES: Final = tuple((str(label), words) for label, words in LABELS.items())


class ExampleForm(forms.Form):
    """Its fields are sent as `own-…`, apart from the respondent's, which the same page sends under their own names."""

    key = forms.RegexField(
        r"\A[A-Za-z][A-Za-z0-9_]*\Z",
        label=_("Key"),
        help_text=_("Leave it empty to get the next number. It stays as it is from then on."),
        max_length=40,
        required=False,
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    summary = forms.CharField(
        label=_("Situation"),
        help_text=_("Described in words, without naming anybody."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    expected = forms.ChoiceField(label=_("What should come out"), choices=LABEL_CHOICES)
    acceptable = forms.MultipleChoiceField(
        label=_("What may come out as well"),
        choices=LABEL_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confidence = forms.ChoiceField(
        label=_("How certain is it?"),
        help_text=_("Where no edition is in use yet, only a certain example stands in the way of publishing."),
        choices=ExampleClient.Confidence,
        initial=ExampleClient.Confidence.MEDIUM,
    )
    source = forms.ChoiceField(label=_("Who says so"))
    note = forms.CharField(label=_("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, edition: flow.Edition, taken: frozenset[str], key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": OWN.removesuffix("-")})
        self._taken = taken
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 - tells the types what the class above says
        source.choices = [(source.key, source.title) for source in edition.sources]
        if key:
            self.fields["key"].disabled = True
            self.initial["key"] = key

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if self.fields["key"].disabled:
            return key
        if key in self._taken:
            raise forms.ValidationError(_("Another example has this key: choose a different one"))
        return key or next(
            free for number in range(1, len(self._taken) + 2) if (free := f"E{number:02}") not in self._taken
        )

    @property
    def ticks(self) -> list[tuple[str, Any, bool]]:
        """List what may come out as well: value, words, whether it is ticked."""
        ticked = self["acceptable"].value() or []
        return [(value, words, value in ticked) for value, words in LABEL_CHOICES]

    def example(
        self, *, functions: tuple[flow.Selected, ...], answers: flow.Answers, expects: Mapping[str, str]
    ) -> Example:
        """Put together what was written about the example with what was answered for it."""
        sent = self.cleaned_data
        acceptable = tuple(label for label, _words in LABEL_CHOICES if label in {sent["expected"], *sent["acceptable"]})
        return Example(
            **{name: sent[name] for name in ("key", "title", "summary", "source", "expected", "confidence", "note")},
            answers={question: answer for (about, question), answer in answers.items() if about == flow.ORGANISATION},
            functions=tuple(_about(function, answers) for function in functions),
            because={},
            acceptable=acceptable,
            expected_by_function=expects,
        )


def _about(function: flow.Selected, answers: flow.Answers) -> AboutFunction:
    return AboutFunction(
        key=function.key,
        answers={question: answer for (about, question), answer in answers.items() if about == function.key},
        name=function.name if function.is_own else "",
        share=function.share,
    )
