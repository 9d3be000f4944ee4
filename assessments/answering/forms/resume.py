"""Where a link to one's answers is to be sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ResumeForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Used for this one mail and not kept."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter the e-mail address the link should go to"),
            "invalid": _("Enter an e-mail address like name@company.example"),
        },
    )
