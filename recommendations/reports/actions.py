"""The actions of a report with what people noted about them since: who does one, until when and how far it is."""

from typing import Any

from recommendations.models import ActionStatus, Report
from recommendations.reports.forms import ActionForm


def list_actions(
    report: Report, *, form: ActionForm | None = None, asked: str = "", without_owners: bool = False
) -> list[dict[str, Any]]:
    """List a report's actions in its order, each as its page shows it.

    Returns:
        For each: `id` on the page, the frozen `action`, its `status` (an ActionStatus or None), the `owner` to show,
        and of its form `values`, what was `seen` as stored, `errors` and `is_open`, where it is the one that `form` was
        sent for, or whose number a link `asked` for.
    """
    statuses = {status.action: status for status in report.action_statuses.all()}
    rows = []
    for number, action in enumerate(report.page["actions"], start=1):
        status = statuses.get(action["key"])
        seen = values = stored_values(status)
        errors = {}
        is_sent = form is not None and form.data.get("action") == action["key"]
        if form is not None and is_sent:
            values = {name: form.data.get(name, "") for name in values}
            seen = form.seen
            errors = {name: str(texts[0]) for name, texts in form.errors.items() if name in values}
        rows.append(
            {
                "id": f"action-{number}",
                "number": number,
                "action": action,
                "status": status,
                "owner": status.owner if status and not without_owners else "",
                "values": values,
                "seen": seen,
                "errors": errors,
                "is_open": is_sent or asked == str(number),
            }
        )
    return rows


def stored_values(status: ActionStatus | None) -> dict[str, str]:
    """Give what is stored of an action as its form shows it."""
    if status is None:
        return {"owner": "", "due": "", "status": str(ActionStatus.Status.OPEN)}
    return {"owner": status.owner, "due": status.due.isoformat() if status.due else "", "status": status.status}
