"""The words of header rows: which heading means which field, whatever system printed it.

Headings are compared without case, spaces and punctuation. Earlier words win over later ones. A
format adds its own words before these.
"""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, tuple[str, ...]]

COMMON: Final[Words] = {
    "cost_centre": (
        "costcentre", "costcentrecode", "costc", "costcenter", "costcentreid", "costcentreno",
        "profitcentre", "profitcenter", "kostl", "cccode", "costcode", "expensearea",
        "costcentredescription", "costcentrename",
    ),
    "subjective": (
        "subjective", "subjectivecode", "account", "accountcode", "expensecode", "detailcode",
        "nominal", "nominalcode", "costelement", "glaccount", "hkont", "naturalaccount", "glcode",
        "ledgercode", "objectcode", "subjectivedetailcode", "detail", "expensetype",
        "subjectivedescription", "accountdescription",
    ),
    "project_code": (
        "project", "projectcode", "projectid", "projectno", "job", "jobcode", "jobno", "wbs",
        "wbselement", "internalorder", "activitycode", "activity",
    ),
    "accounting_period": (
        "accountingperiod", "period", "postingperiod", "acctperiod", "periodname", "fiscalperiod",
        "glperiod", "ledgerperiod", "financialperiod", "monat", "yearperiod", "periodno",
    ),
    "fiscal_year": (
        "fiscalyear", "financialyear", "year", "gjahr", "accountingyear", "finyear", "fy",
    ),
    "company": ("companycode", "bukrs"),
    "transaction_no": (
        "transno", "transactionnumber", "transactionno", "transactionid", "transactionref",
        "transactionreference", "documentno", "documentnumber", "belnr", "document", "docno",
        "docnumber", "docref", "documentref", "documentreference", "voucherno", "vouchernumber",
        "journalno", "journalnumber", "journalid", "journalref", "journalreference", "voucher",
        "internalreference", "ourreference", "paymentnumber", "uniqueid",
    ),
    "line_no": (
        "lineno", "line", "linenumber", "seqno", "sequenceno", "sequencenumber", "sequence",
        "item", "itemno", "itemnumber", "lineitem", "buzei", "journalline", "journallinenumber",
        "journallineno", "jelinenum", "transactionline", "docline",
    ),
    "batch": ("batchname", "batch", "journalbatch", "journalbatchname", "batchno", "batchnumber"),
    "source_type": (
        "tt", "transtype", "transactiontype", "doctype", "documenttype", "blart", "journaltype",
        "vouchertype", "sourcetype", "source", "journalsource", "type",
        "transactiontypedescription",
    ),
    "category": ("journalcategory", "jecategory"),
    "posted_on": (
        "transdate", "transactiondate", "postingdate", "posteddate", "postdate", "dateposted",
        "gldate", "accountingdate", "budat", "effectivedate", "journaldate", "date",
    ),
    "invoice_on": (
        "invoicedate", "invdate", "documentdate", "docdate", "bldat", "voucherdate", "taxdate",
        "dateofinvoice",
    ),
    "paid_on": (
        "datepaid", "paymentdate", "paiddate", "dateofpayment", "paydate", "clearingdate",
        "cleareddate", "bacsdate",
    ),
    "supplier_id": (
        "supplierid", "suppid", "suppliernumber", "supplierno", "suppliercode", "vendorno",
        "vendornumber", "vendorid", "vendorcode", "creditorno", "creditornumber", "creditorid",
        "creditorcode", "lifnr", "aparid", "thirdpartynumber",
    ),
    "supplier": (
        "suppliername", "supplier", "suppid(t)", "aparid(t)", "aparname", "suppname", "vendorname",
        "creditorname", "beneficiaryname", "suppliername(t)", "supplier(t)", "thirdpartyname",
        "supplierbeneficiaryname", "beneficiary", "payeename", "payee", "merchantname", "merchant",
        "creditor", "vendor", "thirdparty", "paidto",
    ),
    "invoice_ref": (
        "invoicenumber", "invoiceno", "invoiceref", "invoicereference", "invno", "extinvref",
        "supplierinvoicenumber", "supplierinvoiceno", "supplierref", "supplierreference", "xblnr",
        "extref", "externalreference", "reference", "ref", "invoice", "referenceno",
    ),
    "description": (
        "text", "linedescription", "description", "narrative", "narration", "itemtext", "sgtxt",
        "details", "purpose", "purposeofexpenditure", "purposeofspend", "summaryofpurpose",
        "summaryofexpenditure", "transactiondescription", "extendeddescription",
        "journaldescription", "itemdescription", "linetext", "comments",
    ),
    "order_no": (
        "orderno", "ordernumber", "purchaseorder", "purchaseorderno", "purchaseordernumber", "pono",
        "ponumber", "poref", "ebeln", "purchasingdocument",
    ),
    "net": (
        "net", "netamount", "amountnetofvat", "netvalue", "netofvat", "amountexvat", "netgbp",
        "amountexcludingvat", "amountexclvat", "amountnet", "netexpenditure", "valuenetofvat",
        "netcost", "netlineamount", "netinvoiceamount", "valueexvat", "nettamount", "nett",
        "netinvoicevalue", "amountexcvat", "netamountexvat",
    ),
    "vat": ("vat", "vatamount", "taxamount", "vatvalue", "inputvat", "recoverablevat"),
    "gross": (
        "gross", "grossamount", "grossvalue", "amountincvat", "amountincludingvat", "amountinclvat",
        "grossinvoiceamount", "amountgross", "grossgbp", "grossinvoicevalue",
    ),
    "amount": (
        "amount", "amountgbp", "transactionamount", "postedamount", "amountinlc", "lineamount",
        "amountinlocalcurrency", "amountinlocalcurr", "amountinloccurr", "localamount", "dmshb",
        "dmbtr", "value", "lccamount", "invoiceamount", "invoicelineamount", "amountpaid",
        "paymentamount", "paidamount", "actual", "actualamount", "actuals", "spend", "expenditure",
        "totalamount", "baseamount", "invoicevalue", "valueinobjcrcy", "amount1", "cost", "total",
    ),
    "debit": (
        "accounteddr", "debit", "dr", "debitamount", "debits", "accounteddebit", "amountdr",
        "debitvalue", "entereddr",
    ),
    "credit": (
        "accountedcr", "credit", "cr", "creditamount", "credits", "accountedcredit", "amountcr",
        "creditvalue", "enteredcr",
    ),
    "indicator": (
        "dc", "drcr", "crdr", "debitcredit", "debitcreditindicator", "shkzg", "dcindicator",
        "dcind", "dcflag", "drcrindicator", "dorc", "sh", "debitcreditind", "drorcr",
    ),
    "tax_code": ("tc", "taxcode", "vatcode", "mwskz", "taxratecode", "vatratecode"),
    "capital_or_revenue": (
        "capitalrevenue", "capitalorrevenue", "capitalrevenuebalancesheet", "revenuecapital",
        "caprev", "capitalrevenueflag", "revenueorcapital", "capitalrevenueindicator", "revcap",
    ),
    "account_combination": (
        "accountcombination", "codecombination", "accountstring", "accountcodecombination",
        "glcodecombination", "chargeaccount", "codingstring",
    ),
}  # fmt: skip
"""Field → headings, best first. Fields beyond the canonical columns help to build them."""

EXTRA: Final = frozenset({
    "bodyname", "body", "organisation", "organisationname", "directorate", "department", "service",
    "servicearea", "suppliertype", "vatregistrationnumber", "proclass", "bvacop", "sercop",
    "costc(t)", "account(t)", "costcentre(t)", "currency", "journalname", "client", "fund",
    "companynumber", "charitynumber", "vcse", "merchantcategory", "servicelabel",
    "unrecoverablevat", "irrecoverablevat", "sercophighlevelcategory", "sercopdetailedcategory",
    "portfolio",
    "user", "procurementcategory", "servicedivision", "expensearea(t)", "expensecode(t)",
})  # fmt: skip
"""Headings that fill no field and still tell that a row is a header."""
