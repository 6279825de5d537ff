"""Builders: a small chart of our own, postings and journals on it."""

from datetime import date

from ledger.account import Account, AccountType, Chart, Side
from ledger.journal import Journal, Posting

BANK = Account("0100", "Bank", AccountType.ASSET, Side.DEBIT)
OWED = Account("0200", "Owed", AccountType.LIABILITY, Side.CREDIT, clears=True)
COST = Account("0300", "Cost", AccountType.EXPENDITURE, Side.DEBIT)
PLAN = Account("0900", "Plan", AccountType.CONTROL, Side.CREDIT)
SPLIT = Account("0910", "Plan by project", AccountType.CONTROL, Side.DEBIT)
CHART = Chart((BANK, OWED, COST, PLAN, SPLIT))

MAY = date(2017, 5, 15)
JUNE = date(2017, 6, 30)
JULY = date(2017, 7, 31)


def journal(reference: str, on: date, *legs: tuple[Account, int], **tags: str) -> Journal:
    postings = tuple(Posting(account, pence, **tags) for account, pence in legs)
    return Journal(reference, on, f"Test {reference}", postings)


def bill(reference: str, on: date, pence: int, **tags: str) -> Journal:
    """A cost that is owed."""
    return journal(reference, on, (COST, pence), (OWED, -pence), **tags)


def paid(reference: str, on: date, pence: int, **tags: str) -> Journal:
    return journal(reference, on, (OWED, pence), (BANK, -pence), **tags)
