"""The table of ASVS 5.0 is whole, its evidence is there, and what is written is what is counted."""

import pytest

from trust import asvs


def test_every_piece_of_evidence_is_there():
    assert list(asvs.missing_evidence()) == []


@pytest.mark.parametrize("level", asvs.TOTALS)
def test_every_line_of_a_level_is_answered(level):
    assert asvs.covered(level) == asvs.TOTALS[level]


def test_no_line_is_answered_twice():
    ids = [line.id for line in asvs.table()[0]]

    assert len(ids) == len(set(ids))


def test_what_holds_has_evidence_and_what_does_not_has_a_reason():
    lines = asvs.table()[0]

    assert [line.id for line in lines if bool(line.evidence) != (line.verdict == "holds")] == []
    assert [line.id for line in lines if bool(line.because) == (line.verdict == "holds")] == []
    assert {line.verdict for line in lines} == {"holds", "gap", "none"}


def test_no_line_rests_on_a_file_that_is_merely_there():
    whole = {"tests/access.yaml", "pyproject.toml"}
    resting = [line for line in asvs.table()[0] if line.verdict == "holds"]

    bare = [
        line.id
        for line in resting
        if not any("::" in place or "#" in place or place in whole for place in line.evidence)
    ]

    assert bare == []


def test_each_level_reaches_its_gate():
    shares = {level: asvs.counted(level)[0] / asvs.counted(level)[1] for level in asvs.GATE}

    assert [level for level, gate in asvs.GATE.items() if shares[level] < gate] == []


def test_the_page_is_the_table():
    assert asvs.TABLE.read_text() == asvs.page()


def test_a_level_loses_no_line_that_held():
    assert {level: asvs.counted(level) for level in asvs.TOTALS} == {1: (59, 59), 2: (117, 123)}
