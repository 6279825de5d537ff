"""Ways in which the council spends: invoices, cards, payroll, payments to partners.

Each gives the ledger's entry and the return's line together, so that the two agree to the penny
unless something else was planted.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.sample.making.parts import (
    CENTRE_OF,
    QUARTER_ENDS,
    Book,
    Entry,
    Line,
    code_of,
    ledger_month,
    pounds,
    share,
    working_day,
)

VAT_PERCENT = 20
LEAD_DAYS = 6
PAY_DAYS = 24
SUBMITTED_AFTER_DAYS = 12


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What was bought. ``net`` in pence; ``partner``: a payment outside the scope of VAT."""

    project: str
    quarter: int
    head: str
    supplier: str
    what: str
    account: str
    on: date
    net: int
    category: str = "services"
    evidence: str = "invoice"
    reference: str = ""
    is_card: bool = False
    has_vat: bool = True
    percent: int = 100
    centre: str = ""
    posted_on: date | None = None
    paid_on: date | None = None


def posted(cost: Cost) -> date:
    """The day it reached the ledger: some days later, inside its quarter."""
    if cost.posted_on:
        return cost.posted_on
    day = working_day(cost.on + timedelta(days=LEAD_DAYS))
    return min(day, working_day(QUARTER_ENDS[cost.quarter], back=True))


def buy(book: Book, cost: Cost) -> tuple[Line, Entry]:
    """An invoice or a card purchase: entry and line."""
    entry = book.post(entry_of(cost))
    return claim(book, cost, entry), entry


def entry_of(cost: Cost) -> Entry:
    """The ledger's side: net of VAT."""
    day = posted(cost)
    return Entry(
        centre=cost.centre or CENTRE_OF[cost.project],
        account=cost.account,
        project=f"PLF-{cost.project}",
        period=ledger_month(day),
        kind="PC" if cost.is_card else "AP",
        posted_on=day,
        amount=cost.net,
        supplier=cost.supplier.upper(),
        invoice_ref=cost.reference,
        text=cost.what,
    )


def claim(book: Book, cost: Cost, entry: Entry | None, **changes: str) -> Line:
    """The return's side. ``changes`` replace cells."""
    day = posted(cost)
    vat = share(cost.net, VAT_PERCENT) if cost.has_vat else 0
    claimed = share(cost.net, cost.percent)
    paid = cost.paid_on or working_day(day + timedelta(days=0 if cost.is_card else PAY_DAYS))
    known_by = QUARTER_ENDS[cost.quarter] + timedelta(days=SUBMITTED_AFTER_DAYS)
    is_partner = cost.category == "partner-payment"
    cells = {
        "supplier": cost.supplier,
        "bearer_vat_registered": "no" if is_partner else "yes",
        "invoice_ref": cost.reference,
        "description": cost.what,
        "category": cost.category,
        "cost_centre": cost.centre or CENTRE_OF[cost.project],
        "subjective": cost.account,
        "journal_class": "card" if cost.is_card else "invoice",
        "accounting_period": ledger_month(day) if entry is None else entry.period,
        "incurred_on": cost.on.isoformat(),
        "posted_on": day.isoformat(),
        "defrayed_on": paid.isoformat() if paid <= known_by else "",
        "net": pounds(cost.net),
        "vat": pounds(vat),
        "gross": pounds(cost.net + vat),
        "vat_recoverable": "no" if is_partner else "yes",
        "claim_percent": str(cost.percent),
        "claimed": pounds(claimed),
        "evidence": cost.evidence,
        "period": code_of(cost.quarter),
        "project": cost.project,
    }
    if cost.category == "supplies":
        cells |= {"unit_cost": pounds(cost.net), "units": "1"}
    cells |= changes
    return book.claim(
        Line(cost.project, cost.quarter, cost.head, claimed, cells, entry, order=(cost.on, 0))
    )


@dataclass(frozen=True)
class Pay:
    """A month's pay of one post: what the ledger holds, and the share of it claimed."""

    project: str
    quarter: int
    post: str
    month: date
    parts: tuple[tuple[str, str, int], ...]  # account, words, pence in the ledger
    percent: int = 100


def pay(book: Book, month: Pay) -> list[Line]:
    """The payroll interface's lines of one post and month."""
    on = working_day(month.month.replace(day=28), back=True)
    last = (month.month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    lines = []
    for account, words, pence in month.parts:
        entry = book.post(
            Entry(
                CENTRE_OF[month.project],
                account,
                f"PLF-{month.project}",
                ledger_month(on),
                "PR",
                on,
                pence,
                text=f"Payroll interface {month.month:%b %Y} {words} post {month.post}",
                group=f"payroll {month.month:%Y%m}",
            )
        )
        claimed = share(pence, month.percent)
        cells = {
            "bearer_vat_registered": "yes",
            "description": f"{words}, post {month.post}, {month.month:%B %Y}",
            "category": "staff",
            "cost_centre": entry.centre,
            "subjective": account,
            "journal_class": "payroll",
            "accounting_period": entry.period,
            "incurred_on": on.isoformat(),
            "service_from": month.month.isoformat(),
            "service_to": last.isoformat(),
            "posted_on": on.isoformat(),
            "defrayed_on": on.isoformat(),
            "net": pounds(pence),
            "vat": "0.00",
            "gross": pounds(pence),
            "vat_recoverable": "yes",
            "claim_percent": str(month.percent),
            "claimed": pounds(claimed),
            "evidence": "payroll",
            "post": month.post,
            "period": code_of(month.quarter),
            "project": month.project,
        }
        lines.append(
            book.claim(
                Line(month.project, month.quarter, "STAFF", claimed, cells, entry, order=(on, 0))
            )
        )
    return lines
