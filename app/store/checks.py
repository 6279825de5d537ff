"""Check runs, their findings, and how a named person dealt with each."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Model
from app.store.types import Canonical, UtcDateTime


class CheckRun(Model):
    """One run of all terms: what it was run on, with what, and what it answered, by digest."""

    __tablename__ = "check_run"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    period: Mapped[str] = mapped_column(String(40), index=True)
    purpose: Mapped[str] = mapped_column(String(20))  # submit, review, certify
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    by: Mapped[str] = mapped_column(String(255))
    as_of: Mapped[date] = mapped_column(Date)
    known_at: Mapped[date | None] = mapped_column(Date)
    rule_set_digest: Mapped[str] = mapped_column(String(64))
    input_digest: Mapped[str] = mapped_column(String(64))
    verdict_digest: Mapped[str] = mapped_column(String(64))
    line_count: Mapped[int] = mapped_column(Integer)
    counts: Mapped[dict[str, int]] = mapped_column(Canonical)
    by_term: Mapped[dict[str, dict[str, int]]] = mapped_column(Canonical)


class FindingRow(Model):
    """What a run said that is not PASS and not N/A; ``ref`` stays the same for the same finding."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    check_run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id"), index=True)
    ref: Mapped[str] = mapped_column(String(20), index=True)
    scope: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(200))
    project: Mapped[str] = mapped_column(String(80))
    term: Mapped[str] = mapped_column(String(40))
    clause: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[str] = mapped_column(String(10))
    at_risk_pence: Mapped[int] = mapped_column(BigInteger)
    message: Mapped[str] = mapped_column(Text)
    consent: Mapped[str] = mapped_column(String(80))
    variation: Mapped[str] = mapped_column(String(20))
    judged_on: Mapped[str] = mapped_column(String(20))


class ResolutionRow(Model):
    """A named person's answer to a finding: accepted, disallowed or reported, with the reason."""

    __tablename__ = "finding_resolution"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    period: Mapped[str] = mapped_column(String(40))
    ref: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    line_id: Mapped[str] = mapped_column(String(120), default="")
    amount_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    by: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(Text)


class Checks:
    """Reads and writes of check runs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_run(self, run: CheckRun, findings: Sequence[FindingRow]) -> None:
        """Keep a run and its findings."""
        self._session.add(run)
        self._session.flush()
        for finding in findings:
            finding.check_run_id = run.id
        self._session.add_all(findings)
        self._session.flush()

    def latest(self, contract_id: int, period: str) -> CheckRun | None:
        """The latest run for a period."""
        return self._session.scalar(
            select(CheckRun)
            .where(CheckRun.contract_id == contract_id, CheckRun.period == period)
            .order_by(CheckRun.id.desc())
            .limit(1)
        )

    def run(self, run_id: int) -> CheckRun | None:
        """One run."""
        return self._session.get(CheckRun, run_id)

    def findings(self, run_id: int) -> list[FindingRow]:
        """A run's findings in the order found."""
        return list(
            self._session.scalars(
                select(FindingRow).where(FindingRow.check_run_id == run_id).order_by(FindingRow.id)
            )
        )

    def add_resolution(self, row: ResolutionRow) -> None:
        """Keep a person's answer."""
        self._session.add(row)
        self._session.flush()

    def resolutions(self, contract_id: int) -> list[ResolutionRow]:
        """Every answer of a contract, oldest first."""
        return list(
            self._session.scalars(
                select(ResolutionRow)
                .where(ResolutionRow.contract_id == contract_id)
                .order_by(ResolutionRow.id)
            )
        )

    def all_findings(self, contract_id: int) -> list[FindingRow]:
        """Findings of every run of a contract."""
        return list(
            self._session.scalars(
                select(FindingRow)
                .join(CheckRun, CheckRun.id == FindingRow.check_run_id)
                .where(CheckRun.contract_id == contract_id)
                .order_by(FindingRow.id)
            )
        )
