import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.authoring.toml_file import parse, read_file
from assessments.edition import flow
from assessments.edition.toml_table import TomlFileError
from assessments.edition.written import as_json as as_text
from assessments.edition.written import values
from tests.assessments.generated import editions
from tests.assessments.small import SMALL
from tests.assessments.toml_text import written

SHIPPED = Path("assessments/data/sourcing-2.toml")
GOOD = written(SMALL)


def problems(text, name="small-1.toml"):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(TomlFileError) as refused:
        parse(content, name)
    return list(refused.value.problems)


def without_lines(told):
    """Leave out the lines, which stand in a test of their own."""
    return [re.sub(r"^(\S+), line \d+(?=: (?!not ))", r"\1", one) for one in told]


def swapped(old, new):
    assert old in GOOD

    return GOOD.replace(old, new, 1)


def test_a_file_gives_the_edition_it_describes():
    assert parse(GOOD.encode(), "small-1.toml") == SMALL


@settings(max_examples=50, deadline=None)
@given(editions())
def test_any_edition_can_be_written_and_read_back(edition):
    assert parse(written(edition).encode(), "any.toml") == edition


def test_the_shipped_edition_holds_what_was_promised():
    edition = read_file(SHIPPED)

    assert edition.label == "sourcing-2"
    assert [step.slug for step in edition.steps] == ["core-problem", "technology", "compliance", "growth", "partner"]
    assert len(edition.functions) >= 45
    assert len({function.department for function in edition.functions}) >= 8
    later = [question for question in edition.questions if question.step != "core-problem"]
    assert sum(len(choice.advice) for question in later for choice in question.choices) >= 40


def test_questions_follow_the_order_of_their_steps():
    shuffled = replace(SMALL, questions=tuple(reversed(SMALL.questions)))

    read = parse(written(shuffled).encode(), "small-1.toml")

    assert [question.step for question in read.questions] == ["core-problem"] * 3 + ["technology"] * 3


def test_what_is_left_out_takes_its_usual_value():
    plain = swapped('scope = "organisation"\n', "").replace('note = "An article"\n', "")

    read = parse(plain.encode(), "small-1.toml")

    assert read.questions[0].scope is flow.Scope.ORGANISATION
    assert read.sources[0].note == ""


def test_a_function_without_what_it_may_leave_out_has_the_usual_values():
    lean = replace(SMALL.functions[0], subject="", hand_over=0, hand_over_why="", hand_over_source="", in_sentence="",
                   synonyms="", typical=(), skips=())  # fmt: skip
    fields = (
        *("subject", "hand_over", "hand_over_why", "hand_over_source", "one_off", "common"),
        *("in_sentence", "synonyms", "typical", "skips"),
    )
    text = written(replace(SMALL, functions=(lean,)))
    told = "".join(line for line in text.splitlines(keepends=True) if line.partition(" = ")[0] not in fields)

    assert parse(told.encode(), "small-1.toml").functions == (lean,)
    assert parse(text.encode(), "small-1.toml").functions == (lean,)


def test_a_mark_at_the_beginning_and_line_ends_of_windows_are_no_trouble():
    assert parse(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "small-1.toml") == SMALL


