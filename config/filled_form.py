"""A page of ours with what was typed put back into the form that it was typed into.

The page is read as it goes out, because every form of the site is a form of HTML in the end, whichever view and template
made it; nothing but the values of that one form is changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from organisations.unsaved import SECRETS, TOKEN, Fields

TICKED: Final = ("checkbox", "radio")
NEVER: Final = ("file", "password", "submit", "button", "image", "reset")

Attributes = dict[str, str | None]


@dataclass(slots=True)
class Control:
    """A field: where its tag begins and ends, where what stands in it ends, and what is folded around it."""

    tag: str
    attributes: Attributes
    begin: int
    end: int
    folds: tuple["Control", ...]
    content_end: int = 0
    options: list["Control"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or ("submit" if self.tag == "button" else "text")).lower()


@dataclass(slots=True)
class Form:
    attributes: Attributes
    folds: tuple[Control, ...]
    end: int = 0
    controls: list[Control] = field(default_factory=list)


class Reader(HTMLParser):
    """Finds the forms of a page, with where in its text each tag stands."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._elsewhere: list[tuple[str, Control]] = []
        self._open: Form | None = None
        self._folds: list[Control] = []
        self._textarea: Control | None = None
        self._select: Control | None = None
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(text)
        self.close()
        for id_, control in self._elsewhere:
            if id_ in self._by_id:
                self._by_id[id_].controls.append(control)

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        begin, attributes = self._at, dict(attrs)
        control = Control(tag, attributes, begin, begin + len(self.get_starttag_text() or ""), tuple(self._folds))
        match tag:
            case "form":
                self._open = Form(attributes, control.folds)
                self.forms.append(self._open)
                self._by_id[attributes.get("id") or ""] = self._open
            case "details":
                self._folds.append(control)
            case "option" if self._select:
                self._select.options.append(control)
            case "input" | "textarea" | "select" | "button":
                if owner := attributes.get("form"):
                    self._elsewhere.append((owner, control))
                elif self._open:
                    self._open.controls.append(control)
                self._textarea = control if tag == "textarea" else self._textarea
                self._select = control if tag == "select" else self._select

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form" if self._open:
                self._open.end, self._open = self._at, None
            case "details" if self._folds:
                self._folds.pop()
            case "textarea" if self._textarea:
                self._textarea.content_end, self._textarea = self._at, None
            case "select":
                self._select = None


def fill(text: str, *, address: str, page: str, fields: Fields) -> tuple[str, str] | None:
    """Give the page with the form filled in, and the id of the first field that changed; None where no form fits."""
    form = _fitting(Reader(text).forms, address=address, page=page, fields=fields)
    if form is None:
        return None
    left: dict[str, list[str]] = {}
    for name, value in fields:
        left.setdefault(name, []).append(value)
    edits: dict[int, tuple[int, str]] = {}
    opened: dict[int, Control] = {fold.begin: fold for fold in form.folds}
    first = ""
    for control in form.controls:
        if control.name not in left and control.kind not in TICKED:
            continue
        changes = list(_filled(text, control, left))
        edits |= {begin: (end, new) for begin, end, new in changes}
        if changes and control.kind != "hidden":
            opened |= {fold.begin: fold for fold in control.folds}
            first = first or control.attributes.get("id") or ""
    for fold in opened.values():
        edits[fold.begin] = (fold.end, _tag(fold, open=""))
    # What the page no longer asks, as a question that another answer opened, goes along as it was sent.
    asked = {control.name for control in form.controls}
    rest = [(name, value) for name, value in fields if name not in asked]
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in rest)
    edits[form.end] = (form.end, hidden)
    parts, at = [], 0
    for begin, (end, new) in sorted(edits.items()):
        parts += [text[at:begin], new]
        at = end
    return "".join([*parts, text[at:]]), first


def _fitting(forms: list[Form], *, address: str, page: str, fields: Fields) -> Form | None:
    """Find the form that was sent: by where it goes, and among several by its fields, and by what is hidden in it."""
    path, names = urlsplit(address).path, {name for name, _value in fields}

    def fits(form: Form) -> tuple[int, int, int]:
        of_form = {control.name for control in form.controls} - {"", TOKEN}
        hidden = [
            (control.name, control.attributes.get("value") or "")
            for control in form.controls
            if control.kind == "hidden"
        ]
        return len(names & of_form), sum(one in fields for one in hidden), -len(of_form - names)

    there = [
        form
        for form in forms
        if (form.attributes.get("method") or "").lower() == "post" and form.end and path in _goes_to(form, page)
    ]
    return max(there, key=fits, default=None)


def _goes_to(form: Form, page: str) -> Iterator[str]:
    yield urlsplit(form.attributes.get("action") or page).path
    for control in form.controls:
        if action := control.attributes.get("formaction"):
            yield urlsplit(action).path


def _filled(text: str, control: Control, left: dict[str, list[str]]) -> Iterator[tuple[int, int, str]]:
    """Give the edits that put a value into one field: from where, to where, and what stands there then."""
    name, sent = control.name, left.get(control.name, [])
    if not name or name == TOKEN or control.kind in NEVER or name in SECRETS:
        return
    was = control.attributes.get("value")
    if control.tag == "textarea":
        new = f"\n{escape(sent.pop(0), quote=False)}" if sent else ""
        if new and text[control.end : control.content_end].lstrip("\n") != new[1:]:
            yield control.end, control.content_end, new
    elif control.tag == "select":
        for option in control.options:
            is_chosen = option.attributes.get("value") in sent
            if is_chosen != ("selected" in option.attributes):
                yield option.begin, option.end, _tag(option, selected="" if is_chosen else None)
    elif control.kind in TICKED:
        is_ticked = (was if was is not None else "on") in sent
        if is_ticked != ("checked" in control.attributes):
            yield control.begin, control.end, _tag(control, checked="" if is_ticked else None)
    elif sent:
        new = sent.pop(0)
        if new != (was or ""):
            yield control.begin, control.end, _tag(control, value=new)


def _tag(control: Control, **changed: str | None) -> str:
    attributes = {**control.attributes, **changed}
    for name, value in changed.items():
        if value is None:
            del attributes[name]
    words = (
        name if not value and name != "value" else f'{name}="{escape(value or "")}"'
        for name, value in attributes.items()
    )
    return f"<{' '.join([control.tag, *words])}>"
