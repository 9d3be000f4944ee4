"""The rules that no linter knows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import ONCE, TESTS

ROOT = Path(__file__).parent.parent
APPS = ("organisations", "assessments", "recommendations", "consulting", "config")
FILES = sorted(
    path.relative_to(ROOT) for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
TREES = {path: ast.parse((ROOT / path).read_text()) for path in FILES}
# Sums that stand beside models and pages.
ALONE = {
    Path("recommendations/beside/merging.py"),
    Path("recommendations/beside/costs/amounts.py"),
    Path("recommendations/beside/costs/picture.py"),
    Path("recommendations/beside/costs/sums.py"),
    Path("recommendations/beside/scorecard/totals.py"),
}
PURE = [
    path
    for path in FILES
    if path.parts[:2] in {("assessments", "edition"), ("recommendations", "engine")} or path in ALONE
]
REFUSED = {"common", "core", "helper", "helpers", "misc", "selectors", "signals", "util", "utils"}


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def module(path):
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported(tree):
    """Name the packages that a module imports, whole: `numpy.random` is numpy."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("app", ["assessments", "recommendations"])
def test_a_pure_core_is_imported_without_django(app):
    modules = ", ".join(module(path) for path in PURE if path.parts[0] == app)
    look = f"import sys, {modules}; print([name for name in sys.modules if name.startswith('django')])"

    answer = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout == "[]\n"


@pytest.mark.parametrize("path", PURE, ids=str)
def test_a_pure_core_stands_on_the_standard_library_alone(path):
    libraries = {"stability.py": {"numpy"}, "written.py": {"tomli_w"}}
    # The engine reads the edition, and the import contracts keep it from the rest of that app.
    allowed = sys.stdlib_module_names | {path.parts[0], "assessments"} | libraries.get(path.name, set())

    assert set(imported(TREES[path])) - allowed == set()


@pytest.mark.parametrize("path", PURE, ids=str)
def test_a_pure_core_has_no_clock_and_draws_no_unseeded_luck(path):
    assert set(imported(TREES[path])) & {"datetime", "os", "random", "secrets", "time"} == set()


def test_the_pure_cores_were_found():
    assert {path.parts[0] for path in PURE} == {"assessments", "recommendations"}
    assert set(PURE) >= ALONE


def test_no_module_is_a_drawer_for_everything():
    assert [path for path in FILES if REFUSED & set(path.with_suffix("").parts)] == []


def test_nothing_is_imported_inside_a_function():
    found = [
        (str(path), f.name)
        for path, tree in TREES.items()
        for f in functions(tree)
        for node in ast.walk(f)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_every_module_opens_with_one_line_that_says_what_belongs_in_it():
    silent = [str(path) for path, tree in TREES.items() if tree.body and not ast.get_docstring(tree)]
    chatty = [
        str(path)
        for path, tree in TREES.items()
        if "\n\n" not in (text := ast.get_docstring(tree) or "") and "\n" in text
    ]

    assert (silent, chatty) == ([], [])


def test_nobody_saves_a_row_in_a_view():
    found = [
        (str(path), node.lineno)
        for path, tree in TREES.items()
        if "views" in path.with_suffix("").parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "save"
    ]

    assert found == []


def test_every_icon_that_a_template_names_is_drawn():
    templates = ROOT / "templates"
    drawn = set(re.findall(r'id="i-([a-z]+)"', (templates / "components" / "sprite.html").read_text()))

    named = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r'icon\.html" with name="([a-z_]+)"', path.read_text())
    }

    assert named - drawn == set()
    assert len(named) > 5


def test_the_name_of_a_model_stands_in_one_table():
    spelt = {
        str(path)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in {"BPO", "KPO", "ITO"}
    }

    assert spelt == {"assessments/edition/sourcing_models.py"}


def test_every_module_that_runs_once_is_there():
    """One that was moved would run on both databases again."""
    assert {name for name in ONCE if not (TESTS / name).exists()} == set()


# A class name stands in one file. Why these stand in two:
ROW_AND_VALUE = "a row of a draft, which Django admin edits, and the plain value every other module reads"
NESTED = "choices within a model, never named without it"
TWICE = {
    "Advice": ROW_AND_VALUE,
    "Choice": ROW_AND_VALUE,
    "Department": ROW_AND_VALUE,
    "Question": ROW_AND_VALUE,
    "Source": ROW_AND_VALUE,
    "Step": ROW_AND_VALUE,
    "Kind": NESTED,
    "Scope": f"of a question in an edition; {NESTED} of a consent",
}


def test_a_class_name_stands_in_one_file():
    places: dict[str, set[Path]] = {}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name not in {"Command", "Media", "Meta", "Status"}:
                places.setdefault(node.name, set()).add(path)

    assert {name for name, files in places.items() if len(files) > 1} == set(TWICE)
    assert len(TWICE) < 10


def test_nothing_is_marked_safe_and_no_cursor_is_opened():
    called = {
        (str(path), getattr(node.func, "attr", getattr(node.func, "id", "")))
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }

    assert {(path, name) for path, name in called if name in {"mark_safe", "cursor", "RawSQL", "raw"}} == set()
