"""The audit trail: one entry for each change, chained by hash, written in the same transaction."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Model
from app.store.types import UtcDateTime


class AuditRow(Model):
    """An entry as stored: its exact bytes, and the hash that chains it to the one before."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor: Mapped[str] = mapped_column(String(255), index=True)
    action: Mapped[str] = mapped_column(String(60))
    contract: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class HeadRow(Model):
    """A signed head: so many entries with this root, at this time, for this reason."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String)  # the signed head as JSON


class AuditTrail:
    """Reads and appends of the trail."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last(self) -> AuditRow | None:
        """The newest entry."""
        return self._session.scalar(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1))

    def append(self, row: AuditRow) -> None:
        """Keep the next entry."""
        self._session.add(row)
        self._session.flush()

    def size(self) -> int:
        """How many entries there are."""
        return self._session.scalar(select(func.count()).select_from(AuditRow)) or 0

    def size_at(self, at: datetime) -> int:
        """How many entries the trail had after everything done at ``at`` or before."""
        newest = self._session.scalar(select(func.max(AuditRow.seq)).where(AuditRow.at <= at))
        return newest or 0

    def stored(self) -> Iterator[tuple[bytes, bytes]]:
        """Every entry's bytes and hash, in order, streamed."""
        rows = self._session.execute(
            select(AuditRow.entry, AuditRow.hash).order_by(AuditRow.seq)
        ).yield_per(5_000)
        for entry, digest in rows:
            yield bytes(entry), bytes(digest)

    def page(
        self, *, contracts: frozenset[str] | None, before: int | None, limit: int
    ) -> list[AuditRow]:
        """Newest entries first, of those contracts (None: all), before a sequence number."""
        query = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit)
        if contracts is not None:
            query = query.where(AuditRow.contract.in_(sorted(contracts)))
        if before is not None:
            query = query.where(AuditRow.seq < before)
        return list(self._session.scalars(query))

    def of_contract(self, contract: str) -> list[AuditRow]:
        """Every entry about a contract, oldest first."""
        return list(
            self._session.scalars(
                select(AuditRow).where(AuditRow.contract == contract).order_by(AuditRow.seq)
            )
        )

    def add_head(self, row: HeadRow) -> None:
        """Keep a signed head."""
        self._session.add(row)
        self._session.flush()

    def heads(self) -> list[HeadRow]:
        """Signed heads, oldest first."""
        return list(self._session.scalars(select(HeadRow).order_by(HeadRow.id)))

    def uploaded_by(self, sha256: str, contract: str, person: str) -> bool:
        """Whether that person uploaded that file for that contract."""
        rows = self._session.scalars(
            select(AuditRow.entry).where(
                AuditRow.action == "file-uploaded",
                AuditRow.contract == contract,
                AuditRow.actor == person,
            )
        )
        return any(sha256.encode() in bytes(entry) for entry in rows)
