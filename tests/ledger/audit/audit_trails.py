"""Builders: a trail of entries with awkward text in it, its written form, and heads over it."""

from datetime import UTC, datetime, timedelta

from ledger.audit.chain import dump_line
from ledger.audit.entry import GENESIS, Entry, entry_hash, new_entry
from ledger.audit.head import TreeHead, sign_head
from ledger.audit.tree import root_of

SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
BEGAN = datetime(2017, 7, 3, 9, 30, tzinfo=UTC)
TEXTS = (
    "plain",
    'quoted "words"',
    "line\nfeed",
    "tab\tand \x01",
    "naïve café £",
    "雪 🙂",
    "",
    "\u2028",
)


def trail(count: int, *, first_actor: str = "lead@example.org") -> list[Entry]:
    """``count`` chained entries; another first actor makes another history."""
    entries: list[Entry] = []
    previous = GENESIS
    for seq in range(1, count + 1):
        entry = new_entry(
            seq,
            BEGAN + timedelta(minutes=seq),
            first_actor if seq == 1 else "lead@example.org",
            "ReturnSubmitted",
            "PLF-2017-18",
            f"KNIFE@2017-Q{seq % 4 + 1}",
            {
                "amount": seq * 12_345,
                "note": TEXTS[seq % len(TEXTS)],
                "heads": ["STAFF", None, True],
            },
            previous,
        )
        entries.append(entry)
        previous = entry.hash
    return entries


def written(entries: list[Entry]) -> bytes:
    return b"".join(dump_line(entry) for entry in entries)


def head_of(entries: list[Entry], *, seed: bytes = SEED) -> TreeHead:
    return sign_head(len(entries), root_of(e.hash for e in entries), BEGAN, seed=seed)


def rechained(entries: list[Entry]) -> list[Entry]:
    """What a forger with the whole database does: the same stored bytes, hashes made anew."""
    made: list[Entry] = []
    previous = GENESIS
    for entry in entries:
        made.append(Entry(entry.stored, entry_hash(previous, entry.stored)))
        previous = made[-1].hash
    return made
