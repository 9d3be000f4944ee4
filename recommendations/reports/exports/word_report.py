"""A report as a Word file: the words and numbers of its page, in the same order, to go on writing in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS
from recommendations.reports import wording
from recommendations.reports.exports.word import WordFile
from recommendations.reports.sections import parts_of

Piece: TypeAlias = Mapping[str, Any]
# What people put beside a report, as beside/addition.py has it: that folder knows this one, so this one does not know it.
Addition: TypeAlias = Any
Cell: TypeAlias = str | int | float | Decimal | date | None


def render(
    content: Piece,
    page: Piece,
    checksum: str,
    *,
    actions: Sequence[Piece] = (),
    beside: Mapping[str, Sequence[str]],
    additions: Iterable[Addition] = (),
) -> bytes:
    """Write a report; `page` is its frozen page in today's shape, `actions` who does what (reports/actions.py).

    `beside` are sentences that people put beside the results, by function, as the PDF has them.
    """
    given_at = datetime.fromisoformat(content["given_at"])
    file = WordFile(
        title=_("%(title)s, %(date)s") % {"title": page["title"], "date": content["date"]},
        language=content.get("language", "en"),
        at=given_at,
        author=content["organisation"],
    )
    writer = _Writer(file, content, page, checksum, actions=actions, beside=beside)
    writer.write()
    for addition in additions:
        _addition(file, addition)
    return file.save()


class _Writer:
    def __init__(
        self,
        file: WordFile,
        content: Piece,
        page: Piece,
        checksum: str,
        *,
        actions: Sequence[Piece],
        beside: Mapping[str, Sequence[str]],
    ) -> None:
        self.file, self.content, self.page, self.checksum = file, content, page, checksum
        self.actions, self.beside = actions, beside

    def write(self) -> None:
        for page_one in (self._head, self._one, self._monday, self._pressures):
            page_one()
        told: Mapping[str, Callable[[], None]] = {
            "why": self._why,
            "change": self._change,
            "ask": self._ask,
            "risks": self._risks,
            "actions": self._do_first,
            "plan": self._plan,
            "answers": self._answers,
            "sources": self._sources,
        }
        for part in parts_of(self.page):
            self.file.heading(str(part.title))
            told[part.name]()

    def _head(self) -> None:
        self.file.heading("".join(span["text"] for span in self.page["headline"]), 1)
        self.file.small(" · ".join((self.page["title"], self.content["date"], self.content["reference"])))

    def _one(self) -> None:
        """Begin with what is advised for each function, in the order of the verdict."""
        one = self.page["one"]
        self.file.table(
            title=_(
                "One row for each function: to whom, whether you can start, how firm the advice is, and the reason that "
                "weighs most"
            ),
            heads=(
                *(_("Function"), _("To whom, fit of 100"), _("Can you start?")),
                *(_("How firm"), _("What weighs most")),
            ),
            rows=[
                (
                    "\n".join(filter(None, (row["name"], self._share(row)))),
                    " ".join(part for part in (row["partner"], row["score"]) if part),
                    "\n".join(part for part in (row["words"], row["note"]) if part),
                    row["firm_words"],
                    row["reason"],
                )
                for row in one["rows"]
            ],
            widths=(2.2, 1.6, 1.5, 1.0, 2.4),
        )
        for sentence in self.beside.get("", ()):
            self._text(sentence)
        time = one["time"]
        self.file.heading(time["title"])
        self.file.bullets(
            f"{wording.percent(line['percent'])} {line['label']}: {line['text']}" for line in time["lines"]
        )

    def _share(self, row: Piece) -> str:
        """Say how much of the time a function takes; alone it takes all of it, which says nothing."""
        several = len(self.page["one"]["rows"]) > 1
        return _("%(share)s of the time") % {"share": wording.percent(row["percent"])} if several else ""

    def _monday(self) -> None:
        monday = self.page["one"]["monday"]
        if not monday:
            return
        kept = {row["action"]["key"]: row for row in self.actions}
        self.file.heading(_("Monday morning"))
        self.file.numbered(
            " ".join(part for part in (f"{row['title']}.", _who(kept.get(row["key"])) or row["when"]) if part)
            for row in monday
        )

    def _pressures(self) -> None:
        rows, checks = self.page["pressures"]["rows"], self.page["one"]["checks"]
        if rows:
            self.file.heading(_("What presses you"))
            self.file.bullets(f"{row['name']}: {row['said'] or row['words']}" for row in rows)
        if checks:
            self.file.heading(_("Check first"))
            self.file.bullets(f"{check['title']}. {check['text']}" for check in checks)

    def _scores(self) -> None:
        self._text(self.page["lead"])
        self.file.table(
            title=_("Overall fit of each model, 0 to 100. The scores are independent and do not add up to 100."),
            heads=(_("Model"), _("Score"), _("In words")),
            rows=[
                (
                    f"{score['name']}\n{score['full_name']}",
                    str(score["score"]),
                    "\n".join(filter(None, (score["words"], score["coverage"], score["note"]))),
                )
                for score in self.page["scores"]
            ],
            widths=(3, 1, 4),
        )
        self._text(self.page["scores_note"])

    def _sure(self) -> None:
        sure = self.page["sure"]
        self.file.heading(_("How sure is this?"), 3)
        self._text(sure["summary"])
        self.file.bullets(f"{fact['title']}: {fact['big']}. {fact['text']}" for fact in sure["facts"])
        self._text(sure["note"])

    def _figures(self) -> None:
        figures = self.page["map"]["figures"]
        if len(figures) > 1:
            self.file.table(
                title=_("Fit scores of every function"),
                heads=(_("Function"), *LABELS.values(), _("In-house")),
                rows=[(row["name"], *(str(row[model]) for model in LABELS), str(row["own"])) for row in figures],
                widths=(4, 1, 1, 1, 1),
            )

    def _why(self) -> None:
        why = self.page["why"]
        self._scores()
        self._sure()
        self._pulls(why["pulls"], lead=why["summary"])
        if why["contrast"]:
            self._pulls(why["contrast"])
        for other in why["others"]:
            self._pulls(other["pulls"], other["title"])
        self._figures()
        for function in why["functions"]:
            name = " ".join(str(part) for part in (function["label"], function["score"]) if part)
            self.file.heading(": ".join(part for part in (function["name"], name) if part), 3)
            self._text(function["verdict"])
            for sentence in self.beside.get(function["key"], ()):
                self._text(sentence)
            for note in function["notes"]:
                self._text(note)
            self.file.bullets(f"{cap['title']} {cap['text']}" for cap in function["held"])
            if len(why["functions"]) > 1:
                self._pulls(function["pulls"], as_heading=False)
                if function["contrast"]:
                    self._pulls(function["contrast"], as_heading=False)

    def _pulls(self, pulls: Piece, title: str = "", *, lead: str = "", as_heading: bool = True) -> None:
        title = title or pulls["title"]
        if as_heading:
            self.file.heading(title, 3)
        else:
            self.file.paragraph(title, bold=True)
        self._text(lead)
        rows = [
            ("\n".join(filter(None, (row["label"], _cited(row["reason"], row["source"])))), row["points"])
            for row in pulls["rows"]
        ]
        self.file.table(
            title=title,
            heads=(_("What you told us"), _("Points")),
            rows=[*rows, (pulls["sum_label"], str(pulls["total"]))],
            widths=(7, 1),
        )

    def _change(self) -> None:
        change = self.page["change"]
        self._text(change["summary"])
        self.file.numbered(f"{turn['title']} {turn['text']}" for turn in change["turns"])
        if change["open"]:
            self.file.heading(_("Worth answering"), 3)
            self._text(change["open_summary"])
            self.file.bullets(
                " ".join(part for part in (row["text"], row["about"], row["why"], row["because"]) if part)
                for row in change["open"]
            )

    def _ask(self) -> None:
        self._text(
            self.page["no_demands"]
            or _("None of these changed a score. They decide how you contract and what you watch.")
        )
        self._demands()
        self._checklist()
        self._partner()
        self._drawbacks()

    def _demands(self) -> None:
        for group in self.page["demands"]:
            self.file.heading(group["title"], 3)
            self._text(group["lead"])
            for row in (*group["rows"], *group["more"]):
                models = ", ".join(LABELS[model] for model in row["models"])
                title = f"{row['title']} ({models})" if models else row["title"]
                self.file.paragraph(title, bold=True)
                self.file.paragraph(_cited(row["text"], row["source"]), row["because"])

    def _checklist(self) -> None:
        if not self.page["checklist"]:
            return
        self.file.heading(_("Questions for providers"), 3)
        self._text(_("Ask each of them the same. Write down the answer, not the impression."))
        self.file.table(
            title=_("Questions for providers, and what a good answer sounds like"),
            heads=(_("Ask"), _("A good answer sounds like"), _("Of whom")),
            rows=[
                (row["text"], row["good"], ", ".join(label for model, label in LABELS.items() if row[model]))
                for row in self.page["checklist"]
            ],
            widths=(3, 4, 1.2),
        )

    def _partner(self) -> None:
        partner = self.page["partner"]
        if not partner:
            return
        self.file.heading(_("Who, where and at what price"), 3)
        self.file.pairs([(_("Who"), f"{partner['partner']['title']}. {partner['partner']['text']}")])
        rows = [(_("Where"), partner["location"]), *((_("Where"), row) for row in partner["elsewhere"])]
        self.file.pairs((name, f"{row['title']}. {row['text']}") for name, row in rows)
        self.file.pairs((row["name"], f"{row['first']}. {row['text']}") for row in partner["prices"])

    def _risks(self) -> None:
        risks = self.page["risks"]
        self._text(risks["lead"])
        self.file.table(
            title=_("What can go wrong, how it would show first, and who watches"),
            heads=(_("What can go wrong"), _("How likely"), _("First sign"), _("Who watches")),
            rows=[
                (
                    f"{row['title']}\n{row['text']}",
                    "\n".join(filter(None, (row["likely"], row["because"]))),
                    row["sign"],
                    row["watch"],
                )
                for row in risks["rows"]
            ],
            widths=(3, 1.8, 2.2, 1.6),
        )
        if risks["contract"]:
            self.file.heading(_("What belongs in the contract"), 3)
        for row in risks["contract"]:
            several = len(row["texts"]) > 1
            texts = (f"{LABELS[one['model']]}: {one['text']}" if several else one["text"] for one in row["texts"])
            self.file.paragraph(row["title"], bold=True)
            self.file.paragraph(*texts, *filter(None, (row["because"],)))

    def _plan(self) -> None:
        plan = self.page["plan"]
        self._text(plan["summary"])
        if plan["measures"]:
            self.file.heading(_("Judge it by"), 3)
            self.file.bullets(measure["text"] for measure in plan["measures"])
        for one in (*plan["plans"], *plan["keep"]):
            self.file.heading(one["title"], 3)
            self.file.pairs((role["role"], role["who"]) for role in one.get("roles", ()))
            self.file.table(
                title=one["title"],
                heads=(_("When"), _("What"), _("Done when")),
                rows=[
                    (stage["when"], "\n".join(filter(None, (stage["title"], stage["text"]))), stage.get("gate", ""))
                    for stage in one["stages"]
                ],
                widths=(1.2, 4, 2.2),
            )

    def _drawbacks(self) -> None:
        if not self.page["drawbacks"]:
            return
        self.file.heading(_("What to expect, and how to lessen it"), 3)
        for group in self.page["drawbacks"]:
            self.file.paragraph(group["name"], bold=True)
            self.file.bullets(f"{row['text']} {row['remedy']}" for row in group["rows"])

    def _do_first(self) -> None:
        self._text(self.page["actions_lead"])
        kept = {row["action"]["key"]: row for row in self.actions}
        for number, action in enumerate(self.page["actions"], start=1):
            self.file.paragraph(f"{number}. {action['title']}", bold=True)
            size = _("Effort: %(effort)s. Impact: %(impact)s.") % action
            self.file.paragraph(
                *filter(None, (action["text"], f"{action['because']} {size}".strip(), _who(kept.get(action["key"]))))
            )

    def _answers(self) -> None:
        answers = self.page["answers"]
        self._text(answers["summary"])
        for step in answers["steps"]:
            rows = [(row["question"], "", row["answer"], row["note"]) for row in step["rows"]]
            rows += [
                (row["question"], function["name"], row["answer"], "")
                for function in step["functions"]
                for row in function["rows"]
            ]
            rows += [(row["question"], "", "", row["note"]) for row in step["notes"]]
            self.file.heading(f"{step['title']} ({step['state']})", 3)
            self.file.table(
                title=step["title"],
                heads=(_("Question"), _("Function"), _("Answer")),
                rows=[
                    (question, about, "\n".join(filter(None, (answer, f"{_('Your note:')} {note}" if note else ""))))
                    for question, about, answer, note in rows
                ],
                widths=(3, 1.6, 3),
            )
        self._text(answers["skipped"])

    def _sources(self) -> None:
        self.file.numbered(_source(source) for source in self.page["sources"])
        self.file.heading(_("About this report"), 3)
        told = _("Report %(reference)s, made on %(date)s with questionnaire %(edition)s and method %(method)s.")
        self.file.small(
            told % {name: self.content[name] for name in ("reference", "date", "edition", "method")},
            f"{_('Its content is kept as it was and carries this SHA-256 checksum:')} {self.checksum}",
        )

    def _text(self, text: str) -> None:
        if text:
            self.file.paragraph(text)


def _source(source: Piece) -> str:
    """Say what it is and where it is found, as far as the report froze it."""
    said = (source["title"], *(source.get(name, "") for name in ("publisher", "date", "address")), source["note"])
    return ". ".join(part.rstrip(".") for part in said if part) + "."


def _cited(text: str, number: int) -> str:
    return f"{text} [{number}]" if text and number else text


def _who(row: Piece | None) -> str:
    """Say who does it, until when and how far it is."""
    status = row and row["status"]
    if not row or not status:
        return ""
    due = _("due %(due)s") % {"due": date_format(status.due, "DATE_FORMAT")} if status.due else ""
    return " · ".join(part for part in (str(status.get_status_display()), row["owner"], due) if part)


def _addition(file: WordFile, addition: Addition) -> None:
    """Write what stands beside the report, signed."""
    file.heading(addition.title)
    file.small(addition.signed)
    for text in addition.paragraphs:
        file.paragraph(*text.split("\n"))
    for table in addition.tables:
        _addition_table(file, table)


def _addition_table(file: WordFile, table: Any) -> None:
    if table.title:
        file.heading(table.title, 3)
    rows = [[_worded(cell) for cell in row] for row in table.rows]
    file.table(title=table.title, heads=table.heads, rows=rows)


def _worded(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case date():
            return date_format(cell, "DATE_FORMAT")
        case int() | float() | Decimal():
            return str(number_format(cell))
