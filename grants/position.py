"""Where a contract's fund stands on a day, read from the book, and what must hold of it.

All figures are pence and positive in the ordinary run of things.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from grants import postings
from ledger.account import Account, Side
from ledger.book import Book
from ledger.invariants import Invariants
from ledger.money import format_pounds


@dataclass(frozen=True, slots=True)
class FundPosition:
    """One contract's figures at the close of ``on``, in pence."""

    contract: str
    on: date
    award: int  # with variations
    carried_forward: int  # brought from an earlier contract
    allocated: int
    unallocated: int
    committed: int
    accrued: int
    eligible: int
    borne: int  # ineligible, borne by the council
    due: int  # owed by the funder, not received; negative: received before it was due
    unearned: int  # due or received, not spent; negative: spent ahead of instalments
    clawback_due: int
    cash: int  # received, less repaid and carried forward

    @property
    def held(self) -> int:
        """Funder's money in hand: cash less eligible spend; negative while the council lends."""
        return self.cash - self.eligible


def position(book: Book, contract: str, day: date) -> FundPosition:
    """The fund of ``contract`` at the close of ``day``."""

    def stands(account: Account) -> int:
        pence = book.balance_at(account.code, day, contract=contract)
        return pence if account.normal_side is Side.DEBIT else -pence

    heads_of_agent = book.balances_by_tags(postings.HELD.code, day).items()
    passed_on = sum(p for tags, p in heads_of_agent if tags.contract == contract and tags.project)
    return FundPosition(
        contract=contract,
        on=day,
        award=stands(postings.AWARD),
        carried_forward=stands(postings.CARRIED),
        allocated=stands(postings.ALLOCATED),
        unallocated=stands(postings.UNALLOCATED),
        committed=stands(postings.COMMITTED),
        accrued=stands(postings.ACCRUALS),
        eligible=stands(postings.ELIGIBLE) + passed_on,
        borne=stands(postings.BORNE),
        due=stands(postings.RECEIVABLE),
        unearned=stands(postings.IN_ADVANCE) + stands(postings.HELD),
        clawback_due=stands(postings.CLAWBACK_DUE),
        cash=stands(postings.CASH),
    )


@dataclass(frozen=True, slots=True)
class FundRecord:
    """What the invariants of a fund look at. ``uplift``: over-programming the funder allows."""

    position: FundPosition
    uplift: int


FUND: Final = Invariants[FundRecord]()


@FUND.named("within-award", "Allocations stay within the award and any consented uplift.")
def within_award(record: FundRecord) -> Iterator[tuple[str, str]]:
    """More allocated than there is to allocate."""
    now = record.position
    over = now.allocated - now.award - now.carried_forward - record.uplift
    if over > 0:
        yield now.contract, f"{format_pounds(over)} more is allocated than may be."


@FUND.named("award-shared", "Allocated and unallocated add back to the award and what was carried.")
def award_shared(record: FundRecord) -> Iterator[tuple[str, str]]:
    """Budget that came from nowhere or went nowhere."""
    now = record.position
    gap = now.allocated + now.unallocated - now.award - now.carried_forward
    if gap:
        yield now.contract, f"The shares differ from the award by {format_pounds(gap)}."


@FUND.named("cash", "Received and due is eligible spend, what is unearned, and clawback due.")
def cash(record: FundRecord) -> Iterator[tuple[str, str]]:
    """Funder's money that is neither spent, nor to be spent, nor owed back."""
    now = record.position
    gap = now.cash + now.due - now.eligible - now.unearned - now.clawback_due
    if gap:
        yield now.contract, f"{format_pounds(gap)} of the funder's money is unexplained."
