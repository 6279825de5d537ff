"""The spend line's columns, the same through every door: CSV, workbook, API and web form.

Between doors and the check engine a line travels as text (ISO dates, pounds with two decimals,
``yes``/``no``, blank = not known). ``grants.checks.frame`` turns that text into typed columns.
"""

from typing import Final

SPEND_COLUMNS: Final = (
    "line_id", "project", "head", "period", "supplier", "bearer_vat_registered", "invoice_ref",
    "description", "category", "cost_centre", "subjective", "ledger_key", "journal_class",
    "accounting_period", "incurred_on", "service_from", "service_to", "posted_on", "defrayed_on",
    "net", "vat", "vat_recoverable", "gross", "claim_percent", "claimed", "evidence", "post",
    "unit_cost", "units", "corrects", "status",
)  # fmt: skip
SPEND_REQUIRED: Final = ("line_id", "project", "head", "period", "claimed")
SPEND_MONEY: Final = ("net", "vat", "gross", "claimed", "unit_cost")
SPEND_DATES: Final = ("incurred_on", "service_from", "service_to", "posted_on", "defrayed_on")
SPEND_FLAGS: Final = ("bearer_vat_registered", "vat_recoverable")
CATEGORIES: Final = (
    "staff", "premises", "travel", "supplies", "services", "partner-payment", "capital",
    "overhead",
)  # fmt: skip
INELIGIBLE_CATEGORIES: Final = (
    "entertaining", "gifts", "fines", "redundancy", "lobbying", "political", "religious",
    "statutory-duty", "depreciation", "interest", "bad-debt", "contingency", "in-kind",
    "dividends", "litigation", "pension-deficit", "fundraising", "alcohol",
)  # fmt: skip
EVIDENCE_TYPES: Final = (
    "invoice", "receipt", "order", "goods-received", "payment", "payroll", "timesheet", "quote",
    "journal", "vat-statement", "apportionment",
)  # fmt: skip
