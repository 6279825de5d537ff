"""Every property of the book, by name, checked over rows as they are stored.

A journal object cannot be built unbalanced, so these look at the rows beneath: what a database, a
backup or an export holds. The same functions serve tests, the command line and the nightly job.
The set is open: ``@BOOK.named("…", "…")`` adds one, and another package makes a set for a record
of its own with ``Invariants[Record]()``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final, Generic, NamedTuple, TypeVar

from ledger.account import AccountType, Chart
from ledger.book import Book, Tags
from ledger.journal import Journal
from ledger.money import format_pounds
from ledger.require import require

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that does not hold: its name, what it is about, and what was found."""

    invariant: str
    subject: str
    message: str


class Invariants(Generic[Record]):
    """Named invariants over one kind of record."""

    def __init__(self) -> None:
        self._checks: dict[str, Callable[[Record], list[Violation]]] = {}
        self.sentences: dict[str, str] = {}  # name → what must hold, in a sentence

    def named(
        self, name: str, sentence: str
    ) -> Callable[
        [Callable[[Record], Iterable[tuple[str, str]]]], Callable[[Record], list[Violation]]
    ]:
        """Register a function that yields (subject, message) for each thing that does not hold."""
        require(name not in self._checks, f"There is an invariant {name} already.")

        def register(
            find: Callable[[Record], Iterable[tuple[str, str]]],
        ) -> Callable[[Record], list[Violation]]:
            def check(record: Record) -> list[Violation]:
                return [Violation(name, subject, message) for subject, message in find(record)]

            check.__doc__ = find.__doc__
            self._checks[name] = check
            self.sentences[name] = sentence
            return check

        return register

    def check(self, record: Record) -> list[Violation]:
        """All violations of all invariants, in the order they were registered."""
        return [found for check in self._checks.values() for found in check(record)]


class Leg(NamedTuple):
    """A posting's row as stored; legs of one journal need not stand together."""

    journal: str
    on: date
    account: str
    pence: int
    tags: Tags = Tags()
    reverses: str = ""


class Closing(NamedTuple):
    """The book was closed ``through`` a day when it held ``journals`` journals."""

    through: date
    journals: int


@dataclass(frozen=True, slots=True)
class BookRecord:
    """What the invariants of the book look at. Nothing has a default: silence is never a pass.

    ``legs``: in the order posted. ``earlier``: the legs of an earlier reading. ``kept``: balances
    maintained beside the book, by account, in pence. ``events``: (event, its journal's reference)
    for each event that moves money or budget. ``closed``: contract → the day it was closed.
    """

    chart: Chart
    legs: Sequence[Leg]
    earlier: Sequence[Leg]
    kept: Mapping[str, int]
    events: Sequence[tuple[str, str]]
    closings: Sequence[Closing]
    closed: Mapping[str, date]


BOOK: Final = Invariants[BookRecord]()


def legs_of_journals(journals: Iterable[Journal]) -> list[Leg]:
    """The rows of journals, in order."""
    return [
        Leg(
            journal.reference,
            journal.on,
            each.account.code,
            each.pence,
            Tags(each.contract, each.cost_centre, each.project, each.head),
            journal.reverses,
        )
        for journal in journals
        for each in journal.postings
    ]


def kept_balances(book: Book) -> dict[str, int]:
    """The balances a book keeps, by account code, zeros left out."""
    kept = {account.code: book.balance(account.code) for account in book.chart}
    return {code: pence for code, pence in kept.items() if pence}


