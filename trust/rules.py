"""The rules of ours that no linter knows: what may not stand in the apps unless trust/explained.toml says why."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
APPS: Final = ("organisations", "assessments", "recommendations", "consulting", "config")
EXPLAINED: Final = Path(__file__).with_name("explained.toml")

# A name that is called or decorates -> the rule it breaks.
_CALLS: Final = {
    "mark_safe": "markup past escaping",
    "SafeString": "markup past escaping",
    "csrf_exempt": "a form without a token",
    "cursor": "plain SQL",
    "raw": "plain SQL",
    "extra": "plain SQL",
    "RawSQL": "plain SQL",
    "RunSQL": "plain SQL",
    "eval": "text run as code",
    "exec": "text run as code",
    "system": "another program started",
    "Popen": "another program started",
    "execv": "another program started",
    "urlopen": "another host asked",
}
_IMPORTS: Final = {
    "pickle": "text run as code",
    "marshal": "text run as code",
    "subprocess": "another program started",
    "requests": "another host asked",
    "httpx": "another host asked",
    "lxml": "a parser of XML",
    "xml": "a parser of XML",
}
# A model's rows, from which a view has to ask for those of the visitor: what follows asks who it is.
_EVERYBODYS: Final = frozenset(("objects", "every", "_default_manager", "_base_manager"))
# What they may be followed by in a view: each asks who it is, or gives what everybody may read.
_SCOPED: Final = {
    *(
        "advised_by",
        "answered_by",
        "begun_in",
        "held_by",
        "joined_by",
        "kept_by",
        "none",
        "of",
        "open_to",
        "opened_by",
        "owned_by",
    ),
    *("current", "published", "sample", "to_answer", "visible_to"),
}
_TEMPLATE: Final = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")

Finding = tuple[str, str]  # the rule and the file


def python_files() -> list[Path]:
    paths = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path for path in paths if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def broken() -> Counter[Finding]:
    """Count what breaks a rule, by rule and file."""
    findings: Counter[Finding] = Counter()
    for path in python_files():
        findings.update((rule, str(path.relative_to(ROOT))) for rule in in_code(path.read_text(), path))
    for path in templates():
        findings.update((rule, str(path.relative_to(ROOT))) for rule in in_template(path.read_text()))
    return findings


def in_code(source: str, path: Path) -> Iterator[str]:
    is_view = "views" in path.with_suffix("").parts
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _CALLS and not _says(node):
                yield _CALLS[name]
            case ast.FunctionDef(decorator_list=decorators):
                yield from (
                    _CALLS[decorator.id]
                    for decorator in decorators
                    if isinstance(decorator, ast.Name) and decorator.id in _CALLS
                )
            case ast.Import() | ast.ImportFrom():
                modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                names = {module.partition(".")[0] for module in modules}
                yield from (_IMPORTS[name] for name in names if name in _IMPORTS)
            case ast.Attribute(attr=then, value=ast.Attribute(attr=rows)) if (
                is_view and rows in _EVERYBODYS and then not in _SCOPED
            ):
                yield "rows of everybody in a view"


def in_template(source: str) -> Iterator[str]:
    yield from ("markup past escaping" for _match in _TEMPLATE.finditer(source))


def explained(tool: str) -> Counter[Finding]:
    """Read how often each rule of a tool may be broken in each file; every line there has a reason."""
    explanations: Counter[Finding] = Counter()
    for line in tomllib.loads(EXPLAINED.read_text())[tool]:
        if not line["because"]:
            raise ValueError(f"{line['file']}: a reason is missing")
        explanations[line["rule"], line["file"]] += line.get("times", 1)
    return explanations


def differences(findings: Counter[Finding], explanations: Counter[Finding]) -> list[str]:
    """Say what is found and not explained, and what is explained and no longer there."""
    return [
        *(f"{file}: {rule} ({count} unexplained)" for (rule, file), count in sorted((findings - explanations).items())),
        *(
            f"{file}: {rule} ({count} explained, not there)"
            for (rule, file), count in sorted((explanations - findings).items())
        ),
    ]


def _says(call: ast.Call) -> bool:
    """Whether a call has nothing but an empty text, as in SafeString("")."""
    return [getattr(argument, "value", None) for argument in call.args] == [""]
