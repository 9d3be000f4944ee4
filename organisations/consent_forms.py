"""What a client says about consent: whom to let in, for which organisation, and how far."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Engagement, Organisation, User
from organisations.names import PersonalNameField

NEW = "new"
SCOPES = (  # the narrower first
    (Engagement.Scope.READ, gettext_lazy("Read the reports and see how far the answers are")),
    (Engagement.Scope.ANSWER, gettext_lazy("Read the reports, and fill in answers together")),
)
WRONG_SCOPE = gettext_lazy("Choose what they may do")


class ScopeForm(forms.Form):
    """How far consent reaches; `at_most` leaves out what goes further."""

    scope = forms.ChoiceField(
        label=gettext_lazy("They may"),
        choices=SCOPES,
        widget=forms.RadioSelect,
        error_messages={"required": WRONG_SCOPE, "invalid_choice": WRONG_SCOPE},
    )

    def __init__(self, *args: Any, at_most: str = SCOPES[-1][0], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [scope.value for scope, _label in SCOPES].index(at_most) + 1
        self.fields["scope"].choices = SCOPES[:within]  # type: ignore[attr-defined] # it is a choice field


class LetInForm(ScopeForm):
    """Whom a client asks to advise it."""

    field_order = ("email", "scope")

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the consultant"),
        help_text=gettext_lazy("One mail goes there, in your name. They see nothing before they have accepted."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address of the consultant"),
            "invalid": gettext_lazy("Enter an e-mail address like name@company.example"),
        },
    )


class AnswerAsClientForm(ScopeForm):
    """For which of one's organisations a consultancy is let in, and how far; never further than was asked for."""

    field_order = ("organisation", "name", "scope")

    organisation = forms.ChoiceField(
        label=gettext_lazy("For which organisation"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the organisation"),
            "invalid_choice": gettext_lazy("Choose the organisation"),
        },
    )
    name = PersonalNameField(
        label=gettext_lazy("Name of the new organisation"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owned = {
            str(organisation.pk): organisation
            for organisation in Organisation.objects.owned_by(user).order_by("name", "pk")
        }
        choices = [
            *((key, organisation.name) for key, organisation in self.owned.items()),
            (NEW, _("A new organisation")),
        ]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined] # it is a choice field
        self.initial.setdefault("organisation", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Ask for a name where there is no organisation yet."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["name"] = " ".join(str(cleaned.get("name", "")).split())
        if cleaned.get("organisation") == NEW and not cleaned["name"]:
            self.add_error("name", _("Enter the name of the organisation"))
        return cleaned

    @property
    def client(self) -> Organisation | str:
        """The organisation that was chosen, or the name of a new one."""
        name: str = self.cleaned_data["name"]
        return self.owned.get(self.cleaned_data["organisation"], name)


class AnswerAsConsultancyForm(forms.Form):
    """Which of one's consultancies takes a client on."""

    consultancy = forms.ChoiceField(
        label=gettext_lazy("For which firm"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the firm"),
            "invalid_choice": gettext_lazy("Choose the firm"),
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = Organisation.objects.owned_by(user).filter(advises=True).order_by("name", "pk")
        self.owned = {str(organisation.pk): organisation for organisation in firms}
        choices = [(key, organisation.name) for key, organisation in self.owned.items()]
        self.fields["consultancy"].choices = choices  # type: ignore[attr-defined] # it is a choice field
        self.initial.setdefault("consultancy", choices[0][0] if choices else "")
