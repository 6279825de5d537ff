"""Audit trail and Certificate: who did what and when, and what is certified."""

from typing import Final

from exports.audit_pack_sheets import reconciliation, statement
from exports.formula import money, total_of
from exports.layout import quoted
from exports.pack_data import Event, PackData, SignOff, shown_time
from exports.profile import Masker
from exports.register import Record, block, masked, register
from exports.sheet import Column, Exposure, Formula, Kind, Sheet, Value

TRAIL: Final = "Audit trail"
CERTIFICATE: Final = "Certificate"
OPEN, PERSON, NARRATIVE = Exposure.OPEN, Exposure.PERSON, Exposure.NARRATIVE
EVENT_COLUMNS: Final = (
    Column("At", width=24),
    Column("Who", width=30, exposure=PERSON),
    Column("Act", width=20, exposure=OPEN),
    Column("Period", width=24, exposure=OPEN),
    Column("Project", width=14, exposure=OPEN),
    Column("Reason", width=68, exposure=NARRATIVE),
    Column("Before", width=14, exposure=OPEN),
    Column("After", width=14, exposure=OPEN),
    Column("Version", Kind.INTEGER, 9, OPEN),
)
ENTRY_COLUMNS: Final = (
    Column("At", width=24),
    Column("Who", width=30, exposure=PERSON),
    Column("Action", width=20, exposure=OPEN),
    Column("Subject", width=24, exposure=NARRATIVE),
    Column("Entry", Kind.INTEGER, 14, OPEN),
    Column("Digest", width=68, exposure=OPEN),
)
CERTIFICATE_COLUMNS: Final = (
    Column("Item", width=34, exposure=OPEN),
    Column("Certified", width=70, exposure=OPEN),
    Column("Person", width=30, exposure=PERSON),
    Column("Amount", Kind.MONEY, 16, OPEN),
    Column("At", width=24),
)
DECLARATION: Final = (
    "Spend was incurred wholly for the purpose of the grant and under its terms.",
    "Amounts are net of VAT that can be recovered.",
    "Nothing here is claimed from another source.",
    "Records support every line and are kept as the contract requires.",
    "The figures agree to the ledger; every difference is explained.",
)


def _event(event: Event) -> Record:
    return event.project, (
        shown_time(event.at), event.person, event.act, event.period, event.project or "Quarter",
        event.reason, event.before, event.after, event.version,
    )  # fmt: skip


def build_trail(data: PackData, masker: Masker) -> Sheet:
    """Acts on returns and quarters, then this contract's entries of the audit trail."""
    known = data.return_events is not None or data.quarter_events is not None
    events = [*(data.return_events or ()), *(data.quarter_events or ())]
    events.sort(key=lambda e: (e.at, e.project, e.act))
    acts: list[Record] | None = [_event(e) for e in events] if known else None
    note = "Acts on the returns and the quarter; below, this contract's entries of the audit trail."
    sheet = register(TRAIL, EVENT_COLUMNS, acts, masker, note=note)
    entries: list[Record] | None = None
    if data.audit is not None:
        entries = [
            (e.project, (shown_time(e.at), e.actor, e.action, e.subject, e.number, e.digest))
            for e in sorted(data.audit.entries, key=lambda e: e.number)
        ]
    second = block("Entries of the audit trail", ENTRY_COLUMNS, entries, masker)
    return Sheet(TRAIL, sheet.columns, sheet.rows, note, None, sheet.when_empty, blocks=(second,))


def _figure(sheet_name: str, cell: str, value: int) -> Formula:
    return money(f"{quoted(sheet_name)}!{cell}", value)


def sign_offs(data: PackData, part: str) -> list[SignOff]:
    """The sign-offs of a part, in a stable order."""
    found = [s for s in data.sign_offs or () if s.part == part]
    return sorted(found, key=lambda s: (s.period, s.project, s.person))


def build_certificate(data: PackData, stated: Sheet, agreed: Sheet, masker: Masker) -> Sheet:
    """The declaration, the figures it is about, and who certified and accepted them."""
    contract = data.contract
    rows: list[tuple[Value, ...]] = [
        ("Contract", f"{contract.reference} {contract.title}", "", None, ""),
        ("Accountable body", contract.accountable_body, "", None, ""),
        ("Funder", contract.funder, "", None, ""),
        ("Period", data.period_title, "", None, ""),
    ]
    for item, heading in (("Claimed this period", statement.NOW),
                          ("Claimed to date", statement.TO_DATE)):  # fmt: skip
        cell, pence = total_of(stated, heading)
        rows.append((item, "Statement", "", money(cell, pence), ""))
    cell = agreed.names[reconciliation.UNEXPLAINED]
    last = agreed.rows[-1][1]
    difference = last.value if isinstance(last, Formula) and isinstance(last.value, int) else 0
    rows.append(("Unexplained difference to the ledger", "Reconciliation", "",
                 _figure(agreed.name, cell, difference), ""))  # fmt: skip
    rows += [(f"Declaration {n}", words, "", None, "") for n, words in enumerate(DECLARATION, 1)]
    for part in ("certified", "accepted"):
        given = sign_offs(data, part)
        item = f"{part[0].upper()}{part[1:]} by"
        rows += [(item, s.period, s.person, None, shown_time(s.at)) for s in given]
        if not given:
            rows.append((item, "Not recorded yet", "", None, ""))
    note = (
        "Certificate of the accountable body's chief finance officer (section 151, Local "
        "Government Act 1972). It is given by the recorded act named here, not by this sheet."
    )
    shown = masked(CERTIFICATE_COLUMNS, [("", row) for row in rows], masker)
    return Sheet(CERTIFICATE, CERTIFICATE_COLUMNS, shown, note)
