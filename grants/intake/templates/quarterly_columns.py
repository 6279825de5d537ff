"""The columns of the quarterly return's transaction table, in the order a lead meets them.

Every spend column of the interface is here. Headings, groups and sentences are written for a
person who is not an accountant; ``why`` is the reason a reader of the contract would give, and
``{clause}`` becomes the clause of the column's kind of term where the contract has it.
"""

from typing import Final

from grants.intake.templates.base import Column, ValueKind
from grants.spend import CATEGORIES, EVIDENCE_TYPES, INELIGIBLE_CATEGORIES
from ledger.gl.line import JOURNAL_CLASSES

COST: Final = "The cost"
WHEN: Final = "When"
MONEY: Final = "Money"
PROOF: Final = "Proof"
SOME: Final = "Only where it applies"
LEDGER: Final = "From the ledger: leave blank if you do not know"
READY: Final = "Filled in for you: leave blank"

_AGREES: Final = "Every claimed cost must be found again in the council's ledger{clause}."
_WHEN: Final = "The date decides whether the spend falls inside the funding period{clause}."
_VAT: Final = "VAT that can be reclaimed may not be charged to the grant{clause}."
_ONCE: Final = "Each cost can be claimed once only{clause}."

WORD_LISTS: Final = {
    "categories": (*CATEGORIES, *INELIGIBLE_CATEGORIES),
    "evidence": EVIDENCE_TYPES,
    "flags": ("yes", "no"),
    "journal_classes": JOURNAL_CLASSES,
    "statuses": ("draft", "certified"),
}

