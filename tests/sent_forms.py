"""The forms of a page as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass
class SentForm:
    """What one form sends: where to, which fields, and with which button."""

    method: str
    actions: list[str]
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def holds(self, data):
        """Whether it sends all of this, with one of its buttons where one is named."""
        return all(pair in self.fields or pair in self.buttons for pair in data)


class _Forms(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.forms, self._by_id, self._path = [], {}, path
        self._open = self._select = self._textarea = None

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            action = urlsplit(told.get("action") or self._path).path
            self._open = SentForm(told.get("method") or "get", [action])
            self.forms.append(self._open)
            self._by_id[told.get("id")] = self._open
        form = self._by_id.get(told["form"]) if "form" in told else self._open
        if form is None:
            return
        name, value, kind = told.get("name"), told.get("value"), told.get("type")
        match tag:
            case "button":
                form.actions += [urlsplit(told["formaction"]).path] if "formaction" in told else []
                form.buttons += [(name, value or "")] if name else []
            case "input" if name and kind in {"checkbox", "radio"}:
                form.fields += [(name, "on" if value is None else value)] if "checked" in told else []
            case "input" if name:
                form.fields.append((name, value or ""))
            case "select":
                self._select = (form, name, [])
            case "option" if self._select:
                self._select[2].append((value or "", "selected" in told))
            case "textarea":
                self._textarea = (form, name, [])

    def handle_data(self, data):
        if self._textarea:
            self._textarea[2].append(data)

    def handle_endtag(self, tag):
        match tag:
            case "form":
                self._open = None
            case "select" if self._select:
                form, name, options = self._select
                chosen = [value for value, is_chosen in options if is_chosen] or [value for value, _is in options[:1]]
                form.fields += [(name, value) for value in chosen]
                self._select = None
            case "textarea" if self._textarea:
                form, name, parts = self._textarea
                form.fields.append((name, "".join(parts).removeprefix("\n")))
                self._textarea = None


def forms_of(text, path):
    """List the forms of a page that stands at a path."""
    reader = _Forms(path)
    reader.feed(text)
    return reader.forms
