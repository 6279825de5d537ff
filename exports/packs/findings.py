"""Findings: what was judged, what is not PASS, and how each finding was resolved."""

from exports.audit_pack_sheets import checks
from exports.base import pack
from exports.pack_data import PackData
from exports.sheet import Workbook


@pack(name="findings", title="Findings: verdicts that are not PASS, and how each was resolved")
def build(data: PackData) -> Workbook:
    """The sheets Exceptions and Checks of the audit pack."""
    masker = data.masker()
    sheets = (checks.build_exceptions(data, masker), checks.build_checks(data, masker))
    title = f"Findings {data.contract.reference} {data.period_title}"
    return Workbook(title, data.cut_off.date(), sheets, data.marking)
