"""TechnologyOne: the account is one composite, cost centre and natural account (12345-4101)."""

from ledger.gl.base import Format

FORMAT = Format(
    name="technologyone",
    title="TechnologyOne Financials",
    signature=frozenset({
        "accountnumber", "accountno", "ledger", "chart", "narration1", "narration2", "narration3",
        "narration", "docref", "documentref", "documentreference", "postingperiod", "docformat",
        "documentformat", "accountname",
    }),
    needs=3,
    words={
        "account_combination": ("accountnumber", "accountno", "account", "ledgeraccount"),
        "transaction_no": (
            "docref", "documentref", "documentreference", "documentno", "transactionref",
        ),
        "line_no": ("lineno", "line", "docline", "linenumber"),
        "source_type": (
            "documenttype", "doctype", "transactiontype", "documentformat", "docformat",
        ),
        "posted_on": ("postingdate", "transactiondate", "effectivedate", "date", "docdate1"),
        "invoice_ref": ("reference", "reference2", "invoiceno", "invoicenumber"),
        "description": ("narration1", "narration", "narrative", "description"),
        "subjective": ("naturalaccount", "subjective"),
        "amount": ("amount1", "amount", "postedamount", "value"),
    },
    types=(
        (r"INV", "invoice"),
        (r"CRN|CREDIT", "credit-note"),
        (r"PAYROLL|^PY", "payroll"),
        (r"BUD", "budget"),
        (r"^(AR|REC)", "income"),
    ),
)  # fmt: skip
