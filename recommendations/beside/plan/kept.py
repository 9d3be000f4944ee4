"""Reading and saving what stands beside a plan, and giving it to copies."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import User
from recommendations.beside.plan.forms import MEASURE, ROLES
from recommendations.beside.plan.rules import LegalCheck, facts_of, fitting_rules
from recommendations.models import ActionStatus, MeasureToday, Plan, Report
from recommendations.reports.addition import Addition, AdditionTable


class Day(NamedTuple):
    """Something with a day of its own; `key` is its own among all of a report."""

    key: str
    on: date
    title: str
    text: str
    who: str


def plan_of(report: Report) -> Plan | None:
    return Plan.objects.filter(report=report).select_related("by").prefetch_related("measures").first()


def stored(plan: Plan | None) -> dict[str, Any]:
    """Give what is stored under the names of the form's fields."""
    if plan is None:
        return {}
    values = {name: getattr(plan, name) for name in ("starts_on", "country", *ROLES)}
    return values | {f"{MEASURE}{measure.measure}": measure.today for measure in plan.measures.all()}


@transaction.atomic
def keep(*, report: Report, changes: Mapping[str, Any], by: User | None) -> None:
    """Save the fields that a page changed, and no other."""
    Plan.objects.get_or_create(report=report)
    plan = Plan.objects.select_for_update().get(report=report)
    for name, value in changes.items():
        if not name.startswith(MEASURE):
            setattr(plan, name, value)
        elif value:
            MeasureToday.objects.update_or_create(
                plan=plan, measure=name.removeprefix(MEASURE), defaults={"today": value}
            )
        else:
            plan.measures.filter(measure=name.removeprefix(MEASURE)).delete()
    plan.by = by
    plan.save()


def measured(report: Report, plan: Plan | None) -> list[tuple[str, str]]:
    """List the measures somebody gave a figure of today for, each in the words of the report."""
    today = stored(plan)
    frozen = (report.page.get("plan") or {"measures": []})["measures"]
    figures = ((row["text"], today.get(f"{MEASURE}{row['key']}", "")) for row in frozen)
    return [figure for figure in figures if figure[1]]


def rules_of(report: Report, plan: Plan | None) -> list[LegalCheck]:
    if plan is None or not plan.country:
        return []
    return list(fitting_rules(facts_of(report, plan.country)))


def with_days(report: Report, plan: Plan | None) -> list[dict[str, Any]]:
    """List the frozen plans and what is kept beside them: each stage with the day it begins, where a first day is set."""
    page = report.page.get("plan") or {"plans": [], "keep": []}
    starts = plan.starts_on if plan else None
    return [
        {
            **entry,
            "stages": [
                {**stage, "on": starts + timedelta(stage["starts"]) if starts and stage["starts"] is not None else None}
                for stage in entry["stages"]
            ],
        }
        for entry in (*page["plans"], *page["keep"])
    ]


def days(report: Report, plan: Plan | None, statuses: Iterable[ActionStatus]) -> Iterator[Day]:
    """Give every day there is: of actions with a date, and of stages once a first day is set."""
    actions = {action["key"]: action for action in report.page["actions"]}
    for status in statuses:
        if status.due and status.action in actions:
            action = actions[status.action]
            yield Day(f"action-{status.action}", status.due, action["title"], action["text"], status.owner)
    for entry in with_days(report, plan):
        for stage in entry["stages"]:
            if stage["on"]:
                text = " ".join(part for part in (stage["text"], stage["gate"]) if part)
                who = plan.accountable if plan else ""
                title = f"{entry['title']} – {stage['title']}"
                yield Day(f"stage-{entry['key']}-{stage['key']}", stage["on"], title, text, who)


def addition(report: Report) -> Addition | None:
    """Give copies what stands beside the actions and the plan; None where nobody put anything there."""
    plan = plan_of(report)
    statuses = list(report.action_statuses.all())
    if plan is None and not statuses:
        return None
    tables = [table for table in (_actions(report, statuses), *_tables(report, plan)) if table.rows]
    return Addition(
        key="plan",
        title=_("Plan: who, when and today’s figures"),
        by=str(plan.by) if plan and plan.by else "",
        at=max([status.updated_at for status in statuses] + ([plan.updated_at] if plan else [])),
        tables=tuple(tables),
        values={
            "starts_on": plan.starts_on if plan else None,
            "country": plan.country if plan else "",
            **{role: getattr(plan, role) if plan else "" for role in ROLES},
            "measures": {row.measure: row.today for row in plan.measures.all()} if plan else {},
            "actions": [
                {"action": row.action, "owner": row.owner, "due": row.due, "status": row.status} for row in statuses
            ],
        },
    )


def _actions(report: Report, statuses: Iterable[ActionStatus]) -> AdditionTable:
    titles = {action["key"]: action["title"] for action in report.page["actions"]}
    rows = tuple(
        (titles.get(row.action, row.action), row.owner, row.due, str(row.get_status_display())) for row in statuses
    )
    return AdditionTable(_("What to do first"), (_("Action"), _("Who does it"), _("By when"), _("How far it is")), rows)


def _tables(report: Report, plan: Plan | None) -> Iterator[AdditionTable]:
    if plan is None:
        return
    names = ((str(label), getattr(plan, role)) for role, label in ROLES.items())
    yield AdditionTable(_("Who"), (_("Part"), _("Name")), tuple(row for row in names if row[1]))
    yield AdditionTable(_("Measures today"), (_("Measure"), _("Today")), tuple(measured(report, plan)))
    yield AdditionTable(
        _("Days"),
        (_("From"), _("Plan"), _("Stage"), _("Done when")),
        tuple(
            (stage["on"], entry["title"], stage["title"], stage["gate"])
            for entry in with_days(report, plan)
            for stage in entry["stages"]
            if stage["on"]
        ),
    )
    yield AdditionTable(
        _("Rules to check, no advice"),
        (_("Rule"), _("Check"), _("Source"), _("Address")),
        tuple((str(rule.title), str(rule.check), str(rule.source), rule.address) for rule in rules_of(report, plan)),
    )
