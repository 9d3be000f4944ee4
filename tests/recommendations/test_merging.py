"""Two who change one page at once: nothing is lost, and only what both changed is asked about."""

from hypothesis import given
from hypothesis import strategies as st

from recommendations.beside.merging import STORED, merge, read_seen, seen_again, seen_now

NAMES = st.sampled_from(["a", "b", "c"])
PAGES = st.dictionaries(NAMES, st.sampled_from(["", "1", "2", "x" * 90, "y" * 90]))


def told(fields):
    return {name: value for name, value in fields.items() if value}


def shown(fields):
    return read_seen(seen_now(fields))


def test_each_keeps_what_only_they_changed():
    seen = shown({"a": "1", "b": "1"})

    merged = merge(sent={"a": "2", "b": "1"}, seen=seen, stored={"a": "1", "b": "3"})

    assert (merged.fields, merged.clashes, merged.is_changed) == ({"a": "2", "b": "3"}, (), True)


def test_what_both_changed_is_asked_about_and_then_settled():
    seen = shown({"a": "1"})
    merged = merge(sent={"a": "2"}, seen=seen, stored={"a": "3"})
    assert [(one.name, one.stored, one.typed) for one in merged.clashes] == [("a", "3", "2")]

    again = read_seen(seen_again(seen, merged.clashes))

    assert merge(sent={"a": "2"}, seen=again, stored={"a": "3"}).fields == {"a": "2"}
    assert merge(sent={"a": "2"}, seen=again, stored={"a": "3"}, keep={"a": STORED}).fields == {"a": "3"}
    # Somebody saved once more while it was asked.
    assert merge(sent={"a": "2"}, seen=again, stored={"a": "4"}).clashes


@given(PAGES, PAGES, PAGES)
def test_nothing_typed_and_nothing_stored_is_lost(before, sent, stored):
    merged = merge(sent=sent, seen=shown(before), stored=stored)
    asked = {clash.name: (clash.stored, clash.typed) for clash in merged.clashes}

    for name in {*sent, *stored}:
        was, now, typed = before.get(name, ""), stored.get(name, ""), sent.get(name, before.get(name, ""))
        kept = merged.fields.get(name, "")
        if name in asked:
            assert asked[name] == (now, typed)
            assert len({was, now, typed}) == 3
        elif typed != was and name in sent:
            assert kept == typed
        else:
            assert kept == now
    assert merged.is_changed == (merged.fields != told(stored))


@given(PAGES, PAGES)
def test_alone_one_s_page_is_what_is_stored(before, sent):
    merged = merge(sent=sent, seen=shown(before), stored=before)

    assert (merged.fields, merged.clashes) == (told({**before, **sent}), ())


def test_what_no_page_of_ours_sends_is_taken_as_nothing_seen():
    for text in (None, "", "[", "[1]", '{"a": 1}', "x" * 50_000, "[" * 9000):
        assert read_seen(text) is None
