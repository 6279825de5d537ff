"""Balance assertions: what a balance must be at the close of a day, said by somebody, and checked.

An assertion is a dated fact of its own, for example a figure read from the council's ledger screen
or confirmed by the funder. A failed one is a value with its difference in words, never a crash.
"""

from dataclasses import dataclass
from datetime import date

from ledger.book import Book
from ledger.money import format_pounds


@dataclass(frozen=True, slots=True)
class BalanceAssertion:
    """At the close of ``on``, ``account`` (a code) stands at ``pence``, debit positive.

    ``contract``: only that contract's postings count; blank for all. ``stated_by`` says who or what
    the figure comes from.
    """

    account: str
    on: date
    pence: int
    stated_by: str
    contract: str = ""


@dataclass(frozen=True, slots=True)
class AssertionCheck:
    """The stated balance beside the one found, both in pence, debit positive."""

    assertion: BalanceAssertion
    title: str
    found: int

    @property
    def expected(self) -> int:
        """The stated balance."""
        return self.assertion.pence

    @property
    def difference(self) -> int:
        """Found less expected."""
        return self.found - self.expected

    @property
    def holds(self) -> bool:
        """The book agrees to the penny."""
        return self.difference == 0

    @property
    def direction(self) -> str:
        """The difference in words, for example ``12.50 too much on the debit side``."""
        if self.holds:
            return "agrees"
        side = "debit" if self.difference > 0 else "credit"
        return f"{format_pounds(abs(self.difference))} too much on the {side} side"

    @property
    def message(self) -> str:
        """Where, what, why and what to do, in a sentence or two."""
        of = f" of {self.assertion.contract}" if self.assertion.contract else ""
        where = f"{self.assertion.account} {self.title}{of} at {self.assertion.on:%d/%m/%Y}"
        if self.holds:
            return f"{where}: {_columns(self.found)}, as stated by {self.assertion.stated_by}."
        return (
            f"{where}: {self.assertion.stated_by} states {_columns(self.expected)}, the book has "
            f"{_columns(self.found)}: {self.direction}. The books must agree before figures leave "
            "the council. Look for a journal missing, posted twice or dated the other side of "
            "that day."
        )


def check_assertion(book: Book, assertion: BalanceAssertion) -> AssertionCheck:
    """Hold a stated balance against the book."""
    tags = {"contract": assertion.contract} if assertion.contract else {}
    found = book.balance_at(assertion.account, assertion.on, **tags)
    return AssertionCheck(assertion, book.chart[assertion.account].title, found)


def _columns(pence: int) -> str:
    """``1234.50 Dr``, ``1234.50 Cr`` or ``0.00``."""
    side = "" if pence == 0 else " Dr" if pence > 0 else " Cr"
    return f"{format_pounds(abs(pence))}{side}"
