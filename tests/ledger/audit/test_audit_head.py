"""Signed heads: what they witness, and what is no head."""

import pytest
from audit_trails import BEGAN, OTHER_SEED, SEED, head_of, trail
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.head import (
    HeadUnreadable,
    TreeHead,
    check_head,
    head_bytes,
    is_signed,
    public_key_of,
    read_head,
    sign_head,
)
from ledger.audit.tree import Tree
from ledger.require import InvariantBroken

KEY = public_key_of(SEED)
TWENTY = trail(20)
HEAD = head_of(TWENTY)
TREE = Tree(entry.hash for entry in TWENTY)


def test_a_head_says_size_root_time_and_key_and_is_signed():
    assert (HEAD.size, HEAD.root, HEAD.at, HEAD.key) == (
        20,
        TREE.root(),
        "2017-07-03T09:30:00.000000Z",
        KEY,
    )
    assert is_signed(HEAD, key=KEY)


def test_the_public_key_is_that_of_rfc_8032():
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert public_key_of(seed).hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )


@pytest.mark.parametrize(
    "forged",
    [
        TreeHead(19, HEAD.root, HEAD.at, HEAD.key, HEAD.signature),
        TreeHead(20, TREE.root(19), HEAD.at, HEAD.key, HEAD.signature),
        TreeHead(20, HEAD.root, "2017-07-04T09:30:00.000000Z", HEAD.key, HEAD.signature),
        TreeHead(20, HEAD.root, HEAD.at, public_key_of(OTHER_SEED), HEAD.signature),
        TreeHead(20, HEAD.root, HEAD.at, HEAD.key, HEAD.signature[::-1]),
        TreeHead(20, HEAD.root, HEAD.at, HEAD.key, b""),
        head_of(TWENTY, seed=OTHER_SEED),
    ],
)
def test_a_head_with_anything_changed_is_not_signed(forged):
    assert not is_signed(forged, key=KEY)
    assert check_head(TREE, forged, key=KEY).startswith(
        f"The head of {forged.at} is not signed with the expected key: it was changed, or it is "
        "not ours."
    )


def test_a_key_of_the_wrong_length_signs_nothing():
    assert not is_signed(HEAD, key=KEY[:-1])


def test_a_head_holds_against_the_trail_it_saw_and_the_trail_grown_since():
    assert check_head(TREE, HEAD, key=KEY) == ""
    grown = Tree(entry.hash for entry in trail(33))
    assert check_head(grown, HEAD, key=KEY) == ""


def test_a_cut_off_tail_is_found():
    assert check_head(Tree(entry.hash for entry in TWENTY[:19]), HEAD, key=KEY) == (
        "The head of 2017-07-03T09:30:00.000000Z counts 20 entries, the trail has 19: its end was "
        "cut off. Ask for the missing entries."
    )


def test_a_history_written_anew_is_found():
    anew = Tree(entry.hash for entry in trail(40, first_actor="other@example.org"))
    assert check_head(anew, HEAD, key=KEY) == (
        "The first 20 entries no longer have the root in the head of 2017-07-03T09:30:00.000000Z: "
        "history was written anew. Compare with an older written trail to find where."
    )


def test_a_head_over_nothing_is_a_head():
    head = head_of([])
    assert check_head(Tree(), head, key=KEY) == ""
    assert check_head(TREE, head, key=KEY) == ""


@given(st.integers(0, 2**53 - 1), st.binary(min_size=32, max_size=32))
def test_a_head_reads_back_from_its_bytes(size, root):
    head = sign_head(size, root, BEGAN, seed=SEED)
    assert read_head(head_bytes(head)) == head


GOOD = head_bytes(HEAD)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"7",
        b'"text"',
        b"\xff",
        b"[" * 100_000,
        GOOD[:-1],
        GOOD + b"\n",
        b" " + GOOD,
        GOOD.replace(b'"size":20', b'"size":20.0'),
        GOOD.replace(b'"size":20', b'"size":true'),
        GOOD.replace(b'"size":20', b'"size":-1'),
        GOOD.replace(b'"size":20', b'"size":9007199254740992'),
        GOOD.replace(b'"size":20', b'"size":"20"'),
        GOOD.replace(b'"size":20', b'"size":20,"spare":1'),
        GOOD.replace(b'"at":"', b'"at":7,"x":"'),
        GOOD.replace(b'"at":"2017-07-03T09:30:00.000000Z"', b'"at":20170703'),
        GOOD.replace(HEAD.root.hex().encode(), HEAD.root.hex().upper().encode()),
        GOOD.replace(HEAD.root.hex().encode(), HEAD.root.hex()[:-2].encode()),
        GOOD.replace(HEAD.root.hex().encode(), b"zz" * 32),
        GOOD.replace(b'"at":"2017', b'"at":"\\ud800'),
    ],
)
def test_bytes_that_are_not_exactly_a_head_are_refused(raw):
    with pytest.raises(HeadUnreadable) as refused:
        read_head(raw)
    assert str(refused.value) == (
        "The file is not a tree head in its one written form (a line of JSON with at, key, root, "
        "signature and size). It was edited or damaged: ask the holder for another copy."
    )


def test_what_is_no_size_or_root_is_not_signed():
    for size, root in ((-1, bytes(32)), (2**53, bytes(32)), (1, bytes(31))):
        with pytest.raises(InvariantBroken):
            sign_head(size, root, BEGAN, seed=SEED)