WRONG = {
    "half a step": (
        ("evidence = { bpo = 2, kpo = -2,", "evidence = { bpo = 2, kpo = 2.5,"),
        "question “method”, choice “same_steps”: give “kpo” a whole number from -2 to 2, not 2.5",
    ),
    "too strong": (
        ("evidence = { bpo = 2, kpo = -2,", "evidence = { bpo = 3, kpo = -2,"),
        "question “method”, choice “same_steps”: give “bpo” a whole number from -2 to 2, not 3",
    ),
    "a yes for a number": (
        ("evidence = { bpo = 2, kpo = -2,", "evidence = { bpo = true, kpo = -2,"),
        "question “method”, choice “same_steps”: give “bpo” a whole number from -2 to 2, not true",
    ),
    "a column is missing": (
        ("evidence = { bpo = 2, kpo = -2,", "evidence = { bpo = 2,"),
        "question “method”, choice “same_steps”: give “kpo” a whole number from -2 to 2",
    ),
    "no evidence": (
        ("evidence = { bpo = 2, kpo = -2, ito = 1, outsource = 1 }\n", ""),
        "question “method”, choice “same_steps”: “evidence” is missing: write it as a table in braces",
    ),
    "evidence as a list": (
        ("evidence = { bpo = 2, kpo = -2, ito = 1, outsource = 1 }", "evidence = [2, -2, 1, 1]"),
        "question “method”, choice “same_steps”: write “evidence” as a table in braces, not a list",
    ),
    "an unknown field": (
        ('why = ""', 'wyh = ""'),
        "question “load”: “wyh” is not known here: did you mean “why”?",
    ),
    "an unknown field among few": (
        ('note = "An article"', 'address = "An article"'),
        "source “guide”: “address” is not known here: allowed are key, title, note",
    ),
    "an unknown column": (
        ("evidence = { bpo = 2, kpo = -2,", "evidence = { rpo = 1, bpo = 2, kpo = -2,"),
        ("question “method”, choice “same_steps”: “rpo” is not known here: did you mean “kpo”? "
        "allowed are bpo, kpo, ito, outsource"),
    ),
    "a text is missing": (
        ('text = "What about load?"\n', ""),
        "question “load”: “text” is missing: write it",
    ),
    "an empty text": (
        ('text = "What about load?"', 'text = "  "'),
        "question “load”: “text” is empty: write it",
    ),
    "a number for a text": (
        ('text = "What about load?"', "text = 7"),
        "question “load”: write “text” as text in quotes, not 7",
    ),
    "a long text": (
        ('text = "What about load?"', f'text = "{"a" * 201}"'),
        "question “load”: shorten “text” to 200 characters; it has 201",
    ),
    "a line break in a title": (
        ('title = "Technology"', 'title = "Tech\\nnology"'),
        "step “technology”: “title” holds a line break: write it on one line",
    ),
    "a NUL": (
        ('title = "Technology"', 'title = "Tech\\u0000nology"'),
        "step “technology”: “title” holds the character U+0000, which can't be shown: take it out",
    ),
    "a bad key": (
        ('key = "payroll"', 'key = "Pay-roll"'),
        ("function “Pay-roll”: “key” is “Pay-roll”: use small letters, digits and underscores, beginning with a letter, "
        "such as “own_skill”"),
    ),
    "a reserved choice": (
        ('key = "later"', 'key = "dont_know"'),
        ("question “relief”, choice “dont_know”: “key” is “dont_know”, which has a meaning of its own: "
        "choose another word"),
    ),
    "a reserved function": (
        ('key = "payroll"', 'key = "own_1"'),
        "function “own_1”: “key” is “own_1”, which has a meaning of its own: choose another word",
    ),
    "an unknown scope": (
        ('scope = "organisation"', 'scope = "team"'),
        "question “load”: “scope” is “team”: allowed are organisation, function",
    ),
    "an unknown signal": (
        ('signal = "barred_by_law"', 'signal = "barred_by_laws"'),
        "question “facts”, choice “barred_by_law”: “signal” is “barred_by_laws”: did you mean “barred_by_law”?",
    ),
    "an unknown kind of advice": (
        ('kind = "condition"', 'kind = "idea"'),
        ("question “facts”, choice “is_process”, advice “Settle the limits”: “kind” is “idea”: "
        "allowed are requirement, condition, risk, action"),
    ),
    "too much effort": (
        ("effort = 1", "effort = 4"),
        ("question “facts”, choice “is_process”, advice “Settle the limits”: "
        "give “effort” a whole number from 1 to 3, not 4"),
    ),
    "a flag that is a word": (
        ("fixed = true", 'fixed = "yes"'),
        "question “facts”: write true or false for “fixed”, not “yes”",
    ),
    "no such step": (
        ('step = "technology"', 'step = "technologie"'),
        ("question “tools”: there is no step “technologie”: did you mean “technology”? "
        "allowed are core-problem, technology"),
    ),
    "no such source": (
        ('source = "guide"', 'source = "gossip"'),
        "question “load”, choice “much”: there is no source “gossip”: allowed are guide",
    ),
    "no such source of advice": (
        ('impact = 2, source = "guide"', 'impact = 2, source = "gossip"'),
        ("question “facts”, choice “is_process”, advice “Settle the limits”: there is no source “gossip”: "
        "allowed are guide"),
    ),
    "no such department": (
        ('department = "it"', 'department = "law"'),
        "function “help_desk”: there is no department “law”: allowed are hr, it",
    ),
    "a condition on no question": (
        ('question = "load"', 'question = "mood"'),
        "question “relief”: there is no question “mood”: did you mean “method”? allowed are load, method, output, tools, facts",
    ),
    "a condition on itself": (
        ('question = "load"', 'question = "relief"'),
        "question “relief”: there is no question “relief”: allowed are load, method, output, tools, facts",
    ),
    "a condition on no choice": (
        ('choices = ["much"]', 'choices = ["lots"]'),
        "question “relief”, show_if: there is no choice “lots”: allowed are much, little",
    ),
    "a condition twice": (
        ('choices = ["much"]', 'choices = ["much", "much"]'),
        "question “relief”, show_if: choice “much” stands here more than once: remove one",
    ),
    "a condition of nothing": (
        ('choices = ["much"]', "choices = []"),
        'question “relief”: give “choices” a list of texts, such as ["first", "second"], not a list',
    ),
    "a question twice": (
        ('key = "facts"', 'key = "tools"'),
        "question “tools” stands here more than once: rename or remove one",
    ),
    "a choice twice": (
        ('key = "later"', 'key = "soon"'),
        "question “relief”, choice “soon” stands here more than once: rename or remove one",
    ),
    "a function twice": (
        ('key = "help_desk"', 'key = "payroll"'),
        "function “payroll” stands here more than once: rename or remove one",
    ),
    "a typical answer to no question": (
        ('typical = { method = "same_steps" }', 'typical = { methods = "same_steps" }'),
        "function “payroll”, typical: there is no question “methods”: did you mean “method”? allowed are method, output",
    ),
    "a typical answer that is none": (
        ('typical = { method = "same_steps" }', 'typical = { method = "by_magic" }'),
        "function “payroll”, typical, method: there is no choice “by_magic”: allowed are same_steps, each_new",
    ),
    "typical answers as a list": (
        ('typical = { method = "same_steps" }', 'typical = ["same_steps"]'),
        "function “payroll”: write “typical” as a table in braces, not a list",
    ),
    "a question skipped that is not there": (
        ('skips = ["output"]', 'skips = ["outcome"]'),
        "function “payroll”, skips: there is no question “outcome”: allowed are method, output",
    ),
    "a question skipped that is about the organisation": (
        ('skips = ["output"]', 'skips = ["load"]'),
        "function “payroll”, skips: there is no question “load”: allowed are method, output",
    ),
    "no such subject": (
        ('subject = "process"', 'subject = "paperwork"'),
        "function “payroll”: “subject” is “paperwork”: allowed are process, knowledge, technology, place",
    ),
    "a hand-over beyond the scale": (
        ("hand_over = 1", "hand_over = 3"),
        "function “payroll”: give “hand_over” a whole number from -2 to 2, not 3",
    ),
    "no such source of handing over": (
        ('hand_over_source = "guide"', 'hand_over_source = "gossip"'),
        "function “payroll”: there is no source “gossip”: allowed are guide",
    ),
    "an edition of 0": (
        ("edition = 1", "edition = 0"),
        "give “edition” a whole number from 1 to 9999, not 0",
    ),
    "a language in words": (
        ('language = "en"', 'language = "English"'),
        "“language” is “English”: use a language code such as “en” or “pt-BR”",
    ),
    "a bad slug": (
        ('slug = "small"', 'slug = "small guide"'),
        ("“slug” is “small guide”: use small letters, digits and hyphens, beginning with a letter, "
        "such as “core-problem”"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_the_place_and_what_to_do(name):
    (old, new), expected = WRONG[name]

    assert without_lines(problems(swapped(old, new))) == [f"small-1.toml: {expected}"]


MISTAKES = (
    ("weight = 3", "weight = 9", '"weight": 3', '"weight": 9'),
    ("bpo = 2", "bpo = 7", '"bpo": 2', '"bpo": 7'),
    ('text = "Answer each_new"', 'text = ""', '"text": "Answer each_new"', '"text": ""'),
    ('step = "technology"', 'step = "elsewhere"', '"step": "technology"', '"step": "elsewhere"'),
    ('department = "it"', 'department = "hrr"', '"department": "it"', '"department": "hrr"'),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one[0])
def test_a_mistake_is_found_on_its_line_in_both_kinds_of_file(mistake):
    old, new, old_json, new_json = mistake
    as_json = as_text(values(SMALL)).decode()
    assert old_json in as_json
    files = {"small-1.toml": (swapped(old, new), new), "a.json": (as_json.replace(old_json, new_json, 1), new_json)}

    told = {name: problems(text, name)[0] for name, (text, _new) in files.items()}

    lines = {name: text[: text.index(wrong)].count("\n") + 1 for name, (text, wrong) in files.items()}
    assert {name: one.partition(": ")[0] for name, one in told.items()} == {
        name: f"{name}, line {line}" for name, line in lines.items()
    }


def test_what_stands_in_long_texts_is_taken_for_no_line_of_its_own():
    long = swapped('why = ""', 'why = """\nweight = 9\n[[questions]]\n"""').replace("weight = 4", "weight = 8", 1)

    (told,) = problems(long)

    line = long[: long.index("weight = 8")].count("\n") + 1
    assert told.startswith(f"small-1.toml, line {line}: ")


def test_all_problems_of_a_file_are_told_at_once():
    text = swapped("weight = 3", 'weight = "high"').replace('name = "Payroll"', "").replace('"each_new"', '"Each"')

    assert without_lines(problems(text)) == [
        "small-1.toml: question “load”: give “weight” a whole number from 0 to 5, not “high”",
        (
            "small-1.toml: question “method”, choice “Each”: “key” is “Each”: use small letters, digits and underscores, "
            "beginning with a letter, such as “own_skill”"
        ),
        "small-1.toml: function “payroll”: “name” is missing: write it",
    ]


def test_an_empty_file_is_told_what_it_needs():
    assert problems("") == [
        "small-1.toml: “slug” is missing: write it",
        "small-1.toml: give “edition” a whole number from 1 to 9999",
        "small-1.toml: “language” is missing: write it",
        "small-1.toml: “title” is missing: write it",
        "small-1.toml: there is no [[steps]]: write at least one",
        "small-1.toml: there is no [[questions]]: write at least one",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slug = ", "small-1.toml, line 1, column 8: not TOML from here on: Invalid value"),
        ('slug = "a"\ntitle "b"', "small-1.toml, line 2, column 7: not TOML from here on: Expected '=' after a key in a key/value pair"),
        ('slug = "a"\nslug = "b"', "small-1.toml, line 2, column 11: not TOML from here on: Cannot overwrite a value"),
        ('title = "', "small-1.toml, line 1, column 10: not TOML from here on: Illegal character '\\n'"),
        ('title = """', "small-1.toml, at its end: not TOML from here on: Unterminated string"),
        ('title = "\\ud800"', "small-1.toml, line 1, column 16: not TOML from here on: Escaped character is not a Unicode scalar value"),
        (b'slug = "a"\ntitle = "\xff"', "small-1.toml, line 2: not UTF-8 text: save the file as UTF-8"),
        ("a = " + "[" * 5000, "small-1.toml: tables within tables within tables: nothing here is more than four deep: take it out"),
        (f"edition = {'9' * 5000}", "small-1.toml: a number with thousands of digits: take it out"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_the_line_and_the_column(text, expected):
    assert problems(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("steps = 3", "small-1.toml: write “steps” as a list of tables, each under [[steps]], not 3"),
        ("steps = [3]", "small-1.toml: step 1: write a table, not 3"),
        ("[steps]\nslug = 1", "small-1.toml: write “steps” as a list of tables, each under [[steps]], not a table"),
        ("[[steps]]\nslug = 1", "small-1.toml: step 1: write “slug” as text in quotes, not 1"),
    ],
)
def test_the_wrong_shape_is_told(text, expected):
    assert expected in without_lines(problems(text))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(TomlFileError) as refused:
        read_file(tmp_path / "none.toml")

    assert refused.value.problems == (
        f"{tmp_path / 'none.toml'}: can't be read (No such file or directory): check the name and its permissions",
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.tuples(st.integers(0, len(GOOD)), st.text(max_size=9)).map(lambda cut: (GOOD[: cut[0]] + cut[1] + GOOD[cut[0] :]).encode()))  # fmt: skip
def test_hostile_content_is_read_or_refused_and_nothing_else(content):
    try:
        edition = parse(content, "hostile.toml")
    except TomlFileError:
        return

    assert flow.in_page_order(edition) == edition
