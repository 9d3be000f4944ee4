"""Reads what stands beside a report, in the report's language."""

from django.utils import translation

from recommendations.models import Report
from recommendations.reports.addition import read_additions
from recommendations.reports.exports.besides import Besides, Owner
from recommendations.reports.reviews import reviews


def read_besides(report: Report) -> Besides:
    with translation.override(report.language):
        owners = {row.action: Owner(row.owner, row.due) for row in report.action_statuses.all() if row.owner or row.due}
        return Besides(reviews().adjustments(report), read_additions(report), owners)
