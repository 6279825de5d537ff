"""e5 (Advanced): cost centre, nominal, fund and project as separate elements."""

from ledger.gl.base import Format

FORMAT = Format(
    name="e5",
    title="e5 (Advanced)",
    signature=frozenset({
        "nominal", "fund", "costcentre", "project", "journalno", "journalnumber", "journaltype",
        "nominalcode", "journal", "element1", "element2", "element3",
    }),
    needs=3,
    words={
        "cost_centre": ("costcentre", "element1"),
        "subjective": ("nominal", "nominalcode", "element2"),
        "project_code": ("project", "projectcode", "element4"),
        "transaction_no": ("journalno", "journalnumber", "journal", "document", "documentno"),
        "source_type": ("journaltype", "doctype", "documenttype", "type"),
    },
    types=(
        (r"^(PI|INV|PINV|INVOICE)$", "invoice"),
        (r"^(PC|CRN|PCRN|CREDIT NOTE)$", "credit-note"),
        (r"^(PR|PAY|PAYROLL)$", "payroll"),
        (r"^(BUD|BU|BUDGET)$", "budget"),
        (r"^(SI|SINV|REC)$", "income"),
        (r"^(OB|OPEN)$", "opening-balance"),
    ),
)  # fmt: skip
