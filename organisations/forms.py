"""Forms about a person's own account and organisations, in our words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership, Organisation
from organisations.names import PersonalNameField

PASSWORD_HINT = _("At least 10 characters. Three or four words you can remember work well.")
ADDRESS_MISSING = _("Enter your e-mail address")
ADDRESS_ODD = _("Enter an e-mail address like name@company.example")


class PlainWords(forms.Form):
    """Says what to do in each message, and leaves out the grey words inside a field that vanish while one types."""

    words: dict[str, dict[str, Any]] = {
        "login": {"label": _("E-mail address"), "required": ADDRESS_MISSING, "invalid": ADDRESS_ODD},
        "email": {"label": _("E-mail address"), "required": ADDRESS_MISSING, "invalid": ADDRESS_ODD},
        "password": {"label": _("Password"), "required": _("Enter your password"), "hint": ""},
        "password1": {"label": _("Password"), "required": _("Choose a password"), "hint": PASSWORD_HINT},
        "password2": {"label": _("The same password again"), "required": _("Enter the new password a second time")},
        "oldpassword": {"label": _("Present password"), "required": _("Enter your present password"), "hint": ""},
        "code": {
            "label": _("Code from the e-mail"),
            "required": _("Enter the code from the e-mail"),
        },
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            words = self.words.get(name, {})
            field.label = words.get("label", field.label)
            field.help_text = words.get("hint", field.help_text)
            field.error_messages.update({kind: words[kind] for kind in ("required", "invalid") if kind in words})


class LoginForm(PlainWords, allauth.LoginForm): ...


class SignupForm(PlainWords, allauth.SignupForm): ...


class ChangeEmailForm(PlainWords, allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class OtherEmailForm(PlainWords, allauth.ChangeEmailForm): ...


class ChangePasswordForm(PlainWords, allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class SetPasswordForm(PlainWords, allauth.SetPasswordForm): ...


class ResetPasswordForm(PlainWords, allauth.ResetPasswordForm): ...


class ResetPasswordKeyForm(PlainWords, allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class ReauthenticateForm(PlainWords, allauth.ReauthenticateForm): ...


class ConfirmEmailCodeForm(PlainWords, allauth.ConfirmEmailVerificationCodeForm): ...


class SecondFactor(PlainWords):
    words: dict[str, dict[str, Any]] = {
        "code": {"label": _("Code"), "required": _("Enter the code your app shows")},
        "name": {"label": _("What to call this passkey")},
    }


class AuthenticateForm(SecondFactor, factors.AuthenticateForm): ...


class ReauthenticateCodeForm(SecondFactor, factors.ReauthenticateForm): ...


class ActivateAppForm(SecondFactor, ActivateTOTPForm): ...


class AddPasskeyForm(SecondFactor, AddWebAuthnForm): ...


class RenamePasskeyForm(SecondFactor, EditWebAuthnForm): ...


class NameForm(forms.Form):
    """What to call a person on the pages they share with others."""

    name = PersonalNameField(
        label=_("Your name"),
        help_text=_("Shown to the people of your organisations. You may leave it empty."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class OrganisationForm(forms.Form):
    name = PersonalNameField(
        label=_("Name of the organisation"),
        max_length=120,
        error_messages={"required": _("Enter the name of the organisation")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.MEMBER, _("Member: fills in answers and reads reports")),
            (Membership.Role.OWNER, _("Owner: decides about people, consultants and erasure as well")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role")},
    )


class InviteForm(RoleForm):
    """Whom to ask to join, and as what."""

    field_order = ("email", "role")

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send an invitation there, in your name. Nothing is shared before it is accepted."),
        max_length=254,
        error_messages={"required": ADDRESS_MISSING, "invalid": ADDRESS_ODD},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"role": Membership.Role.MEMBER}
        self.organisation = organisation

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if self.organisation.memberships.filter(user__email__iexact=email).exists():
            raise forms.ValidationError(_("Whoever has this address belongs to the organisation already"))
        if self.organisation.invitations.live().joining().filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This address has an invitation already: send it again from the list"))
        return email


class NameAgainForm(forms.Form):
    """Has the name of what is about to go typed, so that nothing goes by a slip."""

    name = forms.CharField(
        label=_("Type the name of the organisation to confirm"),
        error_messages={"required": _("Type the name of the organisation")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.split() != self.expected.split():
            raise forms.ValidationError(_("That is not its name: type it as it stands above"))
        return name
