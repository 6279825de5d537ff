"""Returns: versions with their lines, and the events that moved them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Base, Model
from app.store.types import Canonical, UtcDateTime
from grants.spend import SPEND_COLUMNS


class ReturnVersion(Model):
    """One version of a project's return, exactly as it came in."""

    __tablename__ = "return_version"
    __table_args__ = (
        UniqueConstraint("contract_id", "project", "period", "version"),
        UniqueConstraint("contract_id", "idempotency_key"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    project: Mapped[str] = mapped_column(String(80))
    period: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    door: Mapped[str] = mapped_column(String(20))  # workbook, api, form
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    idempotency_key: Mapped[str] = mapped_column(String(200))
    request_digest: Mapped[str] = mapped_column(String(64))
    prepared_by: Mapped[str] = mapped_column(String(255), default="")
    drafted_by: Mapped[str] = mapped_column(String(255))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime())
    narrative: Mapped[dict[str, str]] = mapped_column(Canonical)
    cumulative: Mapped[dict[str, int]] = mapped_column(Canonical)  # head → stated to-date pence
    reasons: Mapped[dict[str, str]] = mapped_column(Canonical)
    nil_heads: Mapped[list[str]] = mapped_column(Canonical)
    line_count: Mapped[int] = mapped_column(Integer)
    claimed_pence: Mapped[int] = mapped_column(BigInteger)


return_line = Table(
    "return_line",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("return_version_id", ForeignKey("return_version.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("cell", String(60), nullable=False),
    Column("claimed_pence", BigInteger, nullable=False),
    *(Column(name, Text, nullable=False) for name in SPEND_COLUMNS),
    UniqueConstraint("return_version_id", "line_id", name="uq_return_line_version_line"),
)


class ReturnEvent(Model):
    """An act on a project's return. State is the last event's ``state``."""

    __tablename__ = "return_event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    project: Mapped[str] = mapped_column(String(80))
    period: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(Text, default="")


class QuarterEvent(Model):
    """An act on the quarter's return to the funder."""

    __tablename__ = "quarter_event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    period: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(Text, default="")
    freeze_id: Mapped[int | None] = mapped_column(ForeignKey("quarter_freeze.id"))


class QuarterFreeze(Model):
    """The figures of a quarter as certified, kept word for word under their digest."""

    __tablename__ = "quarter_freeze"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    period: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    by: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, object]] = mapped_column(Canonical)
    check_run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id"))


LINE_SELECT = [return_line.c[name] for name in SPEND_COLUMNS]


class Returns:
    """Reads and writes of returns and quarters."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_version(self, row: ReturnVersion, lines: pd.DataFrame, cells: Sequence[str]) -> None:
        """Keep a version and its lines (text columns of ``SPEND_COLUMNS`` + ``claimed_pence``)."""
        self._session.add(row)
        self._session.flush()
        records: list[dict[str, object]] = [
            {
                **{str(k): v for k, v in record.items()},
                "return_version_id": row.id,
                "position": position,
                "cell": cell,
            }
            for position, (record, cell) in enumerate(
                zip(lines.to_dict("records"), cells, strict=True), start=1
            )
        ]
        if records:
            self._session.execute(return_line.insert(), records)

    def add_event(self, event: ReturnEvent | QuarterEvent | QuarterFreeze) -> None:
        """Keep what happened."""
        self._session.add(event)
        self._session.flush()

    def events(self, contract_id: int, *, period: str | None = None) -> list[ReturnEvent]:
        """Events of project returns, oldest first."""
        query = select(ReturnEvent).where(ReturnEvent.contract_id == contract_id)
        if period is not None:
            query = query.where(ReturnEvent.period == period)
        return list(self._session.scalars(query.order_by(ReturnEvent.id)))

    def quarter_events(self, contract_id: int) -> list[QuarterEvent]:
        """Events of quarters, oldest first."""
        return list(
            self._session.scalars(
                select(QuarterEvent)
                .where(QuarterEvent.contract_id == contract_id)
                .order_by(QuarterEvent.id)
            )
        )

    def freeze(self, contract_id: int, period: str) -> QuarterFreeze | None:
        """The latest certified figures of a quarter."""
        return self._session.scalar(
            select(QuarterFreeze)
            .where(QuarterFreeze.contract_id == contract_id, QuarterFreeze.period == period)
            .order_by(QuarterFreeze.id.desc())
            .limit(1)
        )

    def freezes(self, contract_id: int) -> list[QuarterFreeze]:
        """Every certified version, oldest first."""
        return list(
            self._session.scalars(
                select(QuarterFreeze)
                .where(QuarterFreeze.contract_id == contract_id)
                .order_by(QuarterFreeze.id)
            )
        )

    def version(
        self, contract_id: int, project: str, period: str, number: int | None = None
    ) -> ReturnVersion | None:
        """A version of a project's return: that number, or the latest."""
        query = select(ReturnVersion).where(
            ReturnVersion.contract_id == contract_id,
            ReturnVersion.project == project,
            ReturnVersion.period == period,
        )
        if number is not None:
            query = query.where(ReturnVersion.version == number)
        return self._session.scalar(query.order_by(ReturnVersion.version.desc()).limit(1))

    def by_key(self, contract_id: int, key: str) -> ReturnVersion | None:
        """The version made with that idempotency key."""
        return self._session.scalar(
            select(ReturnVersion).where(
                ReturnVersion.contract_id == contract_id, ReturnVersion.idempotency_key == key
            )
        )

    def versions(self, contract_id: int) -> list[ReturnVersion]:
        """Every version of every return of a contract, oldest first."""
        return list(
            self._session.scalars(
                select(ReturnVersion)
                .where(ReturnVersion.contract_id == contract_id)
                .order_by(ReturnVersion.id)
            )
        )

    def lines(self, version_ids: Iterable[int]) -> pd.DataFrame:
        """Lines of those versions, in order of version and position.

        ``SPEND_COLUMNS`` as text, then ``return_version_id, position, cell, claimed_pence``.
        """
        extra = [
            return_line.c.return_version_id, return_line.c.position, return_line.c.cell,
            return_line.c.claimed_pence,
        ]  # fmt: skip
        rows = self._session.execute(
            select(*LINE_SELECT, *extra)
            .where(return_line.c.return_version_id.in_(list(version_ids)))
            .order_by(return_line.c.return_version_id, return_line.c.position)
        ).all()
        names = [*SPEND_COLUMNS, "return_version_id", "position", "cell", "claimed_pence"]
        frame = pd.DataFrame([tuple(r) for r in rows], columns=names)
        return frame.astype(dict.fromkeys(SPEND_COLUMNS, "str")) if len(frame) else frame

    def claimed_by_version(self, contract_id: int) -> dict[int, dict[str, int]]:
        """Version id → head → claimed pence."""
        rows = self._session.execute(
            select(
                return_line.c.return_version_id, return_line.c.head,
                func.sum(return_line.c.claimed_pence),
            )
            .join(ReturnVersion, ReturnVersion.id == return_line.c.return_version_id)
            .where(ReturnVersion.contract_id == contract_id)
            .group_by(return_line.c.return_version_id, return_line.c.head)
        )  # fmt: skip
        answer: dict[int, dict[str, int]] = {}
        for version_id, head, total in rows:
            answer.setdefault(version_id, {})[head] = int(total)
        return answer
