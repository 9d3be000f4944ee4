"""Whom a step is handed to."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Membership, Organisation, User


class SecondForm(forms.Form):
    """The colleague who is asked to answer alone: anybody of the organisation but oneself."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
        widget=forms.Select(attrs={"class": "form-control select"}),
        error_messages={
            "required": gettext_lazy("Choose a colleague"),
            "invalid_choice": gettext_lazy("Choose somebody of your organisation"),
        },
    )

    def __init__(self, *args: Any, organisation: UUID | None, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__organisation=organisation, is_active=True).exclude(pk=by.pk)
        self.fields["person"].queryset = people.order_by("name", "email")  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """A colleague of the organisation, or the address of somebody to invite into it; only an owner invites."""

    step = forms.ChoiceField(
        label=gettext_lazy("Step"),
        widget=forms.Select(attrs={"class": "form-control select"}),
        error_messages={
            "required": gettext_lazy("Choose a step"),
            "invalid_choice": gettext_lazy("Choose a step of this assessment"),
        },
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a colleague"),
        widget=forms.Select(attrs={"class": "form-control select"}),
        error_messages={"invalid_choice": gettext_lazy("Choose somebody of your organisation")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Or invite by e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Enter an e-mail address like name@company.example")},
    )

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        steps: tuple[tuple[str, str], ...],
        may_invite: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["step"].choices = (("", _("Choose a step")), *steps)  # type: ignore[attr-defined]
        people = User.objects.filter(memberships__organisation=organisation, is_active=True)
        self.fields["person"].queryset = people.order_by("name", "email")  # type: ignore[attr-defined]
        if not may_invite:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if bool(data.get("person")) == bool(data.get("email")):
            self.add_error("person", _("Choose a colleague, or give one e-mail address"))
        elif data.get("email"):
            # An address that belongs to a colleague means that colleague.
            known = Membership.objects.filter(organisation=self.organisation, user__email__iexact=data["email"])
            member = known.select_related("user").first()
            if member:
                data |= {"person": member.user, "email": ""}
        return data
