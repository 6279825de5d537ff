"""The trail as a whole: entries checked by their stored bytes, and the lines of its written form.

A line of the written form (JSONL) is the stored bytes with the hash set in before the last brace:
``{…the entry…,"hash":"<64 hex>"}`` and one line feed. It is JSON for whoever wants to read it, and
byte for byte the stored entry for whoever wants to check it: ``ledger/audit/verify.py``.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ledger.audit.entry import GENESIS, HASH_LENGTH, Entry
from ledger.audit.tree import Tree

_MARK: Final = b',"hash":"'
_TAIL_LENGTH: Final = len(_MARK) + 2 * HASH_LENGTH + len(b'"}\n')


class LineUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """A line is not an entry in its written form."""


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first entry that does not hold. ``position`` counts from 1."""

    position: int
    reason: str


@dataclass(frozen=True)
class ChainReport:
    """What a walk along the trail found. ``hashes`` are those of the sound entries, in order."""

    hashes: list[bytes] = field(repr=False)
    fault: ChainFault | None

    @property
    def is_sound(self) -> bool:
        """No fault was found. A cut-off tail shows only against a head: see ``head.check_head``."""
        return self.fault is None

    @property
    def size(self) -> int:
        """How many entries are sound, counted from the first."""
        return len(self.hashes)

    @property
    def tip(self) -> bytes:
        """Hash of the last sound entry: what the next one is chained to."""
        return self.hashes[-1] if self.hashes else GENESIS

    @cached_property
    def tree(self) -> Tree:
        """The Merkle tree of the sound entries."""
        return Tree(self.hashes)


def verify_entries(rows: Iterable[tuple[bytes, bytes]]) -> ChainReport:
    """Walk (stored bytes, hash) pairs in order, from the first entry, and stop at the first fault.

    Every entry must hash to its hash under the previous one, and say the previous hash and its own
    position. Bytes are never parsed, so nothing that parses alike passes for alike.
    """
    hashes: list[bytes] = []
    previous = GENESIS
    sha256 = hashlib.sha256  # entry_hash, without a call for each of a million entries
    for position, (stored, claimed) in enumerate(rows, start=1):
        if sha256(previous + stored).digest() != claimed:
            return ChainReport(
                hashes,
                ChainFault(
                    position,
                    f"Entry {position} does not hash to its hash: it was changed, or an entry was "
                    f"taken out, put in or moved here. Entries 1 to {position - 1} hold.",
                ),
            )
        place = b',"previous":"%s","seq":%d,"subject":"' % (previous.hex().encode(), position)
        if place not in stored:
            return ChainReport(
                hashes,
                ChainFault(
                    position,
                    f"Entry {position} names another position or predecessor than it has: the "
                    f"trail was put together anew. Entries 1 to {position - 1} hold.",
                ),
            )
        hashes.append(claimed)
        previous = claimed
    return ChainReport(hashes, None)


def dump_line(entry: tuple[bytes, bytes]) -> bytes:
    """The entry's line in the written form, line feed included."""
    stored, own_hash = entry
    return b'%s%s%s"}\n' % (stored[:-1], _MARK, own_hash.hex().encode())


def read_line(line: bytes) -> Entry:
    """The entry of a line that :func:`dump_line` wrote; says nothing about whether it holds.

    Raises:
        LineUnreadable: the line does not end as every line does.
    """
    stored, tail = line[:-_TAIL_LENGTH] + b"}", line[-_TAIL_LENGTH:]
    text = tail[len(_MARK) : -len(b'"}\n')]
    if tail[: len(_MARK)] == _MARK and tail.endswith(b'"}\n'):
        own_hash = bytes.fromhex(text.decode()) if _is_hex(text) else b""
        if own_hash:
            return Entry(stored, own_hash)
    raise LineUnreadable(
        'The line does not end in ,"hash":"…"} with 64 lower-case hexadecimal digits and a line '
        "feed. Write the trail again; lines must not be edited or re-wrapped."
    )


def _is_hex(text: bytes) -> bool:
    return len(text) == 2 * HASH_LENGTH and not text.strip(b"0123456789abcdef")