COLUMNS: Final = (
    Column(
        "line_id", "Line", COST, ValueKind.TEXT,
        "The number of this line. It stays the same if you correct the line later.",
        _ONCE, "duplicate-claim", ("duplicate-claim",), length_max=60, width=20,
    ),
    Column(
        "head", "Budget head", COST, ValueKind.WORD,
        "The part of the budget this cost belongs to.",
        "The cost counts against the budget of its head{clause}.", "head-overspend",
        words="heads", width=14,
    ),
    Column(
        "supplier", "Supplier or payee", COST, ValueKind.TEXT,
        "Who was paid. For staff, the employer.",
        "Quotes, duplicates and interests are looked up by supplier{clause}.", "procurement-quotes",
        ("conflict-of-interest", "onward-agreement", "safeguarding"), length_max=200, width=26,
    ),
    Column(
        "invoice_ref", "Invoice number", COST, ValueKind.TEXT,
        "The number on the invoice or claim form.",
        _ONCE, "duplicate-claim", length_max=100, width=16,
    ),
    Column(
        "description", "What it was for", COST, ValueKind.TEXT,
        "A few words. Never name a victim, a witness or a service user.",
        "The funder must be able to see the purpose{clause}.", "approved-project",
        ("personal-data",), width=34,
    ),
    Column(
        "category", "Kind of cost", COST, ValueKind.WORD,
        "The word that fits best.",
        "Some kinds of cost may not be paid from the grant{clause}.", "ineligible-category",
        ("ineligible-category", "grant-income"), words="categories", width=16,
    ),
    Column(
        "incurred_on", "Date of the cost", WHEN, ValueKind.DATE,
        "The day the goods came or the work was done; for an invoice, its date.",
        _WHEN, "funding-period", ("funding-period", "agreement-before-spend"), width=12,
    ),
    Column(
        "service_from", "Service from", WHEN, ValueKind.DATE,
        "First day, where the cost covers a span of time such as rent or salary.",
        _WHEN, "funding-period",
    ),
    Column(
        "service_to", "Service to", WHEN, ValueKind.DATE,
        "Last day, where the cost covers a span of time such as rent or salary.",
        _WHEN, "funding-period",
    ),
    Column(
        "net", "Net", MONEY, ValueKind.MONEY,
        "The amount without VAT.", _VAT, "recoverable-vat",
    ),
    Column(
        "vat", "VAT", MONEY, ValueKind.MONEY,
        "The VAT on the invoice; 0.00 if there is none.", _VAT, "recoverable-vat",
    ),
    Column(
        "gross", "Gross", MONEY, ValueKind.MONEY,
        "Net plus VAT: the amount paid.", _VAT, "recoverable-vat",
    ),
    Column(
        "vat_recoverable", "Can the VAT be reclaimed?", MONEY, ValueKind.FLAG,
        "Yes if the body that bears the cost can reclaim this VAT.",
        _VAT, "recoverable-vat", words="flags", width=13,
    ),
    Column(
        "bearer_vat_registered", "Is the payer VAT registered?", MONEY, ValueKind.FLAG,
        "Yes for the council; for a partner's own cost, whether the partner is registered.",
        _VAT, "recoverable-vat", words="flags", width=13,
    ),
    Column(
        "claim_percent", "Share claimed, per cent", MONEY, ValueKind.PERCENT,
        "100 if the whole cost belongs to this grant.",
        "Shares of one cost may not add up to more than 100 per cent{clause}.", "double-funding",
        ("double-funding",),
    ),
    Column(
        "claimed", "Claimed from the grant", MONEY, ValueKind.MONEY,
        "The amount you claim for this line.",
        "The figures must add up to the penny{clause}.", "roll-forward",
        ("recoverable-vat", "accounting-basis", "accrual-reversal", "rate-limit"),
    ),
    Column(
        "evidence", "Evidence you hold", PROOF, ValueKind.WORDS,
        "What you can show for this cost, for example invoice; payment.",
        "A cost without evidence may be refused by the funder{clause}.", "evidence",
        ("evidence",), words="evidence", width=22,
    ),
    Column(
        "corrects", "Corrects line", PROOF, ValueKind.TEXT,
        "For a refund or correction: the line it reduces.",
        _ONCE, "duplicate-claim", length_max=60, width=20,
    ),
    Column(
        "post", "Post", SOME, ValueKind.TEXT,
        "For salaries: the reference of the post.",
        "Salary has to be tied to a post{clause}.", "staff-cost", ("staff-cost",),
        length_max=60,
    ),
    Column(
        "unit_cost", "Price of one", SOME, ValueKind.MONEY,
        "For goods: the price of one item without VAT.",
        "Dear single items may be capital, which a revenue grant does not pay{clause}.",
        "revenue-only", ("revenue-only", "asset-register"),
    ),
    Column(
        "units", "How many", SOME, ValueKind.NUMBER,
        "For goods: the number of items.",
        "Dear single items may be capital, which a revenue grant does not pay{clause}.",
        "revenue-only",
    ),
    Column(
        "ledger_key", "Ledger transaction", LEDGER, ValueKind.TEXT,
        "The ledger's transaction and line number.",
        _AGREES, "separate-accounting", length_max=100, width=18,
    ),
    Column(
        "cost_centre", "Cost centre", LEDGER, ValueKind.TEXT,
        "With its leading zeros, for example 04410.",
        _AGREES, "separate-accounting", ("separate-accounting",), words="cost_centres",
        length_max=40,
    ),
    Column(
        "subjective", "Subjective code", LEDGER, ValueKind.TEXT,
        "The ledger's code for the kind of spend.",
        _AGREES, "separate-accounting", length_max=40,
    ),
    Column(
        "journal_class", "Kind of posting", LEDGER, ValueKind.WORD,
        "How the ledger came by this line.",
        _AGREES, "separate-accounting", words="journal_classes", width=16,
    ),
    Column(
        "accounting_period", "Ledger period", LEDGER, ValueKind.ACCOUNTING_PERIOD,
        "The period in which the ledger holds it.",
        _AGREES, "separate-accounting",
    ),
    Column(
        "posted_on", "Posted on", LEDGER, ValueKind.DATE,
        "The day it was entered in the ledger.",
        _AGREES, "separate-accounting",
    ),
    Column(
        "defrayed_on", "Paid on", LEDGER, ValueKind.DATE,
        "The day the money left the bank.",
        "On some grants only money already paid counts{clause}.", "accounting-basis",
    ),
    Column(
        "project", "Project", READY, ValueKind.WORD,
        "Leave blank: every line of this workbook belongs to its project.",
        "Only approved projects may be charged{clause}.", "approved-project",
        ("approved-project",), words="projects", width=14,
    ),
    Column(
        "period", "Quarter", READY, ValueKind.WORD,
        "Leave blank: every line of this workbook belongs to its quarter.",
        "A line reported in two quarters would be claimed twice{clause}.", "duplicate-claim",
        words="periods",
    ),
    Column(
        "status", "Status", READY, ValueKind.WORD,
        "Leave blank.",
        "The status shows how far the line has come{clause}.", "certification", words="statuses",
    ),
)  # fmt: skip
