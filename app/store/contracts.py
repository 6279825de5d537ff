"""Contracts as rows of immutable facts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Model
from app.store.types import UtcDateTime
from grants.contract import Contract
from grants.facts import Fact, contract_from, current


class ContractRow(Model):
    """The peg on which everything of a contract hangs."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[str] = mapped_column(String(255))


class FactRow(Model):
    """One row of the contract form, as recorded. A later row of the same key completes it."""

    __tablename__ = "contract_fact"
    __table_args__ = (UniqueConstraint("contract_id", "table_name", "key", "digest"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    recorded_by: Mapped[str] = mapped_column(String(255))
    source_sha256: Mapped[str] = mapped_column(String(64))


_built: dict[tuple[str, int, int], Contract] = {}
_BUILT_MAX = 64


class Contracts:
    """Reads and writes of contracts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def row(self, reference: str) -> ContractRow | None:
        """The contract of that reference."""
        return self._session.scalar(select(ContractRow).where(ContractRow.reference == reference))

    def references(self) -> list[str]:
        """Every reference, in order of making."""
        return list(self._session.scalars(select(ContractRow.reference).order_by(ContractRow.id)))

    def add(self, row: ContractRow) -> None:
        """Keep a new contract."""
        self._session.add(row)
        self._session.flush()

    def add_facts(self, rows: Sequence[FactRow]) -> None:
        """Keep new facts."""
        self._session.add_all(rows)
        self._session.flush()

    def facts(self, contract_id: int) -> tuple[Fact, ...]:
        """The facts in force: the latest row of each key, in order of first recording."""
        rows = self._session.execute(
            select(FactRow.table_name, FactRow.key, FactRow.body, FactRow.digest)
            .where(FactRow.contract_id == contract_id)
            .order_by(FactRow.id)
        )
        return current(Fact(*row) for row in rows)

    def history(self, contract_id: int) -> list[FactRow]:
        """Every recorded fact, oldest first."""
        return list(
            self._session.scalars(
                select(FactRow).where(FactRow.contract_id == contract_id).order_by(FactRow.id)
            )
        )

    def load(self, reference: str) -> Contract | None:
        """The contract as its facts say, or None. Kept in memory until a fact is added."""
        row = self.row(reference)
        if row is None:
            return None
        newest = self._session.scalar(
            select(func.max(FactRow.id)).where(FactRow.contract_id == row.id)
        )
        at = (str(self._session.get_bind().engine.url), row.id, newest or 0)
        if at not in _built:
            if len(_built) >= _BUILT_MAX:
                _built.clear()
            _built[at] = contract_from(self.facts(row.id))
        return _built[at]
