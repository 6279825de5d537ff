"""Journals folded into balances. The book only grows, and every day it ever had can be asked for.

The fold is one addition per posting into a table keyed by account, tags and day; everything else
reads that table.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.account import Account, Chart
from ledger.journal import Journal, Posting
from ledger.require import require


class PostingRefused(Exception):  # noqa: N818 - a refused operation, named as one
    """The book does not take this journal: its reference, its day or what it reverses."""


class Tags(NamedTuple):
    """What a posting is for; blank where it does not apply."""

    contract: str = ""
    cost_centre: str = ""
    project: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One account's balance: pence in one of the two columns, 0 in the other."""

    account: Account
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Balances at the close of a day, in the chart's order; accounts never used are left out."""

    on: date
    rows: tuple[TrialBalanceRow, ...]

    @property
    def debit(self) -> int:
        """Total of the debit column in pence."""
        return sum(row.debit for row in self.rows)

    @property
    def credit(self) -> int:
        """Total of the credit column in pence."""
        return sum(row.credit for row in self.rows)

    @property
    def difference(self) -> int:
        """Debit less credit in pence: 0, or the book is broken."""
        return self.debit - self.credit


class Book:
    """An append-only set of journals over one chart, with balances kept as it grows."""

    def __init__(self, chart: Chart, journals: Iterable[Journal] = ()) -> None:
        self.chart = chart
        self._journals: dict[str, Journal] = {}
        self._reversed_by: dict[str, str] = {}
        self._closed_through: date | None = None
        self._balance: dict[str, int] = defaultdict(int)
        self._movements: dict[str, dict[Tags, dict[date, int]]] = defaultdict(dict)
        for journal in journals:
            self.post(journal)

    @property
    def journals(self) -> tuple[Journal, ...]:
        """All journals in the order they were posted."""
        return tuple(self._journals.values())

    @property
    def closed_through(self) -> date | None:
        """The last day that takes no more postings; None while every day is open."""
        return self._closed_through

    def journal(self, reference: str) -> Journal | None:
        """The journal of that reference, or None."""
        return self._journals.get(reference)

    def reversed_by(self, reference: str) -> str:
        """The reference of the journal that took this one back; blank while it stands."""
        return self._reversed_by.get(reference, "")

    def close_through(self, day: date) -> None:
        """Take no more postings dated ``day`` or before. Closing never opens a day again."""
        self._closed_through = max(day, self._closed_through or day)

    def post(self, journal: Journal) -> None:
        """Add a journal.

        Raises:
            PostingRefused: the reference is taken, the day is closed, or the reversal is of a
                journal that is not here, was taken back already, or is not its mirror image.
            InvariantBroken: a posting to an account that is not of this book's chart.
        """
        for posting in journal.postings:
            require(
                self.chart[posting.account.code] == posting.account,
                f"Account {posting.account.code} is another one in this book's chart.",
            )
        self._refuse(journal)
        self._journals[journal.reference] = journal
        if journal.reverses:
            self._reversed_by[journal.reverses] = journal.reference
        for posting in journal.postings:
            self._fold(posting, journal.on)

    def balance(self, account: str) -> int:
        """The balance of all postings so far in pence, debit positive; kept, not added up."""
        return self._balance[self.chart[account].code]

    def balance_at(self, account: str, day: date, **tags: str) -> int:
        """The balance at the close of ``day`` in pence, debit positive.

        ``tags``: any of ``contract``, ``cost_centre``, ``project``, ``head``; only postings that
        carry exactly those count.
        """
        require(set(tags) <= set(Tags._fields), "Balances are asked for by known tags.")
        wanted = [(Tags._fields.index(name), value) for name, value in tags.items()]
        return sum(
            sum(pence for on, pence in days.items() if on <= day)
            for own, days in self._movements.get(self.chart[account].code, {}).items()
            if all(own[place] == value for place, value in wanted)
        )

    def balances_by_tags(self, account: str, day: date) -> Mapping[Tags, int]:
        """Balances at the close of ``day`` for each set of tags used on the account, zeros too."""
        return {
            own: sum(pence for on, pence in days.items() if on <= day)
            for own, days in self._movements.get(self.chart[account].code, {}).items()
        }

    def trial_balance(self, day: date, **tags: str) -> TrialBalance:
        """Debit and credit columns at the close of ``day``; ``tags`` as for :meth:`balance_at`."""
        rows = []
        for account in self.chart:
            if account.code in self._movements:
                pence = self.balance_at(account.code, day, **tags)
                rows.append(TrialBalanceRow(account, max(pence, 0), max(-pence, 0)))
        return TrialBalance(day, tuple(rows))

    def _fold(self, posting: Posting, on: date) -> None:
        tags = Tags(posting.contract, posting.cost_centre, posting.project, posting.head)
        days = self._movements[posting.account.code].setdefault(tags, {})
        days[on] = days.get(on, 0) + posting.pence
        self._balance[posting.account.code] += posting.pence

    def _refuse(self, journal: Journal) -> None:
        """Raise unless the book may take this journal."""
        where = f"Journal {journal.reference}"
        if journal.reference in self._journals:
            raise PostingRefused(
                f"{where} is in the book already. A posted journal is never replaced: reverse it "
                "and post another under a new reference."
            )
        if self._closed_through is not None and journal.on <= self._closed_through:
            raise PostingRefused(
                f"{where} is dated {journal.on:%d/%m/%Y}, and the book is closed through "
                f"{self._closed_through:%d/%m/%Y}: closed figures were certified. Date it later."
            )
        if not journal.reverses:
            return
        taken_back = self._journals.get(journal.reverses)
        if taken_back is None:
            raise PostingRefused(
                f"{where} takes back {journal.reverses}, which is not in the book. Check the "
                "reference."
            )
        if journal.reverses in self._reversed_by:
            raise PostingRefused(
                f"{where} takes back {journal.reverses}, which was taken back already by "
                f"{self._reversed_by[journal.reverses]}: twice would leave a trace. Nothing needs "
                "doing."
            )
        if legs_of(journal, sign=-1) != legs_of(taken_back):
            raise PostingRefused(
                f"{where} is not the mirror image of {journal.reverses}, so the two would leave a "
                "trace in the balances. Make it with ledger.journal.reverse."
            )


def legs_of(journal: Journal, *, sign: int = 1) -> Mapping[tuple[str, Tags], int]:
    """Pence by account code and tags, times ``sign``; keys that come to nothing are left out."""
    legs: dict[tuple[str, Tags], int] = defaultdict(int)
    for each in journal.postings:
        tags = Tags(each.contract, each.cost_centre, each.project, each.head)
        legs[each.account.code, tags] += sign * each.pence
    return {key: pence for key, pence in legs.items() if pence}
