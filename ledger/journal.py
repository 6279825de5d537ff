"""Journals: dated sets of postings that sum to zero, or do not exist.

Debit is positive, credit negative, always whole pence. A journal is never changed; what was wrong
is taken back by :func:`reverse` and posted again.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ledger.account import Account
from ledger.money import PENCE_MAX
from ledger.require import require

LEGS_MAX: Final = 20_000
"""More legs than every project's every head could need; beyond it a journal is a slip."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg: an account, signed pence (debit positive), and what it is for.

    The tags are blank where they do not apply: the contract's reference, the cost centre, the
    project's code and the budget head.
    """

    account: Account
    pence: int
    contract: str = ""
    cost_centre: str = ""
    project: str = ""
    head: str = ""

    def __post_init__(self) -> None:
        require(isinstance(self.account, Account), "A posting names an account of the chart.")
        require(type(self.pence) is int, "A posting is in whole pence.")
        require(self.pence != 0, "A posting of nothing is no posting.")
        require(abs(self.pence) <= PENCE_MAX, "A posting beyond ten trillion pounds is a slip.")

    @property
    def debit(self) -> int:
        """Pence in the debit column, 0 on the credit side."""
        return max(self.pence, 0)

    @property
    def credit(self) -> int:
        """Pence in the credit column, positive; 0 on the debit side."""
        return max(-self.pence, 0)


@dataclass(frozen=True, slots=True)
class Journal:
    """A balanced set of postings under one reference, on one day.

    ``reverses`` is the reference of the journal this one takes back, or blank.
    """

    reference: str
    on: date
    description: str
    postings: tuple[Posting, ...]
    reverses: str = ""

    def __post_init__(self) -> None:
        require(self.reference, "A journal has a reference.")
        require(self.description, f"Journal {self.reference} says what it is for.")
        require(isinstance(self.postings, tuple), "A journal's postings are fixed: a tuple.")
        require(self.postings, f"Journal {self.reference} has no postings.")
        require(len(self.postings) <= LEGS_MAX, f"Journal {self.reference} has too many legs.")
        out_of_balance = sum(posting.pence for posting in self.postings)
        require(
            out_of_balance == 0,
            f"Journal {self.reference} is out of balance by {out_of_balance} pence.",
        )

    @property
    def total(self) -> int:
        """Sum of the debit column in pence, which is that of the credit column too."""
        return sum(posting.debit for posting in self.postings)


def reverse(journal: Journal, reference: str, on: date) -> Journal:
    """The journal that takes ``journal`` back: the same legs on the other side.

    Args:
        journal: what is taken back; not a reversal itself (post the original anew instead).
        reference: the reversal's own reference.
        on: its day, not before the journal's.
    """
    require(not journal.reverses, "A reversal is not reversed: post the journal anew.")
    require(on >= journal.on, "A reversal is not dated before what it takes back.")
    return Journal(
        reference=reference,
        on=on,
        description=f"Reversal of {journal.reference}: {journal.description}",
        postings=tuple(replace(posting, pence=-posting.pence) for posting in journal.postings),
        reverses=journal.reference,
    )
