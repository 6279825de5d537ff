"""One transaction: everything in it happens, with its audit entries, or nothing does."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.store.audit import AuditRow, AuditTrail
from app.store.book import BookStore
from app.store.checks import Checks
from app.store.contracts import Contracts
from app.store.evidence import Kept
from app.store.files import Files
from app.store.ledger import LedgerLines
from app.store.packs import Packs
from app.store.people import People
from app.store.returns import Returns
from ledger.audit.entry import GENESIS, Json, new_entry

SERIALIZATION_FAILURES = frozenset({"40001", "40P01"})
UNIQUE_VIOLATION = "23505"
AUDIT_LOCK = 7_215_001  # an advisory lock's number on PostgreSQL: appends take turns


class UnitOfWork:
    """Repositories over one session; rolls back unless told to commit."""

    def __init__(self, session: Session, *, writes: bool) -> None:
        self.session = session
        self._writes = writes
        self.contracts = Contracts(session)
        self.returns = Returns(session)
        self.checks = Checks(session)
        self.ledger = LedgerLines(session)
        self.book = BookStore(session)
        self.people = People(session)
        self.files = Files(session)
        self.packs = Packs(session)
        self.audit = AuditTrail(session)
        self._kept = Kept(session)

    def __enter__(self) -> Self:
        """Begin; a writing unit on SQLite takes the write lock at once."""
        self.session.rollback()
        self.session.connection(execution_options={"writes": self._writes})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Roll back whatever was not committed."""
        self.session.rollback()
        self._kept.close()

    def commit(self) -> None:
        """Make it all happen; whatever was kept has its audit entry."""
        self.session.flush()
        self._kept.require_none()
        self.session.commit()

    def record(
        self,
        *,
        at: datetime,
        actor: str,
        action: str,
        contract: str,
        subject: str,
        body: Mapping[str, Json],
    ) -> None:
        """Append one audit entry to the chain, in this transaction.

        Its body also names, by digest, the evidence kept since the entry before (``evidence``).
        """
        self.session.flush()
        evidence = self._kept.take()
        if evidence:
            body = {**body, "evidence": {table: {**rows} for table, rows in evidence.items()}}
        if self.session.get_bind().dialect.name == "postgresql":
            self.session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": AUDIT_LOCK})
        last = self.audit.last()
        seq = last.seq + 1 if last else 1
        entry = new_entry(
            seq=seq, at=at, actor=actor, action=action, contract=contract, subject=subject,
            body=body, previous=bytes(last.hash) if last else GENESIS,
        )  # fmt: skip
        self.audit.append(
            AuditRow(
                seq=seq,
                at=at,
                actor=actor,
                action=action,
                contract=contract,
                subject=subject,
                entry=entry.stored,
                hash=entry.hash,
            )
        )


SessionSource = Callable[[], Session]


def is_serialization_failure(fault: DBAPIError) -> bool:
    """Whether PostgreSQL asks for the transaction to be tried again."""
    return getattr(fault.orig, "sqlstate", None) in SERIALIZATION_FAILURES


def is_second_of_a_kind(fault: DBAPIError) -> bool:
    """Whether PostgreSQL found a key taken, perhaps by one who was faster: a second try sees it."""
    return getattr(fault.orig, "sqlstate", None) == UNIQUE_VIOLATION
