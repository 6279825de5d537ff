"""The audit pack: eighteen sheets that answer an auditor's questions before they are asked."""

from exports.audit_pack_sheets import book
from exports.base import pack
from exports.pack_data import PackData
from exports.sheet import Workbook


@pack(name="audit-pack", title="Audit pack: statement, ledger, checks, evidence and trail")
def build(data: PackData) -> Workbook:
    """The whole pack for a period, or for the whole contract."""
    title = f"Audit pack {data.contract.reference} {data.period_title}"
    return Workbook(title, data.cut_off.date(), book.sheets(data), data.marking)
