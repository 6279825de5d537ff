"""Cash of the grant: what came in, what went back, and what was brought forward.

A contract file without one receipt says nothing of cash; it is unknown then, not nothing.
"""

from datetime import date

from grants.contract import Contract


def received_by(contract: Contract, day: date) -> int:
    """Pence received by ``day``, less receipts corrected, with opening balances."""
    receipts = sum(r.amount for r in contract.receipts if r.received_on <= day)
    return receipts + sum(c.amount for c in contract.carry_forwards)


def repaid_by(contract: Contract, day: date) -> int:
    """Pence paid back to the funder by ``day``; what is only asked for does not count."""
    return sum(r.amount for r in contract.repayments if r.paid_on is not None and r.paid_on <= day)


def repaid_between(contract: Contract, after: date, last: date) -> int:
    """Pence paid back after one day, up to another."""
    return repaid_by(contract, last) - repaid_by(contract, min(after, last))
