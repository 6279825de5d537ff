"""SAP FI line items: document and item number, posting key of debit and credit, trailing minus."""

from ledger.gl.base import Format

FORMAT = Format(
    name="sap",
    title="SAP Financials",
    signature=frozenset({
        "documentno", "costelement", "amountinlc", "amountinlocalcurrency", "dc", "fiscalyear",
        "companycode", "profitcentre", "profitcenter", "bukrs", "belnr", "buzei", "gjahr", "kostl",
        "hkont", "dmbtr", "dmshb", "shkzg", "budat", "bldat", "xblnr", "sgtxt", "lifnr", "mwskz",
        "ebeln", "monat", "blart", "amountinlocalcurr", "amountinloccurr", "debitcreditind",
        "wbselement", "purchasingdocument", "postingkey", "assignment", "localcurrency",
        "costcenter",
        "documentnumber", "costelementname", "valincoareacrcy", "valinrepcur", "valueinobjcrcy",
    }),
    needs=3,
    words={
        "cost_centre": ("costcentre", "costcenter", "kostl", "profitcentre", "profitcenter"),
        "subjective": ("costelement", "glaccount", "account", "hkont"),
        "project_code": ("wbselement", "wbs", "internalorder"),
        "transaction_no": ("documentno", "documentnumber", "belnr"),
        "line_no": ("item", "lineitem", "buzei", "itemno"),
        "source_type": ("documenttype", "doctype", "blart", "type"),
        "posted_on": ("postingdate", "budat", "pstngdate"),
        "invoice_on": ("documentdate", "docdate", "bldat"),
        "paid_on": ("clearingdate", "paymentdate", "augdt", "clearing"),
        "supplier_id": ("vendor", "lifnr", "supplier", "vendorno"),
        "supplier": ("vendorname", "suppliername", "name1"),
        "invoice_ref": ("reference", "xblnr"),
        "description": ("text", "sgtxt", "itemtext"),
        "order_no": ("purchasingdocument", "ebeln", "purchaseorder"),
        "amount": (
            "amountinlc", "amountinlocalcurrency", "amountinlocalcurr", "amountinloccurr", "dmshb",
            "dmbtr", "valueinobjcrcy", "valincoareacrcy", "valinrepcur", "amount",
        ),
    },
    key=("company", "transaction_no", "fiscal_year", "line_no"),
    types=(
        (r"^(KR|RE|KN|RN)$", "invoice"),
        (r"^(KG|RG)$", "credit-note"),
        (r"^(WE|WA)$", "accrual"),
        (r"^(DR|DZ|DG|RV)$", "income"),
        (r"^(PY|PR|HR)$", "payroll"),
    ),
    reads_blank_type=True,
)  # fmt: skip
