"""The rules of ours that no linter knows: what breaks one has a reason, and the rules can be broken."""

from pathlib import Path

import pytest

from trust import rules


def test_what_breaks_a_rule_of_ours_is_explained_and_what_is_explained_is_there():
    assert rules.differences(rules.broken(), rules.explained("rules")) == []


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("mark_safe(text)", "markup past escaping"),
        ("@csrf_exempt\ndef view(request): ...", "a form without a token"),
        ("connection.cursor()", "plain SQL"),
        ("Report.objects.raw(sql)", "plain SQL"),
        ("eval(text)", "text run as code"),
        ("import pickle", "text run as code"),
        ("from subprocess import run", "another program started"),
        ("urllib.request.urlopen(address)", "another host asked"),
        ("Report.objects.get(pk=pk)", "rows of everybody in a view"),
        ("Assessment.every.filter(pk=pk)", "rows of everybody in a view"),
        ("Assessment._base_manager.all()", "rows of everybody in a view"),
    ],
)
def test_each_rule_is_broken_by_what_it_forbids(source, rule):
    assert rule in set(rules.in_code(source, Path("app/views/page.py")))


def test_a_filter_that_ends_escaping_is_found_in_a_template():
    assert list(rules.in_template("{{ text|safe }}")) == ["markup past escaping"]


def test_rows_that_were_asked_for_by_right_break_no_rule():
    assert list(rules.in_code("Report.objects.open_to(user, holder)", Path("app/views/page.py"))) == []
