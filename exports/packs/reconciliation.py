"""Reconciliation: ledger to return to 0.00, with the lines on both sides."""

from exports.audit_pack_sheets import not_claimed, reconciliation, transactions
from exports.base import pack
from exports.formula import Lines
from exports.lines import in_period
from exports.pack_data import PackData
from exports.sheet import Workbook


@pack(name="reconciliation", title="Reconciliation of the return to the ledger")
def build(data: PackData) -> Workbook:
    """The statement first, then the transactions and the ledger lines not claimed."""
    masker = data.masker()
    lines = in_period(data)
    ledger, carried = transactions.carried(data, lines)
    spent = transactions.build(data, lines, ledger, masker, rows_max=transactions.ROWS_MAX)
    missed = not_claimed.build(data, carried, masker)
    agreed = reconciliation.build(data, Lines(spent), Lines([missed]), masker)
    title = f"Reconciliation {data.contract.reference} {data.period_title}"
    return Workbook(title, data.cut_off.date(), (agreed, *spent, missed), data.marking)
