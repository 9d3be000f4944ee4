"""What people may send about a report."""

from recommendations.forms.actions import ActionForm
from recommendations.forms.clients import FilterNameForm, InviteForm, ReviewDayForm
from recommendations.forms.sharing import PasscodeForm, ShareForm

__all__ = ["ActionForm", "FilterNameForm", "InviteForm", "PasscodeForm", "ReviewDayForm", "ShareForm"]
