"""Packs that left the building: which data, which profile, which bytes, who took them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Model
from app.store.types import UtcDateTime


class PackRow(Model):
    """One export: bytes under their SHA-256, with size and root of the trail on its cover."""

    __tablename__ = "pack"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(40), default="")
    profile: Mapped[str] = mapped_column(String(20))
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    pack_digest: Mapped[str] = mapped_column(String(64))
    audit_size: Mapped[int] = mapped_column(Integer)
    audit_root: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime())
    made_by: Mapped[str] = mapped_column(String(255))


class Packs:
    """Reads and writes of exports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: PackRow) -> None:
        """Keep the record of an export."""
        self._session.add(row)
        self._session.flush()

    def of(self, contract_id: int) -> list[PackRow]:
        """Every export of a contract, newest first."""
        return list(
            self._session.scalars(
                select(PackRow)
                .where(PackRow.contract_id == contract_id)
                .order_by(PackRow.id.desc())
            )
        )

    def get(self, pack_id: int) -> PackRow | None:
        """One export."""
        return self._session.get(PackRow, pack_id)
