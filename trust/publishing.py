"""An administrator who publishes a draft, so that it takes the place of the published edition."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from assessments.edition import document
from benchmarks.visitor import FormReader, Visitor
from trust.people import an_administrator
from trust.site import Site

EDITIONS: Final = "/admin/assessments/questionnaire"


@dataclass
class Publishing:
    """A copy of the published edition, published with one press."""

    within: float = 3.0
    visitor: Visitor | None = None
    former: int = 0
    draft: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    acknowledged: bool = False

    def prepare(self, site: Site) -> None:
        self.acknowledged = False
        seen = self.visitor
        self.visitor = site.visitor()
        if seen is None:
            an_administrator(site, self.visitor)
        else:
            self.visitor.cookies = seen.cookies
        published = site.rows("SELECT id FROM assessments_questionnaire WHERE status = 'published'")
        self.former = int(published[0][0]) if published else self._mended(site)
        self.draft = self._copy(self.former)
        self.fields = self._decided(f"{EDITIONS}/{self.draft}/publish/")

    def do(self) -> None:
        assert self.visitor
        status, _page, where = self.visitor.post(f"{EDITIONS}/{self.draft}/publish/", self.fields)
        self.acknowledged = status == HTTPStatus.FOUND and where == f"{EDITIONS}/{self.draft}/change/"

    def wrong(self, site: Site) -> str:
        published = [row[0] for row in site.rows("SELECT id FROM assessments_questionnaire WHERE status = 'published'")]
        if published not in ([self.former], [self.draft]):
            return f"{len(published)} editions are published"
        if self.acknowledged and published == [self.former]:
            return "a press was acknowledged and its edition is not published"
        sizes = [_questions(site, pk) for pk in (self.former, self.draft)]
        if len(set(sizes)) != 1:
            return f"one edition has {sizes[0]} questions and its copy {sizes[1]}"
        reasons = site.rows("SELECT COUNT(*) FROM assessments_clearance WHERE questionnaire_id = %s", self.draft)[0][0]
        whole = bool(reasons) == (published == [self.draft])
        return "" if whole else f"{reasons} gates are written down and edition {published[0]} is published"

    def _copy(self, edition: int) -> int:
        assert self.visitor
        path = f"{EDITIONS}/{edition}/copy/"
        token = self.visitor.read_form(path).chosen["csrfmiddlewaretoken"][0]
        status, _page, where = self.visitor.post(path, {"csrfmiddlewaretoken": token})
        if status != HTTPStatus.FOUND:
            raise RuntimeError(f"copying an edition answered {status}")
        return int(where.split("/")[-3])

    def _decided(self, path: str) -> dict[str, str]:
        assert self.visitor
        form: FormReader = self.visitor.read_form(path)
        hidden = {name: form.chosen[name][0] for name in ("csrfmiddlewaretoken", "mark")}
        ticks = {name: "on" for name in form.options if name.endswith("-tick")}
        return {**hidden, **ticks, **{name.replace("-tick", "-reason"): "To see it killed" for name in ticks}}

    def _mended(self, site: Site) -> int:
        """Take the edition that retired last as the one to copy where a control left none that is published."""
        return int(site.rows("SELECT MAX(id) FROM assessments_questionnaire WHERE status = 'retired'")[0][0])


def _questions(site: Site, pk: int) -> int:
    """Count the questions of an edition: those of its text, or the rows of a draft, which has none yet."""
    content = site.rows("SELECT content FROM assessments_questionnaire WHERE id = %s", pk)[0][0]
    if content:
        return len(document.read(content).questions)
    return int(site.rows("SELECT COUNT(*) FROM assessments_question WHERE questionnaire_id = %s", pk)[0][0])
