"""The plain forms of the answering path: where an assessment begins, what its organisation is called, who keeps it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.answering.forms.base import LONGEST_LINE, LineField
from organisations.models import Organisation, User

NEW = "new"


class NameField(LineField):
    """The name of an organisation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_LINE, **options)
        self.widget.attrs["autocomplete"] = "organization"


class OwnedForm(forms.Form):
    """Asks to which of their organisations somebody's assessment belongs, or what a new one is called."""

    organisation = forms.ChoiceField(
        label=gettext_lazy("Which organisation is it about?"),
        error_messages={
            "required": gettext_lazy("Choose the organisation it is about"),
            "invalid_choice": gettext_lazy("Choose the organisation it is about"),
        },
    )
    name = NameField(label=gettext_lazy("Name of the new organisation"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {str(organisation.pk): organisation for organisation in Organisation.objects.joined_by(user)}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the types what the class above says
        self.options = [*((key, mine.name) for key, mine in self.mine.items()), (NEW, _("A new one"))]
        field.choices = self.options
        if not self.mine:
            self.fields["organisation"].required = False
            self.initial.setdefault("organisation", NEW)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "organisation" in cleaned and self.is_new and "name" in cleaned and not cleaned["name"]:
            self.add_error("name", _("Enter the name of the organisation"))
        return cleaned

    @property
    def rows(self) -> list[tuple[str, str, bool]]:
        """List the organisations to choose from, where there is a choice: value, name, whether it is chosen."""
        chosen = self["organisation"].value()
        return [(key, name, key == chosen) for key, name in self.options] if self.mine else []

    @property
    def is_new(self) -> bool:
        return self.cleaned_data["organisation"] in {"", NEW}

    @property
    def keep_in(self) -> Organisation | str:
        """One of their organisations, or the name of a new one."""
        return self.cleaned_data["name"] if self.is_new else self.mine[self.cleaned_data["organisation"]]


class CompanyForm(forms.Form):
    company = NameField(
        label=gettext_lazy("Your organisation’s name"),
        help_text=gettext_lazy("Only for the head of your report. You may leave it empty."),
        required=False,
    )
