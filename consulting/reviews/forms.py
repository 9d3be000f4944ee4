"""What the two sides of a review may send."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition import sourcing_models
from consulting.models import Comment, Review
from consulting.models.review import LONGEST
from recommendations.reports import verdicts

WHOLE: Final = ""
TOO_LONG: Final = {"max_length": gettext_lazy("Use at most 2000 characters")}


class LongText(forms.CharField):
    """Lets more be typed or pasted than it takes: a browser that is told the limit cuts without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": rows})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-control select"})


class AdjustForm(forms.Form):
    """One function's result after review; both left as computed takes an adjustment back."""

    function = forms.ChoiceField(
        label=gettext_lazy("Function"),
        widget=_select(),
        error_messages={
            "required": gettext_lazy("Choose a function"),
            "invalid_choice": gettext_lazy("Choose a function of this report"),
        },
    )
    model = forms.ChoiceField(
        label=gettext_lazy("Result after review"),
        required=False,
        choices=(("", gettext_lazy("As computed")), *sourcing_models.CHOICES, ("own", gettext_lazy("In-house"))),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose a result from the list")},
    )
    readiness = forms.ChoiceField(
        label=gettext_lazy("Readiness after review"),
        required=False,
        choices=(("", gettext_lazy("As computed")), *verdicts.CHOICES),
        widget=_select(),
        error_messages={"invalid_choice": gettext_lazy("Choose a readiness from the list")},
    )
    reason = LongText(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST,
        widget=_text(),
        error_messages=TOO_LONG,
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, functions: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = (("", _("Choose a function")), *functions)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_adjusted = cleaned.get("model") or cleaned.get("readiness")
        if is_adjusted and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Give the reason: the client reads it beside the result"))
        return cleaned


class CommentForm(forms.Form):
    """Something said about a place of the report: `q:` and a question's key, `s:` and a section, or nothing."""

    place = forms.ChoiceField(
        label=gettext_lazy("About"),
        required=False,
        widget=_select(),
        error_messages={"invalid_choice": gettext_lazy("Choose a question or a part of this report")},
    )
    text = LongText(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=_text(),
        error_messages={**TOO_LONG, "required": gettext_lazy("Write the comment")},
    )

    def __init__(self, *args: Any, questions: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = (  # type: ignore[attr-defined]
            (WHOLE, _("The report as a whole")),
            (_("A part of it"), tuple((f"s:{key}", name) for key, name in Comment.SECTIONS)),
            (_("A question"), tuple((f"q:{key}", name) for key, name in questions)),
        )

    @property
    def about(self) -> dict[str, str]:
        kind, _colon, key = self.cleaned_data["place"].partition(":")
        return {"q": {"question": key}, "s": {"section": key}}.get(kind, {})


class AnswerForm(forms.Form):
    """An answer to a comment."""

    text = LongText(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST,
        widget=_text(2),
        error_messages={**TOO_LONG, "required": gettext_lazy("Write the answer")},
    )


class NoteForm(forms.Form):
    """A note for one's own consultancy."""

    text = LongText(
        label=gettext_lazy("New note"),
        max_length=LONGEST,
        widget=_text(2),
        error_messages={**TOO_LONG, "required": gettext_lazy("Write the note")},
    )
    is_about_client = forms.BooleanField(label=gettext_lazy("Show it at every report of this client"), required=False)


class ReviewerForm(forms.Form):
    """Who of the consultancy reviews; nobody where it is empty."""

    reviewer = forms.ChoiceField(
        label=gettext_lazy("Reviewer"),
        required=False,
        widget=_select(),
        error_messages={"invalid_choice": gettext_lazy("Choose somebody of your firm")},
    )
    seen = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = (("", _("Nobody yet")), *people)  # type: ignore[attr-defined]


class StateForm(forms.Form):
    """Where the review goes from here."""

    to = forms.ChoiceField(
        choices=Review.State.choices,
        error_messages={
            "required": gettext_lazy("Choose how the review goes on"),
            "invalid_choice": gettext_lazy("Choose how the review goes on"),
        },
    )
    version = forms.IntegerField(min_value=0)
