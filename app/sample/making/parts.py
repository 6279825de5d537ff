"""The pieces of the worked year: ledger entries, return lines, planted problems.

An entry's key is known only once all entries of the year are numbered, so lines hold the entry and
planted problems hold the line; texts are made at the end.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ledger.money import format_pounds, round_half_up

YEAR = 2017
APRIL = 4
FRIDAY = 4
CENTRE_OF = {
    "KNIFE": "04410",
    "CELEBRATE": "04410",
    "LANDLORD": "04410",
    "VEHICLE": "04410",
    "PREVENT": "04410",
    "NIGHT": "04411",
    "STREET": "04411",
    "REOFFEND": "04411",
    "DHR": "04412",
    "DSA-AWARE": "04412",
    "APV": "04412",
    "CSE": "04412",
}
PROJECTS = (
    "KNIFE",
    "CELEBRATE",
    "LANDLORD",
    "NIGHT",
    "STREET",
    "VEHICLE",
    "PREVENT",
    "DHR",
    "DSA-AWARE",
    "APV",
    "REOFFEND",
    "CSE",
)
QUARTERS = (1, 2, 3, 4)
QUARTER_STARTS = {
    1: date(2017, 4, 1),
    2: date(2017, 7, 1),
    3: date(2017, 10, 1),
    4: date(2018, 1, 1),
}
QUARTER_ENDS = {
    1: date(2017, 6, 30),
    2: date(2017, 9, 30),
    3: date(2017, 12, 31),
    4: date(2018, 3, 31),
}


def code_of(quarter: int) -> str:
    """``2017-Q1``."""
    return f"{YEAR}-Q{quarter}"


def months_of(quarter: int) -> tuple[date, ...]:
    """First days of the quarter's months."""
    start = QUARTER_STARTS[quarter]
    return tuple(date(start.year, start.month + n, 1) for n in range(3))


def ledger_month(day: date) -> str:
    """``201701`` for a day in April 2017."""
    return f"{YEAR}{(day.month - APRIL) % 12 + 1:02d}"


def working_day(day: date, *, back: bool = False) -> date:
    """The day itself, or the next (last) one that is no Saturday or Sunday."""
    while day.weekday() > FRIDAY:
        day += timedelta(days=-1 if back else 1)
    return day


def share(pence: int, percent: int) -> int:
    """``percent`` of ``pence``, rounded half away from zero."""
    return round_half_up(pence * percent, 100)


@dataclass(eq=False)
class Entry:
    """One row of the council's ledger. ``group``: entries of one group share a transaction."""

    centre: str
    account: str
    project: str
    period: str
    kind: str  # Unit4 transaction type
    posted_on: date
    amount: int
    supplier: str = ""
    invoice_ref: str = ""
    text: str = ""
    order_no: str = ""
    group: str = ""
    key: str = ""


@dataclass(eq=False)
class Line:
    """One line of a return. ``cells`` are spend columns as text; ``entry`` the ledger row claimed.

    ``disallowed`` is pence that finance takes out of the claim before the quarter is certified.
    """

    project: str
    quarter: int
    head: str
    claimed: int
    cells: dict[str, str]
    entry: Entry | None = None
    states_key: bool = True
    disallowed: int = 0
    until_version: int = 9
    from_version: int = 1
    order: tuple[date, int] = (date(YEAR, APRIL, 1), 0)
    corrects: "Line | None" = None
    id: str = ""

    @property
    def period(self) -> str:
        """Code of its quarter."""
        return code_of(self.quarter)

    def stands_in(self, version: int) -> bool:
        """Whether the given version of the return has it."""
        return self.from_version <= version <= self.until_version


@dataclass(eq=False)
class Planted:
    """One planted problem; ``shows`` gives where the system shows it, once ids are known."""

    quarter: int
    title: str
    what: str
    where: Callable[[], str]
    shows: Callable[[], dict[str, Any]]
    done: str
    also: Callable[[], list[str]] = list
    id: str = ""


@dataclass
class Book:
    """Everything made so far."""

    random: random.Random
    entries: list[Entry] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    acts: list[dict[str, Any]] = field(default_factory=list)

    def post(self, entry: Entry) -> Entry:
        """Put an entry into the ledger."""
        self.entries.append(entry)
        return entry

    def claim(self, line: Line) -> Line:
        """Put a line into its return."""
        line.order = (line.order[0], len(self.lines))
        self.lines.append(line)
        return line

    def lines_of(self, project: str, quarter: int, version: int = 9) -> list[Line]:
        """The lines of one return, in order."""
        mine = [
            x
            for x in self.lines
            if x.project == project and x.quarter == quarter and x.stands_in(version)
        ]
        return sorted(mine, key=lambda x: x.order)

    def taken(self, project: str, head: str, quarter: int) -> int:
        """Pence claimed so far on a head in a quarter, by the version that counts."""
        lines = self.lines_of(project, quarter)
        return sum(x.claimed for x in lines if x.head == head)

    def number(self) -> None:
        """Give every entry its key and every line its id."""
        ordered = sorted(
            enumerate(self.entries), key=lambda e: (e[1].period, e[1].posted_on, e[1].centre, e[0])
        )
        groups: dict[str, tuple[int, int]] = {}
        number = 50_100
        for _, entry in ordered:
            if entry.group in groups:
                trans, sequence = groups[entry.group]
                sequence += 1
            else:
                number += self.random.randint(2, 37)
                trans, sequence = number, 1
            if entry.group:
                groups[entry.group] = (trans, sequence)
            entry.key = f"{trans:08d}-{sequence}"
        for project in PROJECTS:
            for quarter in QUARTERS:
                mine = [x for x in self.lines if x.project == project and x.quarter == quarter]
                for place, line in enumerate(sorted(mine, key=lambda x: x.order), start=1):
                    line.id = f"{project}-Q{quarter}-{place:03d}"

    def extract(self, quarter: int) -> list[Entry]:
        """The ledger of one quarter, as the listing is sorted."""
        low, high = 3 * quarter - 2, 3 * quarter + (quarter == max(QUARTERS))
        wanted = {f"{YEAR}{n:02d}" for n in range(low, high + 1)}
        return sorted(
            (e for e in self.entries if e.period in wanted),
            key=lambda e: (e.centre, e.account, e.period, e.posted_on, e.key),
        )


def pounds(pence: int) -> str:
    """Two decimals, no symbol."""
    return format_pounds(pence)


def dates_in(rng: random.Random, first: date, last: date) -> Iterator[date]:
    """Working days between two days, drawn again and again."""
    span = (last - first).days
    while True:
        day = working_day(first + timedelta(days=rng.randint(0, span)))
        if day <= last:
            yield day
