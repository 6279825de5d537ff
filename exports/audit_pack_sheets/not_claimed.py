"""Not claimed: ledger lines of the mapped codes that no spend line carries, each with its reason.

The reconciling items stand here as well, so that the reconciliation can point at their amounts.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import pandas as pd

from exports.pack_data import PackData
from exports.profile import Masker
from exports.register import Record, register
from exports.sheet import Column, Exposure, Kind, Sheet, Value
from ledger.reconciliation.item import ReconcilingItem

NAME: Final = "Not claimed"
LEDGER_LINE: Final = "Ledger line"
ITEM: Final = "Reconciling item"
EFFECT: Final = "Effect on return"
OPEN = Exposure.OPEN
COLUMNS: Final = (
    Column("Entry", width=16, exposure=OPEN),
    Column("Reference", width=20),
    Column("Disposition", width=22, exposure=OPEN),
    Column("Item", width=30, exposure=OPEN),
    Column("Cost centre", width=10, exposure=OPEN),
    Column("Subjective", width=10, exposure=OPEN),
    Column("Accounting period", width=11, exposure=OPEN),
    Column("Posted on", Kind.DATE, 11),
    Column("Supplier", width=26, exposure=Exposure.SUPPLIER),
    Column("Invoice ref", width=14, exposure=Exposure.SUPPLIER),
    Column("Description", width=34, exposure=Exposure.NARRATIVE),
    Column("Journal class", width=14, exposure=OPEN),
    Column("Ledger amount", Kind.MONEY, 14, OPEN),
    Column(EFFECT, Kind.MONEY, 14, OPEN),
    Column("Reason", width=34, exposure=Exposure.NARRATIVE),
    Column("Ledger keys", width=22),
    Column("Lines", width=16),
    Column("Owner", width=24, exposure=Exposure.PERSON),
    Column("Expected to clear", width=12, exposure=OPEN),
    Column("Cleared by", width=20),
    Column("Source row", Kind.INTEGER, 9, OPEN),
)


def _column(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return [str(v) for v in frame[name].fillna("").tolist()]


def _day(value: object) -> Value:
    return value.date() if isinstance(value, pd.Timestamp) else None


def _ledger_records(data: PackData, carried: frozenset[int]) -> Iterator[Record]:
    frame = data.ledger
    if frame is None:
        return
    names = ("ledger_key", "disposition", "item", "cost_centre", "subjective",
             "accounting_period", "supplier", "invoice_ref", "description", "journal_class",
             "reason", "project")  # fmt: skip
    text = {name: _column(frame, name) for name in names}
    posted = [_day(v) for v in frame["posted_on"].tolist()]
    pence = frame["amount"].fillna(0).tolist()
    source = frame["source_row"].tolist()
    for row, key in enumerate(text["ledger_key"]):
        if row in carried:
            continue
        disposition = text["disposition"][row]
        if disposition.startswith("claimed"):
            disposition = f"{disposition}: no line of this pack carries it"
        values: tuple[Value, ...] = (
            LEDGER_LINE, key, disposition, text["item"][row], text["cost_centre"][row],
            text["subjective"][row], text["accounting_period"][row], posted[row],
            text["supplier"][row], text["invoice_ref"][row], text["description"][row],
            text["journal_class"][row], int(pence[row]), None, text["reason"][row], None, None,
            None, None, None, int(source[row]),
        )  # fmt: skip
        yield text["project"][row] or None, values


def _projects_of(item: ReconcilingItem, projects: dict[str, str]) -> str | None:
    """The project of an item's lines; None when it has several or nobody knows."""
    found = {projects.get(line) for line in item.line_ids}
    return found.pop() if len(found) == 1 else None


def _item_records(data: PackData) -> Iterator[Record]:
    frame = data.transactions
    pairs = zip(frame["line_id"].tolist(), frame["project"].tolist(), strict=True)
    projects = {str(line): str(project) for line, project in pairs}
    for item in sorted(data.items or (), key=lambda i: (i.kind.value, i.reference)):
        values: tuple[Value, ...] = (
            ITEM, item.reference, "cleared" if item.cleared_by else "not cleared",
            item.kind.label, None, None, item.period, None, None, None, None, None, None,
            item.amount, item.reason, ", ".join(item.ledger_keys), ", ".join(item.line_ids),
            item.owner, item.expected_to_clear, item.cleared_by, None,
        )  # fmt: skip
        yield _projects_of(item, projects), values


def _order(record: Record) -> tuple[str, ...]:
    values = record[1]
    posted = values[7]
    day = posted.isoformat() if isinstance(posted, date) else ""
    return (str(values[6] or ""), day, str(values[1]))


def build(data: PackData, carried: frozenset[int], masker: Masker) -> Sheet:
    """Ledger lines without a claim in the order of posting, then the reconciling items."""
    if data.ledger is None and data.items is None:
        records = None
    else:
        records = [*sorted(_ledger_records(data, carried), key=_order), *_item_records(data)]
    note = (
        "Ledger lines of the mapped codes that no spend line of this pack carries, with what "
        "became of them; then the reconciling items, signed as they lead from ledger to return."
    )
    return register(NAME, COLUMNS, records, masker, note=note, totals=("Ledger amount", EFFECT))
