"""What people may send about a report."""

from recommendations.reports.forms.actions import ActionForm
from recommendations.reports.forms.sharing import PasscodeForm, ShareForm

__all__ = ["ActionForm", "PasscodeForm", "ShareForm"]
