"""Imported ledger lines, and what people said about them: confirmed matches, items, clearances."""

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
    select,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Base, Model
from app.store.types import Canonical, UtcDateTime
from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY


class LedgerImport(Model):
    """One imported extract, tied to the row count and total that its user typed."""

    __tablename__ = "ledger_import"
    __table_args__ = (UniqueConstraint("contract_id", "file_sha256"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(40))
    row_count: Mapped[int] = mapped_column(Integer)
    total_pence: Mapped[int] = mapped_column(BigInteger)
    new_rows: Mapped[int] = mapped_column(Integer)
    unchanged_rows: Mapped[int] = mapped_column(Integer)
    dropped: Mapped[list[dict[str, object]]] = mapped_column(Canonical)
    notes: Mapped[list[str]] = mapped_column(Canonical)
    columns: Mapped[dict[str, str]] = mapped_column(Canonical)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime())
    imported_by: Mapped[str] = mapped_column(String(255))


def _column(name: str) -> Column[object]:
    if name in LEDGER_MONEY:
        return Column(name, BigInteger, nullable=name != "amount")
    if name in LEDGER_INTEGERS:
        return Column(name, Integer, nullable=False)
    return Column(name, Text, nullable=False)


ledger_line = Table(
    "ledger_line",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("contract_id", ForeignKey("contract.id"), nullable=False),
    Column("import_id", ForeignKey("ledger_import.id"), nullable=False, index=True),
    *(_column(name) for name in LEDGER_COLUMNS),
    UniqueConstraint("contract_id", "ledger_key", "occurrence", name="uq_ledger_line_key"),
)


class MatchConfirmation(Model):
    """A person's word that these return lines are these ledger lines. Never undone by a run."""

    __tablename__ = "match_confirmation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    line_ids: Mapped[list[str]] = mapped_column(Canonical)
    ledger_keys: Mapped[list[str]] = mapped_column(Canonical)
    pass_name: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class MatchUndone(Model):
    """A person took a confirmation back."""

    __tablename__ = "match_undone"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("match_confirmation.id"), unique=True)
    by: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class ItemRow(Model):
    """A reconciling item made by a person."""

    __tablename__ = "reconciling_item"
    __table_args__ = (UniqueConstraint("contract_id", "reference"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30))
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    ledger_keys: Mapped[list[str]] = mapped_column(Canonical)
    line_ids: Mapped[list[str]] = mapped_column(Canonical)
    reason: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(255))
    expected_to_clear: Mapped[str] = mapped_column(String(40))
    made_by: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ItemCleared(Model):
    """A reconciling item is cleared, by what."""

    __tablename__ = "item_cleared"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("reconciling_item.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class LedgerLines:
    """Reads and writes of ledger lines and of people's words about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def import_of(self, contract_id: int, sha256: str) -> LedgerImport | None:
        """The import of that very file, if any."""
        return self._session.scalar(
            select(LedgerImport).where(
                LedgerImport.contract_id == contract_id, LedgerImport.file_sha256 == sha256
            )
        )

    def imports(self, contract_id: int) -> list[LedgerImport]:
        """Every import of a contract, oldest first."""
        return list(
            self._session.scalars(
                select(LedgerImport)
                .where(LedgerImport.contract_id == contract_id)
                .order_by(LedgerImport.id)
            )
        )

    def add_import(self, row: LedgerImport, frame: pd.DataFrame) -> None:
        """Keep an import and its new lines (canonical frame)."""
        self._session.add(row)
        self._session.flush()
        if frame.empty:
            return
        columns = {}
        for name in LEDGER_COLUMNS:
            series = frame[name]
            if name in LEDGER_DATES:
                columns[name] = series.dt.strftime("%Y-%m-%d").fillna("").tolist()
            elif name in LEDGER_MONEY:
                columns[name] = [None if pd.isna(v) else int(v) for v in series]
            else:
                columns[name] = series.tolist()
        records = [
            {**dict(zip(columns, values, strict=True)),
             "contract_id": row.contract_id, "import_id": row.id}
            for values in zip(*columns.values(), strict=True)
        ]  # fmt: skip
        self._session.execute(ledger_line.insert(), records)

    def frame(self, contract_id: int) -> pd.DataFrame:
        """Every ledger line of a contract: the canonical frame plus ``import_id``."""
        names = [*LEDGER_COLUMNS, "import_id"]
        rows = self._session.execute(
            select(*(ledger_line.c[n] for n in names))
            .where(ledger_line.c.contract_id == contract_id)
            .order_by(ledger_line.c.id)
        ).all()
        frame = pd.DataFrame([tuple(r) for r in rows], columns=names)
        for name in LEDGER_COLUMNS:
            if name in LEDGER_DATES:
                frame[name] = pd.to_datetime(
                    frame[name].replace("", None), format="%Y-%m-%d"
                ).astype("datetime64[us]")
            elif name in LEDGER_MONEY:
                frame[name] = frame[name].astype("Int64")
            elif name in LEDGER_INTEGERS:
                frame[name] = frame[name].astype("int64")
            else:
                frame[name] = frame[name].astype("str")
        return frame

    def confirmations(self, contract_id: int) -> list[MatchConfirmation]:
        """Confirmations that stand, oldest first."""
        undone = select(MatchUndone.confirmation_id)
        return list(
            self._session.scalars(
                select(MatchConfirmation)
                .where(
                    MatchConfirmation.contract_id == contract_id,
                    MatchConfirmation.id.not_in(undone),
                )
                .order_by(MatchConfirmation.id)
            )
        )

    def items(self, contract_id: int) -> list[tuple[ItemRow, ItemCleared | None]]:
        """Items made by people, each with its clearance if there is one."""
        rows = self._session.execute(
            select(ItemRow, ItemCleared)
            .outerjoin(ItemCleared, ItemCleared.item_id == ItemRow.id)
            .where(ItemRow.contract_id == contract_id)
            .order_by(ItemRow.id)
        )
        return [(item, cleared) for item, cleared in rows]

    def add(self, row: MatchConfirmation | MatchUndone | ItemRow | ItemCleared) -> None:
        """Keep a person's word."""
        self._session.add(row)
        self._session.flush()

    def accounting_periods(self, contract_id: int) -> set[str]:
        """Accounting periods of which some line is here."""
        return set(
            self._session.scalars(
                select(ledger_line.c.accounting_period)
                .where(ledger_line.c.contract_id == contract_id)
                .distinct()
            )
        )
