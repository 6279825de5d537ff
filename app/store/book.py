"""The fund's book: sealed journals and their postings, guarded so that legs always sum to zero."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    update,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.store.db import Model
from app.store.types import Canonical, UtcDateTime


class JournalRow(Model):
    """A journal; once sealed it takes no more postings and never changes."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("contract_id", "reference"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    reference: Mapped[str] = mapped_column(String(160))
    on: Mapped[date] = mapped_column("posted_on", Date)
    description: Mapped[str] = mapped_column(Text)
    reverses: Mapped[str] = mapped_column(String(160), default="")
    event_kind: Mapped[str] = mapped_column(String(40))
    event: Mapped[dict[str, object]] = mapped_column(Canonical)
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime())
    posted_by: Mapped[str] = mapped_column(String(255))
    sealed: Mapped[bool] = mapped_column(Boolean, default=False)
    postings: Mapped[list["PostingRow"]] = relationship(
        back_populates="journal", lazy="selectin", order_by="PostingRow.id"
    )


class PostingRow(Model):
    """One leg: debit positive."""

    __tablename__ = "posting"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    account: Mapped[str] = mapped_column(String(20), index=True)
    pence: Mapped[int] = mapped_column(BigInteger)
    contract: Mapped[str] = mapped_column(String(80), default="")
    project: Mapped[str] = mapped_column(String(80), default="")
    head: Mapped[str] = mapped_column(String(80), default="")
    cost_centre: Mapped[str] = mapped_column(String(40), default="")
    journal: Mapped[JournalRow] = relationship(back_populates="postings")


class BookStore:
    """Reads and writes of journals."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, journal: JournalRow) -> None:
        """Keep a journal with its postings, then seal it (the seal checks the sum)."""
        journal.sealed = False
        self._session.add(journal)
        self._session.flush()
        self._session.execute(
            update(JournalRow).where(JournalRow.id == journal.id).values(sealed=True)
        )
        self._session.refresh(journal)

    def references(self, contract_id: int) -> frozenset[str]:
        """Every journal reference of a contract: an event is posted once."""
        return frozenset(
            self._session.scalars(
                select(JournalRow.reference).where(JournalRow.contract_id == contract_id)
            )
        )

    def journals(self, contract_ids: Iterable[int] | None = None) -> list[JournalRow]:
        """Journals with their postings, oldest first."""
        query = select(JournalRow).order_by(JournalRow.on, JournalRow.id)
        if contract_ids is not None:
            query = query.where(JournalRow.contract_id.in_(list(contract_ids)))
        return list(self._session.scalars(query))

    def balances(self, on: date | None = None) -> list[tuple[str, int]]:
        """Account → balance in pence over the whole book, up to and including a day."""
        query = (
            select(PostingRow.account, func.sum(PostingRow.pence))
            .join(JournalRow, JournalRow.id == PostingRow.journal_id)
            .group_by(PostingRow.account)
            .order_by(PostingRow.account)
        )
        if on is not None:
            query = query.where(JournalRow.on <= on)
        return [(account, int(total)) for account, total in self._session.execute(query)]
