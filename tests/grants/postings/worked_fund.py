"""The worked fund's first months as facts: award, allocations, a virement, money in, spend, a slip."""

from datetime import date

from grants.events import (
    AllocationApproved,
    AwardMade,
    EligibleSpendCertified,
    Event,
    HeadSpend,
    IneligibleSpendBorne,
    InstalmentFellDue,
    ReceiptTaken,
    RepaymentCause,
    RepaymentPaid,
    RepaymentRequested,
    VirementApproved,
)
from grants.postings import CHART, journal_for
from ledger.book import Book

PLF = "PLF-2017-18"
MANAGER = "partnership.manager@example.org"
FINANCE = "finance.officer@example.org"
S151 = "s151.officer@example.org"

# Pence by project and budget head, as approved by the partnership's executive: £239,000.00 in all.
ALLOCATIONS = {
    "KNIFE": {"STAFF": 1400000, "DELIVERY": 1200000, "PARTNER": 1200000, "MANAGE": 400000},
    "CELEBRATE": {"DELIVERY": 650000, "COMMS": 800000},
    "LANDLORD": {"STAFF": 1600000, "DELIVERY": 400000, "MANAGE": 200000},
    "NIGHT": {"DELIVERY": 1050000, "PARTNER": 1400000, "MANAGE": 200000},
    "STREET": {"STAFF": 1500000, "DELIVERY": 600000, "PARTNER": 800000, "MANAGE": 200000},
    "VEHICLE": {"DELIVERY": 300000, "COMMS": 600000},
    "PREVENT": {"STAFF": 900000, "DELIVERY": 400000, "TRAIN": 200000},
    "DHR": {"STAFF": 600000, "DELIVERY": 2000000, "MANAGE": 200000},
    "DSA-AWARE": {"DELIVERY": 500000, "COMMS": 1300000},
    "APV": {"STAFF": 500000, "PARTNER": 1100000, "MANAGE": 100000},
    "REOFFEND": {"PARTNER": 700000, "TRAIN": 200000},
    "CSE": {"DELIVERY": 400000, "TRAIN": 300000},
}
# Pence claimed in the first quarter.
FIRST_QUARTER = {
    "APV": {"PARTNER": 90000},
    "CSE": {"DELIVERY": 100000},
    "DHR": {"DELIVERY": 450000},
    "DSA-AWARE": {"DELIVERY": 8500},
    "KNIFE": {"DELIVERY": 60000},
    "LANDLORD": {"DELIVERY": 30000},
    "NIGHT": {"DELIVERY": 170000},
    "PREVENT": {"DELIVERY": 285000},
    "STREET": {"DELIVERY": 14000},
    "VEHICLE": {"COMMS": 25000},
}


def budget() -> list[Event]:
    """The award, and the allocations that take effect with it."""
    signed = date(2017, 3, 24)
    award = AwardMade(contract=PLF, on=signed, actor=S151, amount=239_000_00)
    return [award] + [
        AllocationApproved(
            contract=PLF, on=signed, actor=MANAGER, project=project, head=head, amount=pence,
            decision="SLP Executive, item 7",
        )
        for project, heads in ALLOCATIONS.items()
        for head, pence in heads.items()
    ]  # fmt: skip


def first_quarter() -> list[Event]:
    """The first instalment due and received, a virement, the first quarter certified."""
    spend = tuple(
        HeadSpend(project, head, pence)
        for project, heads in FIRST_QUARTER.items()
        for head, pence in heads.items()
    )
    return [
        InstalmentFellDue(
            contract=PLF, on=date(2017, 5, 15), actor=FINANCE, number=1, amount=59_750_00
        ),
        ReceiptTaken(
            contract=PLF, on=date(2017, 5, 15), actor=FINANCE, amount=59_750_00,
            reference="BACS PCC 001", instalment=1,
        ),
        VirementApproved(
            contract=PLF, on=date(2017, 7, 7), actor=MANAGER, virement="V1", from_project="DHR",
            from_head="DELIVERY", to_project="DHR", to_head="STAFF", amount=600_00,
        ),
        EligibleSpendCertified(
            contract=PLF, on=date(2017, 7, 25), actor=S151, period="2017-Q1", spend=spend
        ),
    ]  # fmt: skip


def slip() -> list[Event]:
    """VAT of £200.00 on radio hire, certified and then found not eligible, is repaid."""
    return [
        IneligibleSpendBorne(
            contract=PLF, on=date(2017, 8, 14), actor=FINANCE, project="NIGHT", head="DELIVERY",
            amount=200_00, reason="VAT on radio hire", was_certified=True,
        ),
        RepaymentRequested(
            contract=PLF, on=date(2017, 8, 18), actor="funder@example.org", amount=200_00,
            cause=RepaymentCause.DISALLOWED,
        ),
        RepaymentPaid(
            contract=PLF, on=date(2017, 9, 1), actor=FINANCE, amount=200_00, reference="BACS 7"
        ),
    ]  # fmt: skip


def book_of(events: list[Event]) -> Book:
    """The fund's book after these facts, in this order, journals numbered J1, J2, …"""
    journals = (journal_for(event, f"J{n}") for n, event in enumerate(events, start=1))
    return Book(CHART, (journal for journal in journals if journal is not None))
