"""What people answer to findings, in their own words: by term, or by term and subject."""

from app.sample.making.planting import FINANCE, MANAGER, S151
from grants.verdict import Finding, Scope, Verdict

_KEYS = (
    "The lead did not have the ledger transaction. Finance found the line by supplier, invoice and "
    "amount; it is claimed once."
)
ACCEPT: dict[str, tuple[str, str]] = {
    "duplicate-claim": (FINANCE, _KEYS),
    "double-funding": (FINANCE, _KEYS),
    "overhead-cap": (
        FINANCE,
        (
            "Management heads hold £13,000.00 of £239,000.00, which is 5.4 per cent; looked at by"
            " hand."
        ),
    ),
    "variance-explained": (
        MANAGER,
        (
            "The contract has no quarterly profile; leads' reasons were read with the partnership"
            " board."
        ),
    ),
    "underspend-notice": (
        S151,
        "Forecasts of all leads seen; no underspend over £5,000.00 is expected.",
    ),
    "unspent-return": (
        S151,
        "Nothing is due back before the end of the financial year; noted for April 2018.",
    ),
    "carry-forward": (S151, "No balance was brought forward from 2016/17."),
    "overpayment": (S151, "The funder has asked for no repayment."),
    "partner-statement": (
        MANAGER,
        "Statements are due 60 days after the year's end; partners were reminded.",
    ),
    "certification": (S151, "The return is certified in this system by me; I prepared none of it."),
    "records-retention": (FINANCE, "Retention to 31 March 2024 is set in the document store."),
    "outputs": (
        MANAGER,
        "Output figures compared with attendance registers at the delivery groups.",
    ),
    "publicity": (MANAGER, "Samples of leaflets and posts seen; the funder's support is named."),
    "personal-data": (
        MANAGER,
        "All descriptions read by the partnership manager before the return goes out.",
    ),
    "instalment-precondition": (
        FINANCE,
        "Instalments received so far follow the conditions in clause 4.2.",
    ),
    "grant-ceiling": (
        S151,
        "The claim is near the award at year end, as planned; it stays below £239,000.00.",
    ),
    "return-due": (S151, "Certification is planned for 29 January, inside the time allowed."),
}
DISALLOW = {
    "ineligible-category": (
        "Listed in Annex C: taken out of the claim and charged to the base budget."
    ),
    "recoverable-vat": (
        "VAT is recovered from HM Revenue & Customs; the net cost stays in the claim."
    ),
    "funding-period": "Outside the funding period: charged to the council's own budget.",
    "onward-agreement": "Paid before the agreement was signed; the council bears it.",
    "safeguarding": "Paid before the checks were confirmed; the council bears it.",
    "duplicate-claim": "Claimed before: this line comes out of the claim.",
    "double-funding": (
        "The shares pass the whole; what is above 100 per cent comes out of the claim."
    ),
    "revenue-only": "A capital item; charged to the council's capital programme.",
    "project-allocation": (
        "Over the allocation and no consent was asked for; the council bears the excess."
    ),
    "accounting-basis": "Received after the end of the period; charged to the next year's budget.",
}
ACCEPT_IN = {
    ("underspend-notice", "2017-Q3"): (
        S151,
        "Ineligible items leave about £7,800.00 unspent; notice to the funder is in preparation.",
    ),
    ("underspend-notice", "2017-Q4"): (
        S151,
        "The funder was told of about £7,800.00 on 5 February 2018, within 28 days.",
    ),
    ("unspent-return", "2017-Q4"): (
        S151,
        "The unspent balance is repaid by 30 April 2018, once the quarter is accepted.",
    ),
    ("partner-statement", "2017-Q4"): (
        MANAGER,
        "Statements for 2017/18 are due by 30 May 2018; three of five have come.",
    ),
    ("carry-forward", "2017-Q4"): (
        S151,
        "No approval to carry over was asked for; the balance is repaid.",
    ),
}
REPORT = {
    (
        "return-due",
        "STREET@2017-Q2",
    ): "Late by three days: the lead was ill. Reported with the return under clause 6.1.",
    (
        "return-due",
        "REOFFEND@2017-Q2",
    ): "Late by one day: the partner's figures came late. Reported with the return.",
    (
        "return-due",
        "2017-Q2",
    ): "The quarter's return waited for two projects; the funder was told on 31 October.",
    (
        "virement",
        "DELIVERY@PREVENT",
    ): "£700.00 moved where £400.00 was free; reported to the funder with a request for consent.",
}


def is_answered_by_report(f: Finding) -> bool:
    """A breach of a head, a return or the contract goes to the funder."""
    return f.verdict is Verdict.BREACH and f.scope not in (Scope.LINE, Scope.PROJECT)


def answer_to(f: Finding, verb: str, period: str) -> tuple[str, str]:
    """Who answers and with what reason; blank when nothing was prepared."""
    if verb == "report":
        return S151, REPORT.get((f.term, f.subject), "")
    if verb == "disallow":
        return FINANCE, DISALLOW.get(f.term, "")
    return ACCEPT_IN.get((f.term, period), ACCEPT.get(f.term, (FINANCE, "")))
