"""What each change kept, by digest, for its audit entry: so the trail vouches for every row.

A unit of work notes the evidence rows it adds; the entry that follows names them with a digest over
their stored values. ``check_evidence`` reads them again: a row that was changed, taken away or
added without an entry is found, whoever did it. Files vouch for themselves by their SHA-256, heads
by their signature, and the entries by their chain.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Table, event, select
from sqlalchemy.orm import Session

from app.store.db import Base
from app.store.guards import EVIDENCE_TABLES, SEALED_TABLE
from ledger.require import require

PARENT: Final = {
    "return_line": ("return_version", "return_version_id"),
    "ledger_line": ("ledger_import", "import_id"),
}
"""Tables of many lines → the table whose rows bring them in, and the column that says which."""
SELF_PROVING: Final = frozenset({"stored_file", "audit_entry", "audit_head"})
VOUCHED: Final = tuple(
    t for t in (*EVIDENCE_TABLES, SEALED_TABLE) if t not in SELF_PROVING and t not in PARENT
)
LEFT_OUT: Final = frozenset({"sealed", "raw"})
"""Columns outside the digest: the seal comes last and is checked itself; the raw row repeats the
other columns and the file."""
CHUNK: Final = 500
Digests = dict[str, dict[str, str]]  # table → rows and sha256


class Kept:
    """The evidence rows that a session has added since they were last asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: list[Base] = []
        event.listen(session, "after_flush", self._note)
        event.listen(session, "after_soft_rollback", self._forget)

    def close(self) -> None:
        """Stop noting."""
        event.remove(self._session, "after_flush", self._note)
        event.remove(self._session, "after_soft_rollback", self._forget)

    def _note(self, session: Session, _context: object) -> None:
        self._rows += [row for row in session.new if row.__tablename__ in VOUCHED]

    def _forget(self, _session: Session, _transaction: object) -> None:
        self._rows.clear()

    def require_none(self) -> None:
        """Nothing was kept without an audit entry."""
        tables = sorted({row.__tablename__ for row in self._rows})
        require(not tables, f"An audit entry follows what is kept: {', '.join(tables)}.")

    def take(self) -> Digests:
        """Table → the rows added and their digest; begins anew."""
        numbers: dict[str, list[int]] = {}
        for row in self._rows:
            numbers.setdefault(row.__tablename__, []).append(row.id)  # type: ignore[attr-defined]  # all have one
        self._rows.clear()
        for table, (parent, _column) in PARENT.items():
            if parent in numbers:
                numbers[table] = numbers[parent]
        return {
            table: {"rows": _ranges(ids), "sha256": _digest(self._session, table, ids)}
            for table, ids in sorted(numbers.items())
        }


def check_evidence(session: Session, entries: Iterable[tuple[int, object]]) -> list[str]:
    """Every fault between the trail and the rows it vouches for, a sentence each.

    Args:
        session: of the database.
        entries: number of an audit entry → its ``evidence`` as :meth:`Kept.take` gave it.
    """
    faults: list[str] = []
    vouched: dict[str, set[int]] = {table: set() for table in (*VOUCHED, *PARENT)}
    for seq, evidence in entries:
        for table, stated in _stated(evidence):
            ids = list(_numbers(stated["rows"]))
            vouched[table].update(ids)
            if _digest(session, table, ids) != stated["sha256"]:
                faults.append(
                    f"{table}, rows {stated['rows']}: not what entry {seq} says was recorded."
                )
    for table, known in vouched.items():
        column = _table(table).c[PARENT[table][1] if table in PARENT else "id"]
        there = set(session.scalars(select(column).distinct()))
        if there - known:
            faults.append(f"{table}, rows {_ranges(there - known)}: no audit entry speaks of them.")
    return faults


def _stated(evidence: object) -> Iterator[tuple[str, Mapping[str, str]]]:
    if isinstance(evidence, Mapping):
        yield from ((t, s) for t, s in evidence.items() if t in VOUCHED or t in PARENT)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _digest(session: Session, name: str, ids: Iterable[int]) -> str:
    """SHA-256 over the stored values of those rows (lines: of those parents), in order."""
    table = _table(name)
    by = table.c[PARENT[name][1]] if name in PARENT else table.c.id
    columns = [c for c in table.columns if c.name not in LEFT_OUT]
    total, ordered = hashlib.sha256(), sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        rows = session.execute(
            select(*columns).where(by.in_(ordered[start : start + CHUNK])).order_by(by, table.c.id)
        )
        for row in rows:
            values = json.dumps(list(row), sort_keys=True, ensure_ascii=False, default=str)
            total.update(values.encode() + b"\n")
    return total.hexdigest()


def _ranges(ids: Iterable[int]) -> str:
    """``3-5,9`` for 3, 4, 5 and 9."""
    runs: list[list[int]] = []
    for number in sorted(set(ids)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{a}-{b}" if a != b else str(a) for a, b in runs)


def _numbers(ranges: str) -> Iterator[int]:
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
