"""The Merkle tree against known answers, a second reading of RFC 9162, and forged proofs."""

import hashlib

import pytest

from ledger.audit.tree import Tree, leaf_hash, root_of, verify_consistency, verify_inclusion
from ledger.require import InvariantBroken

# The leaves and roots that implementations of Certificate Transparency test themselves with.
KNOWN_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZE_MAX = 33
LEAVES = [hashlib.sha256(b"entry %d" % n).digest() for n in range(SIZE_MAX)]


# The second implementation: the recursive definitions of RFC 9162, word for word, over slices.


def mth(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, is_whole):
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def changed(proof):
    """Every proof near a proof: a bit flipped in each step, steps dropped, doubled, swapped, added."""
    for at, step in enumerate(proof):
        yield [*proof[:at], bytes([step[0] ^ 1]) + step[1:], *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], step, *proof[at:]]
        yield [*proof[:at], step[:-1], *proof[at + 1 :]]
        if at and step != proof[at - 1]:
            yield [*proof[: at - 1], step, proof[at - 1], *proof[at + 1 :]]
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_known_ones(size):
    assert root_of(KNOWN_LEAVES[:size]).hex() == KNOWN_ROOTS[size]


def test_a_leaf_and_a_node_of_the_same_bytes_differ():
    left, right = LEAVES[:2]
    assert root_of([left, right]) != leaf_hash(leaf_hash(left) + leaf_hash(right))


def test_roots_of_every_size_are_those_of_the_recursive_definition():
    tree = Tree(LEAVES)
    expected = [mth(LEAVES[:size]) for size in range(SIZE_MAX + 1)]
    assert [tree.root(size) for size in range(SIZE_MAX + 1)] == expected
    assert [root_of(LEAVES[:size]) for size in range(SIZE_MAX + 1)] == expected
    assert tree.root() == expected[-1]


def test_a_tree_grown_in_pieces_is_the_tree_built_at_once():
    for cut in range(SIZE_MAX + 1):
        grown = Tree(LEAVES[:cut])
        grown.extend(LEAVES[cut : cut + 1])
        grown.extend(LEAVES[cut + 1 :])
        assert grown.size == SIZE_MAX
        assert [grown.root(n) for n in range(SIZE_MAX + 1)] == [
            mth(LEAVES[:n]) for n in range(SIZE_MAX + 1)
        ]


def test_inclusion_proofs_are_the_defined_ones_and_verify():
    tree = Tree(LEAVES)
    for size in range(1, SIZE_MAX + 1):
        root = tree.root(size)
        for index in range(size):
            proof = tree.inclusion_proof(index, size)
            assert proof == path(index, LEAVES[:size])
            assert verify_inclusion(LEAVES[index], index, size, proof=proof, root=root)


def test_consistency_proofs_are_the_defined_ones_and_verify():
    tree = Tree(LEAVES)
    for new in range(1, SIZE_MAX + 1):
        for old in range(1, new + 1):
            proof = tree.consistency_proof(old, new)
            assert proof == subproof(old, LEAVES[:new], True)
            assert verify_consistency(
                old, new, proof=proof, old_root=tree.root(old), new_root=tree.root(new)
            )


def test_proofs_default_to_the_whole_tree():
    tree = Tree(LEAVES)
    assert tree.inclusion_proof(5) == path(5, LEAVES)
    assert tree.consistency_proof(5) == subproof(5, LEAVES, True)


def test_no_forged_inclusion_proof_passes():
    tree = Tree(LEAVES)
    for size in (1, 2, 3, 7, 8, 21):
        root = tree.root(size)
        for index in range(size):
            proof = tree.inclusion_proof(index, size)
            forged = [
                verify_inclusion(LEAVES[index], index, size, proof=near, root=root)
                for near in changed(proof)
            ]
            forged += [
                verify_inclusion(LEAVES[index], other, size, proof=proof, root=root)
                for other in range(-1, size + 2)
                if other != index
            ]
            forged += [
                verify_inclusion(leaf, index, size, proof=proof, root=root)
                for leaf in (*LEAVES[:index], *LEAVES[index + 1 :], b"", bytes(32))
            ]
            forged.append(verify_inclusion(LEAVES[index], index, size, proof=proof, root=root[:-1]))
            forged.append(verify_inclusion(LEAVES[index], index, size, proof=proof, root=bytes(32)))
            assert not any(forged), (index, size)


def test_no_forged_consistency_proof_passes():
    tree = Tree(LEAVES)
    for new in (1, 2, 3, 7, 8, 21):
        for old in range(1, new + 1):
            proof = tree.consistency_proof(old, new)
            old_root, new_root = tree.root(old), tree.root(new)
            forged = [
                verify_consistency(old, new, proof=near, old_root=old_root, new_root=new_root)
                for near in changed(proof)
            ]
            forged += [
                verify_consistency(old, new, proof=proof, old_root=bytes(32), new_root=new_root),
                verify_consistency(old, new, proof=proof, old_root=old_root, new_root=bytes(32)),
                verify_consistency(old, new, proof=proof, old_root=old_root, new_root=b""),
                verify_consistency(0, new, proof=proof, old_root=old_root, new_root=new_root),
                verify_consistency(new + 1, new, proof=proof, old_root=old_root, new_root=new_root),
            ]
            if old != new:
                forged.append(
                    verify_consistency(old, new, proof=[], old_root=old_root, new_root=new_root)
                )
            assert not any(forged), (old, new)


def test_a_rewritten_history_has_no_consistency_proof_from_the_old_root():
    rewritten = Tree([hashlib.sha256(b"another").digest(), *LEAVES[1:]])
    old_root = Tree(LEAVES).root(12)
    assert not verify_consistency(
        12, 33, proof=rewritten.consistency_proof(12), old_root=old_root, new_root=rewritten.root()
    )


def test_what_a_tree_never_had_is_not_asked_of_it():
    tree = Tree(LEAVES[:3])
    for question in (
        lambda: tree.root(4),
        lambda: tree.root(-1),
        lambda: tree.inclusion_proof(3),
        lambda: tree.inclusion_proof(0, 4),
        lambda: tree.inclusion_proof(-1),
        lambda: tree.consistency_proof(0),
        lambda: tree.consistency_proof(2, 4),
        lambda: tree.consistency_proof(3, 2),
    ):
        with pytest.raises(InvariantBroken):
            question()
