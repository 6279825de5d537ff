"""An entry has one sequence of bytes, and its hash ties it to what went before."""

import hashlib
import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.entry import (
    GENESIS,
    EntryFields,
    EntryUnwritable,
    canonical_bytes,
    entry_hash,
    new_entry,
    read_entry,
    salted_digest,
    utc_text,
)
from ledger.require import InvariantBroken

NOON = datetime(2017, 7, 3, 12, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


def entry(**changes):
    facts = {
        "seq": 1,
        "at": NOON,
        "actor": "lead@example.org",
        "action": "ReturnSubmitted",
        "contract": "PLF-2017-18",
        "subject": "KNIFE@2017-Q1",
        "body": {"amount": 12_345, "note": "café"},
        "previous": GENESIS,
    }
    return new_entry(**{**facts, **changes})


def test_the_stored_bytes_are_sorted_json_without_spaces_in_utf8():
    assert entry().stored.decode("utf-8") == (
        '{"action":"ReturnSubmitted","actor":"lead@example.org","at":"2017-07-03T12:00:00.000000Z",'
        '"body":{"amount":12345,"note":"café"},"contract":"PLF-2017-18","previous":"'
        + "0" * 64
        + '","seq":1,"subject":"KNIFE@2017-Q1"}'
    )


def test_the_hash_is_over_the_previous_hash_and_the_stored_bytes():
    previous = hashlib.sha256(b"before").digest()
    made = entry(seq=2, previous=previous)
    assert made.hash == hashlib.sha256(previous + made.stored).digest()
    assert entry_hash(previous, b"x") == hashlib.sha256(previous + b"x").digest()


def test_a_time_is_kept_as_utc_with_microseconds():
    summer = timezone(timedelta(hours=1))
    assert (
        utc_text(datetime(2017, 7, 3, 10, 30, 0, 7, tzinfo=summer)) == "2017-07-03T09:30:00.000007Z"
    )
    assert utc_text(datetime(2017, 12, 3, 10, 30, tzinfo=UTC)) == "2017-12-03T10:30:00.000000Z"


def test_an_entry_reads_back_as_its_fields():
    previous = hashlib.sha256(b"before").digest()
    assert read_entry(entry(seq=2, previous=previous).stored) == EntryFields(
        seq=2,
        at="2017-07-03T12:00:00.000000Z",
        actor="lead@example.org",
        action="ReturnSubmitted",
        contract="PLF-2017-18",
        subject="KNIFE@2017-Q1",
        body={"amount": 12_345, "note": "café"},
        previous=previous,
    )


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), JSON, max_size=5))
def test_any_body_reads_back_as_it_was(body):
    assert read_entry(entry(body=body).stored).body == body


@given(
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), st.integers(), max_size=6)
)
def test_the_order_in_which_a_body_was_made_does_not_matter(body):
    backwards = dict(reversed(body.items()))
    assert canonical_bytes(body) == canonical_bytes(backwards)


def test_tuples_are_lists():
    assert canonical_bytes({"heads": ("STAFF", ("TRAIN",))}) == b'{"heads":["STAFF",["TRAIN"]]}'


@pytest.mark.parametrize("value", [1.0, math.nan, date(2017, 7, 3), b"bytes", {1, 2}, object()])
def test_what_json_would_bend_is_refused(value):
    with pytest.raises(InvariantBroken, match="text, whole numbers, lists and mappings"):
        entry(body={"value": value})


def test_a_key_that_is_no_text_is_refused():
    with pytest.raises(InvariantBroken, match="A key in a body is text"):
        entry(body={"a": {1: "x"}})


def test_a_body_nested_too_deep_is_refused_and_one_just_in_reach_is_not():
    deep: object = "leaf"
    for _ in range(32):
        deep = [deep]
    assert canonical_bytes(deep) == b"[" * 32 + b'"leaf"' + b"]" * 32
    with pytest.raises(InvariantBroken, match="not nested that deep"):
        canonical_bytes([deep])


def test_half_a_surrogate_pair_is_a_named_refusal():
    with pytest.raises(EntryUnwritable) as refused:
        entry(subject="KNIFE \ud83d")
    assert str(refused.value) == (
        "The text has half a character ('\\ud83d') and cannot be kept as evidence. "
        "Ask for the text again without that character."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seq": 0}, "numbered from 1"),
        ({"seq": 2, "previous": b"short"}, "32 bytes"),
        ({"previous": b"x" * 32}, "before the first"),
        ({"actor": ""}, "who did what"),
        ({"action": ""}, "who did what"),
        ({"at": datetime(2017, 7, 3)}, "knows its offset"),  # noqa: DTZ001 - the naive one is refused
    ],
)
def test_an_entry_of_the_wrong_shape_is_not_made(changes, sentence):
    with pytest.raises(InvariantBroken, match=sentence):
        entry(**changes)


def test_a_salted_digest_depends_on_text_and_salt():
    salt, other = b"s" * 16, b"t" * 16
    assert salted_digest("A. Person", salt) == (
        "d7a2b55f6d1de7b0577d718affde9a5aabbe865e2396902169f27b78614507ca"
    )
    assert (
        len({salted_digest(t, s) for t in ("A. Person", "B. Person") for s in (salt, other)}) == 4
    )
    with pytest.raises(InvariantBroken, match="at least 16 bytes"):
        salted_digest("A. Person", b"s" * 15)
