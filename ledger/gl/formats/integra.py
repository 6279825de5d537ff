"""Integra (Capita, now Advanced): cost centre and detail code, document type, three narratives."""

from ledger.gl.base import Format

FORMAT = Format(
    name="integra",
    title="Integra",
    signature=frozenset({
        "detailcode", "narrative1", "narrative2", "narrative3", "job", "doctype", "document",
        "debit", "credit",
    }),
    needs=4,
    words={
        "subjective": ("detailcode", "detail"),
        "project_code": ("job", "jobcode", "project"),
        "source_type": ("doctype", "documenttype"),
        "transaction_no": ("document", "documentno", "journalno", "docno"),
        "line_no": ("line", "lineno"),
        "description": ("narrative1", "narrative", "description"),
    },
    types=(
        (r"^(PI|IN|CI)$", "invoice"),
        (r"^(PC|CN|CC)$", "credit-note"),
        (r"^(PR|PY)$", "payroll"),
        (r"^(BU|BJ|VI)$", "budget"),
        (r"^(SI|SC|RC|CR)$", "income"),
        (r"^(OB|BF)$", "opening-balance"),
        (r"^(AC|AJ)$", "accrual"),
        (r"^(RJ|AR)$", "accrual-reversal"),
    ),
)  # fmt: skip
