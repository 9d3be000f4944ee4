"""No journey runs ahead of its browser: what a click leads to is waited for before anything is looked at."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TREES = {
    path: tree
    for path in TESTS.rglob("*.py")
    if "tests.browser" in (text := path.read_text())
    for tree in [ast.parse(text)]
}
# What has a `url` and is no page of a browser; then what waits by itself for the thing it is done to or asks for.
OTHERS = {"response", "told"}
PATIENT = {"expect", "follow", "check", "click", "fill", "select_option", "set_input_files", "wait_for", "wait_for_url"}


def called(node):
    """Name what a call calls, the innermost first: `expect(page).to_have_url()` is ["expect", "to_have_url"]."""
    names = []
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Call):
            names.append(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))
        node = node.func if isinstance(node, ast.Call) else node.value
    return names[::-1]


def hasty(tree):
    """Give the line of every click that is followed by something that does not wait, of every fixed sleep, and of every address asserted."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for here, after in zip(body, [*body[1:], None], strict=True) if isinstance(body, list) else ():
            if isinstance(here, ast.Expr) and called(here.value)[-1:] == ["click"]:
                awaited = isinstance(node, ast.With) if after is None else is_patient(after)
                yield from () if awaited else (here.lineno,)
        if isinstance(node, ast.Attribute) and node.attr == "wait_for_timeout":
            yield node.lineno
        if isinstance(node, ast.Assert):
            yield from (node.lineno for one in ast.walk(node) if is_address_of_a_page(one))


def is_address_of_a_page(node):
    """Tell `page.url` from the `url` of an answer that was fetched without a browser."""
    return isinstance(node, ast.Attribute) and node.attr == "url" and getattr(node.value, "id", "") not in OTHERS


def is_patient(statement):
    """Tell whether a statement waits; what it hands to another name to be looked at later is nothing yet."""
    names = called(statement.value) if isinstance(statement, ast.Expr | ast.Assign) else []
    return bool(names) and (names[0] in PATIENT or names[-1] in PATIENT)


def test_every_click_is_followed_by_something_that_waits():
    found = [f"{path.relative_to(TESTS)}:{line}" for path, tree in TREES.items() for line in hasty(tree)]

    assert (found, len(TREES) > 10) == ([], True)


@pytest.mark.parametrize(
    "source",
    [
        "button.click()\npage.go_back()",
        "button.click()\nfound = faults(page, watch)",
        "button.click()\nassert Report.objects.count() == 2",
        "def go_on(): button.click()",
        "page.wait_for_timeout(300)",
        "follow(button)\nassert page.url == there",
    ],
)
def test_a_journey_that_runs_ahead_is_found(source):
    assert len(list(hasty(ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "button.click()\nexpect(page).to_have_url(there)",
        "fold.click()\npage.get_by_label('Comment').fill('Yes')",
        "with page.expect_download() as download:\n    button.click()",
    ],
)
def test_a_journey_that_waits_is_let_be(source):
    assert list(hasty(ast.parse(source))) == []