@BOOK.named("known-accounts", "Every posting is of a whole sum to an account of the chart.")
def known_accounts(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Accounts the chart does not have, and legs of nothing."""
    for leg in record.legs:
        if leg.account not in record.chart:
            yield leg.journal, f"The chart has no account {leg.account}."
        if leg.pence == 0:
            yield leg.journal, f"The leg to account {leg.account} is 0.00."


@BOOK.named("balanced", "Each journal sums to 0.")
def balanced(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Journals whose legs do not sum to zero."""
    for journal, total in _sums((leg.journal, leg.pence) for leg in record.legs):
        yield journal, f"Its legs sum to {format_pounds(total)}, not 0.00."


@BOOK.named("control-apart", "Budget and money balance apart in each journal.")
def control_apart(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Journals whose legs on control accounts do not sum to zero among themselves."""
    control = {each.code for each in record.chart if each.type is AccountType.CONTROL}
    legs = ((leg.journal, leg.pence) for leg in record.legs if leg.account in control)
    for journal, total in _sums(legs):
        yield journal, f"Its budget legs sum to {format_pounds(total)}, not 0.00."


@BOOK.named("trial-balance", "All balances sum to 0 at the close of every day.")
def trial_balance(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Days whose postings throw the trial balance out, or bring it back."""
    for day, total in _sums((leg.on, leg.pence) for leg in record.legs):
        yield f"{day:%d/%m/%Y}", f"The day's postings sum to {format_pounds(total)}, not 0.00."


@BOOK.named("append-only", "The book as read before is the beginning of the book now.")
def append_only(record: BookRecord) -> Iterator[tuple[str, str]]:
    """The first row that changed or went since the earlier reading."""
    now = record.legs[: len(record.earlier)]
    for place, (was, is_now) in enumerate(zip_longest(record.earlier, now), start=1):
        if was != is_now:
            what = "is gone" if is_now is None else f"now reads {_text(is_now)}"
            yield was.journal, f"Row {place} read {_text(was)} before and {what}."
            return


@BOOK.named("reversal", "A journal and its reversal leave no trace in balances.")
def reversal(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Reversals of nothing, second reversals, and pairs that do not cancel."""
    own: dict[str, dict[tuple[str, Tags], int]] = defaultdict(lambda: defaultdict(int))
    takes_back: dict[str, str] = {}
    for leg in record.legs:
        own[leg.journal][leg.account, leg.tags] += leg.pence
        if leg.reverses:
            takes_back[leg.journal] = leg.reverses
    taken: dict[str, str] = {}
    for journal, reversed_one in takes_back.items():
        if reversed_one not in own:
            yield journal, f"It takes back {reversed_one}, which is not in the book."
            continue
        if reversed_one in taken:
            yield journal, f"It takes back {reversed_one}, as {taken[reversed_one]} did already."
        taken.setdefault(reversed_one, journal)
        both = [own[journal].items(), own[reversed_one].items()]
        for (account, _), pence in _sums(pair for legs in both for pair in legs):
            yield journal, f"With {reversed_one} it leaves {format_pounds(pence)} on {account}."


@BOOK.named("one-journal", "Each event has one journal; each journal is one event's or a reversal.")
def one_journal(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Events without a journal or with two, and journals without an event or with two."""
    journals = {leg.journal: bool(leg.reverses) for leg in record.legs}
    of_event: dict[str, list[str]] = defaultdict(list)
    of_journal: dict[str, list[str]] = defaultdict(list)
    for event, journal in record.events:
        of_event[event].append(journal)
        of_journal[journal].append(event)
    for event, references in of_event.items():
        for missing in [each for each in references if each not in journals]:
            yield event, f"Its journal {missing or '(none)'} is not in the book."
        if len(references) > 1:
            yield event, f"It has {len(references)} journals: {', '.join(references)}."
    for journal, is_reversal in journals.items():
        events = of_journal[journal]
        if not events and not is_reversal:
            yield journal, "No event stands behind it."
        if len(events) > 1:
            yield journal, f"{len(events)} events stand behind it: {', '.join(events)}."


@BOOK.named("kept-balances", "The balances kept beside the book are those of its postings.")
def kept(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Accounts whose kept balance differs from the sum of their postings."""
    added = [(leg.account, leg.pence) for leg in record.legs]
    taken = [(account, -pence) for account, pence in record.kept.items()]
    for account, pence in _sums(added + taken):
        yield account, f"Its postings and its kept balance differ by {format_pounds(pence)}."


@BOOK.named("period", "Nothing is posted to a closed day.")
def period(record: BookRecord) -> Iterator[tuple[str, str]]:
    """Journals posted after a closing and dated in what it closed."""
    days: dict[str, date] = {}
    for leg in record.legs:
        days[leg.journal] = min(leg.on, days.get(leg.journal, leg.on))
    for closing in record.closings:
        for journal, on in list(days.items())[closing.journals :]:
            if on <= closing.through:
                when = f"{closing.through:%d/%m/%Y}"
                yield journal, f"Dated {on:%d/%m/%Y}, it was posted after closing through {when}."


@BOOK.named("clearing", "Accounts that clear are back at 0 once a contract is closed.")
def clearing(record: BookRecord) -> Iterator[tuple[str, str]]:
    """What is left on clearing accounts of closed contracts, at the closing day and now."""
    clears = {each.code for each in record.chart if each.clears}
    for contract, day in record.closed.items():
        legs = [x for x in record.legs if x.tags.contract == contract and x.account in clears]
        then = _sums((leg.account, leg.pence) for leg in legs if leg.on <= day)
        for account, pence in then:
            yield contract, f"{account} stood at {format_pounds(pence)} on {day:%d/%m/%Y}."
        later = _sums((leg.account, leg.pence) for leg in legs if leg.on > day)
        for account, pence in later:
            yield contract, f"{account} moved by {format_pounds(pence)} after {day:%d/%m/%Y}."


Key = TypeVar("Key")


def _sums(pairs: Iterable[tuple[Key, int]]) -> list[tuple[Key, int]]:
    """Sums by key in the order first met, those of 0 left out."""
    totals: dict[Key, int] = {}
    for key, pence in pairs:
        totals[key] = totals.get(key, 0) + pence
    return [(key, total) for key, total in totals.items() if total]


def _text(leg: Leg) -> str:
    return f"{leg.journal} {leg.on:%d/%m/%Y} {leg.account} {format_pounds(leg.pence)}"
