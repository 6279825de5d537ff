"""Civica Financials: cost centre and subjective, batch, source and creditor number."""

from ledger.gl.base import Format

FORMAT = Format(
    name="civica",
    title="Civica Financials",
    signature=frozenset({
        "subjective", "subjectivecode", "batchno", "batchnumber", "batchref", "creditorno",
        "creditornumber", "creditorname", "journalref", "sourcetype", "objective", "ledgercode",
    }),
    needs=3,
    words={
        "cost_centre": ("costcentre", "objective"),
        "subjective": ("subjective", "subjectivecode"),
        "transaction_no": (
            "journalref", "transactionno", "transactionnumber", "transactionref", "documentno",
            "batchno", "batchnumber", "batchref",
        ),
        "source_type": ("sourcetype", "source", "transactiontype", "type"),
    },
    types=(
        (r"^(CI|CRINV|PI|INV|CREDITORS?)$", "invoice"),
        (r"^(CC|CRCRN|PC|CRN)$", "credit-note"),
        (r"^(PY|PAY|PAYROLL)$", "payroll"),
        (r"^(BU|BUD|BUDGET)$", "budget"),
        (r"^(DI|DEBTORS?|INC|INCOME)$", "income"),
        (r"^(OB|BF)$", "opening-balance"),
    ),
)  # fmt: skip
