"""A Merkle tree over entry hashes, and its proofs, as RFC 9162 sections 2.1.1 to 2.1.4 define them.

A leaf is ``sha256(0x00 || entry hash)``, a node ``sha256(0x01 || left || right)``; the root of an
empty tree is ``sha256("")``. Proofs come from strangers: the two verifying functions answer True
or False for any bytes and never raise.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from ledger.require import require

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(entry_hash: bytes) -> bytes:
    """Hash of one leaf."""
    return hashlib.sha256(b"\x00" + entry_hash).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree of a trail that only grows. Every root and proof of any size up to now is O(log n).

    ``_levels[k][i]`` is the root of the complete subtree over leaves ``i·2^k … (i+1)·2^k - 1``.
    """

    def __init__(self, entry_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        self.extend(entry_hashes)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def extend(self, entry_hashes: Iterable[bytes]) -> None:
        """Add leaves at the end."""
        sha256 = hashlib.sha256
        self._levels[0] += [sha256(b"\x00" + each).digest() for each in entry_hashes]
        height = 0
        while len(self._levels[height]) > 1:
            below = self._levels[height]
            if height + 1 == len(self._levels):
                self._levels.append([])
            above = self._levels[height + 1]
            start, stop = 2 * len(above), len(below) - 1
            above += [
                sha256(b"\x01" + below[i] + below[i + 1]).digest() for i in range(start, stop, 2)
            ]
            height += 1

    def root(self, size: int | None = None) -> bytes:
        """Root of the first ``size`` leaves (default: all)."""
        size = self.size if size is None else size
        require(0 <= size <= self.size, "A tree has roots only for sizes it has had.")
        return self._root_of_range(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Proof that leaf ``index`` (from 0) is in the tree of that size (RFC 9162 2.1.3.1)."""
        size = self.size if size is None else size
        require(0 <= index < size <= self.size, "A proof is about a leaf the tree has.")
        start, path = 0, []
        while size > 1:
            split = _split(size)
            if index - start < split:
                path.append(self._root_of_range(start + split, size - split))
                size = split
            else:
                path.append(self._root_of_range(start, split))
                start, size = start + split, size - split
        return path[::-1]

    def consistency_proof(self, old: int, new: int | None = None) -> list[bytes]:
        """Proof that the tree of ``old`` leaves begins that of ``new`` (RFC 9162 2.1.4.1)."""
        new = self.size if new is None else new
        require(0 < old <= new <= self.size, "A proof is about sizes the tree has had.")
        start, is_whole, path = 0, True, []
        while old != new:
            split = _split(new)
            if old <= split:
                path.append(self._root_of_range(start + split, new - split))
                new = split
            else:
                path.append(self._root_of_range(start, split))
                start, old, new, is_whole = start + split, old - split, new - split, False
        if not is_whole:
            path.append(self._root_of_range(start, new))
        return path[::-1]

    def _root_of_range(self, start: int, size: int) -> bytes:
        """Root over ``size`` leaves from ``start``, which begins a subtree at least that large."""
        parts, offset = [], start
        for height in range(size.bit_length() - 1, -1, -1):
            if size >> height & 1:
                parts.append(self._levels[height][offset >> height])
                offset += 1 << height
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root


def root_of(entry_hashes: Iterable[bytes]) -> bytes:
    """Root of the tree over these entry hashes."""
    return Tree(entry_hashes).root()


def verify_inclusion(
    entry_hash: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes
) -> bool:
    """Is the entry leaf ``index`` (from 0) of the tree with this root (RFC 9162 2.1.3.2)?"""
    if not 0 <= index < size or not _are_hashes([entry_hash, root, *proof]):
        return False
    first, second, running = index, size - 1, leaf_hash(entry_hash)
    for step in proof:
        if second == 0:
            return False
        if first & 1 or first == second:
            running = node_hash(step, running)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            running = node_hash(running, step)
        first, second = first >> 1, second >> 1
    return second == 0 and running == root


def verify_consistency(
    old: int, new: int, *, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Did the tree of ``old`` leaves only grow into that of ``new`` (RFC 9162 2.1.4.2)?"""
    if not 0 < old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old == new:
        return not proof and old_root == new_root
    if not proof:
        return False
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    first, second = old - 1, new - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old_running = new_running = steps[0]
    for step in steps[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            old_running = node_hash(step, old_running)
            new_running = node_hash(step, new_running)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            new_running = node_hash(new_running, step)
        first, second = first >> 1, second >> 1
    return second == 0 and old_running == old_root and new_running == new_root


def _split(size: int) -> int:
    """The largest power of two below ``size`` (which is 2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == len(EMPTY_ROOT) for value in values)
