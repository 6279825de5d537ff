"""Everything a pack needs, as plain data that the caller has read: no database, no clock.

A register that the product does not hold for this contract is None and reads "Not recorded yet";
one that is held and empty reads "None in period".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import pandas as pd

from exports.profile import Masker, Profile
from grants.contract import Contract, Period
from grants.verdict import Finding, Verdict
from ledger.reconciliation.item import ReconcilingItem
from ledger.require import require

NOT_RECORDED: Final = "Not recorded yet"
NONE_IN_PERIOD: Final = "None in period"
WHOLE_CONTRACT: Final = "Whole contract"
REFERENCE_MIN: Final = 6  # shorter invoice references are ordinary numbers in other texts
EXTRA_COLUMNS: Final = (
    "return_version", "result", "disallowed", "match_status", "approved_by", "subjective_name",
    "priority",
)  # fmt: skip
"""Columns a transaction may have beside ``SPEND_COLUMNS``; ``disallowed`` in pence, rest text."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a finding was resolved: ``accepted``, ``disallowed``, ``reported`` or ``consented``."""

    kind: str
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PackFinding:
    """A finding that is not PASS, whose project it concerns, and how it was resolved."""

    finding: Finding
    project: str = ""
    resolution: Resolution | None = None


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often a term gave each verdict in the run the pack rests on."""

    term: str
    clause: str
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class LedgerStatement:
    """What the product's own reconciliation says, in pence; the pack must come to the same."""

    ledger_total: int
    return_total: int
    unexplained: int


@dataclass(frozen=True, slots=True)
class Event:
    """One act in the life of a project's return, or of the quarter (``project`` blank)."""

    period: str
    act: str
    person: str
    at: datetime
    project: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file the figures came from, with the rows and total its importer typed in."""

    file_name: str
    sha256: str
    rows: int | None = None
    control_total: int | None = None
    imported_by: str = ""
    imported_at: datetime | None = None
    what: str = ""  # "ledger extract", "return workbook", "contract"


@dataclass(frozen=True, slots=True)
class SignOff:
    """A person's part: prepared, reconciled, certified, accepted."""

    part: str
    person: str = ""
    at: datetime | None = None
    project: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One audit entry of this contract."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    digest: str
    project: str | None = ""  # None: nobody knows whose


@dataclass(frozen=True, slots=True)
class AuditState:
    """The audit trail of the whole product as the pack witnesses it."""

    entries: tuple[AuditRow, ...]
    root: str  # hex
    size: int


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A document and the spend lines it supports."""

    reference: str
    kind: str
    file_name: str
    sha256: str
    line_ids: tuple[str, ...] = ()
    added_by: str = ""
    added_at: datetime | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """An account's balance in the trial balance: pence, one of the two columns is 0."""

    account: str
    title: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One posting of a journal; pence, one of the two columns is 0."""

    journal: str
    posted_on: date
    account: str
    narrative: str
    debit: int
    credit: int
    event: str = ""
    project: str | None = ""


@dataclass(frozen=True, slots=True)
class PackData:
    """What a pack is made from.

    ``transactions``: ``SPEND_COLUMNS`` as text, with ``EXTRA_COLUMNS`` where known, for the pack's
    period and all earlier ones. ``ledger``: the lines that make the ledger total of this pack
    (``LEDGER_COLUMNS``) with ``disposition`` in words; optional columns ``item`` (reference of
    a reconciling item), ``reason`` and ``project``. ``matches``: as ``interfaces.md`` 4 has them.
    ``items``: the reconciling items of this pack's statement. ``cut_off`` is aware; every time
    shown comes from the data, and the day it was made from ``cut_off``.
    """

    contract: Contract
    cut_off: datetime
    transactions: pd.DataFrame
    period_code: str | None = None
    profile: Profile = Profile.INTERNAL
    system_version: str = ""
    rule_set: str = ""  # digest
    marking: str = "OFFICIAL"
    ledger: pd.DataFrame | None = None
    matches: pd.DataFrame | None = None
    items: tuple[ReconcilingItem, ...] | None = None
    statement: LedgerStatement | None = None
    counts: tuple[TermCounts, ...] | None = None
    findings: tuple[PackFinding, ...] | None = None
    return_events: tuple[Event, ...] | None = None
    quarter_events: tuple[Event, ...] | None = None
    journals: tuple[JournalRow, ...] | None = None
    trial_balance: tuple[BalanceRow, ...] | None = None
    sources: tuple[Source, ...] | None = None
    sign_offs: tuple[SignOff, ...] | None = None
    audit: AuditState | None = None
    evidence: tuple[EvidenceItem, ...] | None = None
    extra_sensitive: frozenset[str] = field(default_factory=frozenset)  # further words to mask

    def __post_init__(self) -> None:
        require(self.cut_off.tzinfo is not None, "A pack's cut-off is an aware time.")

    @property
    def period(self) -> Period | None:
        """The pack's period; None for the whole contract.

        Raises:
            PeriodUnknown: the contract has no period of that code.
        """
        if self.period_code is None:
            return None
        found = self.contract.period(self.period_code)
        if found is None:
            known = ", ".join(p.code for p in self.contract.periods) or "none"
            raise PeriodUnknown(
                f"Contract {self.contract.reference} has no period {self.period_code!r}. "
                f"Its periods are: {known}. Give one of them, or none for the whole contract."
            )
        return found

    @property
    def period_title(self) -> str:
        """The period's code, or the words for all of it."""
        return self.period_code or WHOLE_CONTRACT

    @property
    def as_of(self) -> date:
        """The day up to which budgets, forecasts and receipts count: period end, or the cut-off."""
        period = self.period
        return period.ends_on if period else self.cut_off.date()

    @property
    def earlier_codes(self) -> frozenset[str]:
        """Codes of the periods before the pack's."""
        period = self.period
        if period is None:
            return frozenset()
        return frozenset(p.code for p in self.contract.periods if p.starts_on < period.starts_on)

    def masker(self) -> Masker:
        """What this pack's profile may show, fed with the names on sensitive projects' lines."""
        sensitive = frozenset(p.code for p in self.contract.projects if p.sensitive)
        words = set(self.extra_sensitive)
        if sensitive and self.profile is not Profile.INTERNAL:
            lines = self.transactions[self.transactions["project"].isin(sensitive)]
            words |= {str(w) for w in lines["supplier"].unique()}
            references = (str(w) for w in lines["invoice_ref"].unique())
            words |= {w for w in references if len(w) >= REFERENCE_MIN}
            partners = (p.delivery_partner for p in self.contract.projects if p.sensitive)
            words |= set(partners)
        return Masker(self.profile, sensitive, frozenset(words - {""}))


class PeriodUnknown(ValueError):  # noqa: N818 - a refused operation, named as one
    """The contract has no period of the code asked for."""


def shown_time(at: datetime | None) -> str:
    """``05/07/2017 14:30 +0100``: local time as recorded, with its offset; blank when unknown."""
    if at is None:
        return ""
    require(at.tzinfo is not None, "A time that is shown knows its offset.")
    return f"{at:%d/%m/%Y %H:%M %z}"
