"""Unit4 Business World (Agresso): ``CostC``, ``TT``, ``TransNo`` and ``(T)`` text columns."""

from ledger.gl.base import Format

FORMAT = Format(
    name="unit4",
    title="Unit4 Business World (Agresso)",
    signature=frozenset({
        "costc", "costc(t)", "tt", "transno", "suppid", "suppid(t)", "seqno", "transdate",
        "aparid", "aparid(t)", "account(t)", "cat1", "cat2", "cat3", "cat4", "cat5", "cat6",
        "cat7", "extinvref", "voucherno", "costcentre(t)", "project(t)",
    }),
    needs=3,
    words={
        "cost_centre": ("costc", "costcentre", "cat1", "dim1"),
        "subjective": ("account",),
        "project_code": ("project", "cat2", "dim2"),
        "transaction_no": ("transno", "voucherno"),
        "line_no": ("seqno", "sequenceno", "sequencenumber"),
        "posted_on": ("transdate", "transactiondate"),
        "invoice_on": ("docdate", "voucherdate", "invoicedate"),
        "supplier_id": ("suppid", "aparid"),
        "supplier": ("suppid(t)", "aparid(t)", "suppliername", "supplier"),
        "invoice_ref": ("invoiceno", "extinvref", "extref"),
        "amount": ("amount",),
    },
    types=(
        (r"^(AP|API|CPN|PI|IP)$", "invoice"),
        (r"^(CN|CPC|APC)$", "credit-note"),
        (r"^(PR|PY|HR)$", "payroll"),
        (r"^(BU|BJ|BV)$", "budget"),
        (r"^RV$", "reserve"),
        (r"^(IN|AR|SI|CR)$", "income"),
        (r"^OB$", "opening-balance"),
        (r"^(PC|GPC)$", "card"),
        (r"^(CA|IM)$", "petty-cash"),
        (r"^(IR|RC)$", "recharge"),
    ),
)  # fmt: skip
