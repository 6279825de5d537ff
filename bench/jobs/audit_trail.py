"""Verifying a trail of a million entries from a database, beside a bare sha256 chain over it."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import Prepared, Side, Target
from ledger.audit.chain import verify_entries
from ledger.audit.entry import GENESIS, new_entry
from ledger.require import require

NAME = "audit_trail"
WHAT = "Audit trail, 1,000,000 entries verified from SQLite: chain, numbering, Merkle root"
PEER = "one pass of sha256 over the same rows"
TARGETS = (Target(2, beside=PEER),)
BEGAN = datetime(2017, 4, 1, 9, tzinfo=UTC)


def entries_of(scale: str) -> int:
    """How many entries."""
    return 1_000_000 if scale == "full" else 100_000


def make(scale: str, folder: Path) -> None:
    """A database with the trail."""
    with closing(sqlite3.connect(folder / "trail.sqlite3")) as database, database:
        database.execute("CREATE TABLE trail (seq INTEGER PRIMARY KEY, entry BLOB, hash BLOB)")
        database.executemany("INSERT INTO trail VALUES (?, ?, ?)", _entries(entries_of(scale)))


def _entries(count: int) -> Iterator[tuple[int, bytes, bytes]]:
    previous = GENESIS
    for seq in range(1, count + 1):
        stored, previous = new_entry(
            seq, BEGAN + timedelta(seconds=seq), "knife.lead@example.org", "ReturnSubmitted",
            "PLF-2017-18", f"KNIFE@2017-Q{seq % 4 + 1}",
            {"lines": seq % 50, "claimed": seq * 37 % 900_000, "digest": f"{seq:064x}"}, previous,
        )  # fmt: skip
        yield seq, stored, previous


def prepare(scale: str, folder: Path) -> Prepared:
    """Both read the rows from the database as they go."""
    path, count = folder / "trail.sqlite3", entries_of(scale)

    def ours() -> None:
        with closing(sqlite3.connect(path)) as database:
            report = verify_entries(database.execute("SELECT entry, hash FROM trail ORDER BY seq"))
        require(report.is_sound and report.size == count, "The trail made here holds.")
        require(report.tree.root, "It has a root.")

    def peer() -> None:
        previous = GENESIS
        with closing(sqlite3.connect(path)) as database:
            for entry, claimed in database.execute("SELECT entry, hash FROM trail ORDER BY seq"):
                previous = hashlib.sha256(previous + entry).digest()
                require(previous == claimed, "The chain holds.")

    return Prepared((Side("the product", ours, count), Side(PEER, peer, count)))
