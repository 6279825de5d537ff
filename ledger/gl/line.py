"""The canonical ledger line: one row of a council's ledger, whatever system printed it.

Frames of ledger lines hold exactly ``LEDGER_COLUMNS`` in this order: text columns as ``str``
(blank ``""``), the three dates as ``datetime64[us]`` (``NaT`` when unknown), the four amounts as
``Int64`` whole pence (``<NA>`` when the file has none), ``occurrence`` and ``source_row`` as
``int64``. Expenditure is positive, income and credit negative. ``raw`` is the source row verbatim
as a JSON list of its cells' texts.
"""

from typing import Final

LEDGER_COLUMNS: Final = (
    "ledger_key", "occurrence", "cost_centre", "subjective", "project_code", "accounting_period",
    "transaction_no", "line_no", "journal_class", "source_type", "posted_on", "invoice_on",
    "paid_on", "supplier_id", "supplier", "invoice_ref", "description", "order_no", "net", "vat",
    "gross", "amount", "capital_or_revenue", "source_sheet", "source_row", "raw",
)  # fmt: skip
LEDGER_DATES: Final = ("posted_on", "invoice_on", "paid_on")
LEDGER_MONEY: Final = ("net", "vat", "gross", "amount")
LEDGER_INTEGERS: Final = ("occurrence", "source_row")
JOURNAL_CLASSES: Final = (
    "invoice", "credit-note", "payroll", "accrual", "accrual-reversal", "recode", "recharge",
    "card", "petty-cash", "income", "budget", "reserve", "opening-balance",
)  # fmt: skip
NOT_ACTUALS: Final = frozenset({"budget", "reserve", "opening-balance"})
"""Classes that are no spend at all: excluded by nature from a reconciliation (domain 5.5)."""
