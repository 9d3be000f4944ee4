"""The briefs of a report as one addition, for every copy of it: as they are sent, what is left out is not in it."""

from collections import defaultdict

from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.beside.brief.questions import models_of
from recommendations.beside.brief.reading import Brief, put_together
from recommendations.models import BriefText, Report
from recommendations.reports import wording
from recommendations.reports.addition import Addition, AdditionTable


def read_briefs(report: Report) -> Addition | None:
    """Give what was kept of a report's briefs, in two queries; None where nobody has saved anything of one."""
    kept = {row.model: row for row in report.briefs.select_related("edited_by")}
    if not kept:
        return None
    texts: dict[int, list[BriefText]] = defaultdict(list)
    for text in BriefText.objects.filter(brief__report=report).select_related("edited_by"):
        texts[text.brief_id].append(text)
    with translation.override(report.language):
        briefs = [
            put_together(report, model, kept[model], texts[kept[model].pk])
            for model in models_of(report)
            if model in kept
        ]
        at, by = max(last for brief in briefs if (last := brief.last))
        return Addition(
            key="brief",
            title=_("Brief for providers"),
            by=by,
            at=at,
            tables=tuple(map(_table, briefs)),
            values={brief.model: _values(brief) for brief in briefs},
        )


def _table(brief: Brief) -> AdditionTable:
    title = _("Brief for %(model)s providers") % {"model": wording.SHORT[brief.model]}
    rows = [(_("Title"), brief.title), (_("To begin with"), brief.draft.lead)]
    rows += [(f"{part.letter} {part.title}", part.text) for part in brief.told]
    return AdditionTable(title, (_("Part"), _("What it says")), tuple(rows))


def _values(brief: Brief) -> dict[str, object]:
    return {
        "title": brief.title,
        "lead": brief.draft.lead,
        "without_names": brief.chosen.without_names,
        "parts": [
            {
                "key": part.key,
                "letter": part.letter,
                "title": part.title,
                "text": part.text,
                "edited": bool(part.edited),
            }
            for part in brief.told
        ],
    }
