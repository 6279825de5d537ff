"""Oracle Fusion and E-Business Suite: accounted debit and credit, segments in one combination."""

from ledger.gl.base import Format

FORMAT = Format(
    name="oracle",
    title="Oracle Financials",
    signature=frozenset({
        "accounteddr", "accountedcr", "entereddr", "enteredcr", "accountcombination", "periodname",
        "batchname", "journalline", "journalname", "journalsource", "journalcategory", "jesource",
        "jecategory", "jelinenum", "codecombination", "accountingdate",
    }),
    needs=3,
    words={
        "source_type": ("source", "journalsource", "jesource"),
        "category": ("category", "journalcategory", "jecategory"),
        "posted_on": ("accountingdate", "effectivedate", "gldate"),
        "accounting_period": ("periodname", "period"),
        "transaction_no": ("batchname", "journalbatch", "journalbatchname", "jebatchname", "batch"),
        "line_no": ("journalline", "jelinenum", "journallinenumber", "line", "linenumber"),
        "supplier": ("supplier", "suppliername", "thirdpartyname", "partyname"),
        "description": ("linedescription", "journallinedescription", "description"),
    },
    types=(
        (r"budget", "budget"),
        (r"payroll", "payroll"),
        (r"purchasing card|procurement card|p-?card", "card"),
        (r"credit memo|credit note", "credit-note"),
        (r"petty cash", "petty-cash"),
        (r"reversal.*accrual|accrual.*reversal", "accrual-reversal"),
        (r"accrual|receipt accounting|cost management", "accrual"),
        (r"receivables|misc receipts|/receipts|sales invoices", "income"),
        (r"payables|purchase invoices", "invoice"),
        (r"opening balance|balance forward", "opening-balance"),
        (r"recharge|intercompany|allocation", "recharge"),
    ),
)  # fmt: skip
